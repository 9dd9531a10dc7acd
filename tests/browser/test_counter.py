"""At the counter: an instant case on one page, a supplement asked for once, nothing typed is lost by leaving."""

import re

from playwright.sync_api import expect

from tests.browser.clerk import (
    ADVERTISEMENT,
    CERTIFICATE,
    PICKED_UP,
    WANG,
    box,
    claim,
    decide,
    field_of,
    fill,
    go_on,
    open_case,
    outcomes,
    press,
    register,
    sign_in,
    status,
    work,
)

DEED_TAX = {
    "合同编号": "HT-2026-001",
    "房屋坐落": "和平路 1 号",
    "计税价格（元，不含增值税）": "980000",
    "建筑面积（平方米）": "88.5",
    "房屋用途": "个人住房",
    "家庭住房情况": "家庭唯一住房",
    "发票号码": "12345678",
}
AT_ONCE = {"缴款凭证号": "3702112345", "领取人或收件人": "王小明", "领取人身份证号": "11010519491231002X"}


def fill_in_deed_tax(page):
    for label, value in WANG.items():
        box(page.get_by_role("region", name="申请人"), label).fill(value)
    fill(page.get_by_role("region", name="申请表"), DEED_TAX)
    for paper in page.get_by_role("region", name="材料核对").get_by_role("radiogroup").all():
        paper.get_by_text("合格", exact=True).click()


def test_an_instant_case_is_finished_with_three_page_loads(person):
    page, loaded = person("zhuting"), []
    page.on("load", lambda: loaded.append(page.url))

    page.goto("/registration?q=契税")
    page.get_by_role("link", name=re.compile("契税")).first.click()
    fill_in_deed_tax(page)
    fill(page.get_by_role("region", name="当场办结"), AT_ONCE)
    page.get_by_role("button", name=re.compile("^受理并当场办结")).click()

    expect(page.locator(".bj-head")).to_contain_text("已送达")
    for paper in ("受理通知书", "缴费通知书", "送达回证"):
        expect(page.get_by_role("link", name=paper)).to_be_visible()
    page.wait_for_load_state("load")
    assert len(loaded) <= 3, loaded
    page.get_by_role("link", name="办下一件").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("契税")


def test_without_a_receipt_number_nothing_is_finished_and_everything_typed_stays(person):
    page = person("zhuting")
    page.goto("/registration/SW-QS")
    fill_in_deed_tax(page)
    fill(page.get_by_role("region", name="当场办结"), {"领取人或收件人": "王小明"})

    finish = page.get_by_role("button", name=re.compile("^受理并当场办结"))
    finish.click()

    receipt = field_of(page.get_by_role("region", name="当场办结"), "缴款凭证号")
    expect(receipt).to_contain_text("该项为必填")
    expect(receipt.locator("input")).to_be_focused()

    # Whatever a browser lets through, the server refuses.
    finish.evaluate("button => button.formNoValidate = true")
    finish.click()

    expect(page.locator("#refusal")).to_contain_text("缴款凭证号")
    expect(box(page, "证件号码")).to_have_value(WANG["证件号码"])
    form = page.get_by_role("region", name="申请表")
    expect(field_of(form, "合同编号").locator("input")).to_have_value("HT-2026-001")


def test_a_registered_case_is_found_while_typing_and_its_notice_prints_on_a4(person):
    page = person("heyutong")
    case_no = register(page, "CG-HWGG", ADVERTISEMENT)

    page.locator("#find").press_sequentially("王")
    expect(page.locator("#find-results")).to_contain_text(case_no)
    open_case(page, case_no)
    page.goto(page.locator("#documents a").first.get_attribute("href"))
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))

    # A4 in points of 1/72 inch; the notice is one sheet.
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [(595, 842)]


def test_typed_text_comes_back_after_an_accidental_leave(person):
    page = person("zhuting")
    page.goto("/registration/SW-QS")
    fill_in_deed_tax(page)

    page.goto("/workbench")
    page.goto("/registration/SW-QS")

    expect(box(page, "姓名或单位名称")).to_have_value("王小明")
    form = page.get_by_role("region", name="申请表")
    expect(field_of(form, "房屋坐落").locator("input")).to_have_value("和平路 1 号")


def test_who_signs_in_next_finds_nothing_of_what_was_typed(browser, centre):
    page = browser.new_context(base_url=centre.address, locale="zh-CN").new_page()
    sign_in(page, "heyutong")
    page.goto("/registration/CG-HWGG")
    box(page.get_by_role("region", name="申请人"), "姓名或单位名称").fill("王小明")

    page.locator(".bj-me").click()
    page.get_by_role("button", name="退出").click()
    expect(page.locator("#username")).to_be_visible()

    assert "王小明" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    page.context.close()


def test_language_and_theme_change_in_the_middle_of_typing(person):
    page = person("zhuting")
    page.goto("/delegations")
    page.locator("#reason").fill("出差三天")
    page.locator("[name=scope][value=items]").check(force=True)
    page.locator("[name=item_ids]").nth(1).check()

    page.locator(".bj-top > form [name=theme]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator(".bj-top > form [name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("#reason")).to_have_value("出差三天")
    assert [one.is_checked() for one in page.locator("[name=item_ids]").all()[:3]] == [False, True, False]
    page.locator(".bj-top > form [name=theme]").click()
    page.locator(".bj-top > form [name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_missing_papers_are_asked_for_once_and_the_case_is_accepted_decided_and_handed_over(person):
    page = person("heyutong")
    case_no = register(page, "CG-HWGG", ADVERTISEMENT, decision="一次性告知补正", lacks=1)
    expect(page.locator(".bj-head")).to_contain_text("待补正")
    page.get_by_role("link", name="补正材料通知书").click()
    expect(page.locator(".bj-paper")).to_contain_text("营业执照")

    claim(page, case_no, "接收补正材料")
    fill(page.get_by_role("region", name="请您办理"), {"已收到的材料": "营业执照复印件"})
    outcomes(page).locator("[data-primary]").click()
    expect(page.locator(".bj-note.ok")).to_be_visible()
    expect(status(page, case_no)).to_contain_text("已受理")

    decide(person, case_no)
    work(page, case_no, "制证", CERTIFICATE)
    go_on(page, "登记送达", PICKED_UP)
    expect(status(page, case_no)).to_contain_text("已送达")
    for paper in ("补正材料通知书", "受理通知书", "送达回证"):
        expect(page.get_by_role("link", name=paper)).to_be_visible()


def test_a_refusal_to_accept_keeps_its_dialog_open_until_it_is_complete(person):
    page = person("heyutong")
    page.goto("/registration/CG-HWGG")
    for label, value in WANG.items():
        box(page.get_by_role("region", name="申请人"), label).fill(value)
    page.get_by_role("button", name=re.compile("^不予受理")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="出具《不予受理通知书》").click()
    expect(dialog.get_by_role("alert")).to_contain_text("向哪个机关申请")

    dialog.get_by_label("应当向哪个机关申请").fill("市交通运输局")
    dialog.get_by_role("button", name="出具《不予受理通知书》").click()

    expect(page.locator(".bj-head")).to_contain_text("不予受理")


def test_a_number_is_shown_in_full_once(person):
    page = person("heyutong")
    case_no = register(page, "CG-HWGG", ADVERTISEMENT)
    open_case(page, case_no)

    page.get_by_role("button", name=re.compile("显示完整号码")).first.click()
    expect(page.get_by_text(WANG["证件号码"])).to_be_visible()
    open_case(page, case_no)

    expect(page.get_by_text(WANG["证件号码"])).to_have_count(0)


def test_a_case_is_withdrawn_from_its_menu_with_a_reason(person):
    page = person("heyutong")
    case_no = register(page, "CG-HWGG", ADVERTISEMENT)
    open_case(page, case_no)

    page.locator(".bj-head summary").click()
    expect(page.locator("#why-void")).to_contain_text("首席代表")
    page.get_by_role("button", name="撤回…").click()
    page.get_by_role("dialog").get_by_label("理由").fill("申请人书面申请撤回")
    page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()

    expect(page.locator(".bj-head")).to_contain_text("已撤回")


def test_an_own_sentence_is_kept_and_offered_again(person):
    page, window = person("lijianping"), person("heyutong")
    case_no = register(window, "CG-HWGG", ADVERTISEMENT)
    claim(page, case_no, "承办")

    page.locator("#opinion").fill("现场照片齐全，无异议。")
    page.get_by_role("button", name="另存为常用").click()
    page.get_by_role("button", name="现场照片齐全，无异议。").wait_for()
    page.reload()

    page.locator("#opinion").fill("")
    page.get_by_role("button", name="现场照片齐全，无异议。").click()
    expect(page.locator("#opinion")).to_have_value("现场照片齐全，无异议。")
    press(page, "提交审核")
    expect(page.locator("#refusal")).to_contain_text("“承办意见”还没有填")
