"""Roles of a diagram become posts of this house; a task that resolves to nobody has a fallback and an incident."""

import pytest
from sqlalchemy import delete, select

from casework.incidents.incident import Incident
from casework.incidents.incidents import list_incidents, resolve_incident
from casework.incidents.telling import cause_of
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.tasks.task import Task
from tests.casework.flows.world import World, process, sequence

ASSIGNED = """<bpmn:startEvent id="start"/><bpmn:userTask id="write" name="写" camunda:assignee="reviewer"/>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="write"/>
<bpmn:sequenceFlow id="f2" sourceRef="write" targetRef="end"/>"""
BRANCHES = """<bpmn:startEvent id="start"/><bpmn:userTask id="opine" name="提意见" camunda:candidateGroups="codept">
<bpmn:multiInstanceLoopCharacteristics camunda:collection="=departments" camunda:elementVariable="department"/>
</bpmn:userTask><bpmn:scriptTask id="plan" name="计划" scriptFormat="feel"><bpmn:script>departments = ["GH", "XX"]
</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="plan"/>
<bpmn:sequenceFlow id="f2" sourceRef="plan" targetRef="opine"/>
<bpmn:sequenceFlow id="f3" sourceRef="opine" targetRef="end"/>"""


def opened(world: World, files: dict[str, bytes], key: str) -> list[tuple[str, list[list[object]]]]:
    world.deploy(files, key)
    world.item(key, key)
    case_id = world.register(key).case_id
    return [(task.element, task.roles) for task in world.waiting(case_id)]


@pytest.mark.parametrize(("word", "role", "code"), [
    ("handler", "handler", "ZJ"), ("承办人", "handler", "ZJ"), ("codept@GH", "codept", "GH"),
])  # fmt: skip
def test_a_role_is_a_post_of_the_own_department_or_of_the_one_named(
    world: World, word: str, role: str, code: str
) -> None:
    roles = opened(world, sequence("one", (f"write:{word}",)), "one")

    assert roles == [("write", [[role, world.centre.departments[code].id]])]


def test_a_post_that_serves_the_whole_house_is_meant_wherever_it_is(world: World) -> None:
    assert opened(world, sequence("till", ("pay:cashier",)), "till") == [("pay", [["cashier", None]])]


def test_the_applicant_s_lane_is_done_by_the_counter(world: World) -> None:
    department = world.centre.departments["ZJ"].id

    assert opened(world, sequence("app", ("fill:applicant",)), "app") == [("fill", [["window", department]])]


def test_an_assignee_holds_the_task_from_the_start(world: World) -> None:
    opened(world, {"as.bpmn": process("as", ASSIGNED)}, "as")

    task = world.session.scalars(select(Task)).one()
    assert (task.status, task.claimed_by) == ("claimed", world.reviewer.person_id)


def test_who_began_the_case_may_be_the_assignee(world: World) -> None:
    drawn = ASSIGNED.replace('id="start"', 'id="start" camunda:initiator="starter"').replace("reviewer", "${starter}")
    opened(world, {"as.bpmn": process("as", drawn)}, "as")

    assert world.session.scalars(select(Task)).one().claimed_by == world.window.person_id


def test_a_task_for_nobody_goes_to_the_fallback_person_and_raises_an_incident(world: World) -> None:
    world.centre.departments["ZJ"].fallback_person_id = world.leader.person_id
    world.session.flush()

    roles = opened(world, sequence("none", ("write:astrologer",)), "none")

    incident = world.session.scalars(select(Incident)).one()
    assert roles == [("write", [["person", world.leader.person_id]])]
    assert (incident.code, incident.is_parked, incident.params["roles"]) == ("task.nobody", False, "astrologer")


def test_a_fallback_whose_account_is_closed_gets_nothing_and_an_administrator_does(world: World) -> None:
    world.centre.departments["ZJ"].fallback_person_id = world.leader.person_id
    world.session.get_one(Person, world.leader.person_id).is_active = False
    world.session.flush()

    roles = opened(world, sequence("none", ("write:astrologer",)), "none")

    assert roles == [("write", [["person", world.administrator.person_id]])]


def test_the_incident_names_the_lane_and_the_department_whose_post_is_empty(world: World) -> None:
    drawn = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="督查员"><bpmn:flowNodeRef>check</bpmn:flowNodeRef></bpmn:lane>'
        '</bpmn:laneSet><bpmn:startEvent id="start"/><bpmn:userTask id="check" name="抽查"/><bpmn:endEvent id="end"/>'
        '<bpmn:sequenceFlow id="a" sourceRef="start" targetRef="check"/>'
        '<bpmn:sequenceFlow id="b" sourceRef="check" targetRef="end"/>'
    )
    supervising = select(Post.id).where(Post.role == "supervisor")
    world.session.execute(delete(PostHolding).where(PostHolding.post_id.in_(supervising)))

    opened(world, {"lane.bpmn": process("lane", drawn)}, "lane")

    said = cause_of(world.session.scalars(select(Incident)).one())
    name = world.centre.departments["ZJ"].name
    assert f"（{name}督查员）" in said.zh
    assert f"(supervisor, {name})" in said.en


def test_in_a_branch_over_departments_the_branch_s_department_is_meant(world: World) -> None:
    world.centre.departments["ZJ"].fallback_person_id = world.leader.person_id
    world.session.flush()

    roles = opened(world, {"mi.bpmn": process("mi", BRANCHES)}, "mi")

    assert roles[0] == ("opine", [["codept", world.centre.departments["GH"].id]])
    assert world.session.scalars(select(Incident.code)).all() == ["task.nobody"]


def test_an_administrator_sees_to_incidents(world: World) -> None:
    opened(world, sequence("none", ("write:astrologer",)), "none")

    (row,) = list_incidents(world.session, world.administrator).rows
    resolve_incident(world.session, world.administrator, row.incident.id, world.now)

    assert list_incidents(world.session, world.administrator).rows == []
    assert "astrologer" in row.incident.params["roles"]
