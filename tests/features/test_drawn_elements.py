"""Every element that runs, from the drawn XML to the end of the case: what docs/bpmn-support.md lists as running."""

from collections.abc import Callable

import pytest

from engine import ServiceFailed, compile_bundle
from tests.engine.reading.builders import chain, definitions, diagram, flow, line
from tests.engine.running.builders import Walk

INSIDE = f'<startEvent id="i"/><userTask id="inner"/><endEvent id="o"/>{chain("i", "inner", "o")}'
FAILING = f'<startEvent id="i"/><endEvent id="o"><errorEventDefinition errorRef="err"/></endEvent>{chain("i", "o")}'
ROOTS = '<message id="m" name="补正"/><signal id="sig" name="停机"/><error id="err" errorCode="E1"/>'
DMN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="tier" name="tier"><decisionTable hitPolicy="FIRST"><input id="i"><inputExpression><text>days</text>
</inputExpression></input><output id="o" name="tier"/><rule id="r"><inputEntry><text>&lt;= 1</text></inputEntry>
<outputEntry><text>"leader"</text></outputEntry></rule></decisionTable></decision></definitions>"""
TIMER = "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'

Act = Callable[[Walk], object]


def a_walk(body: str) -> Walk:
    files = {
        "p.bpmn": diagram(body, ROOTS), "q.bpmn": definitions(f'<process id="q">{INSIDE}</process>'), "t.dmn": DMN,
    }  # fmt: skip
    compiled = compile_bundle(files, key="p")
    assert compiled.definition is not None, [one.in_language("en").sentence for one in compiled.findings]
    return Walk(compiled.definition)


def complete(element: str) -> Act:
    return lambda walk: walk.complete(element)


def happen(walk: Walk) -> object:
    """What the event waits for."""
    return walk.fire("x") if walk.open[walk.key("x")] == "timer" else walk.deliver("x")


ACTIVITIES = [
    ('<userTask id="x"/>', ["x"], complete("x")),
    ('<manualTask id="x"/>', ["x"], complete("x")),
    ('<task id="x"/>', ["x"], complete("x")),
    ('<serviceTask id="x" camunda:topic="t"/>', ["x"], lambda walk: walk.done("x")),
    ('<serviceTask id="x" banjian:operation="accept"/>', ["x"], lambda walk: walk.done("x")),
    ('<sendTask id="x" messageRef="m"/>', [], None),
    ('<receiveTask id="x" messageRef="m"/>', ["x"], happen),
    ('<scriptTask id="x" scriptFormat="feel"><script>a = days + 1</script></scriptTask>', [], None),
    ('<businessRuleTask id="x" camunda:decisionRef="tier"/>', [], None),
    ('<callActivity id="x" calledElement="q"/>', ["inner"], complete("inner")),
    (f'<subProcess id="x">{INSIDE}</subProcess>', ["inner"], complete("inner")),
    ('<subProcess id="x"/>', ["x"], complete("x")),
]


@pytest.mark.parametrize(("drawn", "opened", "act"), ACTIVITIES)
def test_every_activity_that_runs_is_worked_as_drawn(drawn, opened, act):
    walk = a_walk(line(drawn))

    walk.start(days=1)
    assert [key.element for key in walk.open] == opened
    if act is not None:
        act(walk)

    assert walk.ended == "completed"
    assert "x" in {one.key.element for step in walk.log for one in step.happened if one.kind == "left"}


@pytest.mark.parametrize("definition", ["", TIMER, MESSAGE, SIGNAL])
def test_a_case_begins_at_any_start_event_that_runs(definition):
    nodes = f'<startEvent id="x">{definition}</startEvent><userTask id="t"/><endEvent id="e"/>'
    walk = a_walk(nodes + chain("x", "t", "e"))

    walk.start("x")

    assert walk.tasks == ["t"]


@pytest.mark.parametrize("definition", [TIMER, MESSAGE, SIGNAL])
def test_a_catch_event_waits_for_what_is_drawn_and_goes_on(definition):
    walk = a_walk(line(f'<intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>'))
    walk.start()
    waiting = [key.element for key in walk.open]

    happen(walk)

    assert (waiting, walk.ended) == (["x"], "completed")


@pytest.mark.parametrize(("definition", "sent"), [("", []), (MESSAGE, ["补正"]), (SIGNAL, ["停机"])])
@pytest.mark.parametrize("position", ["throw", "end"])
def test_a_throw_or_end_event_causes_what_is_drawn(position, definition, sent):
    thrown = line(f'<intermediateThrowEvent id="x">{definition}</intermediateThrowEvent>')
    ended = f'<startEvent id="s"/><endEvent id="x">{definition}</endEvent>{chain("s", "x")}'
    walk = a_walk(thrown if position == "throw" else ended)

    step = walk.start()

    assert ([one.name for one in step.sent], walk.ended) == (sent, "completed")


HOSTS = ['<userTask id="h"/>', f'<subProcess id="h">{INSIDE}</subProcess>', '<callActivity id="h" calledElement="q"/>']
TWICE = "<multiInstanceLoopCharacteristics {0}><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
HOSTS += [f'<userTask id="h">{TWICE.format(marker)}</userTask>' for marker in ("", 'isSequential="true"')]
HOSTS += [f'<callActivity id="h" calledElement="q">{TWICE.format("")}</callActivity>']


@pytest.mark.parametrize("definition", [TIMER, MESSAGE, SIGNAL])
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("interrupts", [True, False])
def test_a_boundary_event_fires_on_every_kind_of_activity(host, definition, interrupts):
    how = f'attachedToRef="h" cancelActivity="{str(interrupts).lower()}"'
    event = f'<boundaryEvent id="x" {how}>{definition}</boundaryEvent>'
    walk = a_walk(line(host, "h") + event + '<userTask id="t"/><endEvent id="f"/>' + chain("x", "t", "f"))
    walk.start()
    before = walk.tasks

    happen(walk)
    assert walk.tasks == sorted([*([] if interrupts else before), "t"])
    while walk.tasks:
        walk.complete_key(next(key for key, kind in walk.open.items() if kind == "task"))

    assert walk.ended == "completed"


@pytest.mark.parametrize("host", [
    f'<subProcess id="h">{FAILING}</subProcess>', f'<subProcess id="h">{FAILING}{TWICE.format("")}</subProcess>',
])  # fmt: skip
@pytest.mark.parametrize("caught", ["", 'errorRef="err"'])
def test_an_error_end_is_caught_by_the_boundary_drawn_around_it(host, caught):
    event = f'<boundaryEvent id="x" attachedToRef="h"><errorEventDefinition {caught}/></boundaryEvent>'
    walk = a_walk(line(host, "h") + event + '<userTask id="t"/><endEvent id="f"/>' + chain("x", "t", "f"))

    walk.start()

    assert walk.tasks == ["t"]


def test_a_terminate_end_ends_all_that_its_scope_holds():
    tasks = '<startEvent id="s"/><userTask id="a"/><userTask id="b"/>'
    last = '<endEvent id="x"><terminateEventDefinition/></endEvent>'
    walk = a_walk(tasks + last + chain("s", "a", "x") + flow("s", "b"))
    walk.start()

    step = walk.complete("a")

    assert ([key.element for key in step.cancelled], walk.ended) == (["b"], "terminated")


def test_an_exclusive_gateway_goes_by_the_flows_in_the_file_however_the_picture_lies():
    """Both conditions hold; `<outgoing>` is reversed, and so is the layout of the picture."""
    gateway = "<exclusiveGateway id='x'><outgoing>x-b</outgoing><outgoing>x-a</outgoing></exclusiveGateway>"
    nodes = f'<startEvent id="s"/>{gateway}<userTask id="b"/><userTask id="a"/>'
    walk = a_walk(nodes + flow("x", "a", condition="n > 0") + flow("x", "b", condition="${n >= 1}") + flow("s", "x"))

    walk.start(n=1)

    assert walk.tasks == ["a"]


@pytest.mark.parametrize(("kind", "opened"), [("parallelGateway", ["a", "b"]), ("inclusiveGateway", ["a"])])
def test_a_fork_and_its_join_run_as_drawn(kind, opened):
    tasks = '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>'
    nodes = f'{tasks}<{kind} id="x"/><{kind} id="j"/>'
    conditions = ("", "") if kind == "parallelGateway" else ("n = 1", "n = 2")
    ways = flow("x", "a", condition=conditions[0]) + flow("x", "b", condition=conditions[1])
    walk = a_walk(nodes + flow("s", "x") + ways + chain("a", "j", "e") + flow("b", "j"))
    walk.start(n=1)
    before = walk.tasks

    for task in before:
        walk.complete(task)

    assert (before, walk.ended) == (opened, "completed")


def test_behind_an_event_based_gateway_the_first_event_decides():
    events = "".join(
        f'<intermediateCatchEvent id="{name}">{definition}</intermediateCatchEvent>'
        for name, definition in (("m1", MESSAGE), ("t1", TIMER), ("t2", TIMER), ("g1", SIGNAL))
    )
    nodes = f'<startEvent id="s"/><eventBasedGateway id="x"/>{events}<userTask id="a"/>'
    ways = "".join(flow("x", name) for name in ("m1", "t1", "t2", "g1"))
    walk = a_walk(nodes + flow("s", "x") + ways + flow("t2", "a"))
    walk.start()

    walk.fire("t2")

    assert sorted(key.element for key in walk.open) == ["a"]


def test_a_multi_instance_runs_once_per_item_as_drawn():
    loop = (
        '<multiInstanceLoopCharacteristics camunda:collection="names" camunda:elementVariable="name"'
        ' banjian:outputCollection="votes" banjian:outputElement="vote">'
        "<completionCondition>nrOfCompletedInstances = 2</completionCondition></multiInstanceLoopCharacteristics>"
    )
    walk = a_walk(line(f'<userTask id="x">{loop}</userTask>'))
    walk.start(names=["a", "b", "c"])
    for index in (2, 0):
        walk.complete_key(next(key for key in walk.open if key.path == f"x#1.{index}"), vote=index)

    assert (walk.ended, walk.document[""]["votes"]) == ("completed", [0, 2])


def test_who_began_the_case_is_kept_under_the_drawn_name():
    walk = a_walk('<startEvent id="s" camunda:initiator="starter"/><userTask id="x" camunda:assignee="${starter}"/>'
                  '<endEvent id="e"/>' + chain("s", "x", "e"))  # fmt: skip
    walk.surroundings["facts"] = {"me": "heyutong"}

    (task,) = walk.start().opened

    assert (task.assignee, walk.document[""]) == ("heyutong", {"starter": "heyutong"})


def test_code_and_message_of_a_caught_error_go_where_they_are_drawn_to_go():
    told = '<errorEventDefinition camunda:errorCodeVariable="code" camunda:errorMessageVariable="why"/>'
    event = f'<boundaryEvent id="b" attachedToRef="x">{told}</boundaryEvent><userTask id="t"/><endEvent id="f"/>'
    walk = a_walk(line('<serviceTask id="x" camunda:topic="pay"/>') + event + chain("b", "t", "f"))
    walk.start()

    walk.do(ServiceFailed(walk.key("x"), "NO_MONEY", "empty"))

    assert (walk.tasks, walk.document[""]) == (["t"], {"code": "NO_MONEY", "why": "empty"})


def test_an_incident_at_something_generated_names_the_element_that_was_drawn():
    walk = a_walk('<startEvent id="s"/><userTask id="x" name="初审"/><endEvent id="e"/><endEvent id="f"/>'
                  + chain("s", "x") + flow("x", "e", condition="n > 1") + flow("x", "f", condition="n > 2"))
    walk.start()

    (incident,) = walk.complete("x", n=1).incidents

    assert incident.params["element"] == "初审 (x)"
