"""What no page sends, but a program or a broken browser may: refused by name or read as nothing, it never fails."""

import pytest
from sqlalchemy import func, select

from casework.cases.case import Case
from tests.web.clerk.desk import CHIEF, HANDLER, ITEM, WINDOW
from tests.web.site import words

DEEP = "[" * 100_000
ODD_NUMBERS = ("²", "१", "9" * 31, "-1", "1e3", "%2B1")
UNREADABLE = {
    "no JSON": {"outcome": "submit"},
    "an outcome nested too deep": {"outcome": DEEP},
    "answers nested too deep": {"data": DEEP, "outcome": '"submit"'},
    "half a character": {"data": '{"note": "\\ud800"}', "outcome": '"submit"'},
    "NUL in an answer": {"data": '{"note": "\\u0000"}', "outcome": '"submit"'},
    "no number": {"data": '{"amount": NaN}', "outcome": '"submit"'},
}
ASKING = (
    (WINDOW, "/workbench?page={}"), (WINDOW, "/cases?page={}"), (HANDLER, "/tasks/1?for={}"),
    (CHIEF, "/delegations?of={}"), (CHIEF, "/department?department={}"), ("admin", "/people?department={}"),
    ("admin", "/posts?department={}"), ("admin", "/items?department={}"), ("admin", "/calendar?calendar={}"),
    ("admin", "/calendar?year={}"), ("admin", "/incidents?after={}"),
)  # fmt: skip


@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_what_is_no_number_in_an_address_is_as_good_as_left_out(desk, number):
    desk.register()

    answers = {address: desk.as_(who).get(address.format(number)).status_code for who, address in ASKING}

    assert {address: status for address, status in answers.items() if status not in (200, 403, 404)} == {}


@pytest.mark.parametrize("fields", UNREADABLE.values(), ids=list(UNREADABLE))
def test_answers_that_cannot_be_read_are_refused_and_the_task_stays_open(desk, fields):
    case_no = desk.register()
    task_id = desk.waiting(case_no)

    answer = desk.as_(HANDLER).post(
        f"/tasks/{task_id}/complete", data={"revision": desk.revision(case_no), "opinion": "拟准予", **fields}
    )

    assert "拟准予" in words(answer, 422)
    assert desk.waiting(case_no) == task_id


@pytest.mark.parametrize("who", ["person", "item_ids"])
def test_what_is_no_number_in_a_choice_chooses_nothing(desk, who):
    task_id, odd = desk.waiting(desk.register()), "²"
    posted = {
        "person": (CHIEF, f"/tasks/{task_id}/assign", {"person": odd, "reason": "派件"}),
        "item_ids": (HANDLER, "/delegations", {"deputy": "zhaoqiwen", "starts_day": "2026-10-10",
                     "ends_day": "2026-10-16", "reason": "出差", "scope": "items", "item_ids": odd}),
    }  # fmt: skip
    username, address, form = posted[who]

    assert desk.as_(username).post(address, data=form).status_code == 422


@pytest.mark.parametrize("name", ["opinion", "data"])
def test_a_nul_is_refused_by_the_name_of_its_field(desk, name):
    case_no = desk.register()
    form = {"revision": desk.revision(case_no), "outcome": '"submit"', name: "拟\0准予"}

    text = words(desk.as_(HANDLER).post(f"/tasks/{desk.waiting(case_no)}/complete", data=form), 422)

    assert name in text and "NUL" in text
    assert desk.as_(WINDOW).get("/cases/YC%00").status_code == 404
    assert desk.as_(WINDOW).get("/cases?q=%00").status_code == 422


@pytest.mark.parametrize("mark", ["weird", ""])
def test_a_required_paper_with_no_mark_that_is_known_is_not_accepted(desk, mark):
    answer = desk.post_registration(material_HT=mark)

    assert answer.status_code == 422
    with desk.site.office.database.reading() as session:
        assert session.scalar(select(func.count(Case.id))) == 0
    assert desk.as_(WINDOW).get(f"/registration/{ITEM}").status_code == 200
