"""Tasks change hands on record: 转办, 派件, 改派, delegation (甲代乙); drafts stay with their writer."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from casework.cases.case_views import view_of
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import MayNotActFor, create_delegation, revoke_delegation
from casework.errors import Conflict, NotFound, NotPermitted, Refusal
from casework.organisation.role import Role
from casework.tasks.claims import claim_task, release_task
from casework.tasks.drafts import find_draft, save_draft
from casework.tasks.entitlement import NotOffered, SelfApproval, is_offered
from casework.tasks.remarks import attach_to_task, comment_on_task
from casework.tasks.task_state import TaskAlreadyClaimed
from casework.tasks.transfers import assign_task, transfer_task
from tests.casework.flows.world import World, process, sequence


@pytest.fixture
def flow(world: World) -> World:
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq")
    world.staff["other"] = world.centre.hire("other", "何承办", (Role.HANDLER, "ZJ"))
    return world


def a_task(flow: World, element: str = "handle") -> int:
    return flow.task(flow.register("A-1").case_id, element).id


def claim(flow: World, who: str, task_id: int, **more: object) -> object:
    return claim_task(flow.session, flow.centre.office, flow.staff[who], task_id, flow.now, **more)


def test_a_released_task_can_be_claimed_by_a_colleague(flow: World) -> None:
    task_id = a_task(flow)
    claim(flow, "handler", task_id)

    release_task(flow.session, flow.centre.office, flow.handler, task_id, flow.now)

    assert claim(flow, "other", task_id).claimed_by == flow.other.person_id


def test_claiming_twice_changes_nothing(flow: World) -> None:
    task_id = a_task(flow)

    first, second = claim(flow, "handler", task_id), claim(flow, "handler", task_id)

    assert second.claimed_at == first.claimed_at


def test_a_holder_hands_over_with_a_reason_that_stays_on_record(flow: World) -> None:
    task_id = a_task(flow)
    claim(flow, "handler", task_id)

    task = transfer_task(
        flow.session, flow.centre.office, flow.handler, task_id, flow.other.person_id, "出差", flow.now
    )

    line = flow.history(task.case_id)[-1]
    assert (line.kind, line.data["reason"], line.data["to_name"]) == ("task.transferred", "出差", "何承办")
    with pytest.raises(TaskAlreadyClaimed):
        flow.complete("handler", task_id)
    flow.complete("other", task_id)


@pytest.mark.parametrize(("to", "code"), [("reviewer", "task.person_unfit"), ("other", "task.reason_missing")])
def test_nobody_unfit_and_nothing_without_reason(flow: World, to: str, code: str) -> None:
    task_id = a_task(flow)
    claim(flow, "handler", task_id)
    reason = "出差" if to == "reviewer" else " "

    with pytest.raises(Refusal) as refusal:
        transfer_task(
            flow.session, flow.centre.office, flow.handler, task_id, flow.staff[to].person_id, reason, flow.now
        )

    assert refusal.value.code == code


def test_the_chief_assigns_and_reassigns_and_nobody_else(flow: World) -> None:
    task_id = a_task(flow)
    give = (flow.session, flow.centre.office)

    assign_task(*give, flow.chief, task_id, flow.handler.person_id, "", flow.now)
    task = assign_task(*give, flow.chief, task_id, flow.other.person_id, "休假", flow.now)

    first, second = flow.history(task.case_id)[-2:]
    assert ([first.kind, second.kind], task.holder_name) == (["task.assigned", "task.reassigned"], "何承办")
    assert ("reason" in first.data, second.data["reason"]) == (False, "休假"), "only what was said is on record"
    with pytest.raises(NotPermitted):
        assign_task(*give, flow.handler, task_id, flow.handler.person_id, "要回来", flow.now)


def delegate(flow: World, principal: str, deputy: str) -> Delegation:
    return create_delegation(
        flow.session, flow.staff[principal], flow.staff[deputy].person_id, flow.now, flow.now + timedelta(days=2),
        "出差", flow.now,
    )  # fmt: skip


def test_a_deputy_acts_in_the_principal_s_name(flow: World) -> None:
    delegate(flow, "handler", "reviewer")
    registered = flow.register("A-1")
    task = flow.task(registered.case_id, "handle")

    flow.complete("reviewer", task.id, acting_for=flow.handler.person_id)

    line = next(line for line in flow.history(registered.case_id) if line.kind == "task.completed")
    flow.session.expire_all()
    assert (task.completed_by, task.acting_for_id) == (flow.reviewer.person_id, flow.handler.person_id)
    assert line.who.zh == "钱审核代张承办"


def say_and_attach(flow: World, who: str, task_id: int, acting_for: int | None = None) -> None:
    desk = flow.session, flow.centre.office, flow.staff[who], task_id
    comment_on_task(*desk, "已电话核实", flow.now, acting_for=acting_for)
    attach_to_task(*desk, BytesIO("照片说明".encode()), "现场.txt", flow.now, acting_for=acting_for)


def said_by(flow: World, case_id: int) -> list[str]:
    """Who commented and attached: by the history, and by the lists of the page."""
    view = view_of(flow.file(case_id))
    remarks = [*view.comments, *view.attachments]
    shown = [f"{one.name}代{one.principal}" if one.principal else one.name for one in remarks]
    told = [line.who.zh for line in flow.history(case_id) if line.kind in ("comment.added", "file.attached")]
    assert sorted(shown) == sorted(told)
    return told


@pytest.mark.parametrize("claims", [True, False])
def test_what_a_deputy_of_another_department_says_and_attaches_is_in_the_principal_s_name(
    flow: World, claims: bool
) -> None:
    delegate(flow, "handler", "planner")
    registered = flow.register("A-1")
    task_id, whom = flow.task(registered.case_id, "handle").id, flow.handler.person_id
    if claims:
        claim(flow, "planner", task_id, acting_for=whom)

    say_and_attach(flow, "planner", task_id, acting_for=None if claims else whom)

    assert said_by(flow, registered.case_id) == ["陈规划代张承办"] * 2


def test_who_only_sees_the_case_speaks_at_its_task_in_their_own_name(flow: World) -> None:
    delegate(flow, "handler", "reviewer")
    registered = flow.register("A-1")
    task_id = flow.task(registered.case_id, "handle").id
    claim(flow, "reviewer", task_id, acting_for=flow.handler.person_id)

    say_and_attach(flow, "chief", task_id)

    assert said_by(flow, registered.case_id) == ["孙首席"] * 2


@pytest.mark.parametrize("deputy", ["planner", "second"])
def test_nobody_speaks_in_the_name_of_who_did_not_delegate(flow: World, deputy: str) -> None:
    task_id = a_task(flow)

    with pytest.raises(NotFound if deputy == "planner" else MayNotActFor):
        say_and_attach(flow, deputy, task_id, acting_for=flow.handler.person_id)


def test_a_delegation_that_is_over_gives_nothing(flow: World) -> None:
    delegate(flow, "handler", "reviewer")
    task_id = a_task(flow)

    with pytest.raises(MayNotActFor):
        flow.at(flow.now + timedelta(days=3)).complete("reviewer", task_id, acting_for=flow.handler.person_id)


def test_what_was_taken_in_somebody_s_name_is_done_and_given_back_in_that_name(flow: World) -> None:
    delegate(flow, "handler", "reviewer")
    first, second = flow.register("A-1"), flow.register("A-1")
    done, given_back = flow.task(first.case_id, "handle"), flow.task(second.case_id, "handle")
    for task in (done, given_back):
        claim(flow, "reviewer", task.id, acting_for=flow.handler.person_id)

    flow.complete("reviewer", done.id)
    release_task(flow.session, flow.centre.office, flow.reviewer, given_back.id, flow.now)

    assert {line.who.zh for line in flow.history(first.case_id)[-2:]} == {"钱审核代张承办"}
    assert flow.history(second.case_id)[-1].who.zh == "钱审核代张承办"


def test_after_the_delegation_nothing_held_in_the_principal_s_name_can_be_done(flow: World) -> None:
    delegation = delegate(flow, "handler", "reviewer")
    task_id = a_task(flow)
    claim(flow, "reviewer", task_id, acting_for=flow.handler.person_id)
    revoke_delegation(flow.session, flow.handler, delegation.id, flow.now)

    with pytest.raises(MayNotActFor):
        flow.complete("reviewer", task_id)


def test_a_deputy_acts_in_no_name_that_the_task_is_not_for(flow: World) -> None:
    delegate(flow, "cashier", "reviewer")
    flow.staff["both"] = flow.centre.hire("both", "何双岗", (Role.HANDLER, "ZJ"))
    delegate(flow, "leader", "both")
    task_id = a_task(flow)
    claim(flow, "both", task_id)

    with pytest.raises(NotOffered):
        flow.complete("both", task_id, acting_for=flow.leader.person_id)


def test_who_no_longer_holds_a_post_for_it_does_not_do_what_they_took(flow: World) -> None:
    task = flow.task(flow.register("A-1").case_id, "handle")
    claim_task(flow.session, flow.centre.office, flow.handler, task.id, flow.now)
    moved = replace(flow.handler, roles=frozenset({("handler", flow.centre.departments["GH"].id)}))
    flow.staff["handler"] = moved

    with pytest.raises(NotOffered):
        flow.complete("handler", task.id)

    release_task(flow.session, flow.centre.office, moved, task.id, flow.now)
    assert flow.task(task.case_id, "handle").status == "open"


def test_a_deputy_s_draft_is_kept_before_the_task_is_taken(flow: World) -> None:
    delegate(flow, "handler", "reviewer")
    task_id, office, principal = a_task(flow), flow.centre.office, flow.handler.person_id

    save_draft(flow.session, office, flow.reviewer, task_id, {"note": "代填"}, flow.now, acting_for=principal)

    assert find_draft(flow.session, flow.reviewer, task_id) == ({"note": "代填"}, flow.now)


def test_a_deputy_may_not_approve_what_the_principal_handled(flow: World) -> None:
    flow.staff["both"] = flow.centre.hire("both", "何双岗", (Role.HANDLER, "ZJ"), (Role.CHIEF, "ZJ"))
    delegate(flow, "both", "leader")
    case_id = flow.register("A-1").case_id
    flow.complete("both", flow.task(case_id, "handle").id)
    flow.complete("reviewer", flow.task(case_id, "review").id)

    with pytest.raises(SelfApproval):
        flow.complete("leader", flow.task(case_id, "decide").id, acting_for=flow.both.person_id)


def test_what_a_deputy_handled_in_one_s_name_one_may_not_approve(flow: World) -> None:
    flow.staff["both"] = flow.centre.hire("both", "何双岗", (Role.HANDLER, "ZJ"), (Role.CHIEF, "ZJ"))
    delegate(flow, "both", "leader")
    case_id = flow.register("A-1").case_id
    flow.complete("leader", flow.task(case_id, "handle").id, acting_for=flow.both.person_id)
    flow.complete("reviewer", flow.task(case_id, "review").id)

    with pytest.raises(SelfApproval):
        flow.complete("both", flow.task(case_id, "decide").id)


@pytest.mark.parametrize("role", [Role.CHIEF, Role.LEADER])
def test_whoever_decides_is_an_approver_and_has_not_handled(flow: World, role: Role) -> None:
    flow.deploy(sequence("by", ("handle:handler", f"decide:{role.value}")), "by")
    flow.item("BY", "by")
    flow.staff["both"] = flow.centre.hire("both", "何双岗", (Role.HANDLER, "ZJ"), (role, "ZJ"))
    case_id = flow.register("BY").case_id
    flow.complete("both", flow.task(case_id, "handle").id)

    with pytest.raises(SelfApproval):
        flow.complete("both", flow.task(case_id, "decide").id)


def test_what_is_for_one_person_is_for_nobody_else(flow: World) -> None:
    offered = [["person", flow.handler.person_id]]

    assert [is_offered(offered, who) for who in (flow.handler, flow.other)] == [True, False]


def test_a_draft_is_kept_as_typed_and_goes_with_the_completion(flow: World) -> None:
    task_id, office = a_task(flow), flow.centre.office
    save_draft(flow.session, office, flow.handler, task_id, {"note": "第一稿"}, flow.now)
    save_draft(flow.session, office, flow.handler, task_id, {"note": "第二稿"}, flow.now + timedelta(minutes=1))

    kept = find_draft(flow.session, flow.handler, task_id)
    flow.complete("handler", task_id)

    assert kept == ({"note": "第二稿"}, flow.now + timedelta(minutes=1))
    assert find_draft(flow.session, flow.handler, task_id) is None


def test_only_the_holder_gives_back(flow: World) -> None:
    task_id = a_task(flow)
    claim(flow, "handler", task_id)

    with pytest.raises(Conflict) as refusal:
        release_task(flow.session, flow.centre.office, flow.other, task_id, flow.now)

    assert refusal.value.params["holder"] == "张承办"


def test_a_task_that_is_for_one_person_alone_is_handed_over_not_given_back(flow: World) -> None:
    one = '<bpmn:startEvent id="start"/><bpmn:userTask id="only" name="only" camunda:assignee="handler"/>'
    flows = """<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="only"/>
    <bpmn:sequenceFlow id="f1" sourceRef="only" targetRef="end"/>"""
    flow.deploy({"alone.bpmn": process("alone", one + flows)}, "alone")
    flow.item("A-2", "alone")
    task_id = flow.task(flow.register("A-2").case_id, "only").id

    with pytest.raises(Conflict) as refusal:
        release_task(flow.session, flow.centre.office, flow.handler, task_id, flow.now)

    assert refusal.value.code == "task.for_one_alone"
