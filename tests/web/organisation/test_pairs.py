"""Administrators declare who may not act for whom, and lift it again."""

from casework.delegation.pairs import forbidden_reason
from tests.web.site import page, words

PAIR = {"one": "李建平（lijianping）", "other": "zhoumin", "reason": "夫妻"}


def reason(site):
    people = (site.actor("lijianping").person_id, site.actor("zhoumin").person_id)
    with site.office.database.reading() as session:
        return forbidden_reason(session, *people)


def test_a_pair_is_declared_listed_and_lifted(site):
    admin = site.client("admin")

    text = page(admin.post("/pairs", data=PAIR, follow_redirects=True))
    declared = reason(site)
    number = text.partition('action="/pairs/')[2].partition("/")[0]
    admin.post(f"/pairs/{number}/end")

    assert "李建平" in text and "夫妻" in text
    assert (declared, reason(site)) == ("夫妻", None)


def test_what_is_missing_is_named_and_nothing_typed_is_lost(site):
    admin = site.client("admin")

    nobody = words(admin.post("/pairs", data={**PAIR, "other": "谁也不是"}), 422)
    same = words(admin.post("/pairs", data={**PAIR, "other": "lijianping"}), 422)
    silent = words(admin.post("/pairs", data={**PAIR, "reason": " "}), 422)

    assert "谁也不是" in nobody and "李建平（lijianping）" in nobody
    assert "两个不同的人" in same
    assert "没有填原因" in silent


def test_only_administrators_declare(site):
    for who in ("designer", "zhoumin"):
        assert "管理人员" in words(site.client(who).get("/pairs"), 403)
        assert words(site.client(who).post("/pairs", data=PAIR), 403)
    assert reason(site) is None


def test_after_it_is_declared_the_delegation_page_refuses(site):
    site.client("admin").post("/pairs", data=PAIR)

    answer = site.client("lijianping").post(
        "/delegations",
        data={"deputy": "zhoumin", "starts_day": "2026-10-10", "ends_day": "2026-10-12",
              "scope": "all", "reason": "培训"},
    )  # fmt: skip

    assert "夫妻" in words(answer, 422)
