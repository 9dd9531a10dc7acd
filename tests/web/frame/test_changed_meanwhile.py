"""Who saves a form after others is told what they changed, keeps what was typed, and decides anew."""

import html
import re

import pytest

from casework.catalogue.items import list_versions
from casework.organisation.people import find_person
from casework.organisation.places import list_departments, list_points, list_windows
from casework.organisation.posts import list_posts
from tests.casework.people import NOW
from tests.web.clerk.desk import field
from tests.web.items.test_items import the_form
from tests.web.site import ITEM, words

FORMS = {
    "people": ({"name": "李建平", "phone": "0999-1", "language": "zh"}, "phone", "0999-2"),
    "posts": ({"name": "首席代表", "is_active": "yes"}, "name", "首席代表（日班）"),
    "points": ({"name": "中心", "kind": "centre", "calendar_id": "1", "phone": "0999-1"}, "phone", "0999-2"),
    "departments": ({"name": "云川市城市管理局", "short_name": "城管局", "is_active": "yes"}, "short_name", "城管"),
    "windows": ({"name": "甲窗口", "department_id": "1", "point_id": "1"}, "name", "乙窗口"),
}
"""What is typed into each form; the field that somebody else changes meanwhile, and to what."""


def address_of(site, kind):
    with site.office.database.reading() as session:
        match kind:
            case "people":
                return f"/people/{find_person(session, 'lijianping').id}"
            case "posts":
                return f"/posts/{next(row.post.id for row in list_posts(session, NOW) if row.post.code == 'CG-chief')}"
        rows = {"points": list_points, "departments": list_departments, "windows": list_windows}[kind](session)
        return f"/organisation/{kind}/{rows[0].id}"


@pytest.mark.parametrize("kind", FORMS)
def test_a_change_of_somebody_else_is_not_undone_unseen(site, kind):
    typed, name, theirs = FORMS[kind]
    client, address = site.client("admin"), address_of(site, kind)
    client.post(address, data=typed)
    mine = {**typed, "seen": seen_on(client.get(address))}

    client.post(address, data={**typed, name: theirs, "seen": mine["seen"]})
    late = client.post(address, data={**mine, "name": "我改的名称"})
    text = words(late, 409)

    assert f"{typed[name]} → {theirs}" in re.sub(r"<[^>]*>", "", text) and 'value="我改的名称"' in text
    assert theirs in words(client.get(address))
    assert client.post(address, data={**mine, "name": "我改的名称", "seen": seen_on(late)}).status_code == 302
    assert "我改的名称" in words(client.get(address))


def test_a_newer_version_of_an_item_is_shown_before_the_next_one_is_published(site):
    site.publish_diagram()
    site.publish_item()
    client, address = site.client("admin"), f"/items/{ITEM}/edit"
    mine = the_form(site, change_note="我的", conditions="条件写了很久", seen=seen_on(client.get(address)))

    client.post(address, data=the_form(site, promised_amount="7", valid_from="2026-10-10", seen=mine["seen"]))
    late = client.post(address, data={**mine, "valid_from": "2026-10-11"})
    text = words(late, 409)

    assert "发布了第 2 版" in text and "10 个工作日 → 7 个工作日" in text and "条件写了很久" in text
    assert numbers(site) == [2, 1]
    assert client.post(address, data={**mine, "valid_from": "2026-10-11", "seen": seen_on(late)}).status_code == 302
    assert numbers(site) == [3, 2, 1]


def seen_on(answer):
    return html.unescape(field(answer.text, "seen"))


def numbers(site):
    with site.office.database.reading() as session:
        return [one.number for one in list_versions(session, ITEM)]
