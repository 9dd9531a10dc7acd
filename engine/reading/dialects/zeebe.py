"""Camunda 8 (zeebe) extension elements, as far as their meaning is the same here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from engine.reading.dialects.extras import Extras, RawMapping
from engine.reading.names import (
    ACTIVITIES,
    CATCHES,
    DESCRIBED,
    EVENTS,
    FLOW_NODES,
    HUMAN_TASKS,
    JOBS,
    THROWS,
    Element,
    child,
    local,
    text_of,
)

ZEEBE = "http://camunda.org/schema/zeebe/1.0"

READ_ELEMENTS: Mapping[str, Set[str]] = {
    **dict.fromkeys(("assignmentDefinition", "priorityDefinition", "taskSchedule", "userTask"), HUMAN_TASKS),
    **dict.fromkeys(("executionListeners", "taskListeners"), FLOW_NODES | {"process"}),
    "calledDecision": {"businessRuleTask"},
    "calledElement": {"callActivity"},
    "formDefinition": HUMAN_TASKS | {"startEvent"},
    "ioMapping": ACTIVITIES | EVENTS | {"messageEventDefinition"},
    "loopCharacteristics": {"multiInstanceLoopCharacteristics"},
    "properties": DESCRIBED,
    "script": {"scriptTask"},
    "subscription": {"message", "receiveTask", *CATCHES},
    "taskDefinition": JOBS | THROWS | {"scriptTask", "messageEventDefinition"},
    "userTaskForm": {"process"},
    "versionTag": {"process"},
}
"""Extension elements that are read, and at which elements."""
READ_PARTS: Mapping[str, Set[str]] = {
    "assignmentDefinition": {"assignee", "candidateUsers", "candidateGroups"},
    "calledDecision": {"decisionId", "resultVariable"},
    "calledElement": {"processId", "propagateAllParentVariables", "propagateAllChildVariables"},
    "formDefinition": {"formId", "formKey", "externalReference"},
    "ioMapping": {"input", "output"},
    **dict.fromkeys(("input", "output"), {"source", "target"}),
    "loopCharacteristics": {"inputCollection", "inputElement", "outputCollection", "outputElement"},
    "priorityDefinition": {"priority"},
    "properties": {"property"},
    "property": {"name", "value"},
    "script": {"expression", "resultVariable"},
    "subscription": {"correlationKey"},
    "taskDefinition": {"type", "retries"},
    "taskSchedule": {"dueDate", "followUpDate"},
    "userTask": set(),
    "userTaskForm": {"id"},
    "versionTag": {"value"},
}
"""Attributes and elements that are read inside those."""


def read(element: Element) -> Extras:
    """Everything of this dialect at the element."""
    holder = child(element, "extensionElements")
    if holder is None:
        return Extras()
    task = _one(holder, "taskDefinition")
    people = _one(holder, "assignmentDefinition")
    schedule = _one(holder, "taskSchedule")
    decision = _one(holder, "calledDecision")
    script = _one(holder, "script")
    loop = _one(holder, "loopCharacteristics")
    form = _one(holder, "formDefinition")
    retries = task.get("retries", "")
    return Extras(
        assignee=people.get("assignee"),
        users=people.get("candidateUsers"),
        groups=people.get("candidateGroups"),
        form_key=form.get("formId") or form.get("formKey") or form.get("externalReference"),
        due=schedule.get("dueDate"),
        follow_up=schedule.get("followUpDate"),
        priority=_one(holder, "priorityDefinition").get("priority"),
        topic=(task.get("type") or "").strip() or None,
        further=tuple(entry.get("type") or "" for entry in list(_all(holder, "taskDefinition"))[1:]),
        retries=int(retries) if _is_count(retries) else None,
        retry_times=None if _is_count(retries) else retries or None,
        decision=decision.get("decisionId"),
        result_variable=decision.get("resultVariable") or script.get("resultVariable"),
        script=script.get("expression"),
        collection=loop.get("inputCollection"),
        element_variable=loop.get("inputElement"),
        output_collection=loop.get("outputCollection"),
        output_element=loop.get("outputElement"),
        called=_one(holder, "calledElement").get("processId"),
        correlation=_one(holder, "subscription").get("correlationKey"),
        version_tag=_one(holder, "versionTag").get("value"),
        inputs=tuple(_io(holder, "input")),
        outputs=tuple(_io(holder, "output")),
        ins=tuple(_call_in(holder)),
        outs=tuple(_call_out(holder)),
        listeners=tuple(_listeners(holder)),
        properties={
            entry.get("name") or "": entry.get("value") or ""
            for properties in _all(holder, "properties")
            for entry in properties
            if local(entry) == "property" and entry.get("name")
        },
    )


def embedded_forms(process: Element) -> dict[str, str]:
    """Forms that the modeler keeps inside the process, as JSON texts by the key that tasks use."""
    holder = child(process, "extensionElements")
    forms = _all(holder, "userTaskForm") if holder is not None else ()
    return {f"camunda-forms:bpmn:{form.get('id')}": text_of(form) for form in forms}


def _is_count(text: str) -> bool:
    return text.isdecimal() and len(text) < 5


def _all(holder: Element, name: str) -> Iterator[Element]:
    return (entry for entry in holder if entry.tag == f"{{{ZEEBE}}}{name}")


def _one(holder: Element, name: str) -> dict[str, str]:
    found = next(_all(holder, name), None)
    return {str(key): str(value) for key, value in found.attrib.items()} if found is not None else {}


def _io(holder: Element, name: str) -> Iterator[RawMapping]:
    for mapping in _all(holder, "ioMapping"):
        for entry in mapping:
            if local(entry) == name:
                yield RawMapping(entry.get("target") or "", entry.get("source") or "", "feel")


def _call_in(holder: Element) -> Iterator[RawMapping]:
    """Camunda 8 gives the called process every variable unless told otherwise."""
    for entry in _all(holder, "calledElement"):
        if entry.get("propagateAllParentVariables") != "false":
            yield RawMapping("", "", "all")
        yield from _io(holder, "input")


def _call_out(holder: Element) -> Iterator[RawMapping]:
    """It gives everything back, too, unless told otherwise or told by output mappings what."""
    drawn = tuple(_io(holder, "output"))
    for entry in _all(holder, "calledElement"):
        if entry.get("propagateAllChildVariables") != "false" and not drawn:
            yield RawMapping("", "", "all")
        yield from drawn


def _listeners(holder: Element) -> Iterator[str]:
    for group in (*_all(holder, "executionListeners"), *_all(holder, "taskListeners")):
        for entry in group:
            yield f"{entry.get('eventType') or ''}: {entry.get('type') or ''}"[:120]
