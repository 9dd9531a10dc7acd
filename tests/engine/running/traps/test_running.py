"""What SpiffWorkflow 3.2.0 does to a running or stored case, shown on the library as it comes and on ours."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import DurationTimerEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.camunda.parser import CamundaParser
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from engine import compile_bundle
from engine.contract import (
    Deliver,
    Key,
)
from engine.expressions import assignments
from engine.model import Kind, Trigger
from engine.running.errors import NotWaiting
from engine.running.safety import ENGINE
from tests.engine.reading.builders import chain, diagram, line
from tests.engine.running.bare import Bare
from tests.engine.running.builders import Walk, a_diagram, catch, each, end, feel, gate, node, start, sub, user
from tests.engine.running.traps.standing import ours, theirs

SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
ONE_TASK = diagram(line('<userTask id="x"/>'))
TWICE = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
PAID = '<message id="m" name="paid"/>'


def ready(workflow):
    return workflow.get_tasks(state=TaskState.READY, manual=True)


def paid(workflow, **payload):
    workflow.send_event(BpmnEvent(MessageEventDefinition("paid"), payload))
    workflow.do_engine_steps()


def each_of(collection):
    """A definition with a task for each in a list, told as Camunda's modeler writes it."""
    many = f'<multiInstanceLoopCharacteristics camunda:collection="{collection}" camunda:elementVariable="one"/>'
    return compile_bundle({"p.bpmn": diagram(line(f'<userTask id="x">{many}</userTask>'))}).definition


def stored_with(value):
    """A case of the library with that value among its data, as text."""
    workflow = theirs(ONE_TASK)
    ready(workflow)[0].data["value"] = value
    return SERIALIZER.serialize_json(workflow)


def test_what_one_branch_writes_inside_a_value_is_not_seen_as_written_before():
    definition = a_diagram([start(), user("Z"), gate("f", "+"), user("A"), user("B"), end()], "s Z f A e\nf B e")
    bare, walk = Bare(definition), Walk(definition, saving=False)
    walk.start()
    for case in (bare, walk):
        case.complete("Z", d={"n": {}})
    told = walk.step

    next(task for task in ready(bare.workflow) if task.task_spec.name == "A").data["d"]["n"]["A"] = 1
    walk.complete("A", d={"n": {"A": 1}})

    seen = {task.task_spec.name: task.data["d"]["n"] for task in bare.workflow.get_tasks() if task.data}
    assert seen["B"] == seen["Z"] == {"A": 1}
    assert told.document[""]["d"] == {"n": {}}


@pytest.mark.parametrize("kind", ["+", "o"])
def test_two_tokens_on_each_branch_open_a_join_twice(kind):
    nodes = [start(), gate("f", "+"), *map(user, "ABCDU"), gate("m"), gate("n"), gate("j", kind), end()]
    definition = a_diagram(nodes, "s f A m j U e\nf B m\nf C n j\nf D n")
    bare, walk = Bare(definition), Walk(definition)
    walk.start()

    for task in "ACBD":
        bare.complete(task)
        walk.complete(task)

    assert (bare.tasks, walk.tasks) == (["U"], ["U", "U"])


def test_one_message_is_for_one_instance():
    file = diagram(line(f'<receiveTask id="x" messageRef="m">{TWICE}</receiveTask>'), PAID)
    workflow, (walk, _) = theirs(file), ours(file)

    paid(workflow)
    walk.deliver("x")

    assert workflow.completed
    assert [key.path for key in walk.open] == ["x#1.1"]


def test_a_payload_need_not_overwrite_what_the_case_knows():
    definition = a_diagram(
        [start(), catch("m", Trigger.MESSAGE, result_variable="letter"), user("A"), end()], "s m A e"
    )
    bare, walk = Bare(definition, n=7), Walk(definition)
    walk.start(n=7)

    bare.workflow.send_event(BpmnEvent(MessageEventDefinition("news"), {"n": 666}))
    bare.workflow.do_engine_steps()
    walk.deliver("m", n=666)

    assert ready(bare.workflow)[0].data["n"] == 666
    assert walk.document[""] == {"n": 7, "letter": {"n": 666}}


def test_a_message_for_which_nobody_waits_is_not_taken_and_moves_nothing():
    walk, _ = ours(ONE_TASK)

    with pytest.raises(WorkflowException):
        paid(theirs(ONE_TASK))
    with pytest.raises(NotWaiting):
        walk.do(Deliver(Key("", "m", 1), {}))


KEYS = ("number", "office")
KEYED = "".join((
    '<message id="m" name="paid"/><collaboration id="c">',
    *(f'<correlationKey name="{key}"><correlationPropertyRef>{key}</correlationPropertyRef></correlationKey>'
      for key in KEYS),
    "</collaboration>",
    *(f'<correlationProperty id="{key}"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>{key}'
      "</messagePath></correlationPropertyRetrievalExpression></correlationProperty>" for key in KEYS),
))  # fmt: skip


def test_a_message_that_has_one_key_of_a_case_is_not_yet_its_message():
    """The first message may have any keys, and every later one of which a single key is that of the case is taken."""
    keyed = 'messageRef="m" banjian:correlation="=number + &quot;/&quot; + office"'
    file = diagram(f'<startEvent id="s"/><receiveTask id="x" {keyed}/><receiveTask id="y" {keyed}/><endEvent id="e"/>'
                   + chain("s", "x", "y", "e"), KEYED)  # fmt: skip
    workflow, walk = theirs(file), Walk(compile_bundle({"p.bpmn": file}).definition)

    for number in ("A-1", "B-9"):
        keys = {"number": {"number": number}, "office": {"office": "north"}}
        event = BpmnEvent(MessageEventDefinition("paid"), {"number": number, "office": "north"}, keys)
        workflow.send_event(event)
        workflow.do_engine_steps()
    waits = walk.start(number="A-1", office="north").awaited

    assert workflow.completed
    assert [wait.correlation for wait in waits] == ["A-1/north"]


def test_what_a_case_sends_is_told_as_often_as_one_asks():
    told = '<messageEventDefinition messageRef="m"/>'
    file = diagram(line(f'<intermediateThrowEvent id="x">{told}</intermediateThrowEvent>'), PAID)
    workflow, (walk, _) = theirs(file), ours(file)

    asked = [len(workflow.get_events()) for _ in range(2)]

    assert asked == [1, 0]
    assert [len(walk.step.sent) for _ in range(2)] == [1, 1]


def an_event_sub_process(attributes=""):
    start = f'<startEvent id="i" {attributes}><messageEventDefinition messageRef="m"/></startEvent>'
    return (
        f'<subProcess id="y" triggeredByEvent="true">{start}<userTask id="v"/><endEvent id="o"/>'
        f"{chain('i', 'v', 'o')}</subProcess>"
    )


def test_an_event_sub_process_that_would_not_interrupt_or_not_be_reached_is_refused():
    within = f'<startEvent id="j"/><userTask id="u"/><endEvent id="k"/>{chain("j", "u", "k")}{an_event_sub_process()}'
    interrupting = diagram(line('<userTask id="x"/>') + an_event_sub_process('isInterrupting="true"'), PAID)
    nested = diagram(line(f'<subProcess id="x">{within}</subProcess>'), PAID)
    workflow = theirs(interrupting)
    paid(workflow)

    assert sorted(task.task_spec.name for task in ready(workflow)) == ["v", "x"]
    with pytest.raises(WorkflowException):
        paid(theirs(nested))
    assert ours(interrupting) == ours(nested) == (None, ["element.refused"])


def test_a_branch_that_failed_holds_the_join_only_until_it_is_repaired():
    broken = type(assignments("n = 1")[0])("n", feel("${missing.x}"))
    script = node(Kind.SCRIPT, "S", script=(broken,), properties={"python": "n = missing"})
    nodes = [start(), gate("f", "+"), user("A"), user("B"), script, gate("j", "+"), user("C"), end()]
    definition = a_diagram(nodes, "s f A j C e\nf B S j")
    bare, walk = Bare(definition), Walk(definition)
    walk.start()

    with pytest.raises(WorkflowTaskException):
        bare.complete("B")
    bare.complete("A")
    walk.complete("B")
    walk.complete("A")

    assert bare.tasks == [] and not bare.workflow.completed
    walk.surroundings["facts"] = {"missing": {"x": 1}}
    walk.retry("S")
    assert walk.tasks == ["C"]


def test_the_state_does_not_grow_with_finished_sub_processes():
    inner = sub("S", [start("i"), user("I"), end("o")], "i I o")
    definition = a_diagram([start(), gate("m"), inner, gate("x"), end()], "s m S x e?stop=true\nx m?default")
    bare, walk = Bare(definition), Walk(definition)
    walk.start()
    sizes = []

    for _ in range(9):
        bare.complete("I", stop=False)
        walk.complete("I", stop=False)
        sizes.append((len(SERIALIZER.serialize_json(bare.workflow)), len(json.dumps(walk.snapshot))))

    assert len(bare.workflow.subprocesses) == 10 and sizes[-1][0] > 2 * sizes[0][0]
    assert sizes[-1][1] < sizes[0][1] + 10


def test_a_race_that_is_over_leaves_only_what_any_program_can_store():
    definition = a_diagram([start(), gate("g", "e"), catch("m", Trigger.MESSAGE), catch("t", Trigger.TIMER), user("A"),
                            end()], "s g m A e\ng t e")  # fmt: skip
    bare, walk = Bare(definition), Walk(definition)
    walk.start()

    bare.send()
    walk.deliver("m")

    kept = [value for task in bare.workflow.get_tasks() for value in task.internal_data.get("seen_events", ())]
    assert kept and isinstance(kept[0], BpmnEvent)
    assert json.loads(json.dumps(walk.snapshot)) == walk.snapshot


def test_a_case_at_a_machines_step_can_be_stored():
    file = diagram(line('<serviceTask id="x" camunda:type="external" camunda:topic="t"/>'))

    with pytest.raises(TypeError):
        SERIALIZER.serialize_json(theirs(file))
    assert json.dumps(ours(file)[0].snapshot)


@pytest.mark.parametrize("value", [Decimal("1.5"), date(2026, 1, 1), b"x"], ids=["decimal", "date", "bytes"])
def test_the_library_cannot_store_every_value_which_is_why_ours_keeps_none(value):
    with pytest.raises(TypeError):
        stored_with(value)


def test_text_that_a_person_typed_is_never_taken_for_a_type():
    unreadable, instantiated = stored_with({"typename": "?"}), stored_with({"typename": "UUID", "value": "0" * 32})

    with pytest.raises(TypeError):
        SERIALIZER.deserialize_json(unreadable)
    assert not isinstance(ready(SERIALIZER.deserialize_json(instantiated))[0].data["value"], dict)
    walk, _ = ours(ONE_TASK)
    walk.complete("x", value={"typename": "UUID", "value": "0" * 32})
    assert walk.document[""]["value"] == {"typename": "UUID", "value": "0" * 32}


def test_a_dictionary_of_the_library_is_not_yet_json():
    workflow = theirs(ONE_TASK)
    ready(workflow)[0].data["value"] = datetime(2026, 1, 1)

    with pytest.raises(TypeError):
        json.dumps(SERIALIZER.to_dict(workflow))


def test_a_reloaded_case_of_the_library_runs_python_again():
    workflow = theirs(ONE_TASK)
    workflow.script_engine = ENGINE

    again = SERIALIZER.deserialize_json(SERIALIZER.serialize_json(workflow))

    assert type(again.script_engine) is PythonScriptEngine


def test_a_broken_script_is_an_incident_that_can_be_repaired():
    broken = type(assignments("n = 1")[0])("n", feel("${missing.x}"))
    script = node(Kind.SCRIPT, "S", script=(broken,), properties={"python": "n = missing"})
    definition = a_diagram([start(), script, user("A"), end()], "s S A e")
    walk = Walk(definition)
    walk.start()

    with pytest.raises(WorkflowTaskException):
        Bare(definition)
    assert walk.incident() == ("S", "expression.failed")
    walk.surroundings["facts"] = {"missing": {"x": 1}}
    walk.retry("S")
    assert walk.tasks == ["A"]


def test_a_broken_completion_condition_leaves_no_half_done_step():
    multi = each(cardinality=feel("3"), completion=feel("${most <= nrOfCompletedInstances}"))
    task = user("R", multi=multi, properties={"python": "most == 1"})
    definition = a_diagram([start(), task, user("A"), end()], "s R A e")
    bare, walk = Bare(definition), Walk(definition)
    walk.start()

    with pytest.raises(WorkflowTaskException):
        bare.complete("R")
    walk.complete("R")

    assert len(bare.tasks) == 2 and TaskState.COMPLETED in {
        task.state for task in bare.workflow.get_tasks() if task.task_spec.name == "R [child]"
    }
    (incident,) = walk.step.incidents
    walk.surroundings["facts"] = {"most": 1}
    walk.retry_key(incident.key)
    assert (incident.code, walk.tasks) == ("expression.failed", ["A"])


def test_the_second_case_of_a_version_runs_like_the_first():
    """The library's parser of Camunda's files lets a case rewrite the specification that all cases share."""
    parser, definition = CamundaParser(), each_of("people")
    walks = [Walk(definition), Walk(definition)]
    parser.add_bpmn_str(diagram(line(f'<userTask id="x">{TWICE.replace("2", "people")}</userTask>')))
    first, second = (BpmnWorkflow(parser.get_spec("p")) for _ in range(2))

    for workflow in (first, second):
        workflow.task_tree.data["people"] = ["甲", "乙"]
    for walk in walks:
        walk.document = {"": {"people": ["甲", "乙"]}}
        walk.start()
    first.do_engine_steps()

    assert len(ready(first)) == 2 and [len(walk.tasks) for walk in walks] == [2, 2]
    with pytest.raises(AttributeError):
        second.do_engine_steps()


def test_timers_of_one_name_are_two_timers():
    hour, day = DurationTimerEventDefinition("t", "'PT1H'"), DurationTimerEventDefinition("t", "'P1D'")
    nodes = [start(), gate("f", "+"), catch("t", Trigger.TIMER), catch("u", Trigger.TIMER, value="P1D"), end()]
    for number in (2, 3):
        nodes[number] = replace(nodes[number], name="deadline")
    walk = Walk(a_diagram(nodes, "s f t e\nf u e"))
    walk.start()

    walk.fire("t")

    assert hour == day
    assert [key.element for key in walk.open] == ["u"]
