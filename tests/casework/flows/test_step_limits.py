"""Steps have limits of their own (环节时限) that the workbench shows beside those of the case (C3, C4)."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from casework.clocks.calendar import SHANGHAI
from casework.tasks.inbox import Tab, list_inbox
from casework.timers.timer import Timer
from engine.compiling import compile_bundle
from tests.casework.flows.test_shipped_flows import follow
from tests.casework.flows.world import World, process
from tests.processes.shipped import FACTS, walked

LATE = """<bpmn:boundaryEvent id="b" attachedToRef="a" cancelActivity="false" banjian:clock="step">
<bpmn:timerEventDefinition/></bpmn:boundaryEvent><bpmn:userTask id="late" camunda:candidateGroups="handler"/>
<bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="late"/>"""
AGREED = {"reviewed": ["facts", "law"]}


def due(world: World, case_id: int, element: str) -> str | None:
    at = world.task(case_id, element).due_at
    return None if at is None else f"{at.astimezone(SHANGHAI):%m-%d %H}"


def test_of_ten_promised_days_handling_has_five_review_and_decision_three_each(world: World) -> None:
    """Accepted Fri 2026-10-09; Sat 10-10 is worked."""
    world.ship("p_promised")
    world.item("AD", "p_promised")
    case_id = world.register("AD").case_id

    (row,) = list_inbox(world.session, world.handler, Tab.OFFERED, world.now).rows
    found = [due(world, case_id, "handle")]
    follow(world, case_id, ("handle", "handler", "submit", {}))
    found.append(due(world, case_id, "review"))
    follow(world, case_id, ("review", "reviewer", "agreed", AGREED))
    found.append(due(world, case_id, "decide"))

    assert found == ["10-15 18", "10-13 18", "10-13 18"]
    assert row.due_at is not None and f"{row.due_at.astimezone(SHANGHAI):%m-%d}" == "10-15"


def test_a_promise_in_other_units_gives_its_steps_no_limit(world: World) -> None:
    world.ship("p_promised")
    world.item("AD", "p_promised", promised_unit="calendar_day", statutory_unit="calendar_day")

    assert due(world, world.register("AD").case_id, "handle") is None


def test_no_step_outlasts_the_promise_unless_the_promise_is_broken_already(world: World) -> None:
    """Promised one working day from Fri 2026-10-09; a department's days begin when those before it are done."""
    flows = ('<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="first"/>'
             '<bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="a"/>'
             '<bpmn:sequenceFlow id="f4" sourceRef="a" targetRef="after"/>'
             '<bpmn:sequenceFlow id="f5" sourceRef="after" targetRef="e"/>')  # fmt: skip
    tasks = "".join(
        f'<bpmn:userTask id="{name}" name="{name}" {limit} camunda:candidateGroups="handler"/>'
        for name, limit in (("first", ""), ("a", 'banjian:limit="2wd"'), ("after", 'banjian:limit="2wd"'))
    )
    world.deploy({"p.bpmn": process("p", f'<bpmn:startEvent id="s"/>{tasks}{LATE}<bpmn:endEvent id="e"/>{flows}')}, "p")
    world.item("L-1", "p", promised_amount=1)
    case_id = world.register("L-1").case_id
    world.complete("handler", world.task(case_id, "first").id)
    timer = world.session.scalars(select(Timer).where(Timer.case_id == case_id)).one()
    assert timer.due_at is not None and timer.due_at == world.task(case_id, "a").due_at
    in_time = due(world, case_id, "a")

    world.at(datetime(2026, 10, 12, 10, tzinfo=SHANGHAI))
    world.complete("handler", world.task(case_id, "a").id)

    assert [in_time, due(world, case_id, "after")] == ["10-10 18", "10-14 18"]


@pytest.mark.parametrize(("facts", "limit"), [({}, "3wd"), ({"branch_days": 1}, "1wd")])
def test_a_department_s_opinion_has_the_days_of_the_item(facts: dict[str, Any], limit: str) -> None:
    story = {"variables": {"department": "GH"}, "facts": {"item": {**FACTS["item"], **facts}}}

    fresh = walked("branch_department", {**story, "steps": []})
    confirmed = walked("branch_department", {**story, "steps": [{"task": "confirm"}]})

    assert [task.limit for task in fresh.tasks.values()] == ["1wd"]
    assert [task.limit for task in confirmed.tasks.values()] == [limit]


def test_a_limit_that_cannot_be_read_is_found_when_the_diagram_is_checked() -> None:
    def findings(limit: str) -> list[str]:
        task = f'<bpmn:userTask id="a" name="a" banjian:limit="{limit}" camunda:candidateGroups="handler"/>'
        flows = "".join(
            f'<bpmn:sequenceFlow id="f{a}" sourceRef="{a}" targetRef="{b}"/>' for a, b in (("s", "a"), ("a", "e"))
        )
        body = f'<bpmn:startEvent id="s"/>{task}<bpmn:endEvent id="e"/>{flows}'
        return [one.rule for one in compile_bundle({"p.bpmn": process("p", body)}, key="p").findings]

    assert "expression.wrong" in findings("=1 +")
    assert "expression.wrong" not in findings("=string(2) + &quot;wd&quot;")


@pytest.mark.parametrize(("limit", "until"), [
    ("2wd", "10-12 18:00"), ("2 wd", "10-12 18:00"), ("0.5d", "10-09 22:00"), ("30m", "10-09 10:30"),
    ("1.5h", "10-09 11:30"), ("=string(2) + &quot;wd&quot;", "10-12 18:00"),
])  # fmt: skip
def test_every_limit_that_is_published_ends_its_step_and_the_timer_on_it(world: World, limit: str, until: str) -> None:
    """Opened Fri 2026-10-09 at ten; Sat 10-10 is worked."""
    task = f'<bpmn:userTask id="a" name="a" banjian:limit="{limit}" camunda:candidateGroups="handler"/>'
    flows = ('<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
             '<bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="e"/>')  # fmt: skip
    body = f'<bpmn:startEvent id="s"/>{task}{LATE}<bpmn:endEvent id="e"/>{flows}'
    world.deploy({"p.bpmn": process("p", body)}, "p")
    world.item("L-1", "p")

    case_id = world.register("L-1").case_id

    timer = world.session.scalars(select(Timer).where(Timer.case_id == case_id)).one()
    ends = (world.task(case_id, "a").due_at, timer.due_at)
    assert [at and f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" for at in ends] == [until] * 2
