"""Several people at the same case: who comes late is told so, nothing typed is lost, a deputy acts in one's name."""

from playwright.sync_api import expect

from tests.browser.clerk import (
    ADVERTISEMENT,
    claim,
    field_of,
    fill,
    finish,
    line_of,
    open_task,
    outcomes,
    press,
    register,
)

CHECKED = ["位置符合设置规划", "尺寸符合容貌标准", "产权人同意", "结构安全"]
HANDLED = {"已核实": CHECKED, "不踏勘的理由": "昨日巡查已到场量过。", "承办意见": "符合规划，拟准予。"}


def form_of(page):
    return page.get_by_role("region", name="请您办理")


def test_the_second_to_claim_is_told_who_was_first_and_gets_the_way_on(person):
    first, second = person("lijianping"), person("heyutong")
    case_no = register(second, "CG-HWGG", ADVERTISEMENT)
    open_task(second, case_no, "承办", tab="offered")
    claim(first, case_no, "承办")
    expect(first.get_by_role("region", name="办到哪一步").locator(".bj-diagram-token")).to_have_count(1)

    second.get_by_role("button", name="认领").click()

    expect(second.locator("#refusal")).to_contain_text("李建平")
    expect(second.locator("#refusal").get_by_role("link", name="工作台")).to_be_visible()


def test_a_stale_page_keeps_what_was_typed_and_can_be_sent_again(person):
    handler, chief = person("lijianping"), person("zhoumin")
    case_no = register(person("heyutong"), "CG-HWGG", ADVERTISEMENT)
    claim(handler, case_no, "承办")
    fill(form_of(handler), HANDLED)
    chief.goto(f"/cases/{case_no}")
    chief.locator(".bj-head summary").click()
    chief.get_by_role("button", name="更正…").click()
    chief.get_by_role("dialog").get_by_label("代理人").fill("赵一")
    chief.get_by_role("dialog").get_by_label("理由").fill("漏登")
    chief.get_by_role("dialog").get_by_role("button", name="更正", exact=True).click()
    expect(chief.locator(".bj-note.ok")).to_be_visible()

    press(handler, "提交审核")

    expect(handler.locator("#refusal")).to_contain_text("周敏")
    expect(field_of(form_of(handler), "承办意见").locator("textarea")).to_have_value(HANDLED["承办意见"])
    press(handler, "提交审核")
    expect(handler.locator(".bj-note.ok")).to_be_visible()


def test_a_deputy_hands_in_a_task_in_the_principals_name(person):
    principal, deputy = person("lijianping"), person("zhengguodong")
    case_no = register(person("heyutong"), "CG-HWGG", ADVERTISEMENT)
    claim(principal, case_no, "承办")
    principal.goto("/delegations")
    principal.get_by_label("委托给").fill("郑国栋")
    principal.get_by_label("开始", exact=False).first.fill("2026-10-09")
    principal.get_by_label("结束", exact=False).first.fill("2026-10-10")
    principal.get_by_label("原因").fill("年休假")
    principal.locator("main").get_by_role("button", name="委托", exact=True).click()
    expect(principal.get_by_text("进行中")).to_be_visible()

    open_task(deputy, case_no, "承办", tab="received")
    expect(deputy.locator(".bj-duty")).to_contain_text("李建平")
    finish(deputy, HANDLED, "提交审核")

    expect(line_of(deputy, case_no, "郑国栋代李建平")).to_contain_text("承办")
    principal.get_by_role("button", name="收回给 郑国栋 的委托").click()
    expect(principal.get_by_text("已收回", exact=True)).to_be_visible()
    deputy.goto("/workbench")
    expect(deputy.locator(".bj-duty")).to_have_count(0)


def test_a_draft_is_saved_while_typing_and_comes_back(person):
    page = person("lijianping")
    case_no = register(person("heyutong"), "CG-HWGG", ADVERTISEMENT)
    claim(page, case_no, "承办")

    page.locator("#opinion").fill("写了一半的意见")
    expect(page.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    open_task(page, case_no, "承办")

    expect(page.locator("#opinion")).to_have_value("写了一半的意见")


def test_the_chief_assigns_from_the_department_page(person):
    chief, handler = person("zhoumin"), person("lijianping")
    case_no = register(person("heyutong"), "CG-HWGG", ADVERTISEMENT)
    chief.goto("/department")

    line = chief.get_by_role("region", name="没有人认领的任务").get_by_role("listitem").filter(has_text=case_no)
    line.get_by_label("派给谁").select_option(label="李建平")
    line.get_by_role("button", name="派件").click()

    expect(chief.locator(".bj-note.ok")).to_contain_text("李建平")
    open_task(handler, case_no, "承办")
    expect(outcomes(handler).get_by_role("button", name="提交审核")).to_be_visible()
    expect(line_of(handler, case_no, "派件")).to_be_visible()
