"""Counting agrees with a clerk who goes through the calendar sheet day by day, on any calendar."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.clocks.calendar import FIXED_HOLIDAYS, FIXED_SINCE, SHANGHAI, WorkingCalendar
from casework.clocks.limits import Limit, Pause, Unit, due_at
from tests.casework.clocks.builders import ONE_DAY, dates, instants, random_calendars

calendars = random_calendars()
counts = st.integers(1, 45)


def works(calendar: WorkingCalendar, day: date) -> bool:
    kind = calendar.days.get(day)
    if kind is None and day.year >= FIXED_SINCE:
        kind = FIXED_HOLIDAYS.get((day.month, day.day))
    return not kind.off if kind else day.weekday() < 5


def clerk(calendar, start: datetime, amount: int, pauses) -> date:
    """Take the days one by one, crossing out amounts only while the clock runs; the end waits out a pause."""
    day, left = start.date(), amount
    stopped_through = [(p.stop, p.resume) for p in pauses]
    while left:
        day += ONE_DAY
        stands = any(stop.date() < day <= resume.date() for stop, resume in stopped_through)
        if works(calendar, day) and not stands:
            left -= 1
    for stop, resume in stopped_through:
        if stop < calendar.closing(day) and resume.date() > day:
            day = resume.date()
            if not works(calendar, day) or resume > calendar.closing(day):
                day += ONE_DAY
                while not works(calendar, day):
                    day += ONE_DAY
    return day


@st.composite
def pause_lists(draw, start: datetime) -> list[Pause]:
    minutes = sorted(draw(st.lists(st.integers(0, 60 * 24 * 60), max_size=6)))
    marks = [start + timedelta(minutes=n) for n in minutes]
    return [Pause(stop, resume) for stop, resume in zip(marks[::2], marks[1::2], strict=False)]


@given(calendars, dates, counts)
def test_adding_equals_walking(calendar, day, count):
    walked, left = day, count
    while left:
        walked += ONE_DAY
        left -= works(calendar, walked)

    assert calendar.add_working_days(day, count) == walked


@given(calendars, dates, counts)
def test_subtracting_equals_walking_back(calendar, day, count):
    walked, left = day, count
    while left:
        walked -= ONE_DAY
        left -= works(calendar, walked)

    assert calendar.add_working_days(day, -count) == walked


@given(calendars, dates, dates)
def test_the_days_between_equal_those_walked(calendar, after, until):
    early, late = sorted((after, until))
    walked = sum(works(calendar, early + n * ONE_DAY) for n in range(1, (late - early).days + 1))

    assert calendar.working_days_between(after, until) == (walked if after <= until else -walked)


@given(calendars, dates, counts, counts)
def test_counting_in_two_goes_equals_counting_at_once(calendar, day, first, second):
    halfway = calendar.add_working_days(day, first)

    assert calendar.add_working_days(halfway, second) == calendar.add_working_days(day, first + second)
    assert calendar.working_days_between(day, halfway) == first


@given(calendars, instants, st.data(), st.integers(0, 30))
def test_the_end_with_pauses_is_that_of_a_clerk_with_a_calendar_sheet(calendar, start, data, amount):
    pauses = data.draw(pause_lists(start))
    limit = Limit(max(amount, 1))

    due = due_at(start, limit, calendar, pauses)

    assert due.at == calendar.closing(clerk(calendar, start, limit.amount, pauses))
    assert sum(line.counted for line in due.days) == limit.amount
    assert [line.date for line in due.days] == [
        start.date() + n * ONE_DAY for n in range((due.at.date() - start.date()).days + 1)
    ]


@given(calendars, instants, instants, counts, st.sampled_from(list(Unit)))
def test_a_later_start_never_ends_earlier(calendar, one, other, amount, unit):
    early, late = sorted((one, other))
    limit = Limit(min(amount, 12), unit)

    assert due_at(early, limit, calendar).at <= due_at(late, limit, calendar).at


@given(calendars, instants, counts, st.sampled_from(list(Unit)), st.data())
def test_more_units_or_a_pause_never_end_earlier(calendar, start, amount, unit, data):
    limit, more = Limit(min(amount, 11), unit), Limit(min(amount, 11) + 1, unit)
    plain = due_at(start, limit, calendar).at

    assert plain <= due_at(start, more, calendar).at
    assert plain <= due_at(start, limit, calendar, data.draw(pause_lists(start))).at


@given(calendars, instants, counts, st.integers(0, 60 * 24 * 30), st.sampled_from(list(Unit)))
def test_stopping_and_resuming_in_the_same_instant_changes_nothing(calendar, start, amount, minutes, unit):
    instant = start + timedelta(minutes=minutes)
    limit = Limit(min(amount, 12), unit)

    paused = due_at(start, limit, calendar, [Pause(instant, instant)])

    plain = due_at(start, limit, calendar)
    assert (paused, paused.days) == (plain, plain.days)


@given(calendars, instants, st.integers(0, 40 * 60), st.integers(0, 40 * 60))
def test_office_time_adds_up(calendar, start, first, second):
    one, two = timedelta(minutes=first), timedelta(minutes=second)
    end = calendar.add_office_time(start, one + two)

    assert calendar.add_office_time(calendar.add_office_time(start, one), two) == end
    assert calendar.office_time_between(start, end) == one + two


@given(calendars, instants)
def test_the_next_opening_is_never_earlier_and_always_on_a_working_day(calendar, instant):
    opening = calendar.next_opening(instant)

    assert opening >= instant
    assert works(calendar, opening.astimezone(SHANGHAI).date())
    assert calendar.next_opening(opening) == opening
