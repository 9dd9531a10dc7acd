"""Leave of staff: one day is the chief's to grant, three days take two leaders together."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import finish, line_of, number_on, open_task, work


def asking(first: str, last: str, stand_in: str) -> dict[str, str]:
    return {
        "请假类别": "事假",
        "开始日期": first,
        "从何时起": "上午",
        "结束日期": last,
        "到何时止": "下班",
        "B 岗代理人": stand_in,
        "事由": "家中有事。",
    }


def ask_for_leave(page: Page, answers: dict[str, str]) -> str:
    page.goto("/matters")
    page.get_by_role("link", name="窗口工作人员请假").click()
    page.get_by_role("button", name="发起", exact=True).click()
    case_no = number_on(page)
    finish(page, answers)
    return case_no


def test_one_day_of_leave_needs_the_stand_in_and_the_chief(person: Callable[..., Page]) -> None:
    clerk, stand_in, chief = person("heyutong"), person("lijianping"), person("zhoumin")
    case_no = ask_for_leave(clerk, asking("2026-10-12", "2026-10-12", "李建平"))

    open_task(stand_in, case_no, "B岗确认")
    finish(stand_in, {"交接事项": "两件待补正。"}, "同意代理")
    work(chief, case_no, "一天以内审批", {}, "同意")

    open_task(clerk, case_no, "销假", tab="offered")
    expect(line_of(clerk, case_no, "登记请假")).to_contain_text("1 天")
    expect(line_of(clerk, case_no, "开始代办")).to_be_visible()
    expect(line_of(clerk, case_no, "填写请假单")).to_contain_text("李建平")


def test_three_days_of_leave_are_granted_by_two_leaders_together(person: Callable[..., Page]) -> None:
    clerk, stand_in = person("zhangchen"), person("wulei")
    own, of_the_centre = person("mademing"), person("fangmingyuan")
    case_no = ask_for_leave(clerk, asking("2026-10-12", "2026-10-14", "吴磊"))
    open_task(stand_in, case_no, "B岗确认")
    finish(stand_in, {}, "同意代理")

    work(own, case_no, "三天以上共同审批", {}, "同意")
    work(of_the_centre, case_no, "三天以上共同审批", {}, "同意")

    open_task(clerk, case_no, "销假", tab="offered")
    expect(line_of(clerk, case_no, "登记请假")).to_contain_text("3 天")
    expect(line_of(clerk, case_no, "马德明")).to_be_visible()
    expect(line_of(clerk, case_no, "方明远")).to_be_visible()
