"""A sign-in that ends in the middle of a form costs nothing: what was typed travels through the sign-in page."""

import html
import json
import re

from tests.web.clerk.desk import APPLICANT, HANDLER, ITEM
from tests.web.site import PASSWORD, words


def test_what_was_typed_is_offered_again_after_signing_in(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    client = desk.as_()
    data = {"opinion": "现场已核实", "outcome": '"submit"', "revision": desk.revision(case_no)}

    asked = words(client.post(f"/tasks/{task}/complete", data=data), 401)
    kept = html.unescape(re.search(r'name="kept_fields" value="([^"]*)"', asked)[1])
    signed_in = {"username": HANDLER, "password": PASSWORD, "next": f"/tasks/{task}/complete", "kept_fields": kept}
    offered = words(client.post("/sign-in", data=signed_in))

    assert "登录已过期。 您刚才填的内容还在" in words_of(asked)
    assert "现场已核实" in offered
    assert f'action="/tasks/{task}/complete"' in offered
    fields = dict(json.loads(kept))
    assert client.post(f"/tasks/{task}/complete", data=fields).status_code == 302
    assert "现场已核实" in desk.page("zhaoqiwen", f"/tasks/{desk.waiting(case_no)}")


def words_of(page: str) -> str:
    """The page without its tags and line breaks."""
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def test_a_mistyped_password_does_not_make_one_fear_for_what_was_typed(desk):
    asked = words(desk.as_().post("/tasks/1/complete", data={"opinion": "同意"}), 401)
    kept = html.unescape(re.search(r'name="kept_fields" value="([^"]*)"', asked)[1])

    again = words(desk.as_().post("/sign-in", data={"username": HANDLER, "password": "x", "kept_fields": kept}), 401)

    assert "您刚才填的内容还在" in again


def test_a_password_is_never_kept(desk):
    asked = words(desk.as_().post("/password", data={"old": "first-secret", "new": "second-secret"}), 401)

    assert "secret" not in asked


def test_what_was_typed_is_shown_in_the_words_of_people(desk):
    answers = '{"place": "体育路 12 号", "lit": true, "more": [6]}'
    form = {**APPLICANT, "decision": "accept", "revision": "5", "data": answers}

    asked = words(desk.as_().post(f"/registration/{ITEM}", data=form), 401)
    kept = html.unescape(re.search(r'name="kept_fields" value="([^"]*)"', asked)[1])
    signed_in = {"username": HANDLER, "password": PASSWORD, "next": f"/registration/{ITEM}", "kept_fields": kept}
    offered = words(desk.as_().post("/sign-in", data=signed_in))

    told = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", offered, re.S)
    assert ("姓名或名称", "王小明") in told
    assert ("表里填的", "体育路 12 号\n6") in told
    assert {label for label, _ in told} == {"证件号码", "姓名或名称", "手机", "表里填的"}


def test_a_page_that_carries_typed_text_offers_nothing_that_would_lose_it(desk):
    address = f"/tasks/{desk.waiting(desk.register())}"

    assert "/preferences" in words(desk.as_().get(address))
    assert "/preferences" not in words(desk.as_().post(f"{address}/complete", data={"opinion": "现场已核实"}), 401)


def test_the_pages_that_carry_typed_text_say_so_to_the_browser_that_keeps_it_meanwhile(desk):
    asked = words(desk.as_().post("/tasks/1/complete", data={"opinion": "同意"}), 401)
    kept = html.unescape(re.search(r'name="kept_fields" value="([^"]*)"', asked)[1])

    resumed = words(desk.as_().post("/sign-in", data={"username": HANDLER, "password": PASSWORD, "kept_fields": kept}))

    assert (asked.count("data-carries"), resumed.count("data-carries")) == (1, 1)
    assert "data-carries" not in words(desk.as_().get("/sign-in"))
