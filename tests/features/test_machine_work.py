"""Service, send, script and rule tasks: machine work is asked for, scripts and throws happen in the step."""

from engine.contract import Key, ServiceFailed
from engine.expressions import assignments
from engine.model import Event, Kind, Timer, TimerKind, Trigger
from tests.engine.running.builders import (
    Walk,
    a_diagram,
    boundary,
    each,
    end,
    feel,
    gate,
    mapping,
    node,
    start,
    user,
)


def a_walk(kind=Kind.SERVICE, flows="s S A e", extra=(), **fields):
    return Walk(a_diagram([start(), node(kind, "S", **fields), user("A"), end(), *extra], flows))


def test_an_operation_is_asked_for_with_its_mapped_inputs_only():
    walk = a_walk(operation="accept", inputs=(mapping("amount", "n * 2"),))

    step = walk.start(n=2, secret="x")

    (request,) = step.requested
    assert (request.kind, request.name, request.inputs) == ("operation", "accept", {"amount": 4})


def test_a_job_has_its_topic_and_retries():
    walk = a_walk(topic="print", retries=5)

    (request,) = walk.start().requested

    assert (request.kind, request.name, request.retries) == ("job", "print", 5)


def test_outputs_without_a_mapping_are_written_like_form_data():
    walk = a_walk(topic="t")
    walk.start()

    walk.done("S", fee=10)

    assert (walk.tasks, walk.document) == (["A"], {"": {"fee": 10}})


def test_output_mappings_decide_what_stays():
    walk = a_walk(topic="t", outputs=(mapping("total", "fee + 1"),))
    walk.start()

    walk.done("S", fee=10, raw="x")

    assert walk.document == {"": {"total": 11}}


def test_a_failing_output_mapping_keeps_the_outputs_for_the_retry():
    walk = a_walk(topic="t", outputs=(mapping("total", "${fee + rate}"),))
    walk.start()
    walk.done("S", fee=10)

    incident = walk.incident()
    walk.document = {**walk.document, "": {"rate": 5}}
    walk.retry("S")

    assert (incident, walk.document) == (("S", "expression.failed"), {"": {"rate": 5, "total": 15}})


def test_a_job_nobody_waits_for_any_more_is_withdrawn():
    walk = a_walk(topic="t", flows="s S A e\nb A", extra=[boundary("b", "S", Trigger.TIMER)])
    walk.start()

    step = walk.fire("b")

    assert ([key.element for key in step.withdrawn], walk.tasks) == (["S"], ["A"])


def test_a_finished_job_is_not_withdrawn():
    walk = a_walk(topic="t")
    walk.start()

    assert walk.done("S").withdrawn == ()


def test_the_deadline_of_work_that_failed_runs_on_and_a_retry_does_not_begin_it_anew():
    walk = a_walk(topic="t", flows="s S A e\nb A", extra=[boundary("b", "S", Trigger.TIMER)])
    walk.start()

    failed = walk.do(ServiceFailed(walk.key("S"), "job.gave_up"))
    again = walk.retry("S")

    assert (failed.disarmed, walk.open[Key("", "b", 1)]) == ((), "timer")
    assert ([request.key.element for request in again.requested], again.armed) == (["S"], ())


def test_when_the_deadline_passes_the_incident_of_the_failed_work_is_over():
    walk = a_walk(topic="t", flows="s S A e\nb A", extra=[boundary("b", "S", Trigger.TIMER)])
    walk.start()
    walk.do(ServiceFailed(walk.key("S"), "job.gave_up"))

    step = walk.fire("b")

    assert ([key.element for key in step.resolved], walk.tasks, step.withdrawn) == (["S"], ["A"], ())


def test_a_reminder_comes_again_and_again_while_failed_work_waits_for_its_repair():
    timer = Timer(TimerKind.CYCLE, "R/PT1H")
    reminder = boundary("b", "S", Trigger.TIMER, interrupting=False, timer=timer)
    walk = a_walk(topic="t", inputs=(mapping("n", "${n}"),), flows="s S A e\nb B e", extra=[reminder, user("B")])
    walk.start(n=1)
    walk.do(ServiceFailed(walk.key("S"), "job.gave_up"))

    walk.fire("b")
    walk.fire("b")
    walk.document = {}
    walk.retry("S")
    unread = walk.incident()
    walk.fire("b")
    walk.document = {"": {"n": 2}}
    step = walk.retry("S")

    assert (walk.tasks, unread) == (["B"] * 3, ("S", "expression.failed"))
    assert [request.inputs for request in step.requested] == [{"n": 2}]


def test_a_send_task_with_a_message_throws_its_mapped_fields():
    event = Event(Trigger.MESSAGE, name="told", payload=(mapping("who", "name"),), correlation=feel("number"))
    walk = a_walk(Kind.SEND, event=event)

    step = walk.start(name="x", number="N1", secret="y")

    (sent,) = step.sent
    assert (sent.kind, sent.name, sent.correlation, sent.payload) == ("message", "told", "N1", {"who": "x"})
    assert walk.tasks == ["A"]


def test_a_send_task_whose_outputs_fail_sends_its_message_once_after_the_retry():
    event = Event(Trigger.MESSAGE, name="told")
    walk = a_walk(Kind.SEND, event=event, outputs=(mapping("note", "${reason}"),))

    first = walk.start()
    walk.document = {"": {"reason": "late"}}
    second = walk.retry("S")

    assert ([len(step.sent) for step in (first, second)], walk.tasks) == ([0, 1], ["A"])


def test_a_script_assigns_in_order_and_later_lines_see_earlier_ones():
    walk = a_walk(Kind.SCRIPT, script=assignments("a = n + 1\nb = a * 2"))

    walk.start(n=1)

    assert walk.document == {"": {"n": 1, "a": 2, "b": 4}}


def test_a_script_that_fails_half_way_leaves_nothing_behind():
    script = assignments("a = 1") + (type(assignments("b = 1")[0])("b", feel("${missing.x}")),)
    walk = a_walk(Kind.SCRIPT, script=script)

    step = walk.start()

    assert (walk.incident(), step.changes, walk.document) == (("S", "expression.failed"), (), {"": {}})


def test_a_script_may_run_once_per_item():
    walk = a_walk(Kind.SCRIPT, script=assignments("double = x * 2"),
                  multi=each(collection=feel("xs"), element_variable="x", output_collection="ys",
                             output_element=feel("double")))

    walk.start(xs=[1, 2, 3])

    assert walk.document == {"": {"xs": [1, 2, 3], "ys": [2, 4, 6]}}


def test_an_endless_loop_of_scripts_becomes_an_incident_instead_of_a_hang():
    walk = Walk(a_diagram([start(), gate("m"), node(Kind.SCRIPT, "S", script=assignments("n = n + 1")), end()],
                          "s m S m"))

    walk.start(n=0)

    assert walk.incident()[1] == "running.automatic_steps"
    assert 400 < walk.document[""]["n"] < 600


def test_a_retry_after_too_many_steps_goes_on_for_as_many_again():
    walk = Walk(a_diagram([start(), gate("m"), node(Kind.SCRIPT, "S", script=assignments("n = n + 1")), gate("x"),
                           end()], "s m S x e?{n>=900}\nx m?default"))
    walk.start(n=0)

    walk.retry(walk.incident()[0])
    walk.retry(walk.incident()[0])

    assert (walk.ended, walk.document[""]["n"]) == ("completed", 900)
