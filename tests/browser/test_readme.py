"""The diagram that the README shows, uploaded, bound to an item and worked to its end in the browser."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.clerk import COMPANY, box, line_of, publish_diagram, register, status, work

README = Path(__file__).parents[2] / "README.md"
RUBBLE = {"工程名称": "云水路改造", "处置量（立方米）": "120", "消纳场所": "城北消纳场", "车辆数": "4"}


def test_the_diagram_of_the_readme_becomes_a_running_case(person: Callable[..., Page]) -> None:
    diagram = re.search(r"```xml\n(.*?)```", README.read_text(encoding="utf-8"), re.S)[1]
    publish_diagram(person("designer"), "permit.bpmn", diagram.encode(), "占道施工许可")
    admin, window, chief = person("admin"), person("heyutong"), person("zhoumin")
    admin.goto("/processes/permit")
    box(admin, "绑定事项").fill("CG-JZLJ")
    admin.get_by_role("button", name="绑定事项").click()
    expect(admin.get_by_text("起走这个流程")).to_be_visible()

    case_no = register(window, "CG-JZLJ", RUBBLE, who=COMPANY)
    work(person("zhaoqiwen"), case_no, "现场核查", {})
    work(chief, case_no, "审批", {}, "准予")

    expect(line_of(window, case_no, "审批")).to_be_visible()
    expect(status(window, case_no)).to_contain_text("已办结")
