"""Whatever literal a branch compares with, its button says it and leads there, from the page and from a program."""

import html
import re
from xml.sax.saxutils import escape, quoteattr

import pytest

from casework.actor import SYSTEM
from casework.definitions.definitions import publish, store_draft
from casework.tasks.task import Task
from tests.casework.flows.world import process
from tests.casework.people import LONG_AGO
from tests.web.api.program import program
from tests.web.clerk.desk import FLOW, HANDLER

BRANCHES = {
    'x = "甲\\"乙\\""': '甲"乙"', 'x = "<b>&amp;</b>"': "<b>&amp;</b>", "x = 1": 1, 'x = "1"': "1", "x = 1.5": 1.5,
    "x = -2": -2, "x = true": True, 'x = "true"': "true", 'x = ""': "", 'x = "其他"': "其他",
    'x = "O\'Neil, 王"': "O'Neil, 王",
}  # fmt: skip
NAMES = [
    '甲"乙"', "<b>&amp;</b>", "1", "1 (2)", "1.5", "-2", "true", "true (2)", "to8", "其他", "O'Neil, 王", "其他 (2)",
]  # fmt: skip


def diagram() -> dict[str, str]:
    """A task, and behind it a branch to a task of its own for every literal, and a default one."""
    steps = [*BRANCHES, ""]
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="g" targetRef="to{n}">'
        + (f"<bpmn:conditionExpression>={escape(text)}</bpmn:conditionExpression>" if text else "")
        + f'</bpmn:sequenceFlow><bpmn:userTask id="to{n}" name="to{n}"/><bpmn:endEvent id="e{n}"/>'
        f'<bpmn:sequenceFlow id="g{n}" sourceRef="to{n}" targetRef="e{n}"/>'
        for n, text in enumerate(steps)
    )
    body = (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="t" name="选择" camunda:candidateGroups="handler"/>'
        f'<bpmn:exclusiveGateway id="g" default={quoteattr(f"f{len(BRANCHES)}")}/>{flows}'
        '<bpmn:sequenceFlow id="in" sourceRef="s" targetRef="t"/>'
        '<bpmn:sequenceFlow id="on" sourceRef="t" targetRef="g"/>'
    )
    return {f"{FLOW}.bpmn": process(FLOW, body).decode()}


@pytest.fixture
def choosing(desk):
    """The flow is published; each call gives the number of a new case."""
    with desk.site.office.database.transaction() as session:
        publish(session, SYSTEM, store_draft(session, SYSTEM, diagram(), "", LONG_AGO).id, LONG_AGO)
    return desk.register


def buttons(desk, case_no):
    """What the page offers, from left to right: the words and the value as the browser sends it."""
    text = desk.page(HANDLER, f"/tasks/{desk.waiting(case_no)}")
    found = re.findall(r'<button class="btn[^>]*name="outcome"\s+value="([^"]*)"[^>]*>(.*?)</button>', text, re.S)
    words = [re.sub(r"<svg.*?</svg>|<kbd.*?</kbd>", "", inner, flags=re.S).strip() for _, inner in found]
    return [(html.unescape(word), html.unescape(value)) for word, (value, _) in zip(words, found, strict=True)][::-1]


def where(desk, case_no):
    """The element of the task the case waits at."""
    with desk.site.office.database.reading() as session:
        return session.get_one(Task, desk.waiting(case_no)).element


def test_every_button_says_its_literal_and_leads_to_its_branch(desk, choosing):
    reached = []
    for number in range(len(NAMES)):
        case_no = choosing()
        offered = buttons(desk, case_no)
        assert [name for name, _ in offered] == NAMES

        send = {"revision": desk.revision(case_no), "outcome": offered[number][1]}
        desk.as_(HANDLER).post(f"/tasks/{desk.waiting(case_no)}/complete", data=send)
        reached.append(where(desk, case_no))

    assert reached == [f"to{number}" for number in range(len(NAMES))]


def test_a_program_names_the_literal_itself(desk, choosing):
    reached = []
    for value in BRANCHES.values():
        case_no = choosing()
        send = {"outcome": value, "revision": desk.revision(case_no)}
        assert program(desk.site, HANDLER).post(f"/tasks/{desk.waiting(case_no)}/complete", send).status_code == 200
        reached.append(where(desk, case_no))

    assert reached == [f"to{number}" for number in range(len(BRANCHES))]
