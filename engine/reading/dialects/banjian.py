"""Our own attributes and extension elements (`banjian:`), also when a tool keeps them as properties of that name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from engine.reading.dialects.extras import Extras, RawMapping
from engine.reading.names import (
    ACTIVITIES,
    BANJIAN,
    CATCHES,
    EVENTS,
    HUMAN_TASKS,
    JOBS,
    THROWS,
    Element,
    child,
    local,
)

TYPED = frozenset(
    {
        "milestone", "operation", "clock", "workdays", "role", "limit", "document", "separateFrom",
        "department", "formKey", "correlation", "resultVariable", "outputCollection", "outputElement", "topic",
    }
)  # fmt: skip
KNOWN = TYPED | {"caseTypes", "counter", "outcomes"}
"""Every attribute of ours that has a meaning."""
_TIMER = CATCHES | {"timerEventDefinition"}
_LOOP = ACTIVITIES | {"multiInstanceLoopCharacteristics"}
_MESSAGE = JOBS | THROWS | CATCHES | {"messageEventDefinition", "receiveTask"}
WHERE: Mapping[str, Set[str]] = {
    **dict.fromkeys(("clock", "workdays"), _TIMER),
    **dict.fromkeys(("counter", "document", "limit", "outcomes", "separateFrom"), HUMAN_TASKS),
    **dict.fromkeys(("department", "outputCollection", "outputElement"), _LOOP),
    "caseTypes": {"process"},
    "correlation": _MESSAGE | {"message"},
    "formKey": HUMAN_TASKS | {"startEvent"},
    "operation": {"serviceTask", "sendTask"},
    "resultVariable": _MESSAGE | {"scriptTask", "errorEventDefinition"},
    "role": HUMAN_TASKS | {"lane"},
    "topic": JOBS | THROWS | {"scriptTask", "messageEventDefinition"},
}
"""At which elements each of them is read; those not named here, at every step."""
READ_ELEMENTS: Mapping[str, Set[str]] = {
    "in": ACTIVITIES | EVENTS | {"messageEventDefinition", "signalEventDefinition"},
    "out": ACTIVITIES | CATCHES,
}
"""Extension elements that are read, and at which elements."""
READ_PARTS: Mapping[str, Set[str]] = {
    **dict.fromkeys(("in", "out"), {"source", "sourceExpression", "target", "variables"}),
}
"""Attributes that are read inside those."""
_PREFIX = "banjian:"


def attributes(element: Element, properties: Mapping[str, str]) -> dict[str, str]:
    """All `banjian:` attributes of the element by local name, those kept as `banjian:…` properties included."""
    marker = f"{{{BANJIAN}}}"
    found = {name.removeprefix(_PREFIX): text for name, text in properties.items() if name.startswith(_PREFIX)}
    found |= {
        str(name).removeprefix(marker): str(value).strip()
        for name, value in element.attrib.items()
        if str(name).startswith(marker)
    }
    return {name: text for name, text in found.items() if text}


def read(element: Element) -> Extras:
    """What is ours and has a counterpart elsewhere; the rest is read by the modules of the BPMN chapters."""
    own = attributes(element, {})
    ins = tuple(_mappings(element, "in"))
    outs = tuple(_mappings(element, "out"))
    return Extras(
        form_key=own.get("formKey"),
        topic=own.get("topic"),
        correlation=own.get("correlation"),
        result_variable=own.get("resultVariable"),
        output_collection=own.get("outputCollection"),
        output_element=own.get("outputElement"),
        inputs=ins,
        outputs=outs,
        ins=ins,
        outs=outs,
    )


def _mappings(element: Element, name: str) -> Iterator[RawMapping]:
    holder = child(element, "extensionElements")
    for entry in holder if holder is not None else ():
        if local(entry) != name or entry.tag != f"{{{BANJIAN}}}{name}":
            continue
        if entry.get("variables") == "all":
            yield RawMapping("", "", "all")
        else:
            source = entry.get("source") or entry.get("sourceExpression") or ""
            yield RawMapping(entry.get("target") or "", source, "expression")
