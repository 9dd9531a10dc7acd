"""A task is worked on without a mouse: the cursor is always seen and never lost, and no key decides behind a dialog."""

from playwright.sync_api import expect

from tests.browser.clerk import ADVERTISEMENT, claim, outcomes, register

CLEAR_OF_THE_BAR = """() => {
    const bar = document.querySelector(".bj-outcome").getBoundingClientRect();
    return document.activeElement.getBoundingClientRect().bottom <= bar.top;
}"""
IN_A_WRONG_FIELD = "() => document.activeElement.closest('.fjs-has-errors') !== null"


def test_a_task_is_worked_on_with_the_keys_alone(person):
    page = person("lijianping")
    claim(page, register(person("heyutong"), "CG-HWGG", ADVERTISEMENT), "承办")
    task, menu = page.url, outcomes(page).locator("summary")

    menu.press("Enter")
    outcomes(page).get_by_role("button", name="转办…").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()

    page.get_by_label("占满窗口").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_label("占满窗口")).to_be_focused()

    page.locator("[data-keeps-phrase]").focus()
    page.wait_for_function(CLEAR_OF_THE_BAR)
    page.keyboard.press("Control+Enter")
    page.wait_for_function(IN_A_WRONG_FIELD)
    assert page.url in (task, f"{task}/complete")
