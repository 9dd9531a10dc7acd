"""The report of a recount and its spreadsheet say which of the new dates may move again."""

import re
from datetime import UTC, datetime

from casework.clocks.calendars import list_calendars
from tests.web.clerk.desk import Desk
from tests.web.sheets import rows_of, styles_of

# Friday 25 December 2026; the notice of 2027 has not come.
CHRISTMAS = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)


def test_a_new_date_in_a_year_without_a_notice_is_marked_on_the_page_and_in_the_sheet(desk: Desk) -> None:
    desk.site.office.clock.travel_to(CHRISTMAS)
    case_no = desk.register()
    with desk.site.office.database.reading() as session:
        calendar = next(one.id for one in list_calendars(session) if one.code == "YC")
    admin = desk.as_("admin")

    admin.post(f"/calendar/{calendar}/days", data={"day": "2027-01-04", "kind": "off", "label": "停电检修"})
    year = desk.page("admin", "/calendar?year=2027")
    address = year.partition('href="/calendar/recounts/')[2].partition('"')[0]
    report = desk.page("admin", f"/calendar/recounts/{address}")
    sheet = admin.get(f"/export/recounts/{address}.xlsx").data

    history = desk.site.client("admin", language="en").get(f"/cases/{case_no}?tab=history").text
    told = " ".join(re.sub(r"<[^>]*>", "", history).split())
    assert "2027-01-04 改为停电检修" in report and "2027-01-04 is now: 停电检修" in told
    assert case_no in report and "（暂定）" in report
    assert any(case_no in row for row in rows_of(sheet)) and "（暂定）" in styles_of(sheet)
