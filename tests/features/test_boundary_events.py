"""Boundary events: interrupting ones take the host away, the others leave it and may fire again and again."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.model import Timer, TimerKind, Trigger
from tests.engine.running.builders import NOW, Walk, a_diagram, boundary, each, end, feel, sub, user
from tests.engine.running.builders import start as begin

FLOWS = "s A e\nb B e2"


def a_walk(*extra, host=None, **event):
    nodes = [begin(), host or user("A"), user("B"), end(), end("e2"), *extra]
    return Walk(a_diagram([*nodes, boundary("b", "A", **event)], FLOWS))


def test_an_interrupting_timer_takes_the_task_away():
    walk = a_walk(trigger=Trigger.TIMER)
    walk.start()

    step = walk.fire("b")

    assert ([key.element for key in step.cancelled], walk.tasks) == (["A"], ["B"])


def test_completing_the_task_disarms_its_timer():
    walk = a_walk(trigger=Trigger.TIMER)
    walk.start()

    step = walk.complete("A")

    assert ([key.element for key in step.disarmed], walk.ended) == (["b"], "completed")


def test_a_non_interrupting_message_comes_any_number_of_times():
    walk = a_walk(trigger=Trigger.MESSAGE, interrupting=False)
    walk.start()

    for _ in range(5):
        walk.deliver("b")

    assert walk.tasks == ["A"] + ["B"] * 5


def test_handlers_of_a_repeated_event_go_on_when_the_task_is_done():
    walk = a_walk(trigger=Trigger.SIGNAL, interrupting=False)
    walk.start()
    walk.deliver("b")
    walk.deliver("b")

    walk.complete("A")

    assert (walk.tasks, walk.ended) == (["B", "B"], None)


def test_a_cycle_fires_as_often_as_it_says_each_an_interval_later():
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, "R3/PT2H"))
    first = walk.start().armed[0].due_at

    dues = [[timer.due_at - NOW for timer in walk.fire("b").armed] for _ in range(3)]

    assert first - NOW == timedelta(hours=2)
    assert dues == [[timedelta(hours=4)], [timedelta(hours=6)], []]
    assert walk.tasks == ["A", "B", "B", "B"]


def test_a_cycle_without_a_number_never_ends():
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, "R/P1D"))
    walk.start()

    for _ in range(30):
        walk.fire("b")

    assert walk.tasks.count("B") == 30
    assert walk.step.armed[0].due_at == NOW + timedelta(days=31)


@pytest.mark.parametrize(("cycle", "first", "armed"), [
    ("R/2020-01-01T08:00:00+08:00/P1D", datetime(2026, 3, 3, 0, tzinfo=UTC), 9),
    ("R/1970-01-01T00:00:00Z/PT1S", NOW, 9),
    ("R/2020-01-15T00:00:00Z/P1M", datetime(2026, 3, 15, 0, tzinfo=UTC), 9),
    ("R3/2026-03-01T01:00:00Z/P1D", NOW, 1),
    ("R3/2020-01-01T00:00:00Z/P1D", datetime(2020, 1, 3, tzinfo=UTC), 0),
])  # fmt: skip
def test_of_a_cycle_that_began_long_ago_only_what_is_to_come_counts(cycle, first, armed):
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, cycle))

    (timer,) = walk.start().armed
    again = [bool(walk.fire("b").armed) for _ in range(9) if "b" in {key.element for key in walk.open}]

    assert (timer.due_at, again.count(True)) == (first, armed)


@pytest.mark.parametrize(("cycle", "dues"), [
    ("R/P1D/2026-03-04T01:00:00Z", [datetime(2026, 3, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, 1, tzinfo=UTC)]),
    ("R2/P1D/2026-12-04T01:00:00Z", [datetime(2026, 12, 3, 1, tzinfo=UTC), datetime(2026, 12, 4, 1, tzinfo=UTC)]),
    ("R/P1M/2026-04-15T01:00:00Z", [datetime(2026, 3, 15, 1, tzinfo=UTC), datetime(2026, 4, 15, 1, tzinfo=UTC)]),
    ("R3/P1D/2020-03-04T01:00:00Z", [datetime(2020, 3, 4, 1, tzinfo=UTC)]),
])  # fmt: skip
def test_a_cycle_with_an_end_stops_there(cycle, dues):
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, cycle))

    armed = walk.start().armed
    found = []
    while armed:
        found.append(armed[0].due_at)
        armed = walk.fire("b").armed

    assert found == dues


def test_a_cycle_of_seconds_with_an_end_far_away_is_counted_at_once():
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, "R/PT1S/2200-01-01"))

    assert walk.start().armed[0].due_at == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("cycle", ["R/PT0S", "R3/2026-05-01T00:00:00Z/P0D", "R/-PT1H"])
def test_a_cycle_whose_interval_is_nothing_is_an_incident_and_not_a_flood(cycle):
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, cycle))

    walk.start()

    assert walk.incident() == ("A", "running.cycle_stands_still")


def test_a_cycle_of_working_days_comes_again_each_counted_from_the_one_before():
    daily = Timer(TimerKind.CYCLE, None, workdays=feel("1"))
    nodes = [begin(), user("A"), user("B"), end(), end("e2"), boundary("b", "A", Trigger.TIMER, False, timer=daily)]
    walk = Walk(a_diagram(nodes, FLOWS), after_workdays=lambda start, days: start + timedelta(days=3 * days))
    first = walk.start().armed[0].due_at

    dues = [walk.fire("b").armed[0].due_at - NOW for _ in range(2)]

    assert first - NOW == timedelta(days=3)
    assert dues == [timedelta(days=6), timedelta(days=9)]


def test_a_non_interrupting_duration_fires_once():
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False)
    walk.start()

    step = walk.fire("b")

    assert (step.armed, walk.tasks) == ((), ["A", "B"])


def test_a_timer_whose_key_is_old_is_ignored():
    walk = a_walk(trigger=Trigger.TIMER, interrupting=False, timer=Timer(TimerKind.CYCLE, "R/P1D"))
    walk.start()
    old = walk.key("b")
    walk.fire("b")

    step = walk.fire_key(old)

    assert (step.happened, walk.tasks) == ((), ["A", "B"])


def test_interrupting_a_sub_process_closes_everything_in_it():
    host = sub("A", [begin("is"), user("I"), user("J"), end("ie")], "is I J ie")
    walk = a_walk(host=host, trigger=Trigger.MESSAGE)
    walk.start()

    step = walk.deliver("b")

    assert ([key.element for key in step.cancelled], walk.tasks) == (["I"], ["B"])


def test_interrupting_a_parallel_multi_instance_sub_process_leaves_no_orphan():
    host = sub("A", [begin("is"), user("I"), end("ie")], "is I ie", multi=each(collection=feel("names")))
    walk = a_walk(host=host, trigger=Trigger.MESSAGE)
    walk.start(names=["x", "y", "z"])
    walk.complete("I")

    walk.deliver("b")
    walk.complete("B")

    assert walk.ended == "completed"


def test_interrupting_a_multi_instance_task_takes_all_its_instances():
    walk = a_walk(host=user("A", multi=each(collection=feel("names"))), trigger=Trigger.TIMER)
    walk.start(names=[1, 2])

    step = walk.fire("b")

    assert (len(step.cancelled), walk.tasks) == (2, ["B"])


def test_several_boundary_events_on_one_task_wait_side_by_side():
    extra = boundary("c", "A", Trigger.TIMER, interrupting=False, value="PT5H")
    walk = Walk(a_diagram([begin(), user("A"), user("B"), user("C"), end(), boundary("b", "A", Trigger.MESSAGE), extra],
                          "s A e\nb B e\nc C e"))
    walk.start()
    walk.fire("c")

    walk.deliver("b")

    assert walk.tasks == ["B", "C"]
