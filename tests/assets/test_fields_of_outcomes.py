"""Fields that only another outcome than the main one requires wait until it is pressed, or until they are asked for."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def field(key, label, required_for="", kind="textfield"):
    return {"key": key, "id": key, "type": kind, "label": label, "properties": {"banjian:requiredFor": required_for}}


FIELDS = [
    field("note", "附带条件"),
    field("why", "不予的理由", "denied", "textarea"),
    field("law", "法律依据", "denied"),
    field("back", "退回原因", "returned"),
    field("seen", "已核对", "ok,denied"),
]
OUTCOMES = {"denied": "不予", "returned": "退回", "ok": "准予"}


@pytest.fixture
def task(open_page):
    def opened(data=None, errors=None, more=""):
        parts = {"schema": {"type": "default", "components": FIELDS}, "data": data or {}, "errors": errors or {}}
        scripts = "".join(
            f'<script type="application/json" data-form-{name}>{json.dumps(part)}</script>'
            for name, part in parts.items()
        )
        buttons = "".join(
            f"<button name=outcome value='\"{value}\"'{' data-primary' if value == 'ok' else ''}>{name}</button>"
            for value, name in OUTCOMES.items()
        )
        page = open_page(f'<form method="post" action="/send"><div data-form {more}>{scripts}</div>{buttons}</form>')
        expect(page.locator("[data-form][data-state=ready]")).to_be_visible()
        return page

    return opened


def shown(page):
    return [one["label"] for one in FIELDS if page.get_by_label(one["label"]).is_visible()]


def press(page, name):
    """A press that sends."""
    with page.expect_response("**/send"):
        page.get_by_role("button", name=name).click()


def test_at_first_only_what_the_main_outcome_needs_is_asked(task, site):
    page = task()

    assert shown(page) == ["附带条件", "已核对"]
    press(page, "准予")
    assert len(site.posted) == 1


def test_the_first_press_of_another_outcome_brings_its_fields_and_the_second_sends(task, site):
    page = task()

    page.get_by_role("button", name="不予").click()
    assert shown(page) == ["附带条件", "不予的理由", "法律依据", "已核对"]
    expect(page.get_by_label("不予的理由")).to_be_focused()
    assert site.posted == []

    press(page, "不予")
    assert len(site.posted) == 1


def test_all_of_them_can_be_asked_for(task):
    page = task()

    page.get_by_role("button", name="选其他结果时要填的 3 栏").click()

    assert shown(page) == [one["label"] for one in FIELDS]
    expect(page.locator("[data-shows-later]")).to_be_hidden()


def test_what_is_answered_or_wrong_stands_there_at_once(task):
    page = task(data={"law": "第三十八条"}, errors={"back": ["请写明退回原因。"]})

    assert shown(page) == ["附带条件", "法律依据", "退回原因", "已核对"]


def test_of_a_task_that_is_over_only_what_was_answered_is_read(task):
    page = task(data={"law": "第三十八条"}, more='data-readonly="over"')

    assert shown(page) == ["附带条件", "法律依据"]
    expect(page.locator("[data-shows-later]")).to_have_count(0)
