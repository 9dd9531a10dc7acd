"""The measured diagrams, in plain BPMN and FEEL, so that any engine could be given the same."""

from __future__ import annotations

SEQUENCES = {"seq3": 3, "seq30": 30, "seq50": 50}
INSTANCES = {"mi20": 20}
NAMES = (*SEQUENCES, *INSTANCES)

_SCRIPT = 'total = 100\ncustomer = {name: "ACME", city: "Berlin", items: [1, 2, 3]}'


def diagram(name: str) -> bytes:
    """The BPMN of `seq3`, `seq30`, `seq50` (that many user tasks in a row) or `mi20` (a parallel multi-instance)."""
    if name in SEQUENCES:
        count = SEQUENCES[name]
        steps = [_user_task(f"user{n}", f"Step {n}") for n in range(1, count + 1)]
        chain = [f"user{n}" for n in range(1, count + 1)]
        return _process(name, _SCRIPT, steps, chain)
    reviewers = ", ".join(f'"reviewer{n}"' for n in range(INSTANCES[name]))
    return _process(name, f"total = 100\nreviewers = [{reviewers}]", [_REVIEW], ["review"])


_REVIEW = """<bpmn:userTask id="review" name="Review" camunda:candidateGroups="handler">
<bpmn:multiInstanceLoopCharacteristics camunda:collection="reviewers" camunda:elementVariable="reviewer">
<bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"""


def _user_task(id_: str, name: str) -> str:
    return f'<bpmn:userTask id="{id_}" name="{name}" camunda:candidateGroups="handler"/>'


def _process(name: str, script: str, nodes: list[str], chain: list[str]) -> bytes:
    stops = ["start", "script", *chain, "big"]
    flows = [
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(zip(stops, stops[1:], strict=False))
    ]
    body = "\n".join(nodes + flows)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="defs" targetNamespace="urn:banjian:benchmark">
<bpmn:process id="{name}" name="{name}" isExecutable="true">
<bpmn:startEvent id="start"/>
<bpmn:scriptTask id="script" name="Set up" scriptFormat="feel"><bpmn:script>{script}</bpmn:script></bpmn:scriptTask>
{body}
<bpmn:exclusiveGateway id="big" name="Big?" default="no"/>
<bpmn:sequenceFlow id="yes" name="yes" sourceRef="big" targetRef="end_yes"><bpmn:conditionExpression
  xsi:type="bpmn:tFormalExpression">total &gt; 50</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="no" name="no" sourceRef="big" targetRef="end_no"/>
<bpmn:endEvent id="end_yes"/>
<bpmn:endEvent id="end_no"/>
</bpmn:process>
</bpmn:definitions>
""".encode()
