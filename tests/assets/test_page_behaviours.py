"""What every page does by itself: a form is sent once, a refused action stays refused, keys and dialogs work, and htmx
carries the page's token.
"""

from urllib.parse import unquote_plus, urlencode

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FORM = '<form method="post" action="/send"><input name="a" value="1"><button {}>签发</button></form>'


def sent(page, site, press):
    with page.expect_response("**/send"):
        press()
    return site.posted


def test_a_double_click_sends_a_form_once(open_page, site):
    page = open_page(FORM.format('data-busy="正在提交…"'))

    sent(page, site, lambda: page.get_by_role("button").dblclick())
    page.wait_for_timeout(200)

    assert site.posted == ["a=1"]
    expect(page.get_by_role("button")).to_have_text("正在提交…")


def test_an_action_that_is_not_allowed_now_does_nothing_and_keeps_the_focus(open_page, site):
    page = open_page(FORM.format('aria-disabled="true"'))

    # Playwright itself would wait for an enabled button.
    page.get_by_role("button").click(force=True)
    page.wait_for_timeout(200)

    assert site.posted == []
    expect(page.get_by_role("button")).to_be_focused()


def test_control_and_enter_press_the_primary_button(open_page, site):
    page = open_page(FORM.format("data-primary"))
    page.locator("input").focus()

    assert sent(page, site, lambda: page.keyboard.press("Control+Enter")) == ["a=1"]


def test_a_dialog_opens_and_closes_without_script_of_the_page(open_page):
    opener = '<button data-opens="why">退回…</button>'
    page = open_page(f'{opener}<dialog id="why"><button data-closes>不退了</button></dialog>')

    page.get_by_role("button", name="退回…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="不退了").click()

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_dialog_that_the_address_names_is_open_at_once(open_page):
    page = open_page('<dialog id="publish">发布第 2 版</dialog>')

    page.goto(f"{page.url}#publish")
    page.reload()

    expect(page.get_by_role("dialog")).to_be_visible()


def test_htmx_brings_a_piece_of_a_page_and_carries_the_token(open_page, site):
    site.files["/piece"] = "还有 3 件".encode()
    page = open_page('<meta name="csrf-token" content="t0ken"><p hx-get="/piece" hx-trigger="click">看</p>')

    with page.expect_request("**/piece") as request:
        page.get_by_text("看").click()

    expect(page.get_by_text("还有 3 件")).to_be_visible()
    assert request.value.headers["x-csrftoken"] == "t0ken"


CHECKLIST = """<form data-checklist>
<div data-material="营业执照"><input type="radio" class="v-ok" name="a" id="ok">
<input type="radio" class="v-bad" name="a" id="bad"></div>
<button type="button" data-all-good>其余都合格</button>
<aside data-not-yet="还不能：{names}" data-some-wanted="{count} 份">
<button data-accepts>受理<span data-words>开始计时</span></button>
<button data-asks>补正<span data-words>只能一次</span></button></aside></form>"""


def test_a_missing_paper_stops_the_acceptance_with_its_reason(open_page):
    page = open_page(CHECKLIST)

    page.locator("#bad").check()
    expect(page.locator("[data-accepts]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-accepts]")).to_contain_text("还不能：营业执照")
    expect(page.locator("[data-asks]")).to_contain_text("1 份")

    page.locator("#ok").check()
    expect(page.locator("[data-accepts]")).to_contain_text("开始计时")


def test_the_rest_of_the_papers_is_ticked_with_one_press(open_page):
    page = open_page(CHECKLIST)

    page.get_by_role("button", name="其余都合格").click()

    expect(page.locator("#ok")).to_be_checked()


def test_a_list_narrows_while_one_types_and_its_address_follows(open_page, site):
    form = '<form action="/list" data-filters><input type="search" name="q"></form>'
    site.files["/list?q=%E5%B9%BF"] = f"<main>{form}<p>户外广告</p></main>".encode()
    page = open_page(f"<main>{form}<p>全部</p></main>")

    page.locator("input").fill("广")

    expect(page.locator("p")).to_have_text("户外广告")
    expect(page).to_have_url(f"{site.address}/list?q=%E5%B9%BF")
    expect(page.locator("input")).to_be_focused()


DRAFT = """<form data-draft="/draft"><textarea name="opinion"></textarea><div data-form>
<script type="application/json" data-form-schema>{"type":"default","components":[{"key":"a",
"type":"textfield","label":"甲"}]}</script>
<script type="application/json" data-form-data>{}</script></div></form><p data-draft-state data-saved="已保存"></p>"""


KEPT = """([fields, at]) => localStorage.setItem(":draft:/draft", JSON.stringify({ fields, at }))"""
"""As the page of nobody in particular keeps it: before the colon stands the person."""


def test_what_could_not_be_sent_is_there_when_the_page_is_opened_again(open_page, site):
    fields = urlencode({"opinion": "写了一半", "data": '{"a": "填了一栏"}'})
    open_page("").evaluate(KEPT, [fields, 1])

    page = open_page(DRAFT)

    expect(page.locator("textarea")).to_have_value("写了一半")
    expect(page.get_by_label("甲")).to_have_value("填了一栏")
    expect(page.locator("[data-draft-state]")).to_have_text("已保存")
    assert "填了一栏" in unquote_plus(site.posted[-1])


def test_what_somebody_else_could_not_send_is_not_shown(open_page):
    open_page("").evaluate(KEPT, [urlencode({"opinion": "前一位写的"}), 1])

    page = open_page('<meta name="person" content="7">' + DRAFT)

    expect(page.locator("textarea")).to_have_value("")


def test_a_newer_draft_of_the_server_is_not_replaced_by_an_older_one_of_this_browser(open_page):
    open_page("").evaluate(KEPT, [urlencode({"opinion": "旧的"}), 1])

    page = open_page(DRAFT.replace("data-draft=", 'data-draft-at="2026-11-30T08:00:00Z" data-draft='))

    expect(page.locator("textarea")).to_have_value("")


KEYS = '<dialog id="keys"><input type="checkbox" data-keys-switch></dialog><p data-row><a href="#a">甲</a></p>'


def test_a_question_mark_lists_the_keys_and_they_can_be_switched_off(open_page):
    page = open_page(KEYS)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")

    page.keyboard.press("j")
    expect(page.get_by_role("link")).not_to_be_focused()


def test_a_key_of_an_input_method_is_no_key_of_the_page(open_page):
    page = open_page(KEYS)

    composed = "{key: 'j', isComposing: true, bubbles: true}"
    page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {composed}))")
    expect(page.get_by_role("link")).not_to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link")).to_be_focused()


def test_a_row_of_a_table_is_a_card_on_a_phone_and_stays_a_row_for_those_who_listen(open_page):
    head = "<thead><tr><th>事项</th><th>部门</th><th>Limit that the law sets for it</th></tr></thead>"
    row = "<tbody><tr><td>户外广告</td><td>城管局</td><td>20 日</td></tr></tbody>"
    page = open_page(f'<table class="bj-table">{head}{row}</table>')
    page.set_viewport_size({"width": 390, "height": 800})

    cell = page.get_by_role("cell", name="城管局")
    expect(cell).to_have_attribute("data-label", "部门")
    expect(cell).to_have_css("display", "flow-root")
    of_two_lines, of_one = page.get_by_role("cell", name="20 日").bounding_box(), cell.bounding_box()
    assert of_two_lines["height"] > 1.5 * of_one["height"] and of_two_lines["x"] == of_one["x"]
    expect(page.get_by_role("columnheader", name="部门")).to_have_count(1)


def test_the_chosen_file_is_named_in_the_words_of_the_page(open_page):
    page = open_page('<div><input type="file"><span data-chosen-files>还没有选文件</span></div>')

    page.locator("input").set_input_files({"name": "申请表.pdf", "mimeType": "application/pdf", "buffer": b"x"})

    expect(page.locator("[data-chosen-files]")).to_have_text("申请表.pdf")
