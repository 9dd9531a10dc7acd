"""Calendars are kept per place: a year's notice is loaded as printed, a day or the hours are changed by hand."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.clocks.calendar_tables import CalendarDayKind
from casework.clocks.calendars import (
    DayEntry,
    calendar_of,
    create_calendar,
    import_year,
    list_years,
    read_hours,
    set_day,
    set_hours,
    working_calendar,
    write_hours,
)
from casework.clocks.notice import CalendarRefused, read_calendar_file
from casework.clocks.office_hours import OfficeHours
from casework.clocks.seed import published_days, seeded_calendar
from casework.errors import NotFound, NotPermitted
from casework.organisation.role import Role
from tests.casework.people import NOW, a_centre

NOTICE_2025 = """国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。"""
HEADING = "关于2027年部分节假日安排的通知\n一、元旦："
NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。1月3日（周日）上班。"""


def a_table(*more: str) -> str:
    """Of 2027, with the holidays of a fixed date as far as they are no weekend."""
    days = ["2027-01-01", *more, "2027-10-01"]
    return json.dumps({"2027": [{"date": day, "name": "春节" if day in more else "假日", "off": True} for day in days]})


@pytest.fixture
def calendar_id(session: Session) -> int:
    return create_calendar(session, SYSTEM, "T", "测试日历", OfficeHours()).id


def test_a_new_calendar_counts_like_the_published_notices(session, calendar_id):
    calendar, seeded = working_calendar(session, calendar_id), seeded_calendar()
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(3 * 366)]

    assert [calendar.why(day) for day in days] == [seeded.why(day) for day in days]
    assert calendar.published_years == seeded.published_years


def test_the_text_of_the_notice_gives_the_same_days_as_the_published_table():
    read = {entry.day: entry.kind == CalendarDayKind.OFF for entry in read_calendar_file(NOTICE_2025)[0].days}

    assert read == {day: kind.off for day, kind in published_days(2025).items()}


@pytest.mark.parametrize(("text", "code", "said"), [
    (f"{HEADING}1月1日（周六）至3日（周日）放假。", "wrong_weekday", "2027年1月1日是周五，通知里写的是周六"),
    (f"{HEADING}1月1日（星期五）至3日（农历、星期六）放假。", "wrong_weekday", "1月3日是周日"),
    (f"{HEADING}2月30日（周二）放假。", "no_such_day", "“2月30日”不是真实的日期"),
    (f"{HEADING}1月1日至3日放假。1月2日上班。", "day_twice", "2027年1月2日既写了放假又写了上班"),
    ("2027-01-04,off\n2027-01-04,working", "day_twice", "2027年1月4日"),
    ('{"2027": 1}', "not_json", "应为按年份列出日子的对象"),
])  # fmt: skip
def test_a_notice_that_contradicts_itself_or_the_days_of_the_week_is_refused_by_the_day(text, code, said):
    with pytest.raises(CalendarRefused) as refusal:
        read_calendar_file(text)

    assert refusal.value.code == f"calendar.{code}"
    assert said in refusal.value.in_language("zh")


def test_json_of_the_samples_is_read(session, calendar_id, shared):
    text = (shared / "calendar" / "holidays_2024_2026.json").read_text()

    reports = import_year(session, SYSTEM, calendar_id, text, NOW)

    assert [report.year for report in reports] == [2024, 2025, 2026]
    assert [report.changed for report in reports] == [(), (), ()]


def test_an_unpublished_year_is_provisional_until_its_notice_comes_and_the_report_says_what_moved(session, calendar_id):
    before = working_calendar(session, calendar_id)
    text = a_table("2027-02-08")

    report = import_year(session, SYSTEM, calendar_id, text, NOW, "通知")[0]

    after = working_calendar(session, calendar_id)
    assert before.is_provisional(date(2027, 2, 8)) and not after.is_provisional(date(2027, 2, 8))
    assert [(change.day, change.before, change.after) for change in report.changed] == [
        (date(2027, 2, 8), "工作日", "春节")
    ]
    assert not report.was_published and list_years(session, calendar_id)[-1].source == "通知"


def test_a_table_of_some_days_changes_these_days_only(session, calendar_id):
    import_year(session, SYSTEM, calendar_id, a_table("2027-02-08"), NOW)

    report = import_year(session, SYSTEM, calendar_id, "2027-03-01,off,停电", NOW)[0]
    other = import_year(session, SYSTEM, calendar_id, "2028-03-01,off,停电", NOW)[0]

    calendar = working_calendar(session, calendar_id)
    assert (report.is_whole, other.is_whole) == (False, False)
    assert not calendar.is_working(date(2027, 3, 1)) and not calendar.is_working(date(2027, 2, 8))
    assert not calendar.is_provisional(date(2027, 3, 1)) and calendar.is_provisional(date(2028, 3, 1))


def test_a_notice_that_reaches_into_the_year_before_changes_only_that_day_there(session, calendar_id):
    holidays = working_calendar(session, calendar_id)

    import_year(session, SYSTEM, calendar_id, NOTICE_2027, NOW)

    calendar = working_calendar(session, calendar_id)
    assert not calendar.is_working(date(2026, 12, 31)) and calendar.is_working(date(2027, 1, 3))
    assert calendar.why(date(2026, 10, 1)) == holidays.why(date(2026, 10, 1))


def test_csv_is_read_and_a_bad_line_is_named():
    good = read_calendar_file("日期,类型,名称\n2027-01-01,off,元旦\n2027-01-02,half,")[0]

    assert [(one.kind, one.hours is not None) for one in good.days] == [("off", False), ("half", True)]
    with pytest.raises(CalendarRefused) as refusal:
        read_calendar_file("2027-01-01,off,元旦\n2027-02-30,off,春节")
    assert refusal.value.params["line"] == 2


@pytest.mark.parametrize("text", ["", "{}", "{", '{"2027": [{"date": 1}]}', "hello", '{"2027": [1]}', '{"1999": 2}'])
def test_a_file_that_names_no_day_changes_nothing(session, calendar_id, text):
    before = working_calendar(session, calendar_id)

    with pytest.raises(CalendarRefused):
        import_year(session, SYSTEM, calendar_id, text, NOW)

    assert working_calendar(session, calendar_id) == before


def test_one_day_is_changed_by_hand_and_changed_back(session, calendar_id):
    day = date(2026, 10, 12)

    change = set_day(session, SYSTEM, calendar_id, DayEntry(day, CalendarDayKind.OFF, "停电"), NOW)
    assert (change.before, change.after) == ("工作日", "停电")
    assert not working_calendar(session, calendar_id).is_working(day)

    set_day(session, SYSTEM, calendar_id, DayEntry(day, CalendarDayKind.WORKING), NOW)
    assert working_calendar(session, calendar_id).is_working(day)


def test_half_a_day_closes_at_noon(session, calendar_id):
    day = date(2026, 10, 12)

    set_day(session, SYSTEM, calendar_id, DayEntry(day, CalendarDayKind.HALF, "全员培训"), NOW)

    assert working_calendar(session, calendar_id).closing(day).time() == time(12)


def test_hours_survive_being_stored(session, calendar_id):
    earlier = OfficeHours(by_weekday=((4, ((time(9), time(12)),)),))
    hours = OfficeHours(intervals=((time(8, 30), time(17)),), valid_from=date(2026, 5, 1), earlier=earlier)

    set_hours(session, SYSTEM, calendar_id, hours, NOW)

    assert working_calendar(session, calendar_id).hours == hours == read_hours(write_hours(hours))


def test_an_unchanged_calendar_is_the_same_object_and_a_changed_one_is_not(session, calendar_id):
    first = working_calendar(session, calendar_id)
    assert working_calendar(session, calendar_id) is first

    set_day(session, SYSTEM, calendar_id, DayEntry(date(2026, 10, 12), CalendarDayKind.OFF, "停电"), NOW)

    assert working_calendar(session, calendar_id) is not first


def test_each_service_point_has_its_calendar_and_none_is_an_error(session):
    with pytest.raises(NotFound, match="banjian init"):
        calendar_of(session, None)
    centre = a_centre(session)

    assert calendar_of(session, centre.point.id) is calendar_of(session, None)


def test_only_administrators_change_the_calendar(session, calendar_id):
    clerk = a_centre(session).hire("wangli", "王丽", (Role.WINDOW, "ZJ"))

    with pytest.raises(NotPermitted):
        import_year(session, clerk, calendar_id, NOTICE_2025, NOW)
