"""A form-js form on a page keeps its answers where the page's form sends them, speaks the page's language, and shows
what the server found wrong at the field it speaks of.
"""

import json
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.assets.conftest import STATIC
from tests.browsers import serious_faults

pytestmark = pytest.mark.browser

SCHEMA = {
    "type": "default",
    "components": [
        {"id": "f1", "type": "textfield", "key": "place", "label": "设置地点", "validate": {"required": True}},
        {"id": "f2", "type": "number", "key": "area", "label": "面积（平方米）", "decimalDigits": 1},
        {"id": "f3", "type": "select", "key": "kind", "label": "类型", "values": [{"label": "灯箱", "value": "box"}]},
    ],
}


@pytest.fixture
def form_page(open_page):
    def open_with(data=None, errors=None, language="zh-Hans", attributes="", button=""):
        parts = {"schema": SCHEMA, "data": data or {}, "errors": errors or {}}
        scripts = "".join(
            f'<script type="application/json" data-form-{name}>{json.dumps(value)}</script>'
            for name, value in parts.items()
        )
        body = f'<form method="post" action="/send"><div data-form {attributes}>{scripts}</div>'
        page = open_page(f"{body}<button {button}>提交</button></form>", language)
        expect(page.locator("[data-form]")).to_have_attribute("data-state", "ready")
        return page

    return open_with


def answers(page):
    return json.loads(page.locator('input[name="data"]').input_value())


def test_answers_are_kept_for_the_page_while_they_are_typed(form_page):
    page = form_page(data={"place": "人民路"})

    page.get_by_label("面积（平方米）").fill("48.6")

    assert answers(page) == {"place": "人民路", "area": 48.6, "kind": None}


def test_a_list_whose_last_row_was_removed_is_sent_empty(open_page):
    rows = [{"id": "name", "type": "textfield", "key": "name", "label": "姓名"}]
    listed = {"id": "list", "type": "dynamiclist", "path": "people", "allowAddRemove": True, "components": rows}
    hidden = {**listed, "id": "other", "path": "others", "conditional": {"hide": "=firm.people[1].name = null"}}
    group = {"id": "group", "type": "group", "path": "firm", "components": [listed]}
    hidden["components"] = [{**rows[0], "id": "other_name"}]
    schema = {"type": "default", "components": [group, hidden]}
    data = {"firm": {"people": [{"name": "王芳"}]}, "others": []}
    parts = "".join(f'<script type="application/json" data-form-{name}>{json.dumps(value)}</script>'
                    for name, value in (("schema", schema), ("data", data)))  # fmt: skip
    page = open_page(f'<form method="post" action="/send"><div data-form>{parts}</div></form>')
    expect(page.locator("[data-form]")).to_have_attribute("data-state", "ready")

    page.locator(".fjs-repeat-row-remove").first.click()

    expect(page.locator('input[name="data"]')).to_have_value('{"firm":{"people":[]}}')


def test_the_page_s_own_form_sends_the_answers(form_page, site):
    page = form_page(data={"place": "人民路"})

    with page.expect_response("**/send"):
        page.get_by_role("button", name="提交").click()

    assert json.loads(parse_qs(site.posted[0])["data"][0])["place"] == "人民路"


def test_a_missing_answer_stops_the_submit_and_is_named_in_chinese(form_page, site):
    page = form_page()

    page.get_by_role("button", name="提交").click()

    expect(page.get_by_text("该项为必填。")).to_be_visible()
    expect(page.locator(".fjs-has-errors :focus")).to_be_in_viewport()
    assert site.posted == []


def test_a_button_without_validation_sends_an_incomplete_form(form_page, site):
    page = form_page(button="formnovalidate")

    with page.expect_response("**/send"):
        page.get_by_role("button", name="提交").click()

    assert len(site.posted) == 1


def test_the_server_s_sentence_stays_at_its_field_until_that_field_changes(form_page):
    page = form_page(errors={"area": ["面积比图纸大"], "elsewhere": ["事项已停用"]})

    page.get_by_label("设置地点").fill("人民路")
    expect(page.get_by_text("面积比图纸大")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("事项已停用")
    page.get_by_label("面积（平方米）").fill("48.6")

    expect(page.get_by_text("面积比图纸大")).to_have_count(0)


def test_words_that_the_viewer_does_not_translate_are_chinese_too(form_page):
    page = form_page()

    expect(page.locator(".fjs-select-display")).to_have_text("请选择")


def test_an_english_page_keeps_the_viewer_s_own_words(form_page):
    page = form_page(language="en")

    page.get_by_role("button", name="提交").click()

    expect(page.get_by_text("Field is required.")).to_be_visible()


def test_a_read_only_form_offers_nothing_to_send(form_page):
    page = form_page(data={"place": "人民路"}, attributes="data-readonly")

    expect(page.get_by_label("设置地点")).not_to_be_editable()
    expect(page.locator('input[name="data"]')).to_have_count(0)


def test_a_form_with_errors_has_no_serious_fault_for_people_who_cannot_see_it(form_page):
    page = form_page(errors={"area": ["面积比图纸大"]})

    assert serious_faults(page) == []


def test_every_shipped_form_is_shown(open_page):
    shipped = sorted(path for folder in ("forms", "processes") for path in (STATIC.parents[1] / folder).rglob("*.form"))
    schemas = (path.read_text("utf-8").replace("</", "<\\/") for path in shipped)
    schema = '<form><div data-form><script type="application/json" data-form-schema>{}</script></div></form>'

    page = open_page("".join(schema.format(text) for text in schemas))

    expect(page.locator("[data-form][data-state]")).to_have_count(len(shipped), timeout=30_000)
    states = page.locator("[data-form]").evaluate_all("all => all.map(one => one.dataset.state)")
    assert [path.name for path, state in zip(shipped, states, strict=True) if state != "ready"] == []
