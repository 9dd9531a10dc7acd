"""Starts, catches, throws and ends."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.contract import Cancel, Key
from engine.model import Event, Kind, Timer, TimerKind, Trigger
from tests.engine.running.builders import NOW, Walk, a_diagram, catch, end, feel, gate, mapping, node, start, user


def a_timer(**timer):
    timer.setdefault("kind", TimerKind.DURATION)
    return Walk(a_diagram([start(), catch("t", Trigger.TIMER, timer=Timer(**timer)), user("A"), end()], "s t A e"),
                due=lambda clock: NOW + timedelta(days=3) if clock == "promised" else None,
                after_workdays=lambda now, days: now + timedelta(days=100 + days))


@pytest.mark.parametrize(("kind", "value", "due"), [
    (TimerKind.DURATION, "PT90M", NOW + timedelta(minutes=90)),
    (TimerKind.DURATION, "P1Y2M3W4DT5H6M7.5S", datetime(2027, 5, 27, 6, 6, 7, 500000, tzinfo=UTC)),
    (TimerKind.DURATION, feel('duration("P2D")'), NOW + timedelta(days=2)),
    (TimerKind.DURATION, feel('duration("P1M")'), datetime(2026, 4, 2, 1, tzinfo=UTC)),
    (TimerKind.DURATION, feel("${wait}"), NOW + timedelta(hours=5)),
    (TimerKind.DATE, "2026-05-01T09:00:00", datetime(2026, 5, 1, 1, tzinfo=UTC)),
    (TimerKind.DATE, "2026-05-01T09:00:00Z", datetime(2026, 5, 1, 9, tzinfo=UTC)),
    (TimerKind.DATE, "2026-05-01", datetime(2026, 4, 30, 16, tzinfo=UTC)),
    (TimerKind.DATE, feel('now() + duration("PT1H")'), NOW + timedelta(hours=1)),
    (TimerKind.CYCLE, "R3/2026-05-01T09:00:00Z/P1D", datetime(2026, 5, 1, 9, tzinfo=UTC)),
])  # fmt: skip
def test_a_timer_understands_iso_8601_and_expressions(kind, value, due):
    walk = a_timer(kind=kind, value=value)

    (timer,) = walk.start(wait="PT5H").armed

    assert (timer.due_at, timer.clock) == (due, None)


@pytest.mark.parametrize("value", ["soon", "P", "PT", "0 0 12 * * ?", "", "R3", "P1H"])
@pytest.mark.parametrize("kind", list(TimerKind))
def test_a_timer_text_that_means_nothing_is_an_incident(kind, value):
    walk = a_timer(kind=kind, value=value)

    walk.start()

    assert walk.incident() == ("t", "running.not_an_instant")


def test_a_timer_bound_to_a_clock_has_the_due_date_of_the_clock_and_moves_with_it():
    walk = a_timer(clock="promised")

    (timer,) = walk.start().armed

    assert (timer.due_at, timer.clock) == (NOW + timedelta(days=3), "promised")
    walk.fire("t")
    assert walk.tasks == ["A"]


def test_a_clock_that_does_not_run_arms_its_timer_without_a_date():
    (timer,) = a_timer(clock="suspended").start().armed

    assert (timer.due_at, timer.clock) == (None, "suspended")


def test_a_timer_may_count_working_days():
    (timer,) = a_timer(workdays=feel("n")).start(n=5).armed

    assert timer.due_at == NOW + timedelta(days=105)


@pytest.mark.parametrize("value", [
    '"0001-01-01"', '"9999-12-31T23:59:59-12:00"', '"P9999Y"', 'duration("P99999999D")', 'date("9999-12-31")',
])  # fmt: skip
def test_a_time_out_of_all_reason_is_an_incident_and_no_crash(value):
    waiting = a_timer(value=feel(value))
    due = Walk(a_diagram([start(), user("A", due=feel(value)), end()], "s A e"))

    waiting.start()
    due.start()

    assert [walk.incident()[1] for walk in (waiting, due)] == ["running.instant_too_far"] * 2


def test_a_message_is_awaited_with_its_correlation_and_its_payload_becomes_variables():
    walk = Walk(a_diagram([start(), catch("m", Trigger.MESSAGE, name="paid", correlation=feel("number")), user("A"),
                           end()], "s m A e"))
    (wait,) = walk.start(number="N1").awaited

    step = walk.deliver("m", amount=5)

    assert (wait.kind, wait.name, wait.correlation) == ("message", "paid", "N1")
    assert (walk.tasks, walk.document[""]["amount"]) == (["A"], 5)
    assert [key.element for key in step.no_longer_awaited] == ["m"]


def test_a_whole_text_is_no_correlation_but_an_incident_until_it_is_short():
    walk = Walk(a_diagram([start(), catch("m", Trigger.MESSAGE, correlation=feel("number")), end()], "s m e"))

    walk.start(number="N" * 129)
    stuck = walk.incident()
    walk.document = {"": {"number": "N" * 128}}

    assert stuck == ("m", "running.correlation_too_long")
    assert [len(wait.correlation) for wait in walk.retry("m").awaited] == [128]


def test_a_payload_may_be_kept_under_one_name():
    walk = Walk(a_diagram([start(), catch("m", Trigger.MESSAGE, result_variable="answer"), end()], "s m e"))
    walk.start()

    walk.deliver("m", number=666)

    assert walk.document == {"": {"answer": {"number": 666}}}


def test_only_the_addressed_element_gets_the_message():
    walk = Walk(a_diagram([start(), gate("f", "+"), catch("m", Trigger.MESSAGE), catch("n", Trigger.MESSAGE),
                           user("A"), user("B"), end()], "s f m A e\nf n B e"))
    walk.start()

    walk.deliver("n")

    assert walk.tasks == ["B"]


def test_a_receive_task_waits_for_its_message():
    walk = Walk(a_diagram([start(), node(Kind.RECEIVE, "R", event=Event(Trigger.MESSAGE, name="in")), end()], "s R e"))
    (wait,) = walk.start().awaited

    walk.deliver("R")

    assert (wait.name, walk.ended) == ("in", "completed")


@pytest.mark.parametrize("kind", [Kind.THROW, Kind.END])
@pytest.mark.parametrize("trigger", [Trigger.MESSAGE, Trigger.SIGNAL])
def test_throws_and_ends_send_their_mapped_fields_and_nothing_else(kind, trigger):
    event = Event(trigger, name="told", payload=(mapping("who", "name"),))
    walk = Walk(a_diagram([start(), node(kind, "T", event=event), end()], "s T" + (" e" if kind is Kind.THROW else "")))

    (sent,) = walk.start(name="x", secret="y").sent

    assert (sent.kind, sent.name, sent.payload) == (trigger.value, "told", {"who": "x"})
    assert walk.ended == "completed"


def test_each_start_event_is_a_door_of_its_own():
    nodes = [start(), node(Kind.START, "m", event=Event(Trigger.MESSAGE, name="go")), user("A"), user("B"), end()]
    definition = a_diagram(nodes, "s A e\nm B e")

    tasks = []
    for door in (None, "s", "m"):
        walk = Walk(definition)
        walk.start(door)
        tasks.append(walk.tasks)

    assert tasks == [["A"], ["A"], ["B"]]


def test_milestones_are_told_when_the_element_is_passed_or_done():
    walk = Walk(a_diagram([start(milestone="accepted"), user("A", milestone="decided:approved"),
                           node(Kind.END, "e", milestone="concluded")], "s A e"))

    first, second = walk.start(), walk.complete("A")

    assert (first.milestones, second.milestones) == (("accepted",), ("decided:approved", "concluded"))


def test_cancelling_the_case_closes_everything():
    walk = Walk(a_diagram([start(), gate("f", "+"), user("A"), catch("t", Trigger.TIMER), catch("m", Trigger.MESSAGE),
                           node(Kind.SERVICE, "S", topic="t"), end()], "s f A e\nf t e\nf m e\nf S e"))
    walk.start()

    step = walk.do(Cancel("withdrawn"))

    assert (step.ended.kind, walk.open) == ("cancelled", {})
    assert step.happened[-1].detail == {"kind": "cancelled", "reason": "withdrawn"}


def test_what_happened_is_told_in_order():
    walk = Walk(a_diagram([start(), user("A"), gate("x"), end(), end("e2")], "s A x e?{n>1}\nx e2?default"))
    walk.start()

    step = walk.complete("A", n=2)

    assert [(each.kind, each.key.element) for each in step.happened] == [
        ("task_completed", "A"), ("left", "A"), ("entered", "x"), ("left", "x"), ("branch_taken", "x"),
        ("entered", "e"), ("left", "e"), ("ended", "e"),
    ]  # fmt: skip
    assert step.happened[4].detail["name"] == "" and step.ended.element == "e"


def test_the_key_of_a_task_counts_its_rounds():
    walk = Walk(a_diagram([start(), user("A"), end()], "s A A"))
    walk.start()

    keys = [walk.key("A")]
    walk.complete("A")
    keys.append(walk.key("A"))

    assert keys == [Key("", "A", 1), Key("", "A", 2)]
