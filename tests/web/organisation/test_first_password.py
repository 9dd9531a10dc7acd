"""Whoever has a password that somebody else chose does nothing before it is changed."""

import pytest

from casework.organisation.people import find_person
from tests.web.site import PASSWORD, page

OWN = "own-horse-battery-7"


@pytest.fixture
def newcomer(site):
    """Signed in with the password that an administrator gave."""
    client = site.client("lijianping")
    with site.office.database.transaction() as session:
        find_person(session, "lijianping").must_change_password = True
    return client


@pytest.mark.parametrize("address", ["/", "/items", "/cases", "/export/items.xlsx", "/no/such/page"])
def test_until_the_first_password_is_changed_every_page_leads_to_changing_it(newcomer, address):
    answer = newcomer.get(address)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/password")


def test_nothing_is_done_before_the_first_password_is_changed(newcomer):
    answer = newcomer.post("/delegations", data={"delegate": "zhaoqiwen"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/password")
    assert "首次登录请先修改密码" in page(newcomer.get("/password"))


def test_with_a_password_of_ones_own_the_pages_open(newcomer):
    wrong = newcomer.post("/password", data={"old": PASSWORD, "new": PASSWORD})
    still = newcomer.get("/items")

    newcomer.post("/password", data={"old": PASSWORD, "new": OWN})

    assert (wrong.status_code, still.status_code) == (422, 302)
    page(newcomer.get("/items"))


def test_who_does_not_want_to_choose_a_password_now_may_leave(newcomer):
    assert newcomer.post("/sign-out").headers["Location"] != "/password"
    assert 'name="password"' in page(newcomer.get("/items"))
