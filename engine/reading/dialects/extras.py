"""What vendors write beside BPMN, as written: every dialect module fills the same record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

MappingKind = Literal["text", "name", "expression", "feel", "script", "structure", "computed", "all", "business_key"]


@dataclass(frozen=True, slots=True)
class RawMapping:
    """`target` gets what `text` says.

    `text`: a constant unless it holds `${…}`; `name`: a variable; `expression`: an expression; `feel`: FEEL when it
    begins with `=`, else a constant; `structure`: JSON made of the drawn list or map; `computed`: one of those that
    holds expressions.
    """

    target: str
    text: str
    kind: MappingKind = "text"


@dataclass(frozen=True, slots=True)
class RawField:
    """One field of a form that is drawn inside the task."""

    key: str
    label: str = ""
    type: str = "string"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    default: str | None = None
    readonly: bool = False
    bounds: tuple[tuple[str, str], ...] = ()
    """Further constraints by name, as written: `minlength`, `max` and whatever a vendor's engine knows."""


@dataclass(frozen=True, slots=True)
class Implementation:
    """Program code that a vendor's engine would call; `kind` is its attribute."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Extras:
    assignee: str | None = None
    users: str | None = None
    groups: str | None = None
    form_key: str | None = None
    form_fields: tuple[RawField, ...] = ()
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None
    topic: str | None = None
    implementation: Implementation | None = None
    further: tuple[str, ...] = ()
    """Names of further work drawn beside that."""
    unread: tuple[tuple[str, str], ...] = ()
    """Where two vendors say different things at one element: what counts, and what does not."""
    retries: int | None = None
    retry_times: str | None = None
    """What is drawn of when a job that failed is tried again; only the number of tries is taken from it."""
    decision: str | None = None
    result_variable: str | None = None
    map_result: str | None = None
    script: str | None = None
    collection: str | None = None
    element_variable: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    called: str | None = None
    correlation: str | None = None
    version_tag: str | None = None
    inputs: tuple[RawMapping, ...] = ()
    outputs: tuple[RawMapping, ...] = ()
    ins: tuple[RawMapping, ...] = ()
    outs: tuple[RawMapping, ...] = ()
    error_code_variable: str | None = None
    error_message_variable: str | None = None
    listeners: tuple[str, ...] = ()
    """Program code hung to the element: never run here."""
    initiator: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


def merged(*records: Extras) -> Extras:
    """One record: for each value the first that has it; listeners and properties are added up."""
    if len(records) == 1:
        return records[0]
    values: dict[str, Any] = {}
    unread: list[tuple[str, str]] = []
    for item in fields(Extras):
        found = [getattr(record, item.name) for record in records]
        values[item.name] = kept = next((value for value in found if value), found[0])
        unread += [(_shown(kept), _shown(other)) for other in found if other and _shown(other) != _shown(kept)]
    values["unread"] = tuple(dict.fromkeys(unread))
    values["listeners"] = tuple(entry for record in records for entry in record.listeners)
    values["properties"] = {name: text for record in reversed(records) for name, text in record.properties.items()}
    return Extras(**values)


def _shown(value: object) -> str:
    """A value as people find it in the file; what is no text and no list of mappings is never compared."""
    if isinstance(value, tuple):
        return ", ".join(f"{one.target} ← {one.text}" for one in value if isinstance(one, RawMapping))
    return value if isinstance(value, str) else ""
