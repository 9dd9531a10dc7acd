"""Incidents are told in words and seen to by administrators."""

from casework.incidents.incidents import list_incidents, record_incident
from tests.casework.people import NOW
from tests.web.sheets import rows_of
from tests.web.site import page, words


def an_incident(site):
    with site.office.database.transaction() as session:
        record_incident(session, "task.nobody", {"task": "审核", "roles": "reviewer"}, NOW)
    with site.office.database.reading() as session:
        return list_incidents(session, site.actor("admin")).rows[0].incident.id


def test_without_incidents_the_page_says_that_all_is_well(site):
    assert "没有异常" in page(site.client("admin").get("/incidents"))


def test_the_cause_is_told_in_words(site):
    an_incident(site)

    assert "审核" in page(site.client("admin").get("/incidents"))


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
