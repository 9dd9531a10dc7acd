"""The clocks of a case at the instants where a rule turns: stop, pause, resume, extend."""

from datetime import timedelta

import pytest

from casework.clocks.clock_set import ClockKind, ClockSet
from casework.clocks.limits import Limit
from casework.errors import Refusal
from engine.checking.casework import CLOCKS
from tests.casework.clocks.builders import at

START, DUE = at("2026-09-17 10:00"), at("2026-10-08 18:00")
TICK = timedelta(microseconds=1)


@pytest.fixture
def clocks(calendar):
    """The promised and the statutory clock and the five days, all running since the 17th."""
    found = ClockSet(lambda: calendar)
    for kind, days in ((ClockKind.PROMISED, 10), (ClockKind.STATUTORY, 20), (ClockKind.NOTICE, 5)):
        found.start(kind, Limit(days), START)
    return found


def test_a_clock_that_is_stopped_before_it_began_ran_for_no_time(clocks):
    assert clocks.stop(ClockKind.PROMISED, START - TICK).stopped_at == START


def test_in_a_pause_the_clocks_of_handling_are_not_due_and_the_others_are(clocks):
    five_days = clocks.due(ClockKind.NOTICE)

    clocks.pause("hearing", "", "", START + timedelta(hours=1), None)

    assert (clocks.due(ClockKind.PROMISED), clocks.due(ClockKind.STATUTORY)) == (None, None)
    assert clocks.due(ClockKind.NOTICE) == five_days is not None
    assert clocks.running(ClockKind.PROMISED).due_at is None


def test_a_pause_with_a_planned_end_gives_a_forecast_and_nothing_is_due(clocks):
    clocks.pause("hearing", "", "", at("2026-09-21"), at("2026-09-29"))

    assert clocks.due(ClockKind.PROMISED) is None
    assert clocks.running(ClockKind.PROMISED).due_at == at("2026-10-14 18:00")


def test_who_resumes_in_the_past_resumes_at_the_stop(clocks):
    clocks.pause("hearing", "", "", at("2026-09-21 10:00"), None)

    assert clocks.resume(at("2026-09-20 10:00")).resumed_at == at("2026-09-21 10:00")
    assert clocks.due(ClockKind.PROMISED) == DUE


def test_a_limit_may_be_extended_up_to_its_last_instant_and_once(clocks):
    with pytest.raises(Refusal):
        clocks.extend(ClockKind.PROMISED, 2, DUE + TICK)
    extended = clocks.extend(ClockKind.PROMISED, 2, DUE)

    assert (extended.due_at, extended.generation) == (at("2026-10-10 18:00"), 2), "alarms are raised anew"
    with pytest.raises(Refusal):
        clocks.extend(ClockKind.PROMISED, 1, DUE)


def test_a_clock_that_starts_again_is_another_generation(clocks):
    again = clocks.start(ClockKind.PROMISED, Limit(10), at("2026-09-18 10:00"))

    assert again.generation == 2
    assert [clock.is_running for clock in clocks.clocks if clock.kind == ClockKind.PROMISED] == [False, True]


def test_whatever_moves_a_due_instant_tells_the_timers_bound_to_the_clock(clocks):
    for act in (
        lambda: clocks.pause("hearing", "", "", at("2026-09-21"), None),
        lambda: clocks.resume(at("2026-09-22")),
        lambda: clocks.extend(ClockKind.STATUTORY, 2, at("2026-09-23")),
        lambda: clocks.stop(ClockKind.STATUTORY, at("2026-09-24")),
    ):
        clocks.moved.clear()
        act()
        assert ClockKind.STATUTORY in clocks.moved


def test_a_diagram_may_bind_its_timers_to_exactly_the_clocks_that_there_are():
    assert set(CLOCKS) == {kind.value for kind in ClockKind}
