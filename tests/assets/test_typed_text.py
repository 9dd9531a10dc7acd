"""Typed text stays in the browser until its form has arrived: a failed press loses nothing, a done one leaves none."""

import pytest
from playwright.sync_api import Error, expect

pytestmark = pytest.mark.browser

FIELDS = """<textarea name="opinion"></textarea><input name="needed" required><div data-form>
<script type="application/json" data-form-schema>{"type":"default","components":[{"key":"a","type":"textfield",
"label":"甲","validate":{"required":true}},{"key":"b","type":"textfield","label":"乙",
"conditional":{"hide":"=big != true"}}]}</script>
<script type="application/json" data-form-data>{"big":true}</script></div><button>提交</button>"""
STATE = '<p data-draft-state data-saved="已保存"></p>'
DRAFT = f'<form method="post" action="/send" data-draft="/draft">{FIELDS}</form>{STATE}'
KEPT = f'<form method="post" action="/send" data-keep="one">{FIELDS}</form>'


@pytest.fixture(params=[DRAFT, KEPT], ids=["draft", "kept"])
def form(request, open_page, site):
    page = open_page(request.param)
    page.locator("textarea").fill("写了很久")
    page.locator("[name=needed]").fill("1")
    page.get_by_label("甲").fill("填了一栏")
    page.get_by_label("乙").fill("又一栏")
    return page


def send_without_connection(page, site):
    page.context.set_offline(True)
    with pytest.raises(Error):
        with page.expect_navigation():
            page.get_by_role("button", name="提交").click()
    page.context.set_offline(False)


def test_what_was_sent_over_a_lost_connection_is_there_when_the_page_is_opened_again(form, site):
    send_without_connection(form, site)

    form.goto(f"{site.address}/page.html")

    expect(form.locator("textarea")).to_have_value("写了很久")
    expect(form.get_by_label("甲")).to_have_value("填了一栏")


def test_a_field_that_only_some_cases_have_comes_back_with_its_text(form, site):
    send_without_connection(form, site)

    form.goto(f"{site.address}/page.html")

    expect(form.get_by_label("乙")).to_have_value("又一栏")


def test_what_has_arrived_is_not_there_when_the_page_is_opened_again(form, site):
    site.leads_to["/send"] = "/done.html"
    site.files["/done.html"] = site.files["/page.html"].replace(b"<form", b"<template><form")
    form.get_by_role("button", name="提交").click()
    form.wait_for_url("**/done.html")

    form.goto(f"{site.address}/page.html")

    expect(form.locator("textarea")).to_have_value("")
    assert form.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_what_was_refused_on_a_page_of_its_own_is_there_on_the_way_back(form, site):
    site.leads_to["/send"] = "/refused.html"
    site.files["/refused.html"] = site.files["/page.html"].partition(b"<body>")[0] + b"<p data-not-done>"
    form.get_by_role("button", name="提交").click()
    form.wait_for_url("**/refused.html")

    form.goto(f"{site.address}/page.html")

    expect(form.locator("textarea")).to_have_value("写了很久")


@pytest.fixture
def sign_in(form, site):
    """The sign-in had ended when the form was sent: its page stands there and carries what was typed."""
    head = site.files["/page.html"].partition(b"<body>")[0]
    carries = b'<body><form method="post" action="%s" data-carries><button>\xe7\xbb\xa7\xe7\xbb\xad</button></form>'
    site.files |= {"/sign-in.html": head + carries % b"/sign-in", "/resume.html": head + carries % b"/send-again"}
    site.files["/done.html"] = head + b"<body>"
    site.leads_to |= {"/send": "/sign-in.html", "/sign-in": "/resume.html", "/send-again": "/done.html"}
    form.get_by_role("button", name="提交").click()
    form.wait_for_url("**/sign-in.html")
    return form


def test_who_leaves_a_sign_in_in_the_middle_of_a_form_finds_the_text_in_the_form_later(sign_in, site):
    sign_in.goto(f"{site.address}/page.html")

    expect(sign_in.locator("textarea")).to_have_value("写了很久")
    expect(sign_in.get_by_label("甲")).to_have_value("填了一栏")


def test_what_was_sent_on_after_the_sign_in_is_not_there_when_the_form_is_opened_again(sign_in, site):
    for page in ("resume", "done"):
        sign_in.get_by_role("button", name="继续").click()
        sign_in.wait_for_url(f"**/{page}.html")

    sign_in.goto(f"{site.address}/page.html")

    expect(sign_in.locator("textarea")).to_have_value("")


def test_a_press_that_the_page_stops_does_not_end_the_saving_of_the_draft(open_page, site):
    page = open_page(DRAFT)
    page.locator("[name=needed]").fill("1")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".fjs-form-field-error")).to_be_visible()

    page.locator("textarea").fill("按过一次以后写的")

    expect(page.locator("[data-draft-state]")).to_have_text("已保存")
    assert "%E6%8C%89" in site.posted[-1]


def test_what_was_left_unsent_says_so_and_can_be_cleared_for_the_next_applicant(open_page):
    note = '<p data-kept-note hidden>没有提交的内容 <button type="button" data-forgets>清空重填</button></p>'
    body = KEPT.replace("<textarea", f"{note}<textarea", 1)
    open_page(body).close()
    page = open_page(body)
    expect(page.locator("[data-kept-note]")).to_be_hidden()
    page.locator("textarea").fill("写了一半")

    page.reload()
    expect(page.locator("[data-kept-note]")).to_be_visible()
    page.get_by_role("button", name="清空重填").click()

    expect(page.locator("textarea")).to_have_value("")
    expect(page.locator("[data-kept-note]")).to_be_hidden()
