"""Chapter “Process”, lanes: which lane a node lies in and whose role that is; the innermost lane counts."""

from __future__ import annotations

from engine.model import Lane
from engine.reading.dialects import banjian, read_extras
from engine.reading.names import Element, children, reference, text_of
from engine.reading.sheet import Sheet


def read_lanes(sheet: Sheet, scope: Element) -> tuple[tuple[Lane, ...], dict[str, Lane]]:
    """All lanes of the process or sub-process, and the lane of each node by the node's id."""
    lanes: list[Lane] = []
    of_node: dict[str, Lane] = {}
    for lane_set in children(scope, "laneSet"):
        _read_set(sheet, lane_set, lanes, of_node)
    return tuple(lanes), of_node


def _read_set(sheet: Sheet, lane_set: Element, lanes: list[Lane], of_node: dict[str, Lane]) -> None:
    for element in children(lane_set, "lane"):
        lane = _lane(sheet, element)
        lanes.append(lane)
        for entry in children(element, "flowNodeRef"):
            of_node[reference(text_of(entry))] = lane
        for inner in children(element, "childLaneSet"):
            _read_set(sheet, inner, lanes, of_node)


def _lane(sheet: Sheet, element: Element) -> Lane:
    name = " ".join((element.get("name") or "").split())
    own = banjian.attributes(element, read_extras(element).properties)
    role = own.get("role") or name
    if not role:
        sheet.report("note", "lane.no_role", element)
    return Lane(id=str(element.get("id")), name=name, role=role)
