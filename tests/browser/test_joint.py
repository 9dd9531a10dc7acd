"""Joint cases: copies to every department, opinions side by side, one answer."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import CERTIFICATE, COMPANY, PICKED_UP, go_on, line_of, register, status, work

SCHOOL = {
    "学校名称": "云川星河艺术培训学校",
    "培训类别": "艺术",
    "校址": "云水路 18 号三层",
    "校舍面积（平方米）": "420",
    "专职教师数": "6",
    "校长": "赵一",
}
PLAN = {
    "是否联合踏勘": "不需要",
    "办理方案": "教育局先办，民政局、消防支队并行。",
    "不踏勘的理由": "教育局已到场核实，附记录。",
}
AGAINST = {"法律依据": "《中华人民共和国消防法》第十五条", "理由": "疏散通道宽度不足 1.1 米。"}
MINUTES = {"协调会时间": "2026-10-09 09:00", "参加单位和人员": "教育局、民政局、消防支队", "会议纪要": "消防意见维持。"}
PARTLY = {
    "汇总结论": "教育局、民政局准予，消防支队不予。",
    "哪些许可成立、哪些不予": "办学许可成立；消防安全检查不予。",
    "不予许可的理由": ["协办部门不同意"],
    "事实和理由": "疏散通道宽度不足 1.1 米。",
    "法律依据": "《中华人民共和国消防法》第十五条",
}


def test_one_of_three_departments_disagrees_and_the_rest_is_handed_over(person: Callable[..., Page]) -> None:
    window, centre, chief = person("panyue"), person("fangmingyuan"), person("dailin")
    case_no = register(window, "JY-MBXX", SCHOOL, who=COMPANY)
    work(centre, case_no, "制定联办方案", PLAN)

    for officer, data, outcome in (
        ("panyue", {}, "同意"),
        ("yeqing", {}, "同意"),
        ("dingyi", AGAINST, "不同意"),
    ):
        page = person(officer)
        work(page, case_no, "确认收到抄告单", {})
        go_on(page, "审查并出具意见", data, outcome)
    work(centre, case_no, "协调会", MINUTES)
    work(chief, case_no, "汇总决定", PARTLY, "部分准予")

    work(window, case_no, "制证", CERTIFICATE)
    go_on(window, "登记送达", PICKED_UP)

    expect(status(window, case_no)).to_contain_text("已送达")
    for paper in ("受理通知书", "不予行政许可决定书", "送达回证"):
        expect(window.get_by_role("link", name=paper)).to_be_visible()
    expect(line_of(window, case_no, "不同意")).to_be_visible()
