"""The time language: how near a clock is to its due instant, and when it draws its cards (domain A18, ux §5)."""

from datetime import UTC

import pytest

from casework.clocks.alarms import red_at, yellow_at
from casework.clocks.standing import State, remaining, standing
from casework.clocks.wording import standing_words
from tests.casework.clocks.builders import at

DUE = at("2026-09-30 18:00")


def test_the_cards_of_a_clock_due_on_wednesday_30_september(calendar):
    assert yellow_at(DUE, calendar) == at("2026-10-08 18:00")
    assert red_at(DUE, calendar) == at("2026-10-09 18:00")
    assert red_at(DUE, calendar, red_after=3) == at("2026-10-12 18:00")


def test_cards_do_not_depend_on_the_zone_the_due_instant_is_kept_in(calendar):
    kept = DUE.astimezone(UTC)

    assert yellow_at(kept, calendar) == at("2026-10-08 18:00")


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-09-23", 4),
        ("2026-09-27", 3),
        ("2026-09-29", 1),
        ("2026-09-30 23:00", 0),
        ("2026-10-05", 0),
        ("2026-10-08", -1),
        ("2026-10-10", -3),
    ],
)
def test_remaining_days_do_not_count_today(calendar, now, days):
    assert remaining(at(now), DUE, calendar) == days


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ("2026-09-23", State.NORMAL, "剩 4 日"),
        ("2026-09-24", State.SOON, "剩 3 日"),
        ("2026-09-29 20:00", State.SOON, "剩 1 日"),
        ("2026-09-30 18:00", State.LAST, "今日到期 18:00"),
        ("2026-09-30 18:01", State.OVER, "已超期"),
        ("2026-10-08 17:59", State.OVER, "已超期"),
        ("2026-10-08 18:00", State.YELLOW, "黄牌 超 1 日"),
        ("2026-10-09 17:59", State.YELLOW, "黄牌 超 2 日"),
        ("2026-10-09 18:00", State.RED, "红牌 超 2 日"),
        ("2026-10-10", State.RED, "红牌 超 3 日"),
    ],
)
def test_the_state_of_a_running_clock(calendar, now, state, words):
    found = standing(at(now), DUE, calendar)

    assert found.state is state
    assert standing_words(found, DUE, calendar, "zh") == words


def test_a_paused_clock_is_paused_however_late_it_is(calendar):
    found = standing(at("2026-10-10"), DUE, calendar, is_paused=True)

    assert (found.state, found.card, found.days) == (State.PAUSED, None, 0)


def test_a_clock_that_ended_late_keeps_its_card(calendar):
    late = standing(at("2026-12-01"), DUE, calendar, ended_at=at("2026-10-09 09:00"))
    in_time = standing(at("2026-12-01"), DUE, calendar, ended_at=DUE)

    assert (late.state, late.card, late.in_time, late.days) == (State.DONE, State.YELLOW, False, -2)
    assert (in_time.card, in_time.in_time) == (None, True)
    assert standing_words(late, DUE, calendar, "zh") == "超期办结"
    assert standing_words(in_time, DUE, calendar, "en") == "finished in time"
