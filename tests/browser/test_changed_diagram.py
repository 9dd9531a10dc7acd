"""A changed diagram: the designer uploads and publishes it; running cases keep their flow, the next one follows it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casework.actor import SYSTEM
from casework.definitions.definitions import current_version_id, make_current
from tests.browser.clerk import (
    ADVERTISEMENT,
    AGREED,
    COMPANY,
    HANDLED,
    claim,
    open_case,
    open_task,
    publish_diagram,
    register,
    work,
)

DIAGRAM = Path(__file__).parents[2] / "processes" / "p_promised" / "p_promised.bpmn"
STEP = """<bpmn:userTask id="countersign" name="法规科会签" camunda:candidateGroups="reviewer">
      <bpmn:incoming>f_by_review_decide</bpmn:incoming><bpmn:outgoing>f_countersign_decide</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f_countersign_decide" sourceRef="countersign" targetRef="decide" />
    <bpmn:userTask id="decide\""""


@pytest.fixture(autouse=True)
def flow_put_back(centre: Any) -> Iterator[None]:
    """The other journeys share the centre: afterwards new cases follow the shipped flow again."""
    with centre.office.database.reading() as session:
        shipped = current_version_id(session, "p_promised")
    yield
    with centre.office.database.transaction() as session:
        make_current(session, SYSTEM, shipped)


def with_one_more_step() -> bytes:
    """The promised flow with a second look by the reviewers between review and decision."""
    text = DIAGRAM.read_text(encoding="utf-8")
    text = text.replace('sourceRef="by_review" targetRef="decide"', 'sourceRef="by_review" targetRef="countersign"')
    text = text.replace("<bpmn:incoming>f_by_review_decide<", "<bpmn:incoming>f_countersign_decide<")
    changed = text.replace('<bpmn:userTask id="decide"', STEP)
    assert changed.count("countersign") == 6
    return changed.encode()


def test_running_cases_keep_their_flow_and_the_next_case_follows_the_changed_one(
    person: Callable[..., Page],
) -> None:
    window, handler, reviewer, designer = (
        person("heyutong"),
        person("lijianping"),
        person("zhaoqiwen"),
        person("designer"),
    )
    chief = person("zhoumin")
    before = register(window, "CG-HWGG", ADVERTISEMENT, who=COMPANY)

    publish_diagram(designer, "p_promised.bpmn", with_one_more_step(), "承诺件")
    after = register(window, "CG-HWGG", ADVERTISEMENT, who=COMPANY)
    for case_no in (before, after):
        work(handler, case_no, "承办", HANDLED, "提交审核")
        work(reviewer, case_no, "审核", AGREED, "同意")

    open_task(chief, before, "批准", tab="offered")
    open_task(reviewer, after, "法规科会签", tab="offered")
    open_case(window, before)
    expect(window.get_by_text("承诺件 第 1 版")).to_be_visible()
    open_case(window, after)
    expect(window.get_by_text("承诺件 第 2 版")).to_be_visible()
    claim(chief, before, "批准")
