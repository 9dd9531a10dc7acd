"""Administration at the screen: pages without serious faults in both languages, widths and themes; a diagram dropped,
read, published, replaced and put back; people found by the keyboard.
"""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from casework.actor import SYSTEM
from casework.clocks.calendar_tables import CalendarDayKind
from casework.clocks.calendars import DayEntry, set_day
from casework.clocks.recounting import recount_open_clocks
from tests.browsers import SCREENS, faults_on
from tests.casework.definitions.diagrams import a_diagram
from web.frame.session import THEME_COOKIE

PAGES = (
    "/people", "/people/1", "/people/new", "/posts", "/posts/1", "/posts/new", "/organisation",
    "/organisation/departments/1", "/organisation/points/new", "/tokens", "/calendar?year=2026", "/calendar?year=2027",
    "/calendar/1/import", "/processes", "/processes/p_promised", "/processes/versions/1", "/items", "/items/CG-HWGG",
    "/items/CG-HWGG?tab=materials", "/items/CG-HWGG?tab=versions", "/items/CG-HWGG/edit", "/items/new", "/incidents",
    "/pairs", "/items/bars", "/jobs", "/calendar/recounts/1",
)  # fmt: skip
SHAPE = (
    '<bpmndi:BPMNShape id="s_{id}" bpmnElement="{id}"><dc:Bounds x="{x}" y="90" width="60" height="60"/>'
    "</bpmndi:BPMNShape>"
)
DRAWING = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="g"><bpmndi:BPMNPlane id="pl" bpmnElement="{key}">'
    + "".join(SHAPE.format(id=name, x=x) for name, x in (("start", 100), ("task", 200), ("strange", 300)))
    + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
)


def drawn(key: str, **changes) -> str:
    text = a_diagram(key, **changes)
    return text.replace("</bpmn:definitions>", DRAWING.format(key=key))


def drop(page: Page, name: str, text: str) -> None:
    """Drag a file from the desk onto the page."""
    files = page.evaluate_handle(
        """([name, text]) => { const all = new DataTransfer(); all.items.add(new File([text], name)); return all; }""",
        [name, text],
    )
    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": files})


def show_in(page: Page, theme: str) -> None:
    page.goto("/password")
    page.context.add_cookies([{"name": THEME_COOKIE, "value": theme, "url": page.url}])


def publish(page: Page, key: str, **changes) -> None:
    page.goto("/processes")
    drop(page, f"{key}.bpmn", drawn(key, **changes))
    page.get_by_role("button", name="发布…").click()
    page.get_by_role("dialog").get_by_role("button", name="发布第").click()
    expect(page.get_by_text("已发布，新办件从现在起走这一版")).to_be_visible()


@pytest.fixture(scope="module")
def recounted(centre):
    """Limits were counted anew, because a day of next year became a day off."""
    entry = DayEntry(date(2027, 12, 31), CalendarDayKind.OFF, "停电", None)
    with centre.office.database.transaction() as session:
        set_day(session, SYSTEM, 1, entry, centre.office.clock.now())
    recount_open_clocks(centre.office, centre.office.clock.now())


@pytest.mark.parametrize(("language", "width", "theme"), SCREENS)
def test_no_administration_page_has_serious_faults_or_is_wider_than_the_screen(
    person, recounted, language, width, theme
):
    page, faults = person("admin", language=language, width=width), []
    show_in(page, theme)

    for address in PAGES:
        assert page.goto(address).status == 200, address
        faults += faults_on(page)

    show_in(page, "light")
    assert faults == []


def test_a_dropped_diagram_shows_its_findings_as_numbered_pins(person):
    page = person("designer")
    page.goto("/processes")

    drop(page, "p_pins.bpmn", drawn("p_pins", broken=True))

    expect(page.locator('[data-bpmn-viewer][data-state="ready"]')).to_be_visible()
    expect(page.locator(".bj-diagram-pin.error").first).to_have_text("1")
    expect(page.locator("#finding-1")).to_contain_text("strange")
    expect(page.get_by_role("button", name="发布…")).to_have_attribute("aria-disabled", "true")


def test_a_new_version_is_published_and_the_one_before_put_back(person):
    page = person("designer")
    publish(page, "p_back")
    publish(page, "p_back", task="另一种承办")

    page.get_by_role("button", name="改用第 1 版").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("在办的 0 件沿用各自版本")
    dialog.get_by_role("button", name="改用第 1 版").click()

    rows = page.locator("tr[data-row]")
    expect(rows.nth(1)).to_contain_text("在用")
    expect(rows.nth(0)).to_contain_text("以前的版本")


def test_esc_closes_the_question_and_nothing_is_published(person):
    page = person("designer")
    page.goto("/processes")
    drop(page, "p_escape.bpmn", drawn("p_escape"))

    page.get_by_role("button", name="发布…").click()
    page.keyboard.press("Escape")
    page.reload()

    expect(page.get_by_text("待发布")).to_be_visible()


def test_j_and_k_move_through_the_list_of_people(person):
    page = person("admin")
    page.goto("/people")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("孔维")


def test_a_day_pressed_in_the_year_tells_its_reason(person):
    page = person("lijianping")
    page.goto("/calendar?year=2026")

    page.get_by_role("link", name=re.compile("^1 ?日 周四 国庆节")).click()

    expect(page.get_by_role("region", name="10月1日 周四")).to_contain_text("不计入期限")


def test_what_was_typed_stays_when_a_version_is_refused(person):
    page = person("admin")
    page.goto("/items/CG-JZLJ/edit")
    page.locator("#conditions").fill("写了很久的受理条件")
    page.locator("#promised_amount").fill("99")

    page.get_by_role("button", name="发布第 2 版").click()

    expect(page.locator("#promised_amount-wrong")).to_contain_text("会超过法定时限")
    expect(page.locator("#conditions")).to_have_value("写了很久的受理条件")


def test_pins_are_plain_data_for_the_viewer(person):
    page = person("designer")
    page.goto("/processes")
    drop(page, "p_data.bpmn", drawn("p_data", broken=True))

    pins = json.loads(page.locator("[data-bpmn-viewer]").get_attribute("data-pins"))

    assert {"element": "strange", "number": 1, "level": "error"} in pins
