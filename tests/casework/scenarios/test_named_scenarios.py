"""The scenarios by which the product is judged, each under its own name, from the counter to what is on record.

契税 at the counter, and two windows that complete one task at the same moment, stand in `flows/`.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases.grounds import Ground
from casework.clocks.case_clock import CaseClock
from casework.documents.documents import is_intact
from casework.intake.registration import CounterDecision, Decision
from casework.messages.message import MessageWait
from casework.organisation.role import Role
from casework.tasks.claims import claim_task
from casework.tasks.drafts import find_draft, save_draft
from casework.tasks.inbox import Tab, list_inbox
from casework.tasks.task import Task
from casework.tasks.task_forms import FormNotAccepted
from casework.tasks.task_state import TaskAlreadyClaimed
from casework.timers.timer import Timer
from tests.casework.flows.test_shipped_flows import REASONS, follow
from tests.casework.flows.world import World, a_world, process

# Thursday 17 September 2026, 10:00 in Asia/Shanghai.
THURSDAY = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
SIX_WEEKS = timedelta(weeks=6)


@pytest.fixture
def world(session: Session) -> World:
    world = a_world(session)
    world.staff["third"] = world.centre.hire("third", "赵窗口", (Role.HANDLER, "ZJ"))
    world.ship("p_promised")
    world.item("AD", "p_promised")
    return world


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_accepted_on_17_september_with_10_working_days_the_notice_says_8_october_with_one_line_per_day(
    world: World,
) -> None:
    case_id = world.at(THURSDAY).register("AD").case_id

    (notice,) = world.documents(case_id)
    due = world.due(case_id)
    lines = {line.date: line for line in due.days}
    skipped = [*days(date(2026, 9, 25), date(2026, 9, 27)), *days(date(2026, 10, 1), date(2026, 10, 7))]
    assert "受理通知书" in notice.title
    assert "2026 年 10 月 8 日" in notice.html
    assert [line.date for line in due.days] == days(date(2026, 9, 17), date(2026, 10, 8))
    assert (lines[date(2026, 9, 20)].counted, lines[date(2026, 9, 20)].label) == (True, "调休上班")
    assert [day for day in skipped if lines[day].counted or not lines[day].label] == []
    assert sum(line.counted for line in due.days) == 10


def test_of_two_windows_with_one_task_one_wins_and_the_other_reads_who_and_when_and_keeps_the_text(
    world: World,
) -> None:
    task = world.task(world.register("AD").case_id, "handle")
    save_draft(world.session, world.centre.office, world.third, task.id, {"note": "已核对现场"}, world.now)
    claim_task(world.session, world.centre.office, world.handler, task.id, world.now)

    with pytest.raises(TaskAlreadyClaimed) as refusal:
        claim_task(world.session, world.centre.office, world.third, task.id, world.now)

    kept = find_draft(world.session, world.third, task.id)
    assert (refusal.value.params["holder"], refusal.value.params["at"]) == ("张承办", world.now)
    assert "张承办" in refusal.value.in_language("zh")
    assert kept == ({"note": "已核对现场"}, world.now)


def test_outside_competence_there_is_d02_with_number_body_and_remedies_and_nothing_else(world: World) -> None:
    decided = CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT, right_body="云川市规划局")

    registered = world.register("AD", decided)

    case, (notice,) = world.case(registered.case_id), world.documents(registered.case_id)
    tables = (Task, Timer, MessageWait, CaseClock)
    rows = {table.__name__: world.session.scalar(select(func.count()).select_from(table)) for table in tables}
    assert (notice.kind, case.status, case.snapshot, case.start_event) == ("D02", "refused", None, None)
    assert is_intact(notice) and notice.number in notice.html
    assert all(words in notice.html for words in ("云川市规划局", "行政复议", "行政诉讼"))
    assert set(rows.values()) == {0}, rows


def test_a_denial_needs_its_reason_and_both_clocks_stop_then_though_pick_up_is_weeks_later(world: World) -> None:
    case_id = world.register("AD").case_id
    follow(world, case_id, ("handle", "handler", "submit", {}))
    follow(world, case_id, ("review", "reviewer", "agreed", {"reviewed": ["facts", "law"]}))
    with pytest.raises(FormNotAccepted) as refusal:
        follow(world, case_id, ("decide", "chief", "denied", {**REASONS, "deny_text": ""}))

    decided_at = world.now
    follow(world, case_id, ("decide", "chief", "denied", REASONS))
    world.at(decided_at + SIX_WEEKS)

    clocks = world.clocks(case_id)
    assert set(refusal.value.invalid.errors) == {"deny_text"}
    assert [document.kind for document in world.documents(case_id)] == ["D01", "D09"]
    assert [clocks[kind].stopped_at for kind in ("statutory", "promised")] == [decided_at, decided_at]
    assert world.case(case_id).delivered_at is None


UPSIDE_DOWN = """<bpmn:startEvent id="start"/>
<bpmn:exclusiveGateway id="x"><bpmn:outgoing>to_lower</bpmn:outgoing><bpmn:outgoing>to_upper</bpmn:outgoing>
</bpmn:exclusiveGateway>
<bpmn:userTask id="lower" name="下" camunda:candidateGroups="handler"/>
<bpmn:userTask id="upper" name="上" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="x"/>
<bpmn:sequenceFlow id="to_upper" sourceRef="x" targetRef="upper"><bpmn:conditionExpression>1 &lt; 2
</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="to_lower" sourceRef="x" targetRef="lower"><bpmn:conditionExpression>2 &lt; 3
</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f2" sourceRef="lower" targetRef="end"/>
<bpmn:sequenceFlow id="f3" sourceRef="upper" targetRef="end"/>"""


def test_of_two_conditions_that_both_hold_the_first_sequence_flow_of_the_xml_is_taken(world: World) -> None:
    world.deploy({"xor.bpmn": process("xor", UPSIDE_DOWN)}, "xor")
    world.item("XOR", "xor")

    case_id = world.register("XOR").case_id

    assert [task.element for task in world.waiting(case_id)] == ["upper"]
    assert [row.name for row in list_inbox(world.session, world.handler, Tab.OFFERED, world.now).rows] == ["上"]
