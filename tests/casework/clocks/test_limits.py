"""A limit ends at the closing time of its last day; what is not counted is named day by day."""

import pytest

from casework.clocks.limits import DayCode, Limit, LimitOutOfRange, Pause, Unit, due_at, explain, first_breach
from tests.casework.clocks.builders import at


def working_days(amount):
    return Limit(amount, Unit.WORKING_DAY)


def test_ten_working_days_from_17_september_2026_end_on_8_october(calendar):
    due = due_at(at("2026-09-17 10:00"), working_days(10), calendar)

    assert due.at == at("2026-10-08 18:00")
    assert not due.provisional


def test_the_explanation_has_one_line_per_day_with_its_reason(calendar):
    lines = explain(at("2026-09-17 10:00"), working_days(10), calendar)

    assert [line.date.day for line in lines] == [*range(17, 31), *range(1, 9)]
    by_day = {(line.date.month, line.date.day): line for line in lines}
    assert (by_day[9, 17].code, by_day[9, 17].counted) == (DayCode.START, False)
    assert (by_day[9, 20].code, by_day[9, 20].number, by_day[9, 20].label) == (DayCode.MAKE_UP, 2, "调休上班")
    assert {by_day[9, n].label for n in (25, 26, 27)} == {"中秋节"}
    assert {(by_day[10, n].code, by_day[10, n].label) for n in range(1, 8)} == {(DayCode.HOLIDAY, "国庆节")}
    assert by_day[9, 19].code is DayCode.WEEKEND
    assert by_day[10, 8].number == 10
    assert [line.number for line in lines if line.counted] == list(range(1, 11))


@pytest.mark.parametrize(
    ("start", "amount", "stop", "resume", "end"),
    [
        ("2026-09-17", 10, "2026-09-22", "2026-10-12", "2026-10-20"),
        ("2026-09-01", 5, "2026-09-05", "2026-09-07", "2026-09-09"),
        ("2026-09-17", 10, "2026-09-21", "2026-09-29", "2026-10-14"),
    ],
)
def test_a_suspension_excludes_the_working_days_after_the_stop_up_to_the_resume(
    calendar, start, amount, stop, resume, end
):
    due = due_at(at(start), working_days(amount), calendar, [Pause(at(stop), at(resume))])

    assert due.at == at(f"{end} 18:00")


def test_the_running_example_excludes_22_23_24_28_and_29_september(calendar):
    lines = explain(at("2026-09-17"), working_days(10), calendar, [Pause(at("2026-09-21"), at("2026-09-29"))])

    assert [line.date.day for line in lines if line.code is DayCode.SUSPENDED] == [22, 23, 24, 28, 29]


def test_deemed_acceptance_after_five_days_and_the_promise_count_from_receipt(calendar):
    received = at("2026-09-18 16:00")

    assert due_at(received, working_days(5), calendar).at == at("2026-09-24 18:00")
    assert due_at(received, working_days(10), calendar).at == at("2026-10-09 18:00")


def test_an_extension_adds_working_days_to_the_limit(calendar):
    due = due_at(at("2026-09-17"), working_days(10), calendar, extensions=2)

    assert due.at == at("2026-10-10 18:00")
    assert due.days[-1].number == 12


@pytest.mark.parametrize(
    ("limit", "base", "end"),
    [
        (Limit(7, Unit.CALENDAR_DAY), "2026-09-24", "2026-10-15"),
        (Limit(10, Unit.CALENDAR_DAY), "2026-09-28", "2026-10-16"),
        (Limit(1, Unit.MONTH), "2026-10-19", "2026-11-02"),
        (Limit(4, Unit.HOUR), "2026-09-17", "2026-10-08"),
        (Limit(0, Unit.CALENDAR_DAY), "2026-09-17", "2026-10-08"),
    ],
)
def test_an_extension_of_a_limit_in_other_units_is_of_working_days_too(calendar, limit, base, end):
    start = at("2026-09-17 10:00")

    due = due_at(start, limit, calendar, extensions=10)

    assert due_at(start, limit, calendar).at.date() == at(base).date()
    assert due.at == at(f"{end} 18:00")
    assert [line.number for line in due.days if line.code is DayCode.EXTENDED] == list(range(1, 11))


def test_a_pause_in_the_days_of_an_extension_is_not_counted(calendar):
    pause = Pause(at("2026-09-24 11:00"), at("2026-09-29 11:00"))

    due = due_at(at("2026-09-17"), Limit(7, Unit.CALENDAR_DAY), calendar, [pause], extensions=2)

    assert due.at == at("2026-10-08 18:00")
    assert [line.date.day for line in due.days if line.code is DayCode.EXTENDED] == [30, 8]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-09-30 10:00", "2026-09-30 18:00"),
        ("2026-09-30 18:30", "2026-10-08 18:00"),
        ("2026-10-03 10:00", "2026-10-08 18:00"),
    ],
)
def test_zero_days_end_at_closing_time_of_the_same_working_day(calendar, start, end):
    assert due_at(at(start), working_days(0), calendar).at == at(end)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-09-20", Limit(7, Unit.CALENDAR_DAY), "2026-09-28"),
        ("2026-09-21", Limit(7, Unit.CALENDAR_DAY), "2026-09-28"),
        ("2026-08-01", Limit(60, Unit.CALENDAR_DAY), "2026-09-30"),
        ("2026-07-02", Limit(3, Unit.MONTH), "2026-10-08"),
        ("2026-01-31", Limit(1, Unit.MONTH), "2026-02-28"),
        ("2024-01-31", Limit(1, Unit.MONTH), "2024-02-29"),
        ("2025-12-15", Limit(3, Unit.MONTH), "2026-03-16"),
    ],
)
def test_calendar_days_and_months_that_end_on_a_day_off_move_to_the_next_working_day(calendar, start, limit, end):
    assert due_at(at(start), limit, calendar).at == at(f"{end} 18:00")


def test_the_line_of_a_moved_end_says_so(calendar):
    lines = explain(at("2026-09-20"), Limit(7, Unit.CALENDAR_DAY), calendar)

    assert [line.number for line in lines] == [None, 1, 2, 3, 4, 5, 6, 7, None]
    assert lines[-1].code is DayCode.MOVED


def test_hours_count_from_the_instant_within_office_hours(calendar):
    hours = Limit(4, Unit.HOUR)

    assert due_at(at("2026-09-30 11:00"), hours, calendar).at == at("2026-09-30 17:00")
    assert due_at(at("2026-09-30 17:00"), hours, calendar).at == at("2026-10-08 12:00")
    assert due_at(at("2026-10-03 17:00"), hours, calendar).at == at("2026-10-08 15:00")


def test_hours_stand_still_between_stop_and_resume(calendar):
    pause = Pause(at("2026-09-29 11:00"), at("2026-09-30 11:00"))

    assert due_at(at("2026-09-29 10:00"), Limit(2, Unit.HOUR), calendar, [pause]).at == at("2026-09-30 12:00")
    assert due_at(at("2026-09-29 10:00"), Limit(1, Unit.HOUR), calendar, [pause]).at == at("2026-09-29 11:00")


def test_hours_stand_still_in_every_pause_in_whatever_order_they_are_read(calendar):
    spans = (("15:00", "16:00"), ("10:00", "11:00"))
    pauses = [Pause(at(f"2026-09-29 {stop}"), at(f"2026-09-29 {resume}")) for stop, resume in spans]

    ends = {due_at(at("2026-09-29 09:00"), Limit(4, Unit.HOUR), calendar, one).at for one in (pauses, pauses[::-1])}

    assert ends == {at("2026-09-29 17:00")}


def test_the_lines_of_hours_name_the_days_that_lie_wholly_in_a_pause(calendar):
    pause = Pause(at("2026-09-28 11:00"), at("2026-09-30 11:00"))

    lines = explain(at("2026-09-28 10:00"), Limit(2, Unit.HOUR), calendar, [pause])

    assert [line.code for line in lines] == [DayCode.START, DayCode.SUSPENDED, DayCode.HOURS]


def test_a_pause_that_is_still_to_come_takes_nothing_from_the_hours_before_it(calendar):
    pause = Pause(at("2026-09-29 11:00"))

    due = due_at(at("2026-09-29 10:00"), Limit(2, Unit.HOUR), calendar, [pause], as_of=at("2026-09-29 10:30"))

    assert due.at == at("2026-09-29 12:00")


def test_an_open_suspension_is_not_due_and_projects_its_planned_end(calendar):
    pause = Pause(at("2026-09-21"), planned_end=at("2026-09-29"))

    early = due_at(at("2026-09-17"), working_days(10), calendar, [pause], as_of=at("2026-09-23"))
    late = due_at(at("2026-09-17"), working_days(10), calendar, [pause], as_of=at("2026-10-09"))

    assert (early.paused, early.at) == (True, at("2026-10-14 18:00"))
    assert (late.paused, late.at) == (True, at("2026-10-19 18:00"))


def test_an_open_suspension_without_an_instant_to_look_from_is_refused(calendar):
    with pytest.raises(ValueError, match="as of"):
        due_at(at("2026-09-17"), working_days(10), calendar, [Pause(at("2026-09-21"))])


def test_nothing_falls_due_inside_a_suspension_that_began_on_the_last_day(calendar):
    pause = Pause(at("2026-10-08 11:00"), at("2026-10-14 11:00"))

    due = due_at(at("2026-09-17"), working_days(10), calendar, [pause])

    assert due.at == at("2026-10-14 18:00")
    assert due.days[-1].code is DayCode.CARRIED
    assert len([line for line in due.days if line.counted]) == 10


@pytest.mark.parametrize(("resumed", "end"), [("18:00", "2026-10-14 18:00"), ("18:01", "2026-10-15 18:00")])
def test_who_resumes_at_closing_time_has_still_that_day(calendar, resumed, end):
    pause = Pause(at("2026-10-08 11:00"), at(f"2026-10-14 {resumed}"))

    assert due_at(at("2026-09-17"), working_days(10), calendar, [pause]).at == at(end)


@pytest.mark.parametrize("stopped", ["18:00", "18:30"])
def test_a_stop_after_the_limit_ended_does_not_move_it(calendar, stopped):
    pause = Pause(at(f"2026-10-08 {stopped}"), at("2026-10-14 11:00"))

    assert due_at(at("2026-09-17"), working_days(10), calendar, [pause]).at == at("2026-10-08 18:00")


def test_a_count_through_an_unpublished_year_is_provisional(calendar):
    assert due_at(at("2026-11-23"), working_days(29), calendar).at.year == 2027
    assert due_at(at("2026-11-23"), working_days(29), calendar).provisional
    assert not due_at(at("2026-11-23"), working_days(28), calendar).provisional


@pytest.mark.parametrize(
    ("begun", "limit", "resumed", "is_provisional"),
    [
        ("2026-11-23", Limit(38, Unit.CALENDAR_DAY), None, False),
        ("2026-11-23", Limit(39, Unit.CALENDAR_DAY), None, True),
        ("2026-11-23", Limit(1, Unit.MONTH), None, False),
        ("2026-11-23", Limit(2, Unit.MONTH), None, True),
        ("2026-12-30 16:00", Limit(4, Unit.HOUR), None, False),
        ("2026-12-31 16:00", Limit(4, Unit.HOUR), None, True),
        ("2026-11-23", working_days(10), "2026-12-04", False),
        ("2026-11-23", working_days(10), "2027-01-05", True),
    ],
)
def test_so_is_one_in_any_unit_and_one_that_was_stopped(calendar, begun, limit, resumed, is_provisional):
    stops = [] if resumed is None else [Pause(at("2026-11-30"), at(resumed))]

    assert due_at(at(begun), limit, calendar, stops).provisional is is_provisional


def test_a_promise_in_other_units_is_compared_with_the_law_for_every_day_of_a_year(calendar):
    assert first_breach(working_days(5), Limit(1, Unit.MONTH), calendar, 2026) is None
    assert first_breach(Limit(7, Unit.CALENDAR_DAY), working_days(5), calendar, 2025) is not None
    assert first_breach(working_days(20), Limit(30, Unit.CALENDAR_DAY), calendar, 2026) is not None


@pytest.mark.parametrize(("amount", "unit"), [(-1, Unit.WORKING_DAY), (9999, Unit.MONTH)])
def test_a_limit_nobody_could_keep_is_refused_in_both_languages(amount, unit):
    with pytest.raises(LimitOutOfRange) as refusal:
        Limit(amount, unit)

    assert str(amount) in refusal.value.in_language("zh")
    assert str(amount) in refusal.value.in_language("en")
