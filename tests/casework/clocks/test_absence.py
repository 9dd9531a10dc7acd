"""Leave is counted in working days of the centre; a half day counts 0.5, so the tiers' borders are exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clocks.absence import AbsenceReversed, days_absent
from casework.clocks.calendar import DayKind, OfficeHours, WorkingCalendar
from tests.casework.clocks.builders import MORNING_ONLY, ONE_DAY, dates, day, random_calendars


@pytest.mark.parametrize(
    ("first", "last", "halves", "days"),
    [
        ("2026-10-09", "2026-10-09", {}, "1"),
        ("2026-10-09", "2026-10-09", {"from_noon": True}, "0.5"),
        ("2026-10-09", "2026-10-09", {"until_noon": True}, "0.5"),
        ("2026-10-09", "2026-10-10", {"until_noon": True}, "1.5"),
        ("2026-10-09", "2026-10-12", {"from_noon": True}, "2.5"),
        ("2026-10-09", "2026-10-12", {}, "3"),
        ("2026-09-30", "2026-10-08", {}, "2"),
        ("2026-09-30", "2026-10-08", {"from_noon": True, "until_noon": True}, "1"),
        ("2026-10-01", "2026-10-07", {}, "0"),
    ],
)
def test_only_working_days_count_and_halves_count_half(calendar, first, last, halves, days):
    assert days_absent(day(first), day(last), calendar, **halves) == Decimal(days)


def test_a_half_holiday_counts_half_wherever_it_stands():
    calendar = WorkingCalendar({day("2026-03-04"): DayKind(off=False, hours=MORNING_ONLY)})

    assert days_absent(day("2026-03-04"), day("2026-03-04"), calendar) == Decimal("0.5")
    assert days_absent(day("2026-03-03"), day("2026-03-05"), calendar) == Decimal("2.5")
    assert days_absent(day("2026-03-04"), day("2026-03-05"), calendar, from_noon=True) == Decimal(1)


def test_short_weekdays_count_half():
    calendar = WorkingCalendar({}, OfficeHours(by_weekday=((4, MORNING_ONLY),)))

    assert days_absent(day("2026-03-02"), day("2026-03-09"), calendar) == Decimal("5.5")


@given(random_calendars(), dates, st.integers(0, 30))
def test_away_twice_in_a_row_is_away_for_the_sum(calendar, first, length):
    middle, last = first + length // 2 * ONE_DAY, first + length * ONE_DAY

    at_once = days_absent(first, last, calendar)

    before_noon = days_absent(first, middle, calendar, until_noon=True)
    assert before_noon + days_absent(middle, last, calendar, from_noon=True) == at_once


def test_nobody_is_back_before_leaving(calendar):
    with pytest.raises(AbsenceReversed, match="before"):
        days_absent(day("2026-10-09"), day("2026-10-08"), calendar)
