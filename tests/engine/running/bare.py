"""The same diagrams on the library as it is, to show what our specs are for."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.model import Choice, Definition, Event, Flow, Kind, Node, Scope, Trigger

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
)


class Bare:
    """A case on the unchanged library."""

    def __init__(self, definition: Definition, heights: dict[str, int] | None = None, **data: Any) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(whole(definition, heights or {}).encode())
        self.workflow = BpmnWorkflow(parser.get_spec(definition.key), parser.get_subprocess_specs(definition.key))
        self.workflow.task_tree.data.update(data)
        self.workflow.do_engine_steps()

    @property
    def tasks(self) -> list[str]:
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return sorted(task.task_spec.name.removesuffix(" [child]") for task in ready)

    def complete(self, element: str, **data: Any) -> None:
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        task = next(each for each in ready if each.task_spec.name.removesuffix(" [child]") == element)
        task.data.update(data)
        task.run()
        self.workflow.do_engine_steps()

    def send(self, name: str = "news") -> None:
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(name), {}))
        self.workflow.do_engine_steps()


def whole(definition: Definition, heights: dict[str, int]) -> str:
    """The definition as BPMN for the library, expressions in Python."""
    shapes = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{id}"><dc:Bounds x="0" y="{y}" width="1" height="1"/></bpmndi:BPMNShape>'
        for id, y in heights.items()
    )
    errors: dict[str, str] = {}
    bodies = "".join(
        f'<process id="{each.id}" isExecutable="true">{_scope(each.body, errors)}</process>'
        for each in definition.processes.values()
    )
    declared = "".join(f'<error id="{id}" errorCode={quoteattr(code)}/>' for id, code in errors.items())
    return (
        f'{HEAD}<message id="m_news" name="news"/><signal id="s_news" name="news"/>{declared}{bodies}'
        f"<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
    )


def _scope(body: Scope, errors: dict[str, str]) -> str:
    nodes = "".join(_node(node, body, errors) for node in body.nodes.values())
    return nodes + "".join(_flow(flow) for flow in sorted(body.flows.values(), key=lambda flow: flow.order))


def _node(node: Node, body: Scope, errors: dict[str, str]) -> str:
    attributes = f'id="{node.id}"'
    default = next((flow for flow in node.outgoing if body.flows[flow].is_default), None)
    if default:
        attributes += f' default="{default}"'
    if node.kind is Kind.BOUNDARY:
        attributes += f' attachedToRef="{node.attached_to}" cancelActivity="{str(node.is_interrupting).lower()}"'
    if node.called:
        attributes += f' calledElement="{node.called}"'
    inside = _event(node.event, errors) if node.event else ""
    if node.multi is not None:
        sequential = str(node.multi.sequential).lower()
        inside += f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>3</loopCardinality>'
        if node.multi.completion is not None:
            inside += f"<completionCondition>{node.properties['python']}</completionCondition>"
        inside += "</multiInstanceLoopCharacteristics>"
    if node.kind is Kind.SCRIPT:
        inside += f"<script>{node.properties['python']}</script>"
    if node.body is not None:
        inside += _scope(node.body, errors)
    return f"<{node.kind.value} {attributes}>{inside}</{node.kind.value}>"


def _event(event: Event, errors: dict[str, str]) -> str:
    match event.trigger:
        case Trigger.TIMER if event.timer is not None:
            return (
                f"<timerEventDefinition><{event.timer.kind.value}>'{event.timer.value}'</{event.timer.kind.value}>"
                "</timerEventDefinition>"
            )
        case Trigger.MESSAGE:
            return '<messageEventDefinition messageRef="m_news"/>'
        case Trigger.SIGNAL:
            return '<signalEventDefinition signalRef="s_news"/>'
        case Trigger.ERROR:
            if event.code is None:
                return "<errorEventDefinition/>"
            errors[f"error_{event.code}"] = event.code
            return f'<errorEventDefinition errorRef="error_{event.code}"/>'
        case Trigger.TERMINATE:
            return "<terminateEventDefinition/>"
        case _:
            return ""


def _flow(flow: Flow) -> str:
    condition = ""
    if isinstance(flow.condition, Choice):
        text = f"{flow.condition.variable} == {flow.condition.value!r}"
        condition = f"<conditionExpression>{text}</conditionExpression>"
    ends = f'sourceRef="{flow.source}" targetRef="{flow.target}"'
    return f'<sequenceFlow id="{flow.id}" {ends}>{condition}</sequenceFlow>'
