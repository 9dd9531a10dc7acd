"""Cases that others decide with us: forwarded to the superior, and the green channel."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import (
    ADVERTISEMENT,
    CERTIFICATE,
    COMPANY,
    PICKED_UP,
    decide,
    go_on,
    line_of,
    open_case,
    register,
    status,
    work,
)

PROJECT = {
    "项目名称": "云水新材料产业园",
    "投资项目统一代码": "2610-099900-04-01-123456",
    "行业": "原材料",
    "总投资（万元）": "12000",
    "建设地点": "滨河区云水路 200 号",
    "建设规模和内容": "新建两条生产线。",
}
LETTER = {"报送的上级机关": "省发展和改革委员会"}
CHANNEL = {"开通类别": "政府或领导交办", "开通依据": "市政府专题会议纪要〔2026〕7 号", "签批领导": "姚远"}
FOLLOWED_UP = {"回访日期": "2026-10-09", "项目进展": "已开工（开业）"}
MEETING = {"会议时间": "2026-10-09 09:00", "参加部门和人员": "城管局 何雨桐", "会议纪要": "五个工作日内办结。"}


def test_a_forwarded_case_waits_at_the_superior_and_its_paper_answer_is_handed_over(
    person: Callable[..., Page],
) -> None:
    window, handler, chief, liaison = person("songjia"), person("xietao"), person("tanglei"), person("jinxin")

    case_no = register(window, "FG-ZDTZ", PROJECT, who=COMPANY)
    preliminary = {"初审内容": ["材料齐全、真实"], "初审意见": "符合申报条件，建议上报。", "跟踪联系人": "孙立"}
    work(handler, case_no, "初审", preliminary)
    work(chief, case_no, "签批", LETTER, "同意上报")
    expect(status(window, case_no)).to_contain_text("上级")

    work(liaison, case_no, "登记上级批复", {"联系情况": "十月九日电话联系投资处，正在会签。"}, "登记联系")
    answer = {"上级批复文号": "省发改审〔2026〕5 号", "收到批复日期": "2026-10-09"}
    go_on(liaison, "登记上级批复", answer, "批准")
    work(window, case_no, "制证", CERTIFICATE)
    go_on(window, "登记送达", PICKED_UP)

    expect(status(window, case_no)).to_contain_text("已送达")
    expect(line_of(window, case_no, "上报")).to_be_visible()
    expect(line_of(window, case_no, "电话联系投资处")).to_be_visible()


def test_a_special_case_is_opened_by_the_duty_leader_and_promised_in_half_the_time(
    person: Callable[..., Page],
) -> None:
    window, leader, centre = person("heyutong"), person("yaoyuan"), person("shilei")

    case_no = register(window, "CG-HWGG", ADVERTISEMENT, kind="特办件", who=COMPANY)
    work(leader, case_no, "签批绿色通道", CHANNEL, "开通")
    work(centre, case_no, "指定代办员", {"代办员": "邹敏", "代办员电话": "13812340268"})
    go_on(centre, "部门协调会", MEETING)

    open_case(window, case_no)
    promised = window.get_by_role("complementary").get_by_text("承诺时限").locator("xpath=../..")
    expect(promised).to_contain_text("5 个工作日")
    expect(line_of(window, case_no, "开通")).to_be_visible()

    decide(person, case_no)
    work(window, case_no, "制证", CERTIFICATE)
    go_on(window, "登记送达", PICKED_UP)
    expect(status(window, case_no)).to_contain_text("已送达")
    work(person("zoumin"), case_no, "跟踪回访", FOLLOWED_UP)
    expect(line_of(window, case_no, "跟踪回访")).to_be_visible()
