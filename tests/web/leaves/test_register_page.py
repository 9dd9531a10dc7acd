"""The page of the leave register: entries in words, flags, filters, a spreadsheet."""

from datetime import date

import pytest
from sqlalchemy import update

from casework.leaves.leave import Leave
from tests.casework.people import NOW
from tests.web.api.program import fill_with_items, open_case
from tests.web.sheets import rows_of, styles_of
from tests.web.site import page


@pytest.fixture
def entered(site):
    fill_with_items(site)
    case_no = open_case(site)
    actor = site.actor("wulei")
    with site.office.database.transaction() as session:
        session.add(
            Leave(
                case_id=1, person_id=actor.person_id, department_id=actor.department_id, kind="sick",
                first_day=date(2026, 10, 12), last_day=date(2026, 10, 21), until_noon=True, halves=15,
                is_over_month=True, registered_at=NOW,
            )
        )  # fmt: skip
    return case_no


@pytest.mark.parametrize(
    ("language", "kind", "flag"), [("zh", "病假", "超过 7 天"), ("en", "sick leave", "over 7 days")]
)
def test_an_entry_reads_in_words_with_its_flag(site, entered, language, kind, flag):
    text = page(site.client("gaofeng", language).get("/leaves"))

    for word in ("吴磊", kind, "7.5", flag, entered):
        assert word in text


def test_days_that_hang_on_holidays_not_published_yet_are_marked(site, entered):
    assert "7.5（暂定）" not in page(site.client("gaofeng").get("/leaves"))
    with site.office.database.transaction() as session:
        session.execute(update(Leave).values(first_day=date(2027, 2, 1), last_day=date(2027, 2, 10)))

    assert "7.5（暂定）" in page(site.client("gaofeng").get("/leaves"))


def test_filters_narrow_it_and_others_do_not_see_it(site, entered):
    chief = site.client("gaofeng")

    assert "吴磊" in page(chief.get("/leaves?month=2026-10&kind=sick&department=ZJ&flagged=1"))
    for nothing in ("/leaves?month=2026-11", "/leaves?kind=annual", "/leaves?department=CG"):
        assert "没有请假记录" in page(chief.get(nothing))
    assert "没有请假记录" in page(site.client("zhoumin").get("/leaves"))


def test_it_is_saved_as_a_spreadsheet(site, entered):
    row = rows_of(site.client("gaofeng").get("/export/leaves.xlsx").data)[1]

    assert (row[0], "7.5" in row, row[-1]) == ("吴磊", True, entered)


def test_days_that_hang_on_holidays_not_published_yet_are_marked_in_the_spreadsheet_and_stay_numbers(site, entered):
    with site.office.database.transaction() as session:
        session.execute(update(Leave).values(first_day=date(2027, 2, 1), last_day=date(2027, 2, 10)))

    content = site.client("gaofeng").get("/export/leaves.xlsx").data

    assert "7.5" in rows_of(content)[1]
    assert "（暂定）" in styles_of(content)
