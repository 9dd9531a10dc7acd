"""What is answered at once: a reply to what the law forbids, and a question that needs no name."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import COMPANY, finish, line_of, number_on, open_registration, register, status, work

FORBIDDEN = {
    "申请内容": "在文物保护单位外墙设置电子显示屏。",
    "不予受理的原因": "法律、法规规定的其他情形",
    "不予受理的理由": "文物保护单位外墙禁止设置。",
}
TOLD = {"说明的内容": "文物保护范围内禁止设置；可以改在院外另行申请。", "签收人": "赵一", "签收日期": "2026-10-09"}
ASKED = {"咨询内容": "设置门头招牌要哪些材料？", "答复内容": "申请表、营业执照、效果图、产权证明，十个工作日办结。"}


def test_what_the_law_forbids_is_answered_in_writing_without_form_or_papers(person: Callable[..., Page]) -> None:
    window = person("heyutong")
    open_registration(window, "CG-HWGG", "答复件")
    expect(window.get_by_role("region", name="申请表")).to_have_count(0)

    case_no = register(window, "CG-HWGG", kind="答复件", who=COMPANY, decision="登记，当场判定")
    finish(window, FORBIDDEN, "不予受理")
    finish(window, TOLD)

    expect(status(window, case_no)).to_contain_text("不予受理")
    expect(window.get_by_role("link", name="不予受理通知书")).to_be_visible()


def test_a_question_without_a_name_is_answered_by_the_clerk_who_was_asked(person: Callable[..., Page]) -> None:
    window = person("heyutong")
    case_no = register(window, "CG-HWGG", kind="咨询件", who={}, decision="登记咨询")
    finish(window, ASKED, "已答复")
    finish(window, {"答复方式": "当面"}, "办结")

    expect(status(window, case_no)).to_contain_text("已答复")


def test_a_question_the_clerk_cannot_answer_goes_to_the_department_and_comes_back(
    person: Callable[..., Page],
) -> None:
    window, handler = person("heyutong"), person("lijianping")
    case_no = register(window, "CG-HWGG", kind="咨询件", who={}, decision="登记咨询")
    finish(window, {"咨询内容": "立柱广告的安全检测找谁做？", "转交说明": "需要业务科答复。"}, "转部门")

    work(handler, case_no, "部门答复", {"答复内容": "有资质的检测单位名单在窗口公示。"})
    work(window, case_no, "登记结果", {"答复方式": "电话"}, "办结")

    expect(line_of(window, case_no, "部门答复")).to_be_visible()
    assert number_on(window) == case_no
