"""The working calendar: the State Council's days, domain B.2's vectors, and opening hours."""

import json
from datetime import date, datetime, time, timedelta

import pytest

from casework.clocks.calendar import CalendarExhausted, DayKind, NotAWorkingDay, Why, WorkingCalendar
from casework.clocks.office_hours import OfficeHours
from casework.clocks.seed import published_days
from tests.casework.clocks.builders import MORNING_ONLY, ONE_DAY, at, day

VECTORS = [
    ("2026-02-11", 5, "2026-02-25"),
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-02-14", 1, "2026-02-24"),
    ("2026-09-24", 20, "2026-10-29"),
    ("2026-09-30", 10, "2026-10-20"),
    ("2024-09-30", 20, "2024-11-01"),
    ("2026-04-30", 5, "2026-05-11"),
    ("2026-06-18", 7, "2026-06-30"),
    ("2026-08-28", 45, "2026-11-05"),
    ("2025-12-31", 1, "2026-01-04"),
    ("2025-09-26", 20, "2025-10-30"),
    ("2025-01-24", 10, "2025-02-13"),
    ("2026-09-17", 10, "2026-10-08"),
    ("2026-09-18", 5, "2026-09-24"),
    ("2026-09-18", 10, "2026-10-09"),
]


@pytest.mark.parametrize(("start", "count", "end"), VECTORS)
def test_a_date_plus_working_days_is_the_date_of_the_vector(calendar, start, count, end):
    assert calendar.add_working_days(day(start), count) == day(end)
    assert calendar.working_days_between(day(start), day(end)) == count


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_published_year_has_the_working_days_of_its_notice(calendar, year, count):
    assert calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_the_package_and_the_shared_notices_agree_day_by_day(calendar, shared):
    notices = json.loads((shared / "calendar" / "holidays_2024_2026.json").read_text("utf-8"))
    listed = {day(one["date"]): one for year in notices.values() for one in year}

    for n in range((date(2027, 1, 1) - date(2024, 1, 1)).days):
        one = date(2024, 1, 1) + n * ONE_DAY
        notice = listed.get(one)
        assert calendar.is_working(one) == (not notice["off"] if notice else one.weekday() < 5), one
        if notice:
            # The notice of 2025 joins two feasts in one name, 国庆节、中秋节.
            assert calendar.why(one)[1] in notice["name"].split("、"), one
    assert len(listed) == sum(len(published_days(year)) for year in (2024, 2025, 2026))


@pytest.mark.parametrize(
    ("text", "why", "label"),
    [
        ("2026-09-19", Why.WEEKEND, "周末"),
        ("2026-09-20", Why.MAKE_UP, "调休上班"),
        ("2026-09-25", Why.HOLIDAY, "中秋节"),
        ("2026-10-03", Why.HOLIDAY, "国庆节"),
        ("2026-10-08", Why.WORKING, "工作日"),
    ],
)
def test_every_day_says_why_it_counts_or_not(calendar, text, why, label):
    assert calendar.why(day(text)) == (why, label)


def test_a_year_without_notice_goes_by_weekends_and_the_holidays_that_law_gives_a_date_and_is_provisional(calendar):
    asked = ("01-01", "01-02", "05-01", "05-02", "05-03", "10-01", "10-04")
    assert published_days(2029) is None
    assert [text for text in asked if not calendar.is_working(day(f"2029-{text}"))] == [
        "01-01", "05-01", "05-02", "10-01",
    ]  # fmt: skip
    assert calendar.why(day("2029-10-02")) == (Why.HOLIDAY, "国庆节")
    assert calendar.why(day("2029-10-06")) == (Why.WEEKEND, "周末")
    assert calendar.is_provisional(day("2027-01-01"))
    assert not calendar.is_provisional(day("2026-12-31"))


def test_counting_backwards_reaches_the_previous_working_day(calendar):
    assert calendar.previous_working_day(day("2026-10-08")) == day("2026-09-30")
    assert calendar.previous_working_day(day("2026-01-04")) == day("2025-12-31")
    assert calendar.previous_working_day(day("2026-01-05")) == day("2026-01-04"), "the first of its year"
    assert calendar.add_working_days(day("2026-10-05"), -10) == day("2026-09-17")
    assert calendar.next_working_day(day("2026-09-24")) == day("2026-09-28")


def test_zero_working_days_stay_or_move_to_the_next_working_day(calendar):
    assert calendar.add_working_days(day("2026-09-30"), 0) == day("2026-09-30")
    assert calendar.add_working_days(day("2026-10-01"), 0) == day("2026-10-08")


def test_the_years_2000_to_2100_are_counted_and_no_others(calendar):
    assert calendar.add_working_days(day("2000-01-01"), 1) == day("2000-01-03")
    assert calendar.working_days_between(day("2000-01-01"), day("2100-12-31")) > 25_500

    with pytest.raises(CalendarExhausted):
        calendar.add_working_days(day("2100-12-31"), 1)
    with pytest.raises(CalendarExhausted):
        calendar.previous_working_day(day("2000-01-01"))


def test_opening_and_closing_are_local_instants_and_none_on_a_holiday(calendar):
    assert calendar.opening(day("2026-09-30")) == at("2026-09-30 09:00")
    assert calendar.closing(day("2026-09-30")).isoformat() == "2026-09-30T18:00:00+08:00"

    with pytest.raises(NotAWorkingDay):
        calendar.closing(day("2026-10-01"))


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        ("2026-09-30 08:00", "2026-09-30 09:00"),
        ("2026-09-30 10:15", "2026-09-30 10:15"),
        ("2026-09-30 12:30", "2026-09-30 14:00"),
        ("2026-09-30 18:00", "2026-09-30 18:00"),
        ("2026-09-30 18:01", "2026-10-08 09:00"),
        ("2026-10-03 11:00", "2026-10-08 09:00"),
    ],
)
def test_what_arrives_while_the_doors_are_shut_counts_from_the_next_opening(calendar, instant, opening):
    assert calendar.next_opening(at(instant)) == at(opening)


def test_hours_may_differ_by_weekday_and_from_a_date():
    winter = OfficeHours(by_weekday=((4, MORNING_ONLY),))
    summer = OfficeHours(((time(8), time(17)),), valid_from=day("2026-06-01"), earlier=winter)
    calendar = WorkingCalendar(days={}, hours=summer)

    assert calendar.closing(day("2026-05-29")) == at("2026-05-29 12:00")
    assert calendar.closing(day("2026-05-28")) == at("2026-05-28 18:00")
    assert calendar.closing(day("2026-06-05")) == at("2026-06-05 17:00")


def test_a_half_holiday_closes_early():
    calendar = WorkingCalendar(days={day("2026-02-12"): DayKind(off=False, label="除夕前半天", hours=MORNING_ONLY)})

    assert calendar.closing(day("2026-02-12")) == at("2026-02-12 12:00")
    assert calendar.why(day("2026-02-12")) == (Why.SHORT_DAY, "除夕前半天")


@pytest.mark.parametrize(
    "intervals", [(), ((time(12), time(9)),), ((time(9), time(12)), (time(11), time(18))), ((time(9), time(9)),)]
)
def test_hours_that_cannot_be_kept_are_refused(intervals):
    with pytest.raises(ValueError, match="office hours"):
        OfficeHours(intervals)


def test_office_time_skips_lunch_nights_and_holidays(calendar):
    start, end = at("2026-09-30 11:00"), at("2026-10-08 10:30")

    assert calendar.office_time_between(start, end) == timedelta(hours=6, minutes=30)
    assert calendar.add_office_time(start, timedelta(hours=6, minutes=30)) == end
    assert calendar.add_office_time(start, timedelta(hours=1)) == at("2026-09-30 12:00")


def test_equal_calendars_are_equal_and_hash_alike(calendar):
    again = WorkingCalendar(dict(reversed(calendar.days.items())), calendar.hours, calendar.published_years)

    assert again == calendar
    assert hash(again) == hash(calendar)


def test_a_naive_instant_is_refused(calendar):
    with pytest.raises(ValueError, match="time zone"):
        calendar.next_opening(datetime(2026, 9, 30, 10, 0))
