"""The calendar page shows why each day counts; a notice is loaded only after its effect was seen."""

import re

import pytest

from casework.clocks.calendars import list_calendars, working_calendar
from tests.web.sheets import rows_of
from tests.web.site import a_file, page, words

NOTICE = (
    "国务院办公厅关于2027年部分节假日安排的通知\n"
    "一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。\n"
    "二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。\n"
)


def a_calendar(site):
    with site.office.database.reading() as session:
        row = next(one for one in list_calendars(session) if one.code == "YC")
        return row.id, working_calendar(session, row.id)


def test_the_year_names_holidays_and_make_up_days(site):
    text = page(site.client("lijianping").get("/calendar?year=2026"))

    assert "已公布" in text
    assert "国庆节" in text
    assert re.search(r'class="make_up[^"]*"><a[^>]*>10<', text)


def test_a_year_without_notice_is_marked_provisional(site):
    text = page(site.client("lijianping").get("/calendar?year=2027"))

    assert "暂推算" in text
    assert "2027 年放假安排还没有导入" in text


def test_a_day_says_why_it_does_not_count(site):
    text = page(site.client("lijianping").get("/calendar?year=2026&day=2026-10-01"))

    assert "国庆节" in text
    assert "不计入期限" in text


def test_nonsense_in_the_address_shows_the_present_year(site):
    text = page(site.client("lijianping").get("/calendar?year=abc&day=tomorrow"))

    assert "2026 年工作日历" in text


def test_a_notice_is_looked_at_before_anything_changes(site):
    number, before = a_calendar(site)

    text = page(site.client("admin").post(f"/calendar/{number}/import", data={"text": NOTICE}))

    assert "现在还什么都没有改" in text
    assert "2月5日 周五" in text
    assert a_calendar(site)[1] == before


def test_an_agreed_notice_publishes_the_year_and_reports_every_changed_day(site):
    number, _ = a_calendar(site)
    fields = {"text": NOTICE, "agreed": "yes", "source": "国办发明电〔2026〕1号"}

    text = page(site.client("admin").post(f"/calendar/{number}/import", data=fields))

    assert "已导入" in text
    assert "2027 年从“暂推算”变为“已公布”" in text
    assert 2027 in a_calendar(site)[1].published_years
    assert "国办发明电〔2026〕1号" in page(site.client("admin").get("/calendar?year=2027"))


def test_the_limits_of_open_cases_are_counted_anew_and_shown_before_and_after(site):
    number, _ = a_calendar(site)
    admin = site.client("admin")
    seen = page(admin.post(f"/calendar/{number}/import", data={"text": NOTICE}))

    done = page(admin.post(f"/calendar/{number}/import", data={"text": NOTICE, "agreed": "yes"}))

    address = re.search(r'href="(/calendar/recounts/\d+)"', done)[1]
    report = page(admin.get(address))
    told = re.search(r"已重算 (\d+) 个在办件，(\d+) 个期限改变", report)
    lines = rows_of(admin.get(f"/export{address.removeprefix('/calendar')}.xlsx").data)
    assert f"导入后会重算 {told[1]} 个在办件的期限" in seen
    assert len(lines) - 1 == int(told[2])
    assert site.client("lijianping").get(address).status_code == 403


def test_a_notice_comes_from_a_file_in_the_encoding_of_old_systems_too(site):
    number, _ = a_calendar(site)
    fields = {"text": "", "file": a_file("notice.txt", NOTICE.encode("gb18030"))}

    text = page(site.client("admin").post(f"/calendar/{number}/import", data=fields))

    assert "春节" in text


def test_a_line_that_cannot_be_read_is_named_and_the_text_is_kept(site):
    number, _ = a_calendar(site)

    answer = site.client("admin").post(f"/calendar/{number}/import", data={"text": "2027-13-01,off,不存在"})

    text = words(answer, 422)
    assert "第 1 行看不懂" in text
    assert "2027-13-01,off,不存在" in text


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "工作日 → 停电检修"), ("en", "Fri 13 Nov: working day → 停电检修")]
)
def test_a_day_is_changed_with_its_reason(site, language, told):
    number, _ = a_calendar(site)
    fields = {"day": "2026-11-13", "kind": "off", "label": "停电检修"}

    text = page(site.client("admin", language).post(f"/calendar/{number}/days", data=fields, follow_redirects=True))

    assert told in text


def test_a_short_day_needs_hours_that_rise(site):
    number, _ = a_calendar(site)
    fields = {"day": "2026-11-13", "kind": "half", "half_1_from": "12:00", "half_1_to": "09:00"}

    assert "从早到晚" in words(site.client("admin").post(f"/calendar/{number}/days", data=fields), 422)


def test_new_hours_hold_from_their_day_on(site):
    number, _ = a_calendar(site)
    times = {"hours_1_from": "08:30", "hours_1_to": "11:30", "hours_2_from": "13:30", "hours_2_to": "17:00"}

    answer = site.client("admin").post(f"/calendar/{number}/hours", data={**times, "valid_from": "2026-12-01"})

    hours = a_calendar(site)[1].hours
    assert answer.status_code == 302
    assert hours.on(hours.valid_from)[0][0].isoformat() == "08:30:00"
    assert hours.on(hours.valid_from.replace(month=11))[0][0].isoformat() == "09:00:00"


def test_hours_of_the_past_stay(site):
    number, _ = a_calendar(site)
    fields = {"hours_1_from": "08:30", "hours_1_to": "11:30", "valid_from": "2026-01-01"}

    assert "不能从过去的日子改起" in words(site.client("admin").post(f"/calendar/{number}/hours", data=fields), 422)


def test_others_read_the_calendar_and_are_told_who_changes_it(site):
    client, (number, _) = site.client("lijianping"), a_calendar(site)

    assert "只有系统管理员可以改日历" in page(client.get("/calendar"))
    assert "系统管理员" in words(client.post(f"/calendar/{number}/days", data={"day": "2026-11-13"}), 403)


def test_the_year_is_saved_as_a_spreadsheet_with_every_day(site):
    rows = rows_of(site.client("admin").get("/export/calendar.xlsx?year=2026").data)

    assert len(rows) == 366
    assert rows[274][1:4] == ["周四", "放假", "国庆节"]
