"""Incidents are told in words and seen to by administrators."""

import pytest

from casework.errors import Conflict
from casework.incidents.incidents import list_incidents, problem_words, record_incident
from tests.casework.people import NOW
from tests.web.sheets import rows_of
from tests.web.site import page, words

KNOWN, UNFORESEEN = problem_words(Conflict("incident.unknown")), problem_words(ValueError("boom"))
CAUSES = {
    "task.nobody": (
        {"task": "审核", "roles": "reviewer、chief@XF、accounting", "department": "公安局"},
        "“审核”没有人可以办理（公安局审核人、XF首席代表、accounting）",
        "Nobody can do “审核” (reviewer, 公安局, chief representative, XF, accounting)",
    ),
    "sweep.failed": ({**KNOWN, "minutes": 10}, "10 分钟后再试：没有这个", "10 minutes: There is no such incident, or"),
    "job.gave_up": ({"topic": "push", "attempts": 3, **UNFORESEEN}, "push 试了 3 次仍失败：Val", "failed 3 times"),
    "archive.failed": (KNOWN, "没能归档：没有这个异常", "not be archived: There is no such incident, or"),
    "recount.failed": (KNOWN, "没有这个异常", "There is no such incident, or"),
    "message.ambiguous": ({"count": 2, "name": "paid", "key": "K-1"}, "2 个办件在等“paid”", "2 cases wait for paid"),
    "running.no_branch": ({"element": "面积 (g)"}, "网关“面积 (g)”", "No branch of “面积 (g)”"),
    "running.service_failed": ({"element": "t", "error": "E1", "message": "超时"}, "超时", "超时"),
}  # fmt: skip


def an_incident(site, code="task.nobody", params=None):
    with site.office.database.transaction() as session:
        record_incident(session, code, params or {"task": "审核", "roles": "reviewer"}, NOW)
    with site.office.database.reading() as session:
        return list_incidents(session, site.actor("admin")).rows[0].incident.id


def test_without_incidents_the_page_says_that_all_is_well(site):
    assert "没有异常" in page(site.client("admin").get("/incidents"))


def test_the_cause_is_told_in_words(site):
    an_incident(site)

    assert "审核" in page(site.client("admin").get("/incidents"))


@pytest.mark.parametrize("code", CAUSES)
def test_every_kind_is_told_in_both_languages(site, code):
    params, chinese, english = CAUSES[code]
    an_incident(site, code, params)

    assert chinese in page(site.client("admin").get("/incidents"))
    assert english in page(site.client("admin", "en").get("/incidents"))


def test_what_an_earlier_release_wrote_of_a_sweep_is_still_told(site):
    an_incident(site, "sweep.failed", {"problem": "坏了", "code": "case.stale", "minutes": 10})

    assert "10 分钟后再试：坏了" in page(site.client("admin").get("/incidents"))


def test_who_saw_to_it_is_told(site):
    client, number = site.client("admin"), an_incident(site)
    client.post(f"/incidents/{number}/resolve")

    assert "陆遥" in page(client.get("/incidents?list=resolved")).split("审核", 1)[1]


def test_an_incident_that_parks_nothing_is_marked_as_seen_to(site):
    client, number = site.client("admin"), an_incident(site)

    text = page(client.post(f"/incidents/{number}/resolve", follow_redirects=True))

    assert "没有异常" in text
    assert "审核" in page(client.get("/incidents?list=resolved"))


def test_an_incident_that_is_gone_is_answered_with_the_reason(site):
    client, number = site.client("admin"), an_incident(site)
    client.post(f"/incidents/{number}/resolve")

    assert "已经处理" in words(client.post(f"/incidents/{number}/resolve"), 409)


def test_incidents_are_saved_as_a_spreadsheet(site):
    an_incident(site)

    assert rows_of(site.client("admin").get("/export/incidents.xlsx").data)[1][5] == "task.nobody"


def test_only_administrators_repair(site):
    assert "处理异常" in words(site.client("designer").get("/incidents"), 403)


def test_outside_work_is_seen_by_administrators_only(site):
    assert "没有等着的外部工作" in page(site.client("admin").get("/jobs"))
    assert "外部工作" in page(site.client("admin").get("/incidents"))
    assert words(site.client("designer").get("/jobs"), 403)
