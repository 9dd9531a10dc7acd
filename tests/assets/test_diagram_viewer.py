"""A diagram on a page shows where the case stands, under the strict content policy and with its maker's mark."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsers import serious_faults

pytestmark = pytest.mark.browser

DIAGRAM = (Path(__file__).parent / "review.bpmn").read_bytes()


@pytest.fixture
def diagram_page(site, open_page):
    site.files["/review.bpmn"] = DIAGRAM

    def open_with(language="zh-Hans", **attributes):
        extra = "".join(f" data-{name}='{json.dumps(value)}'" for name, value in attributes.items())
        body = f'<div data-bpmn-viewer data-src="/review.bpmn" data-label="三步流程"{extra}></div>'
        page = open_page(body + '<a href="#x" data-shows-element="done">办结</a>', language)
        expect(page.locator("[data-bpmn-viewer]")).to_have_attribute("data-state", "ready")
        return page

    return open_with


def test_elements_carry_the_marks_of_the_case(diagram_page):
    page = diagram_page(marks={"done": ["received", "check", "to_check"], "now": ["decide"]})

    expect(page.locator('[data-element-id="check"]')).to_have_class("djs-element djs-shape done")
    expect(page.locator('[data-element-id="decide"]')).to_have_class("djs-element djs-shape now")
    expect(page.locator('[data-element-id="to_check"]')).to_have_class("djs-element djs-connection done")
    expect(page.locator(".bj-diagram-token")).to_have_count(1)


@pytest.mark.parametrize(("language", "said"), [("zh-Hans", "没有画面（缺 BPMNDI）"), ("en", "no drawing (no BPMNDI)")])
def test_a_file_without_a_drawing_is_said_to_have_none_and_is_no_fault(site, open_page, language, said):
    site.files["/logic.bpmn"] = DIAGRAM.split(b"<bpmndi:BPMNDiagram")[0] + b"</definitions>"

    page = open_page('<div data-bpmn-viewer data-src="/logic.bpmn"></div>', language)

    expect(page.get_by_role("note")).to_contain_text(said)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_mark_on_an_element_that_is_not_drawn_is_passed_over(diagram_page):
    page = diagram_page(marks={"now": ["inside_a_called_process", "decide"]})

    expect(page.locator(".djs-shape.now")).to_have_count(1)


def test_findings_are_numbered_pins_on_their_elements(diagram_page):
    page = diagram_page(pins=[{"element": "check", "number": 1, "level": "error"}])

    expect(page.locator(".bj-diagram-pin.error")).to_have_text("1")


def test_a_link_beside_the_diagram_selects_the_element_it_names(diagram_page):
    page = diagram_page()

    page.get_by_role("link", name="办结").click()

    expect(page.locator('[data-element-id="done"].djs-shape')).to_have_class("djs-element djs-shape selected")


def test_the_mark_of_the_library_stays_visible(diagram_page):
    page = diagram_page()

    expect(page.locator(".bjs-powered-by")).to_be_visible()


def test_labels_stand_in_the_middle_of_their_tasks(diagram_page):
    page = diagram_page()

    task = page.locator('[data-element-id="check"] rect').first.bounding_box()
    label = page.locator('[data-element-id="check"] text').bounding_box()

    assert abs((task["x"] + task["width"] / 2) - (label["x"] + label["width"] / 2)) < 2


def test_the_buttons_speak_the_language_of_the_page(diagram_page):
    expect(diagram_page().get_by_role("button", name="显示全图")).to_be_visible()
    expect(diagram_page("en").get_by_role("button", name="Show the whole diagram")).to_be_visible()


def test_a_diagram_that_cannot_be_read_says_so_in_its_place(site, open_page):
    site.files["/broken.bpmn"] = b"<not-bpmn/>"

    page = open_page('<div data-bpmn-viewer data-src="/broken.bpmn"></div>')

    expect(page.get_by_role("alert")).to_contain_text("流程图没有显示出来")


def test_a_diagram_has_no_serious_fault_for_people_who_cannot_see_it(diagram_page):
    page = diagram_page(marks={"done": ["received"], "now": ["decide"]})

    assert serious_faults(page) == []


def test_the_legend_explains_the_marks_that_the_diagram_carries(diagram_page):
    page = diagram_page(marks={"done": ["received"], "now": ["decide"]})

    expect(page.locator(".bj-legend span")).to_have_text(["已办", "现在这一步"])


def test_a_diagram_fills_the_window_and_comes_back(diagram_page):
    page = diagram_page(marks={"now": ["decide"]})

    page.get_by_role("button", name="占满窗口").click()
    drawn = page.get_by_role("dialog").locator(".bj-diagram-canvas").bounding_box()
    assert drawn["width"] == page.viewport_size["width"]

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-bpmn-viewer] .bj-diagram-token")).to_have_count(1)
