"""Chapter “Process”: a process or embedded sub-process with all its flow nodes becomes a scope of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.model import Kind, Lane, Node, Process, Scope, Trigger
from engine.reading import support
from engine.reading.dialects import banjian, read_extras, zeebe
from engine.reading.events import read_event
from engine.reading.flows import flows_by_scope, read_flow
from engine.reading.forms import FormUnreadable, parse_form
from engine.reading.gateways import KINDS as GATEWAY_KINDS
from engine.reading.gateways import gateway
from engine.reading.lanes import read_lanes
from engine.reading.loops import read_loop
from engine.reading.names import (
    CHOREOGRAPHY,
    FLOW_NODES,
    SUBPROCESSES,
    Element,
    bpmn_name,
    child_text,
    is_true,
    line_of,
)
from engine.reading.people import read_staffing
from engine.reading.place import Place
from engine.reading.rewriting import Draft, completed
from engine.reading.sheet import Sheet
from engine.reading.tasks import (
    call_activity,
    form_key,
    human_task,
    receive_task,
    refuse_quantities,
    rule_task,
    script_task,
    send_task,
    service_task,
    step_limit,
    with_mappings,
)

MAX_SUBPROCESS_DEPTH = 30
EVENT_KINDS = {
    "startEvent": Kind.START,
    "endEvent": Kind.END,
    "intermediateCatchEvent": Kind.CATCH,
    "intermediateThrowEvent": Kind.THROW,
    "boundaryEvent": Kind.BOUNDARY,
}
TASK_READERS: Mapping[str, Callable[[Place], Node]] = {
    "task": human_task,
    "userTask": human_task,
    "manualTask": human_task,
    "serviceTask": service_task,
    "sendTask": send_task,
    "receiveTask": receive_task,
    "scriptTask": script_task,
    "businessRuleTask": rule_task,
    "callActivity": call_activity,
}


@dataclass(slots=True)
class ProcessReading:
    """What one `process` element became; `forms` are those drawn inside its tasks."""

    process: Process
    forms: dict[str, Any]
    element: Element
    sheet: Sheet


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    flows: Mapping[Element, list[Element]]
    lanes: list[Lane] = field(default_factory=list)
    forms: dict[str, Any] = field(default_factory=dict)


def read_process(sheet: Sheet, element: Element, *, name: str) -> ProcessReading:
    """The process with everything in it; what cannot run is an error finding of the sheet."""
    reader = _Reader(sheet, flows_by_scope(sheet, element))
    executable = element.get("isExecutable")
    extras = read_extras(element)
    if extras.listeners:
        sheet.report("warning", "listener.not_run", element, listeners=list(extras.listeners))
    _read_embedded_forms(reader, element)
    process = Process(
        id=str(element.get("id")),
        name=name,
        body=_scope(reader, element, None, inside=False),
        is_executable=None if executable is None else is_true(element, "isExecutable"),
        lanes=tuple(reader.lanes),
        documentation=child_text(element, "documentation"),
        version_tag=extras.version_tag,
        source=sheet.file,
        properties=banjian.attributes(element, extras.properties),
        line=line_of(element),
    )
    return ProcessReading(process, reader.forms, element, sheet)


def _read_embedded_forms(reader: _Reader, element: Element) -> None:
    for key, text in zeebe.embedded_forms(element).items():
        try:
            reader.forms[key] = parse_form(text)
        except FormUnreadable as problem:
            reader.sheet.report("warning", "form.embedded_unreadable", element, form=key, **problem.texts)


def _scope(reader: _Reader, element: Element, around: Lane | None, *, inside: bool) -> Scope:
    lanes, lane_of = read_lanes(reader.sheet, element)
    reader.lanes += lanes
    draft = Draft(reader.sheet, element)
    for child in element:
        name = bpmn_name(child)
        if name not in FLOW_NODES:
            continue
        identity = str(child.get("id"))
        draft.drawn[identity] = child
        place = Place(reader.sheet, child, lane_of.get(identity, around), reader.forms, inside)
        node = _node(reader, place)
        if node is None:
            draft.refused.add(identity)
        else:
            draft.nodes[identity] = node
    for child in reader.flows.get(element, ()):
        flow = read_flow(reader.sheet, child, draft.drawn)
        if flow is not None:
            draft.flows[flow.id] = flow
    return completed(draft, inside=inside)


def _node(reader: _Reader, place: Place) -> Node | None:
    """The node of any flow node element; None when a finding refuses it."""
    _tell_listeners(place)
    for kept, other in place.extras.unread:
        place.sheet.report("warning", "vendor.twice", place.element, kept=kept[:120], other=other[:120])
    if place.tag in GATEWAY_KINDS or place.tag == "complexGateway":
        return gateway(place)
    if place.tag in EVENT_KINDS:
        return _event_node(place)
    if place.tag in TASK_READERS:
        return _activity(place, TASK_READERS[place.tag](place))
    if place.tag in SUBPROCESSES and _is_too_deep(place):
        return None
    if place.tag == "subProcess":
        return _subprocess(reader, place)
    if place.tag in ("adHocSubProcess", "transaction"):
        _scope(reader, place.element, place.lane, inside=True)
    name = "choreographyActivity" if place.tag in CHOREOGRAPHY else place.tag
    support.refuse(place.sheet, place.element, name)
    return None


def _is_too_deep(place: Place) -> bool:
    around = sum(bpmn_name(ancestor) in SUBPROCESSES for ancestor in place.element.iterancestors())
    if around >= MAX_SUBPROCESS_DEPTH:
        place.sheet.report("error", "subprocess.too_deep", place.element, limit=MAX_SUBPROCESS_DEPTH)
    return around >= MAX_SUBPROCESS_DEPTH


def _activity(place: Place, node: Node) -> Node:
    refuse_quantities(place)
    if is_true(place.element, "isForCompensation"):
        support.refuse(place.sheet, place.element, "isForCompensation")
    return replace(node, multi=read_loop(place))


def _event_node(place: Place) -> Node | None:
    event = read_event(place.sheet, place.element, place.extras, inside=place.inside)
    if event is None:
        return None
    node = with_mappings(place, replace(place.node(EVENT_KINDS[place.tag]), event=event))
    if node.kind is Kind.START:
        return replace(node, form_key=form_key(place))
    return _attached(place, node) if node.kind is Kind.BOUNDARY else node


def _attached(place: Place, node: Node) -> Node:
    host = place.sheet.find(place.element.get("attachedToRef"))
    interrupts = place.element.get("cancelActivity") not in ("false", "0")
    if not interrupts and node.event is not None and node.event.trigger is Trigger.ERROR:
        place.sheet.report("warning", "error.interrupts", place.element)
        interrupts = True
    attached_to = str(host.get("id")) if host is not None else (place.element.get("attachedToRef") or "")
    return replace(node, attached_to=attached_to, is_interrupting=interrupts)


def _subprocess(reader: _Reader, place: Place) -> Node | None:
    """An embedded sub-process; a collapsed one without contents is taken for a task that a person does."""
    if is_true(place.element, "triggeredByEvent"):
        support.refuse(place.sheet, place.element, "eventSubProcess")
        return None
    body = _scope(reader, place.element, place.lane, inside=True)
    if not any(bpmn_name(child) in FLOW_NODES for child in place.element):
        place.sheet.report("warning", "subprocess.empty", place.element)
        node = replace(
            place.node(Kind.USER),
            assignment=read_staffing(place.sheet, place.element, place.extras, place.own, place.lane),
            limit=step_limit(place),
        )
        return _activity(place, node)
    return _activity(place, replace(with_mappings(place, place.node(Kind.SUBPROCESS)), body=body))


def _tell_listeners(place: Place) -> None:
    if place.extras.listeners:
        place.sheet.report("warning", "listener.not_run", place.element, listeners=list(place.extras.listeners))
