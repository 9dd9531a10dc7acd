"""One task handed in is one step: permission, engine, rows and history in one transaction, or nothing at all."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from benchmarks.diagrams import diagram
from casework.cases.case_file import CaseFile
from casework.cases.corrections import correct_case
from casework.cases.milestones import decide
from casework.clocks.case_clocks import suspend
from casework.errors import Stale
from casework.history.histories import list_history
from casework.organisation.role import Role
from casework.tasks.claims import claim_task
from casework.tasks.entitlement import NotOffered
from casework.tasks.task_state import TaskAlreadyClaimed, TaskNotOpen
from tests.casework.flows.world import World, process, sequence
from tests.engine.running.walking import WRITTEN

# Numbers are decimals from the form to the database and back.
EXACT = json.loads(json.dumps(WRITTEN), parse_float=Decimal)

SIDE_BY_SIDE = """<bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/>
<bpmn:userTask id="a" name="a" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>
<bpmn:userTask id="b" name="b" camunda:candidateGroups="handler"/><bpmn:parallelGateway id="join"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
<bpmn:sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><bpmn:sequenceFlow id="f3" sourceRef="fork" targetRef="b"/>
<bpmn:sequenceFlow id="f4" sourceRef="a" targetRef="join"/><bpmn:sequenceFlow id="f5" sourceRef="b" targetRef="join"/>
<bpmn:sequenceFlow id="f6" sourceRef="join" targetRef="end"/>"""


@pytest.fixture
def flow(world: World) -> World:
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq")
    return world


def test_a_diagram_without_milestones_is_accepted_at_its_start_and_concluded_at_its_end(flow: World) -> None:
    registered = flow.register("A-1")

    for element, who in (("handle", "handler"), ("review", "reviewer"), ("decide", "chief")):
        flow.complete(who, flow.task(registered.case_id, element).id)

    case = flow.case(registered.case_id)
    assert case.accepted_at == flow.now
    assert (case.status, case.outcome) == ("concluded", "normal")
    assert case.ended_at == flow.now
    assert [document.kind for document in flow.documents(case.id)] == ["D01"]
    assert flow.kinds(case.id)[:3] == ["case.received", "case.started", "milestone.accepted"]


def test_what_people_write_comes_back_from_the_database_as_they_wrote_it_under_any_name(flow: World) -> None:
    registered = flow.register("A-1")

    for element, who in (("handle", "handler"), ("review", "reviewer")):
        flow.complete(who, flow.task(registered.case_id, element).id, data={**EXACT, f"by {element}": [EXACT]})
        flow.session.flush()
        flow.session.expire_all()
        found = flow.case(registered.case_id).document[""]
        assert found == {**found, **EXACT, "by handle": [EXACT]}

    assert found["by review"] == [EXACT]
    assert found["意见"]["金额"] == Decimal("1234.05")


def test_a_task_is_for_the_posts_of_its_role_in_the_department_of_the_case(flow: World) -> None:
    task = flow.task(flow.register("A-1").case_id, "handle")

    with pytest.raises(NotOffered) as refusal:
        flow.complete("reviewer", task.id)

    assert task.roles == [["handler", flow.centre.departments["ZJ"].id]]
    assert "承办人" in refusal.value.in_language("zh")


def test_the_second_to_claim_is_told_who_was_first_and_when(flow: World) -> None:
    task = flow.task(flow.register("A-1").case_id, "handle")
    other = flow.centre.hire("other", "何承办", (Role.HANDLER, "ZJ"))
    claim_task(flow.session, flow.centre.office, flow.handler, task.id, flow.now)

    with pytest.raises(TaskAlreadyClaimed) as refusal:
        claim_task(flow.session, flow.centre.office, other, task.id, flow.now)

    assert refusal.value.params["holder"] == "张承办"
    assert refusal.value.params["at"] == flow.now


def test_a_double_click_gets_the_first_answer(flow: World) -> None:
    registered = flow.register("A-1")
    task = flow.task(registered.case_id, "handle")

    first = flow.complete("handler", task.id, once_key="k1")
    second = flow.complete("handler", task.id, once_key="k1")

    assert second.is_repeat
    assert (second.case_no, second.next_task_id) == (first.case_no, first.next_task_id)
    assert [task.element for task in flow.waiting(registered.case_id)] == ["review"]


def test_a_task_done_by_somebody_else_is_told_with_name(flow: World) -> None:
    task = flow.task(flow.register("A-1").case_id, "handle")
    flow.complete("handler", task.id)

    with pytest.raises(TaskNotOpen) as refusal:
        flow.complete("handler", task.id, once_key="another")

    assert refusal.value.params["holder"] == "张承办"


def test_a_page_made_from_an_older_revision_is_told_who_moved_the_case(flow: World) -> None:
    registered = flow.register("A-1")
    before = flow.case(registered.case_id).revision
    flow.complete("handler", flow.task(registered.case_id, "handle").id)

    with pytest.raises(Stale) as refusal:
        flow.complete("reviewer", flow.task(registered.case_id, "review").id, expected_revision=before)

    assert refusal.value.params["by"] == "张承办"


def test_branches_that_work_side_by_side_do_not_make_one_another_stale(world: World) -> None:
    world.deploy({"mi20.bpmn": diagram("mi20")}, "mi20")
    world.item("MI", "mi20")
    registered = world.register("MI")
    seen = world.case(registered.case_id).revision
    first, second = world.waiting(registered.case_id)[:2]

    for task in (first, second):
        world.complete("handler", task.id, expected_revision=seen)

    assert len(world.waiting(registered.case_id)) == 18


def test_branches_behind_a_gateway_do_not_make_one_another_stale_either(world: World) -> None:
    world.deploy({"two.bpmn": process("two", SIDE_BY_SIDE)}, "two")
    world.item("TWO", "two")
    case_id = world.register("TWO").case_id
    seen = world.case(case_id).revision

    for element in ("b", "a"):
        world.complete("handler", world.task(case_id, element).id, expected_revision=seen)

    assert world.waiting(case_id) == []


def test_what_concerns_every_branch_makes_the_pages_of_all_stale(world: World) -> None:
    world.deploy({"mi20.bpmn": diagram("mi20")}, "mi20")
    world.item("MI", "mi20")
    case_id = world.register("MI").case_id
    seen = world.case(case_id).revision
    correct_case(world.session, world.centre.office, world.handler, case_id, {"title": "另一个"}, "写错了", world.now)

    with pytest.raises(Stale) as refusal:
        world.complete("handler", world.waiting(case_id)[0].id, expected_revision=seen)

    assert refusal.value.params["changed"].zh == "更正"


@pytest.mark.parametrize(
    "act",
    [lambda file: suspend(file, "expert_review", "专家评审", 5), lambda file: decide(file, "approved")],
    ids=["the clocks stop", "the case is decided"],
)
def test_a_branch_where_something_happens_to_the_whole_case_makes_the_pages_of_the_others_stale(
    world: World, act: Callable[[CaseFile], object]
) -> None:
    world.deploy({"two.bpmn": process("two", SIDE_BY_SIDE)}, "two")
    world.item("TWO", "two", special_kinds=[{"kind": "expert_review", "basis": "许可法第45条"}])
    case_id = world.register("TWO").case_id
    seen, file = world.case(case_id).revision, world.file(case_id, world.handler)
    file.is_step = True
    act(file)
    file.write()

    with pytest.raises(Stale):
        world.complete("handler", world.task(case_id, "a").id, expected_revision=seen)


def test_of_two_branches_that_write_one_variable_both_are_in_the_record_and_the_later_one_stands(world: World) -> None:
    world.deploy({"two.bpmn": process("two", SIDE_BY_SIDE)}, "two")
    world.item("TWO", "two")
    case_id = world.register("TWO").case_id

    for element, area in (("b", 80), ("a", 90)):
        world.complete("handler", world.task(case_id, element).id, data={"area": area})

    lines = [line for line in list_history(world.session, case_id) if line.kind == "task.completed"]
    assert [[*change[1:]] for line in lines for change in line.data["changes"]] == [["area", 80], ["area", 90]]
    assert world.case(case_id).document[""]["area"] == 90


def test_the_next_task_of_the_same_case_that_is_mine_opens_at_once(world: World) -> None:
    world.deploy(sequence("two", ("handle:handler", "write:handler", "decide:chief")), "two")
    world.item("A-2", "two")
    registered = world.register("A-2")

    done = world.complete("handler", world.task(registered.case_id, "handle").id)

    assert done.next_task_id == world.task(registered.case_id, "write").id


def test_an_operation_whose_token_another_took_away_does_not_act(world: World) -> None:
    """Two branches ask for an operation at once; the first one ends the case, so the second draws up nothing."""
    body = """<bpmn:startEvent id="s"/><bpmn:parallelGateway id="both"/>
<bpmn:serviceTask id="first" banjian:operation="stop_clock"><bpmn:extensionElements><camunda:inputOutput>
<camunda:inputParameter name="clock">contact</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>
</bpmn:serviceTask><bpmn:endEvent id="over"><bpmn:terminateEventDefinition/></bpmn:endEvent>
<bpmn:serviceTask id="second" banjian:operation="issue_certificate"><bpmn:extensionElements><camunda:inputOutput>
<camunda:inputParameter name="title">证</camunda:inputParameter>
<camunda:inputParameter name="text">文</camunda:inputParameter>
</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="e"/>
<bpmn:sequenceFlow id="a" sourceRef="s" targetRef="both"/><bpmn:sequenceFlow id="b" sourceRef="both" targetRef="first"/>
<bpmn:sequenceFlow id="c" sourceRef="both" targetRef="second"/>
<bpmn:sequenceFlow id="f" sourceRef="first" targetRef="over"/>
<bpmn:sequenceFlow id="g" sourceRef="second" targetRef="e"/>"""
    world.deploy({"race.bpmn": process("race", body)}, "race")
    world.item("A-9", "race")

    registered = world.register("A-9")

    assert world.case(registered.case_id).ended_at is not None
    assert "certificate.issued" not in world.kinds(registered.case_id)
