"""Small diagrams as text."""

from __future__ import annotations

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">'
)


def a_diagram(key: str = "p_test", task: str = "承办", calls: str = "", broken: bool = False) -> str:
    """start → one user task → (a called process →) end; `broken`: with an element that does not run."""
    middle = f'<bpmn:callActivity id="call" name="调用" calledElement="{calls}"/>' if calls else ""
    bad = '<bpmn:complexGateway id="strange"/>' if broken else ""
    last = "call" if calls else "task"
    flows = '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="task"/>'
    if calls:
        flows += '<bpmn:sequenceFlow id="f2" sourceRef="task" targetRef="call"/>'
    if broken:
        flows += f'<bpmn:sequenceFlow id="f4" sourceRef="{last}" targetRef="strange"/>'
        last = "strange"
    return (
        f'{HEAD}<bpmn:process id="{key}" name="流程{key}" isExecutable="true"><bpmn:startEvent id="start"/>'
        f'<bpmn:userTask id="task" name="{task}" camunda:candidateGroups="handler"/>{middle}{bad}'
        f'<bpmn:endEvent id="end"/>{flows}<bpmn:sequenceFlow id="f3" sourceRef="{last}" targetRef="end"/>'
        "</bpmn:process></bpmn:definitions>"
    )


def files(*keys_and_changes, **changes) -> dict[str, str]:
    key = keys_and_changes[0] if keys_and_changes else "p_test"
    return {f"{key}.bpmn": a_diagram(key, **changes)}
