"""What a diagram looks like: shapes, lines and labels of its BPMN DI, and what no good draughtsman lets pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
FLOW, LANE, PARTICIPANT = "sequenceFlow", "lane", "participant"
# Steps that lie closer than this look like one.
NARROWEST_GAP = 20
# A Han character of the viewer's 12 px type, and from where on characters are that wide.
_LETTER, _FIRST_WIDE = 12, 0x2E80


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Box) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight piece of a flow."""

    flow: str
    start: Point
    end: Point

    @property
    def box(self) -> Box:
        (x1, y1), (x2, y2) = self.start, self.end
        return Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))

    @property
    def is_level(self) -> bool:
        return self.start.y == self.end.y

    def meets(self, other: Stretch) -> bool:
        """Whether the two touch; a hair of tolerance, for what ends exactly on the other."""
        return self.box.grown(0.5).meets(other.box.grown(0.5))


class Drawing:
    """One process and how it is drawn."""

    def __init__(self, path: Path) -> None:
        root = ElementTree.parse(path).getroot()
        (process,) = root.findall(f"{BPMN}process")
        self.elements = {one.get("id", ""): one for one in root.iter() if one.tag.startswith(BPMN) and one.get("id")}
        self.nodes = {key: one for key, one in self.elements.items() if one in list(process) and _is_node(one)}
        self.flows = {key: one for key, one in self.elements.items() if _kind(one) == FLOW}
        self.lanes = {key: one for key, one in self.elements.items() if _kind(one) == LANE}
        self.boxes: dict[str, Box] = {}
        self.lines: dict[str, list[Point]] = {}
        self.labels: dict[str, Box] = {}
        for drawn in root.iter():
            if drawn.tag in (f"{DI}BPMNShape", f"{DI}BPMNEdge"):
                self._read(drawn)

    def _read(self, drawn: ElementTree.Element) -> None:
        about = drawn.get("bpmnElement", "")
        label = drawn.find(f"{DI}BPMNLabel/{BOUNDS}")
        if label is not None:
            self.labels[about] = _box(label)
        if drawn.tag == f"{DI}BPMNEdge":
            self.lines[about] = [_point(one) for one in drawn.findall(WAYPOINT)]
        else:
            bounds = drawn.find(BOUNDS)
            assert bounds is not None, about
            self.boxes[about] = _box(bounds)

    def stretches(self) -> Iterator[Stretch]:
        for flow, line in self.lines.items():
            yield from (Stretch(flow, start, end) for start, end in pairwise(line))

    def ends(self, flow: str) -> tuple[str, str]:
        return self.flows[flow].get("sourceRef", ""), self.flows[flow].get("targetRef", "")

    def host(self, node: str) -> str | None:
        return self.nodes[node].get("attachedToRef")


def not_drawn(picture: Drawing) -> list[str]:
    """What has no shape, no line or no place for its label: Camunda Modeler would not show it."""
    shapes = [key for key in (*picture.nodes, *picture.lanes) if key not in picture.boxes]
    lines = [key for key in picture.flows if len(picture.lines.get(key, ())) < 2]
    return shapes + lines + [f"label of {key}" for key in _labelled_outside(picture) if key not in picture.labels]


def _labelled_outside(picture: Drawing) -> list[str]:
    """Events, gateways and flows carry their name beside them."""
    return [
        key
        for key in (*picture.flows, *picture.nodes)
        if picture.elements[key].get("name") and _kind(picture.elements[key]).endswith(("Event", "Gateway", FLOW))
    ]


def loose_ends(picture: Drawing) -> list[str]:
    """Flows that do not start and end on the border of what they join."""
    wrong = []
    for flow, line in picture.lines.items():
        source, target = picture.ends(flow)
        ends = ((source, line[0]), (target, line[-1]))
        wrong += [flow for node, point in ends if not _on_border(picture, node, point)]
    return wrong


def _on_border(picture: Drawing, node: str, point: Point) -> bool:
    box, kind = picture.boxes[node], _kind(picture.nodes[node])
    dx, dy = abs(point.x - box.centre.x), abs(point.y - box.centre.y)
    if kind.endswith("Event"):
        return abs(hypot(dx, dy) - box.width / 2) < 1
    if kind.endswith("Gateway"):
        return abs(dx / (box.width / 2) + dy / (box.height / 2) - 1) < 0.05
    on_side = abs(dx - box.width / 2) < 1 and dy <= box.height / 2
    return on_side or (abs(dy - box.height / 2) < 1 and dx <= box.width / 2)


def slanted(picture: Drawing) -> list[str]:
    return [one.flow for one in picture.stretches() if one.start.x != one.end.x and not one.is_level]


def through_shapes(picture: Drawing) -> list[str]:
    """Flows that run through a step they do not join."""
    wrong = []
    for one in picture.stretches():
        joined = {*picture.ends(one.flow)} | {picture.host(key) for key in picture.ends(one.flow)}
        others = (key for key in picture.nodes if key not in joined and picture.host(key) not in picture.ends(one.flow))
        area = one.box.grown(0.5)
        wrong += [f"{one.flow} through {key}" for key in others if picture.boxes[key].grown(3).meets(area)]
    return wrong


def tangled(picture: Drawing) -> list[str]:
    """Flows that cross or run on top of one another; those of one step may part, those to one may join."""
    wrong = []
    for one, other in combinations(picture.stretches(), 2):
        if one.flow == other.flow or not one.meets(other):
            continue
        (source, target), (its_source, its_target) = picture.ends(one.flow), picture.ends(other.flow)
        if source != its_source and target != its_target:
            wrong.append(f"{one.flow} meets {other.flow}")
    return wrong


def parting_late(picture: Drawing) -> list[str]:
    """Branches that leave a decision on one line: nobody sees on which of them a default mark stands."""
    leaving = {flow: next(pairwise(line)) for flow, line in picture.lines.items() if _is_branch(picture, flow)}
    return [
        f"{one} with {other}"
        for (one, first), (other, second) in combinations(leaving.items(), 2)
        if first[0] == second[0] and (first[0].x == first[1].x) == (second[0].x == second[1].x)
    ]


def _is_branch(picture: Drawing, flow: str) -> bool:
    return _kind(picture.nodes[picture.ends(flow)[0]]) in ("exclusiveGateway", "inclusiveGateway")


def covered_labels(picture: Drawing) -> list[str]:
    """Labels that lie on a line, a step or another label, or outside the pool."""
    wrong = []
    (pool,) = [picture.boxes[key] for key, one in picture.elements.items() if _kind(one) == PARTICIPANT]
    for key, label in picture.labels.items():
        if not pool.holds(label):
            wrong.append(f"{key} outside")
        wrong += [f"{key} on {flow.flow}" for flow in picture.stretches() if label.meets(flow.box.grown(0.5))]
        wrong += [f"{key} on {node}" for node in picture.nodes if label.meets(picture.boxes[node])]
        others = (other for other, area in picture.labels.items() if other != key and label.meets(area))
        wrong += [f"{key} on label of {other}" for other in others]
    return wrong


def narrow_labels(picture: Drawing) -> list[str]:
    """Labels whose box leaves no air about their text: a viewer would break a word of four letters in two."""
    names = {key: picture.elements[key].get("name", "") for key in picture.labels}
    return [key for key, name in names.items() if picture.labels[key].width < _LETTER * (1 + sum(map(_is_wide, name)))]


def _is_wide(letter: str) -> bool:
    return ord(letter) >= _FIRST_WIDE


def crowded(picture: Drawing) -> list[str]:
    """Steps that touch or lie outside their lane."""
    apart = [key for key in picture.nodes if picture.host(key) is None]
    wrong = [
        f"{one} beside {other}"
        for one, other in combinations(apart, 2)
        if picture.boxes[one].grown(NARROWEST_GAP).meets(picture.boxes[other])
    ]
    for lane, element in picture.lanes.items():
        held = [one.text or "" for one in element.findall(f"{BPMN}flowNodeRef")]
        inside = [key for key in held if picture.host(key) is None]
        wrong += [f"{key} outside {lane}" for key in inside if not picture.boxes[lane].holds(picture.boxes[key])]
    return wrong


def _is_node(element: ElementTree.Element) -> bool:
    return _kind(element).endswith(("Event", "Gateway", "Task", "task", "callActivity", "subProcess"))


def _kind(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(BPMN)


def _box(bounds: ElementTree.Element) -> Box:
    x, y, width, height = (float(bounds.get(name, "nan")) for name in ("x", "y", "width", "height"))
    return Box(x, y, width, height)


def _point(waypoint: ElementTree.Element) -> Point:
    return Point(float(waypoint.get("x", "nan")), float(waypoint.get("y", "nan")))
