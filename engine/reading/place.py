"""Where one element stands while it is read: its file, lane, vendor attributes, and the beginning of its node."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.model import Kind, Lane, Node
from engine.reading.dialects import Extras, banjian, read_extras
from engine.reading.names import Element, bpmn_name, child_text, line_of
from engine.reading.sheet import Sheet


@dataclass(slots=True)
class Place:
    sheet: Sheet
    element: Element
    lane: Lane | None
    forms: dict[str, Any]
    """Forms drawn inside tasks are added here."""
    inside: bool
    """Whether the element stands in a sub-process."""
    extras: Extras = field(init=False)
    own: dict[str, str] = field(init=False)
    """The `banjian:` attributes."""

    def __post_init__(self) -> None:
        self.extras = read_extras(self.element)
        self.own = banjian.attributes(self.element, self.extras.properties)

    @property
    def tag(self) -> str:
        return bpmn_name(self.element)

    def node(self, kind: Kind) -> Node:
        """The node with everything that all kinds have; flows come later."""
        lane = self.lane
        others = {
            # What reading itself marks as generated must not be mistaken for something drawn.
            "banjian:drawn:generated" if name == "generated" else f"banjian:{name}": text
            for name, text in self.own.items()
            if name not in banjian.TYPED
        }
        drawn = {name: text for name, text in self.extras.properties.items() if not name.startswith("banjian:")}
        if self.extras.initiator:
            drawn["initiator"] = self.extras.initiator
        return Node(
            id=str(self.element.get("id")),
            kind=kind,
            name=" ".join((self.element.get("name") or "").split()),
            line=line_of(self.element),
            documentation=child_text(self.element, "documentation"),
            lane=(lane.name or lane.id) if lane is not None else None,
            milestone=self.own.get("milestone"),
            properties={**drawn, **others},
        )
