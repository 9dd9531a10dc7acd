"""A program is known by its bearer token alone; refusals are problems in the language it asks for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actor import SYSTEM
from casework.organisation.api_tokens import create_token
from tests.casework.people import NOW
from tests.web.api.program import API, Program, got, problem, program
from web.frame.current import OFFICE
from web.frame.session import LANGUAGE_COOKIE


def test_a_token_acts_as_its_person(site):
    me = got(program(site, "wulei").get("/me"))

    assert (me["username"], me["name"]) == ("wulei", "吴磊")
    assert {"role": "handler", "name": {"zh": "承办人", "en": "handler"}} in me["roles"]


def test_without_a_token_nothing_is_given(site):
    answer = program(site, None).get("/cases")

    problem(answer, 401, "api.token_missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="banjian"'


def test_an_unknown_or_expired_token_is_refused(site):
    with site.office.database.transaction() as session:
        old = create_token(session, SYSTEM, "wulei", "old", NOW - timedelta(days=2), timedelta(days=1))

    for token in ("nonsense", old, "x" * 5000):
        answer = Program(site.app.test_client(), token).get("/me")

        problem(answer, 401, "api.token_unknown")
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_cookie_of_a_browser_opens_nothing(site):
    answer = site.client("wulei").get(API + "/me")

    problem(answer, 401, "api.token_missing")


def test_a_password_is_no_token(site):
    answer = site.app.test_client().get(API + "/me", auth=("wulei", "banjian-demo"))

    problem(answer, 401)


def test_refusals_speak_the_language_asked_for(site):
    chinese = problem(program(site, "wulei").get("/cases/20260101-0001"), 404, "case.unknown")
    english = problem(program(site, "wulei", "en").get("/cases/20260101-0001"), 404, "case.unknown")

    assert "办件" in chinese["detail"]
    assert english["detail"].isascii()


@pytest.mark.parametrize("address", ["/nothing", "/items?nothing=1", "/me"])
def test_who_asks_for_no_language_reads_chinese_whatever_a_browser_or_the_installation_prefers(site, address):
    office = replace(site.office, settings=replace(site.office.settings, language="en"))
    site.app.extensions[OFFICE] = office
    browser = site.app.test_client()
    browser.set_cookie(LANGUAGE_COOKIE, "en")

    assert not browser.get(API + address).json["detail"].isascii()


def test_a_missing_permission_names_who_may(site):
    refused = problem(program(site, "wulei").get("/definitions"), 403, "permission.denied")

    assert "管理员" in refused["params"]["role"]


def test_an_unknown_address_is_explained(site):
    problem(program(site, "wulei").get("/nothing"), 404, "address.unknown")
    problem(program(site, None).get("/nothing"), 404, "address.unknown")


def test_a_wrong_method_tells_the_right_ones(site):
    answer = program(site, "wulei").put("/items", {})

    problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_health_needs_no_token(site):
    assert got(program(site, None).get("/health")) == {"status": "ok"}


def test_pages_still_need_their_csrf_token(site):
    answer = site.client("wulei").post("/tasks/1/claim", data={})

    assert answer.status_code in {400, 401}
