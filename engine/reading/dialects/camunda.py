"""Camunda 7 attributes, and those of its relatives (Operaton, CIB seven, Flowable, Activiti) that are named alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set

from engine.reading.dialects.extras import Extras, Implementation, RawField, RawMapping
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

CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ACTIVITI = "http://activiti.org/bpmn"
FLOWABLE = "http://flowable.org/bpmn"
FAMILY = (
    CAMUNDA,
    "http://operaton.org/schema/1.0/bpmn",
    "http://cibseven.org/schema/1.0/bpmn",
    FLOWABLE,
    ACTIVITI,
    "http://www.signavio.com/activiti",
    "http://www.camunda.com/fox",
)
_RANKS = {namespace: rank for rank, namespace in enumerate(FAMILY)}
CODE = ("class", "delegateExpression", "expression")
_RETRIES = re.compile(r"R(\d{1,4})/")
_WAITS = re.compile(r"P[^\s,/]+(?:\s*,\s*P[^\s,/]+)*")

_MESSAGE = frozenset({"messageEventDefinition"})
_CODE = JOBS | THROWS | _MESSAGE
_RESULT = JOBS | CATCHES | _MESSAGE | {"scriptTask", "receiveTask", "errorEventDefinition"}
_SENT = THROWS | _MESSAGE | {"callActivity", "sendTask", "signalEventDefinition"}
_LISTENED = FLOW_NODES | {"process", "sequenceFlow"}

READ_ATTRIBUTES: Mapping[str, Set[str]] = {
    **dict.fromkeys(("assignee", "candidateUsers", "candidateGroups"), HUMAN_TASKS),
    **dict.fromkeys(("dueDate", "followUpDate", "priority"), HUMAN_TASKS),
    **dict.fromkeys(("formKey", "formRef"), HUMAN_TASKS | {"startEvent"}),
    **dict.fromkeys(("topic", "type"), _CODE | {"scriptTask"}),
    **dict.fromkeys(CODE, _CODE),
    **dict.fromkeys(("decisionRef", "decisionTableReferenceKey", "mapDecisionResult"), {"businessRuleTask"}),
    **dict.fromkeys(("resultVariable", "resultVariableName"), _RESULT),
    **dict.fromkeys(("collection", "elementVariable"), {"multiInstanceLoopCharacteristics"}),
    **dict.fromkeys(("errorCodeVariable", "errorMessageVariable"), {"errorEventDefinition"}),
    "initiator": {"startEvent"},
    "resource": {"conditionExpression"},
    "versionTag": {"process"},
}
"""Attributes that are read, and at which elements."""
READ_ELEMENTS: Mapping[str, Set[str]] = {
    **dict.fromkeys(("executionListener", "taskListener", "executionlistener", "tasklistener"), _LISTENED),
    **dict.fromkeys(("formData", "formProperty"), HUMAN_TASKS | {"startEvent"}),
    "connector": _CODE,
    "failedJobRetryTimeCycle": JOBS,
    "in": _SENT,
    "inputOutput": ACTIVITIES | EVENTS | _MESSAGE,
    "out": {"callActivity"},
    "properties": DESCRIBED,
}
"""Extension elements that are read, and at which elements."""
READ_PARTS: Mapping[str, Set[str]] = {
    "connector": {"connectorId"},
    "connectorId": set(),
    "constraint": {"name", "config"},
    "entry": {"key"},
    "failedJobRetryTimeCycle": set(),
    "formData": {"formField"},
    "formField": {"id", "label", "type", "defaultValue", "value", "validation"},
    "formProperty": {"id", "name", "type", "variable", "required", "default", "writable", "value"},
    "in": {"source", "sourceExpression", "target", "variables", "businessKey"},
    "inputOutput": {"inputParameter", "outputParameter"},
    **dict.fromkeys(("inputParameter", "outputParameter"), {"name", "list", "map", "script"}),
    "list": {"value"},
    "map": {"entry"},
    "out": {"source", "sourceExpression", "target", "variables"},
    "properties": {"property"},
    "property": {"id", "name", "value"},
    "validation": {"constraint"},
    "value": {"id", "name"},
}
"""Attributes and elements that are read inside those; what is not named here is program code, told as such."""


def attributes(element: Element) -> dict[str, str]:
    """The family's attributes by local name; empty ones do not count, and of two the first of the family stands."""
    found: dict[str, str] = {}
    for name, value in sorted(element.attrib.items(), key=_rank):
        namespace, _, local_name = str(name)[1:].partition("}")
        if namespace in _RANKS and str(value).strip():
            found.setdefault(local_name, str(value).strip())
    return found


def _rank(item: tuple[str | bytes, str | bytes]) -> int:
    return _RANKS.get(str(item[0])[1:].partition("}")[0], len(_RANKS))


def extensions(element: Element, *names: str) -> Iterator[Element]:
    """The family's extension elements with one of these names."""
    holder = child(element, "extensionElements")
    yield from members(holder, *names) if holder is not None else ()


def members(holder: Element, *names: str) -> Iterator[Element]:
    for entry in holder:
        if local(entry) in names and entry.tag.startswith("{") and entry.tag[1:].partition("}")[0] in FAMILY:
            yield entry


def read(element: Element) -> Extras:
    """Everything of this dialect at the element."""
    own = attributes(element)
    inputs, outputs = _input_output(element)
    code, *further = _implementations(element, own) or (None,)
    return Extras(
        assignee=own.get("assignee"),
        users=own.get("candidateUsers"),
        groups=own.get("candidateGroups"),
        form_key=_form_key(own),
        form_fields=tuple(_form_fields(element)),
        due=own.get("dueDate"),
        follow_up=own.get("followUpDate"),
        priority=own.get("priority"),
        topic=own.get("topic"),
        implementation=code,
        further=tuple(one.text for one in further if one is not None),
        retries=_retries(element),
        retry_times=_retry_times(element),
        decision=own.get("decisionRef") or own.get("decisionTableReferenceKey"),
        result_variable=own.get("resultVariable") or own.get("resultVariableName"),
        map_result=own.get("mapDecisionResult"),
        collection=own.get("collection"),
        element_variable=own.get("elementVariable"),
        version_tag=own.get("versionTag"),
        inputs=inputs,
        outputs=outputs,
        ins=tuple(_mappings(element, "in")),
        outs=tuple(_mappings(element, "out")),
        error_code_variable=own.get("errorCodeVariable"),
        error_message_variable=own.get("errorMessageVariable"),
        listeners=tuple(_listeners(element)),
        initiator=own.get("initiator"),
        properties=_properties(element),
    )


def _form_key(own: dict[str, str]) -> str | None:
    key = own.get("formKey") or own.get("formRef")
    if key is None:
        return None
    for prefix in ("camunda-forms:deployment:", "camunda-forms:app:", "form:"):
        key = key.removeprefix(prefix)
    return key.removesuffix(".form")


def _form_fields(element: Element) -> Iterator[RawField]:
    for data in extensions(element, "formData"):
        for entry in members(data, "formField"):
            yield _form_field(entry)
    for entry in extensions(element, "formProperty"):
        yield _form_property(entry)


def _form_field(entry: Element) -> RawField:
    constraints = [rule for holder in members(entry, "validation") for rule in members(holder, "constraint")]
    return RawField(
        key=entry.get("id") or "",
        label=entry.get("label") or "",
        type=entry.get("type") or "string",
        options=tuple((value.get("id") or "", value.get("name") or "") for value in members(entry, "value")),
        required=any(rule.get("name") == "required" and rule.get("config") != "false" for rule in constraints),
        default=entry.get("defaultValue"),
        readonly=any(rule.get("name") == "readonly" and rule.get("config") != "false" for rule in constraints),
        bounds=tuple(
            (rule.get("name") or "", rule.get("config") or "")
            for rule in constraints
            if rule.get("name") not in ("required", "readonly")
        ),
    )


def _form_property(entry: Element) -> RawField:
    return RawField(
        key=entry.get("variable") or entry.get("id") or "",
        label=entry.get("name") or "",
        type=entry.get("type") or "string",
        options=tuple((value.get("id") or "", value.get("name") or "") for value in members(entry, "value")),
        required=entry.get("required") == "true",
        default=entry.get("default"),
        readonly=entry.get("writable") == "false",
    )


def _implementations(element: Element, own: dict[str, str]) -> list[Implementation]:
    """All program code that is named, in the order in which it would count."""
    found = [Implementation(kind, own[kind]) for kind in CODE if kind in own]
    for connector in extensions(element, "connector"):
        named = next((text_of(entry) for entry in members(connector, "connectorId")), "")
        found.append(Implementation("connector", named))
    if own.get("type", "external").lower() != "external":
        found.append(Implementation("type", own["type"]))
    return found


def _retry_times(element: Element) -> str | None:
    return next((text_of(entry) for entry in extensions(element, "failedJobRetryTimeCycle")), None)


def _retries(element: Element) -> int | None:
    """`R3/PT10M` is three tries; a list of times to wait is one try more than there are waits."""
    drawn = _retry_times(element) or ""
    repeated = _RETRIES.match(drawn)
    if repeated:
        return int(repeated[1])
    return drawn.count(",") + 2 if _WAITS.fullmatch(drawn.strip()) else None


def _input_output(element: Element) -> tuple[tuple[RawMapping, ...], tuple[RawMapping, ...]]:
    inputs: list[RawMapping] = []
    outputs: list[RawMapping] = []
    for holder in extensions(element, "inputOutput"):
        inputs += [_parameter(entry) for entry in members(holder, "inputParameter")]
        outputs += [_parameter(entry) for entry in members(holder, "outputParameter")]
    return tuple(inputs), tuple(outputs)


def _parameter(entry: Element) -> RawMapping:
    target = entry.get("name") or ""
    if any(True for _ in members(entry, "script")):
        return RawMapping(target, text_of(entry), "script")
    for structure in members(entry, "list", "map"):
        value = _structure(structure)
        return (
            RawMapping(target, "", "computed") if value is None else RawMapping(target, json.dumps(value), "structure")
        )
    return RawMapping(target, text_of(entry))


def _structure(entry: Element) -> list[str] | dict[str, str] | None:
    """A drawn list or map of constants; None when a part of it would have to be computed."""
    parts = list(members(entry, "value", "entry"))
    if any("${" in text_of(part) or "#{" in text_of(part) or len(part) for part in parts):
        return None
    if local(entry) == "map":
        return {part.get("key") or "": text_of(part) for part in parts}
    return [text_of(part) for part in parts]


def _mappings(element: Element, name: str) -> Iterator[RawMapping]:
    for entry in extensions(element, name):
        if entry.get("variables") == "all":
            yield RawMapping("", "", "all")
        elif entry.get("businessKey"):
            yield RawMapping("", entry.get("businessKey") or "", "business_key")
        elif entry.get("sourceExpression"):
            yield RawMapping(entry.get("target") or "", entry.get("sourceExpression") or "", "expression")
        else:
            yield RawMapping(entry.get("target") or "", entry.get("source") or "", "name")


def _listeners(element: Element) -> Iterator[str]:
    for entry in extensions(element, "executionListener", "taskListener", "executionlistener", "tasklistener"):
        named = next((entry.get(kind) for kind in CODE if entry.get(kind)), None)
        yield f"{entry.get('event') or local(entry)}: {named or 'script'}"[:120]


def _properties(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for holder in extensions(element, "properties"):
        for entry in members(holder, "property"):
            name = entry.get("name") or entry.get("id")
            if name:
                found[name] = entry.get("value") or ""
    return found
