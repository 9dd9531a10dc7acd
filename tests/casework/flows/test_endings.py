"""撤回, 作废 and 更正: with a reason, on record, and only as long as the law leaves room."""

import pytest
from sqlalchemy import func, select

from casework.cases.case_lists import CaseFilter, search_cases
from casework.cases.corrections import correct_case
from casework.cases.endings import return_case, void_case, withdraw_case
from casework.cases.milestones import decide
from casework.errors import Conflict, NotPermitted, Refusal
from casework.tasks.task import Task, TaskOffer
from casework.timers.timer import Timer
from tests.casework.flows.test_clocks import TIMED
from tests.casework.flows.world import World, process


@pytest.fixture
def flow(world: World) -> World:
    world.deploy({"timed.bpmn": process("timed", TIMED)}, "timed")
    world.item("AD", "timed")
    return world


def end(flow: World, how: object, who: str, case_id: int, reason: str = "申请人放弃") -> object:
    return how(flow.session, flow.centre.office, flow.staff[who], case_id, reason, flow.now)


def test_a_withdrawal_ends_flow_tasks_timers_and_clocks(flow: World) -> None:
    case_id = flow.register("AD").case_id

    end(flow, withdraw_case, "window", case_id)

    case, task = flow.case(case_id), flow.session.scalars(select(Task)).one()
    assert (case.status, case.outcome) == ("withdrawn", "withdrawn")
    assert (task.status, task.close_reason) == ("cancelled", "case:withdrawn")
    assert flow.session.scalar(select(func.count(Timer.id))) == 0
    assert flow.session.scalar(select(func.count(TaskOffer.id))) == 0
    assert all(clock.stopped_at for clock in flow.clocks(case_id).values())
    assert "milestone.withdrawn" in flow.kinds(case_id)


def test_after_the_decision_nothing_is_withdrawn(flow: World) -> None:
    file = flow.file(flow.register("AD").case_id)
    decide(file, "approved")
    file.write()

    with pytest.raises(Conflict) as refusal:
        end(flow, withdraw_case, "window", file.case.id)

    assert refusal.value.code == "case.already_decided"


def test_voiding_needs_the_chief_and_a_reason(flow: World) -> None:
    case_id = flow.register("AD").case_id

    with pytest.raises(NotPermitted):
        end(flow, void_case, "handler", case_id)
    with pytest.raises(Refusal):
        end(flow, void_case, "chief", case_id, " ")

    assert end(flow, void_case, "chief", case_id, "重复登记").status == "voided"


@pytest.mark.parametrize("nothing", ["", " \u3000", "\u200b", "\u2800"])
def test_a_reason_that_nobody_can_see_is_none(flow: World, nothing: str) -> None:
    case_id = flow.register("AD").case_id

    with pytest.raises(Refusal) as refusal:
        end(flow, void_case, "chief", case_id, nothing)

    assert refusal.value.params["field"] == "reason"


def test_a_returned_case_tells_the_applicant_why(flow: World) -> None:
    case_id = flow.register("AD").case_id

    result = end(flow, return_case, "chief", case_id, "长期不配合踏勘")

    assert (result.status, flow.case(case_id).outcome) == ("terminated", "returned")


def test_a_correction_keeps_what_stood_there_before(flow: World) -> None:
    case_id = flow.register("AD", title="广告牌").case_id

    correct_case(flow.session, flow.centre.office, flow.chief, case_id, {"title": "霓虹灯招牌"}, "登记笔误", flow.now)

    line = flow.history(case_id)[-1]
    found = search_cases(flow.session, flow.chief, CaseFilter(query="霓虹")).rows
    assert (line.kind, line.data["entries"]) == ("case.corrected", [["title", "广告牌", "霓虹灯招牌"]])
    assert [row.id for row in found] == [case_id]


@pytest.mark.parametrize(("changes", "code"), [
    ({"accepted_at": "2020-01-01"}, "case.not_correctable"), ({"title": "户外广告设置审批"}, "case.nothing_to_correct"),
])  # fmt: skip
def test_what_the_law_fixed_cannot_be_corrected(flow: World, changes: dict[str, str], code: str) -> None:
    case_id = flow.register("AD").case_id

    with pytest.raises(Refusal) as refusal:
        correct_case(flow.session, flow.centre.office, flow.chief, case_id, changes, "改", flow.now)

    assert refusal.value.code == code
