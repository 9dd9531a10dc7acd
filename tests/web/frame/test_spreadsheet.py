"""A spreadsheet holds every page of its list, and one that cannot says so."""

import pytest

from casework.incidents.incidents import record_incident
from engine.contract import Key
from tests.casework.people import NOW
from tests.web.sheets import rows_of
from tests.web.site import page


@pytest.fixture
def three_incidents(site):
    with site.office.database.transaction() as session:
        for number in range(3):
            record_incident(
                session,
                "task.nobody",
                {"task": f"审核{number}", "roles": "reviewer"},
                NOW,
                key=Key("", f"review{number}", 1),
            )


def test_all_pages_of_a_list_are_in_its_spreadsheet(site, three_incidents, monkeypatch):
    monkeypatch.setattr("web.incidents.views.MOST", 1)

    assert len(rows_of(site.client("admin").get("/export/incidents.xlsx").data)) == 1 + 3


def test_a_list_too_long_for_a_sheet_says_so_on_the_page_and_in_the_last_line(site, three_incidents, monkeypatch):
    monkeypatch.setattr("web.frame.spreadsheet.MOST_LINES", 2)
    monkeypatch.setitem(site.app.jinja_env.globals, "most_lines", 2)
    client = site.client("admin")

    rows = rows_of(client.get("/export/incidents.xlsx").data)

    assert len(rows) == 1 + 2 + 1
    assert "只列出前 2 条" in rows[-1][0]
    assert "只列出前 2 条" in page(client.get("/incidents"))
