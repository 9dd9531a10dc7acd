"""Every list of the administrators is saved as a spreadsheet by those who may see it."""

import pytest

from casework.organisation.api_tokens import create_token
from tests.casework.people import NOW
from tests.web.sheets import rows_of
from tests.web.site import ITEM, page

FLOW = "p_test"
LISTS = {
    "/items/bars": ("bars",),
    "/pairs": ("pairs",),
    "/tokens": ("tokens",),
    "/jobs": ("jobs",),
    "/organisation": ("points", "departments", "windows"),
}


def sheet(site, name):
    return rows_of(site.client("admin").get(f"/export/{name}.xlsx").data)


@pytest.mark.parametrize("address", LISTS)
def test_the_page_of_a_list_offers_its_spreadsheet(site, address):
    client = site.client("admin")
    text = page(client.get(address))

    for name in LISTS[address]:
        assert f"/export/{name}.xlsx" in text
        assert rows_of(client.get(f"/export/{name}.xlsx").data)[0]


@pytest.mark.parametrize("name", ("bars", "pairs", "tokens", "jobs"))
def test_who_may_not_see_a_list_may_not_save_it(site, name):
    assert site.client("heyutong").get(f"/export/{name}.xlsx").status_code == 403


def test_departments_windows_and_points_stand_in_theirs(site):
    assert "CG" in [row[0] for row in sheet(site, "departments")]
    assert len(sheet(site, "windows")) > 1 and len(sheet(site, "points")) > 1


def test_pairs_and_tokens_are_listed_without_the_token(site):
    site.client("admin").post("/pairs", data={"one": "lijianping", "other": "zhoumin", "reason": "夫妻"})
    with site.office.database.transaction() as session:
        token = create_token(session, site.actor("admin"), "heyutong", "对接", NOW)

    assert sheet(site, "pairs")[1][:3] == ["李建平", "周敏", "夫妻"]
    assert sheet(site, "tokens")[1][0] == "对接"
    assert token not in str(sheet(site, "tokens"))


def test_the_versions_of_a_diagram_and_of_an_item_are_listed(site):
    site.publish_diagram()
    site.publish_item()
    admin = site.client("admin")

    assert sheet(site, f"processes/{FLOW}")[1][:2] == ["1", "在用"]
    assert sheet(site, f"items/{ITEM}")[1][0] == "1"
    assert f"/export/items/{ITEM}.xlsx" in page(admin.get(f"/items/{ITEM}?tab=versions"))
    assert f"/export/processes/{FLOW}.xlsx" in page(admin.get(f"/processes/{FLOW}"))
