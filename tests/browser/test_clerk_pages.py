"""No page of a clerk has a serious fault for those who cannot see or point, nor is it wider than the screen."""

import pytest

from tests.browser.clerk import ADVERTISEMENT, claim, open_case, register
from tests.browsers import SCREENS, faults_on
from web.frame.session import COOKIE

PAGES = (
    "/workbench", "/workbench?tab=offered", "/workbench?tab=done", "/workbench?tab=cases", "/workbench?tab=due",
    "/workbench?tab=delegated", "/workbench?tab=received", "/leaves", "/password",
    "/registration", "/registration/CG-HWGG", "/registration/SW-QS", "/matters", "/cases", "/delegations", "/notices",
    "/department",
)  # fmt: skip
SEND = """address => {
    const form = Object.assign(document.createElement("form"), {method: "post", action: address});
    const csrf = document.querySelector("meta[name=csrf-token]").content;
    form.append(Object.assign(document.createElement("input"), {name: "csrf_token", value: csrf}));
    document.body.append(form);
    form.submit();
}"""
"""Sends an empty form to an address."""


def faults_of(page, address):
    page.goto(address)
    return faults_on(page)


def dress(page, centre, language, theme):
    """Show the pages of this person from now on in a language and a theme."""
    chosen = {"banjian_language": language, "banjian_theme": theme}
    page.context.add_cookies([{"name": name, "value": value, "url": centre.address} for name, value in chosen.items()])


def undress(page):
    """As the other journeys expect the person, who keep the browser for the run."""
    for name in ("banjian_language", "banjian_theme"):
        page.context.clear_cookies(name=name)


def holder_faults(page, task, width):
    """Those of the page of somebody who holds the task, about to press its first button."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(task)
    page.locator("[data-primary]").hover()
    return faults_on(page)


def refused_faults(page, case_no, task):
    """Those of the pages that say what was not done and why."""
    faults = [fault for address in ("/processes", "/cases/YC-0", "/nowhere") for fault in faults_of(page, address)]
    for address, status in ((f"/cases/{case_no}/comments", 422), (f"{task}/release", 409)):
        page.goto(f"/cases/{case_no}")
        with page.expect_navigation() as answer:
            page.evaluate(SEND, address)
        assert answer.value.status == status, address
        faults += faults_on(page)
    return faults


def faults_outside(page):
    """Those of the sign-in page, for somebody who is not signed in."""
    signed_in = page.context.cookies()
    page.context.clear_cookies(name=COOKIE)
    faults = faults_of(page, "/sign-in")
    page.context.add_cookies(signed_in)
    return faults


@pytest.mark.parametrize(("language", "width", "theme"), SCREENS)
def test_no_page_has_serious_faults_or_is_wider_than_the_screen(person, centre, language, width, theme):
    window, chief = person("heyutong"), person("zhoumin", language=language, width=width)
    dress(chief, centre, language, theme)
    case_no = register(window, "CG-HWGG", ADVERTISEMENT)
    holder = person("lijianping")
    claim(holder, case_no, "承办")
    task = holder.url.split(centre.address)[1]
    open_case(window, case_no)
    paper = window.locator("#documents a").first.get_attribute("href")

    faults = [fault for address in (*PAGES, f"/cases/{case_no}", task, paper) for fault in faults_of(chief, address)]
    faults += refused_faults(chief, case_no, task)
    faults += faults_outside(chief)
    dress(holder, centre, language, theme)
    faults += holder_faults(holder, task, width)
    undress(holder)

    assert faults == []


def test_on_a_phone_menus_and_dialogs_stay_within_the_screen(person):
    case_no = register(person("heyutong"), "CG-HWGG", ADVERTISEMENT)
    phone = person("zhoumin", width=390)
    open_case(phone, case_no)

    phone.locator(".bj-head .bj-menu summary").click()
    menu = phone.locator(".bj-head .bj-menu ul").bounding_box()
    phone.locator("[data-opens=do-void]").click()
    dialog = phone.locator("#do-void").bounding_box()

    assert 0 <= menu["x"] and menu["x"] + menu["width"] <= 390
    assert (dialog["x"], dialog["width"]) == (0, 390)


def test_the_fields_of_a_form_are_set_in_the_type_of_the_page(person):
    page = person("heyutong")
    page.goto("/registration/CG-HWGG")
    page.locator("[data-form][data-state=ready]").first.wait_for()

    types = page.evaluate("""() => [...document.querySelectorAll("body, .fjs-form *")]
        .map((one) => getComputedStyle(one).fontFamily)""")

    assert set(types) == {types[0]}
