"""The diagram of a case shows what is passed and where it stands, called processes at the activity that calls them."""

from casework.cases.case_views import case_view
from tests.casework.flows.world import World, process

CALLED = """<bpmn:startEvent id="s"/><bpmn:userTask id="ask" name="问" camunda:candidateGroups="handler"/>
<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="ask"/>
<bpmn:sequenceFlow id="b" sourceRef="ask" targetRef="e"/>"""
CALLING = """<bpmn:startEvent id="s"/><bpmn:userTask id="first" name="先" camunda:candidateGroups="handler"/>
<bpmn:callActivity id="inner" name="里" calledElement="called"/><bpmn:userTask id="ask" name="再问"
camunda:candidateGroups="handler"/><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="first"/>
<bpmn:sequenceFlow id="b" sourceRef="first" targetRef="inner"/>
<bpmn:sequenceFlow id="c" sourceRef="inner" targetRef="ask"/>
<bpmn:sequenceFlow id="f" sourceRef="ask" targetRef="e"/>"""


def test_a_task_of_a_called_process_marks_the_activity_that_calls_it_even_when_ids_are_the_same(world: World) -> None:
    world.deploy({"called.bpmn": process("called", CALLED)}, "called")
    world.deploy({"calling.bpmn": process("calling", CALLING)}, "calling")
    world.item("A-1", "calling")
    registered = world.register("A-1")
    world.complete("handler", world.task(registered.case_id, "first").id)

    view = case_view(world.session, world.centre.office, world.handler, registered.case_no, world.now)

    assert view.marks == {"s": "done", "first": "done", "inner": "now"}
