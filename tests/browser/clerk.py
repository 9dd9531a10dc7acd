"""What people do at the screen, as plain functions: sign in, register, claim, fill in, press, read the case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from casework.demo.people import DEMO_PASSWORD

Answers = Mapping[str, Any]
"""What is typed or chosen, by the label a person reads."""

WANG = {"证件号码": "11010519491231002X", "姓名或单位名称": "王小明", "手机": "13912340268"}
COMPANY = {"证件号码": "91350100M000100Y43", "姓名或单位名称": "云川星河传媒有限公司", "手机": "13912340268"}

ADVERTISEMENT = {
    "设置地点": "体育路 12 号门头",
    "设施类型": "招牌",
    "宽（米）": "6",
    "高（米）": "1.2",
    "是否亮化": "是",
    "申请设置至": "2028-10-09",
}
CERTIFICATE = {"证照名称": "许可决定书", "证照内容": "准予从事申请的活动。"}
HANDLED = {
    "已核实": ["位置符合设置规划"],
    "不踏勘的理由": "昨日巡查已到场量过，附照片。",
    "承办意见": "位置和尺寸符合规划，拟准予。",
}
AGREED = {"已核对": ["属于本机关职权", "材料齐全、真实", "事实清楚", "适用依据正确", "程序合法"]}
PICKED_UP = {"送达方式": "窗口领取", "领取人或收件人": "赵一", "领取或寄出日期": "2026-10-09"}


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.locator("#username").fill(username)
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".bj-me")).to_be_visible()


def open_registration(page: Page, item: str, kind: str = "") -> None:
    page.goto(f"/registration/{item}")
    if kind:
        page.get_by_role("navigation", name="办件类型").get_by_role("link", name=kind).click()


def register(
    page: Page,
    item: str,
    answers: Answers | None = None,
    *,
    kind: str = "",
    decision: str = "受理",
    who: Answers = WANG,
    lacks: int | None = None,
) -> str:
    """Register an application with every paper in order but the one it lacks; gives the number of the case."""
    open_registration(page, item, kind)
    applicant = page.get_by_role("region", name="申请人")
    if who is COMPANY:
        applicant.get_by_text("单位", exact=True).click()
        applicant.get_by_label("证件类型").select_option(label="统一社会信用代码")
    for label, value in who.items():
        box(applicant, label).fill(value)
    for number, paper in enumerate(page.get_by_role("region", name="材料核对").get_by_role("radiogroup").all()):
        paper.get_by_text("缺" if number == lacks else "合格", exact=True).click()
    fill(page.get_by_role("region", name="申请表"), answers or {})
    page.get_by_role("button", name=re.compile(f"^{decision}")).click()
    return number_on(page)


def claim(page: Page, case_no: str, step: str) -> None:
    """Claim the step of the case from the list of offered tasks, and stay on its page."""
    open_task(page, case_no, step, tab="offered")
    claim_here(page)


def claim_here(page: Page) -> None:
    """Claim the task on the screen; only then may anything be typed, which the new page would not have."""
    button = outcomes(page).get_by_role("button", name="认领")
    button.click()
    expect(button).to_have_count(0)


def open_task(page: Page, case_no: str, step: str, *, tab: str = "mine") -> None:
    page.goto(f"/workbench?tab={tab}")
    row = page.get_by_role("row").filter(has_text=case_no).filter(has=page.get_by_text(step, exact=True))
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(step)


def work(page: Page, case_no: str, step: str, answers: Answers, outcome: str = "提交") -> None:
    """Claim a step, fill in its form and press an outcome."""
    claim(page, case_no, step)
    finish(page, answers, outcome)


def decide(person: Callable[[str], Page], case_no: str) -> None:
    """Handler, reviewer and chief of the urban management department agree, one after another."""
    work(person("lijianping"), case_no, "承办", HANDLED, "提交审核")
    work(person("zhaoqiwen"), case_no, "审核", AGREED, "同意")
    work(person("zhoumin"), case_no, "批准", {}, "准予")


def go_on(page: Page, step: str, answers: Answers, outcome: str = "提交") -> None:
    """The next step is for the same person and stands on the screen already: claim and finish it."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(step)
    claim_here(page)
    finish(page, answers, outcome)


def finish(page: Page, answers: Answers, outcome: str = "提交") -> None:
    """Fill in the form of the task on the screen and press an outcome; whatever is refused fails here."""
    fill(page.get_by_role("region", name="请您办理"), answers)
    press(page, outcome)
    expect(page.locator(".bj-note.ok")).to_be_visible()


def press(page: Page, outcome: str) -> None:
    outcomes(page).get_by_role("button", name=re.compile(rf"^{outcome}( Ctrl|$)")).click()


def outcomes(page: Page) -> Locator:
    return page.get_by_role("region", name="办理结果")


def fill(form: Locator, answers: Answers) -> None:
    """Type and choose in a form-js form, field by field, each found by its label."""
    if answers:
        expect(form.locator("[data-form][data-state=ready]").first).to_be_visible()
        for more in form.locator("[data-shows-later]:visible").all():
            more.click()
    for label, value in answers.items():
        field = field_of(form, label)
        if field.locator("input[type=radio], input[type=checkbox]").count():
            for choice in [value] if isinstance(value, str) else value:
                field.get_by_label(choice, exact=True).check()
        elif field.locator(".fjs-select-arrow").count():
            choose(field, value)
        else:
            boxes = field.locator("input.fjs-input, textarea")
            words = value.split(" ") if boxes.count() > 1 else [value]
            for number, word in enumerate(words):
                boxes.nth(number).fill(word)
                # Not with Tab: the next field may be a select, which opens when it gets the focus.
                boxes.nth(number).blur()
                if len(words) > 1:
                    # The viewer takes a day a moment later; nobody types the time behind it before that.
                    form.page.wait_for_timeout(150)


def box(place: Page | Locator, label: str) -> Locator:
    """The input with this label, whether or not it is marked as required."""
    return place.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))


def field_of(form: Locator, label: str) -> Locator:
    named = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
    heading = form.page.locator("label, .fjs-form-field-label").filter(has_text=named)
    return form.locator(".fjs-form-field").filter(has=heading).last


def choose(field: Locator, option: str) -> None:
    field.locator(".fjs-select-arrow").click()
    field.page.locator(".fjs-dropdownlist-item").get_by_text(option, exact=True).click()


def open_case(page: Page, case_no: str) -> None:
    page.goto(f"/cases/{case_no}")


def number_on(page: Page) -> str:
    """The number of the case on the screen."""
    return page.locator(".crumbs .bj-no").inner_text()


def status(page: Page, case_no: str) -> Locator:
    """The head of the case page, where the status stands."""
    open_case(page, case_no)
    return page.locator(".bj-head")


def line_of(page: Page, case_no: str, words: str) -> Locator:
    """A line of the complete record of the case."""
    page.goto(f"/cases/{case_no}?record=all")
    return page.locator(".bj-line li").filter(has_text=words).first


def publish_diagram(page: Page, name: str, content: bytes, title: str) -> None:
    """Upload a diagram as the designer, read that nothing forbids it, and publish it."""
    page.goto("/processes")
    page.locator("#files").set_input_files({"name": name, "mimeType": "application/xml", "buffer": content})
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.get_by_role("button", name="发布…").click()
    page.get_by_role("dialog").get_by_role("button", name="发布第").click()
    expect(page.get_by_text("已发布")).to_be_visible()
