"""The workbench: take the next task, and what is due by when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.organisation.post import PostHolding, Rank
from casework.organisation.posts import hold_post
from tests.web.clerk.desk import CHIEF, HANDLER, REVIEWER, WINDOW
from tests.web.site import words

DUE = "/workbench?tab=due&when="


def test_the_next_offered_task_is_claimed_and_opened(desk):
    first, second = desk.register(), desk.register(phone="13912340269")
    browser = desk.as_(HANDLER)

    opened = [browser.post("/workbench/next").headers["Location"] for _ in range(2)]

    assert opened == [f"/tasks/{desk.waiting(case_no)}" for case_no in (first, second)]
    assert first in desk.page(HANDLER, "/workbench")


def test_every_tab_tells_how_much_is_in_it(desk, monkeypatch):
    for phone in ("13912340267", "13912340268", "13912340269"):
        case_no = desk.register(phone=phone)
    desk.complete(HANDLER, case_no, "submit")
    tab = '{}<span class="n{}">{}</span>'

    shown = words(desk.as_(HANDLER).get("/workbench"))

    assert tab.format("可认领", "", 2) in shown
    assert tab.format("已办", "", 1) in shown
    assert tab.format("委托", " none", 0) in shown
    assert tab.format("我的办件", "", 3) in words(desk.as_(WINDOW).get("/workbench?tab=cases"))
    monkeypatch.setattr("casework.tasks.inbox.COUNTED_TO", 2)
    monkeypatch.setattr("web.workbench.views.COUNTED_TO", 2)
    assert tab.format("我的办件", "", "1+") in words(desk.as_(WINDOW).get("/workbench"))


def test_where_nothing_is_offered_the_workbench_says_so(desk):
    desk.register()

    answer = desk.as_(REVIEWER).post("/workbench/next", follow_redirects=True)

    assert "现在没有可以认领的任务" in words(answer)


def test_the_next_to_claim_passes_over_what_one_may_not_approve_oneself(desk):
    hold_as_chief(desk, HANDLER)
    own, others = desk.register(), desk.register(phone="13912340269")
    desk.complete(HANDLER, own, "submit")
    desk.complete(REVIEWER, own, "agreed")
    browser = desk.as_(HANDLER)

    opened = browser.post("/workbench/next").headers["Location"]
    nothing = words(browser.post("/workbench/next", follow_redirects=True))

    assert opened == f"/tasks/{desk.waiting(others)}"
    assert "您办过前面的环节或是申请人，要由同事认领" in nothing


@pytest.mark.parametrize(("days", "told"), [(-1, ""), (0, "today"), (1, "overdue")])
def test_what_is_due_is_narrowed_by_when(desk, days, told):
    case_no = desk.register()
    with desk.site.office.database.reading() as session:
        due = session.query(Case.promised_due_at).filter_by(case_no=case_no).scalar()
    desk.site.office.clock.travel_to(due + timedelta(days=days, hours=-1))

    listed = [when for when in ("today", "overdue", "paused") if case_no in desk.page(HANDLER, DUE + when)]

    assert listed == [told] * bool(told)
    assert case_no in desk.page(HANDLER, DUE)


def test_after_a_task_one_is_back_at_the_list_one_came_from(desk):
    case_no = desk.register()
    desk.register(phone="13912340268")
    browser, task = desk.as_(HANDLER), desk.waiting(case_no)
    browser.get("/workbench?tab=offered&item=CG-DESK&page=1")
    browser.get("/workbench?tab=offered&format=xlsx")
    browser.post(f"/tasks/{task}/claim")

    shown = words(browser.get(f"/tasks/{task}"))
    seen = {"revision": desk.revision(case_no), "outcome": '"submit"'}
    left = browser.post(f"/tasks/{task}/complete", data=seen).headers["Location"]

    assert left == "/workbench?tab=offered&item=CG-DESK&page=1"
    assert 'href="/workbench?tab=offered&amp;item=CG-DESK&amp;page=1"' in shown


def test_who_signs_out_leaves_no_list_behind(desk):
    browser, case_no = desk.as_(HANDLER), desk.register()
    browser.get("/cases?q=王小明")
    assert "/cases?q=" in words(browser.get(f"/cases/{case_no}"))

    browser.post("/sign-out")

    with browser.session_transaction() as left:
        assert "lists" not in left


def test_what_is_done_is_not_narrowed_by_what_only_waiting_tasks_have(desk):
    desk.complete(HANDLER, desk.register(), "submit")

    page = desk.page(HANDLER, "/workbench?tab=done")

    assert 'name="step"' in page
    assert 'name="when"' not in page
    assert 'name="unread"' not in page


def hold_as_chief(desk, username):
    """Give the clerk the chief's post of the department as well."""
    with desk.site.office.database.transaction() as session:
        post = session.scalars(select(PostHolding.post_id).where(PostHolding.person_id == desk.person(CHIEF))).first()
        hold_post(session, SYSTEM, post, desk.person(username), Rank.B, desk.site.office.clock.now())
