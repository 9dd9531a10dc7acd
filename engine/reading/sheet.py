"""One diagram file while it is being read: its elements by id, names for those without, and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.finding import Finding, Level
from engine.reading.names import FLOW_NODES, Element, bpmn_name, label, line_of, reference

NAMED = FLOW_NODES | {"sequenceFlow", "lane", "process"}


class Sheet:
    """The file `file` with its root element; everything found out about it is collected in `findings`."""

    def __init__(self, file: str, root: Element, form_keys: Mapping[str, str] | None = None) -> None:
        self.file = file
        self.root = root
        self.findings: list[Finding] = []
        self.form_keys = form_keys or {}
        """Keys of the bundle's forms by the names under which a diagram may call them."""
        self.language = root.get("expressionLanguage") or ""
        name_anonymous(root)
        self._by_id: dict[str, Element] = {}
        self.order: dict[str, int] = {}
        self._index()

    def _index(self) -> None:
        for element in self.root.iter():
            identity = element.get("id")
            name = bpmn_name(element)
            if not identity or not name:
                continue
            first = self._by_id.setdefault(identity, element)
            if first is not element and (name in NAMED or bpmn_name(first) in NAMED):
                self.report("error", "element.duplicate_id", element, first_line=first.sourceline)
            if name == "sequenceFlow":
                self.order.setdefault(identity, len(self.order))

    def report(self, level: Level, rule: str, element: Element | None = None, /, **params: Any) -> None:
        """Add a finding about the element (or the whole file); its label, file and line come by themselves."""
        if element is not None:
            params.setdefault("label", label(element))
        line = line_of(element) if element is not None else None
        identity = element.get("id") if element is not None else None
        self.findings.append(Finding(level, rule, identity, line, {"file": self.file, **params}))

    def find(self, ref: str | None, *names: str) -> Element | None:
        """The element a QName reference means, if it is one of these kinds."""
        for identity in ((ref or "").strip(), reference(ref)):
            found = self._by_id.get(identity)
            if found is not None and (not names or bpmn_name(found) in names):
                return found
        return None

    def process_of(self, identity: str | None) -> str | None:
        """Id of the process in which the element with this id stands."""
        element = self._by_id.get(identity or "")
        while element is not None and bpmn_name(element) != "process":
            element = element.getparent()
        return element.get("id") if element is not None else None

    def free_id(self, wanted: str) -> str:
        """An id for a generated element that no drawn element has."""
        identity = wanted
        number = 2
        while identity in self._by_id:
            identity = f"{wanted}{number}"
            number += 1
        self._by_id[identity] = self.root
        return identity


def name_anonymous(root: Element) -> None:
    """Give the file and each flow node, flow, lane and process without an id a stable one: kind, ends, and a number."""
    taken = {element.get("id") for element in root.iter() if element.get("id")}
    for element in _anonymous(root):
        kind = bpmn_name(element)
        wanted = kind
        if kind == "sequenceFlow":
            wanted = f"Flow.{reference(element.get('sourceRef'))}.{reference(element.get('targetRef'))}"
        number = 1
        identity = wanted if kind == "sequenceFlow" else f"{wanted}.1"
        while identity in taken:
            number += 1
            identity = f"{wanted}.{number}"
        taken.add(identity)
        element.set("id", identity)


def _anonymous(root: Element) -> Iterator[Element]:
    names = NAMED | {"definitions"}
    return (element for element in root.iter() if bpmn_name(element) in names and not element.get("id"))
