"""The scenarios of the shipped flows, played through the counter and the inbox with forms, money and law enforced."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.errors import Refusal
from casework.incidents.incident import Incident
from casework.intake.internal_cases import open_internal_case
from casework.intake.registration import CounterDecision, Decision
from casework.messages.message import MessageWait
from casework.organisation.department import Department
from casework.organisation.places import add_department
from casework.organisation.role import Role
from casework.tasks.entitlement import SelfApproval, is_offered
from casework.tasks.task import Task
from casework.tasks.task_forms import FormNotAccepted
from casework.timers.timer import Timer
from engine.contract import Deliver, Key, TimePassed
from tests.casework.flows.world import WANG, Settled, World, a_world
from tests.databases import Server
from tests.processes.shipped import scenarios

PLAYED = [(flow, name, drawn) for flow, name, drawn in scenarios() if flow.startswith("p_")]
KINDS = {"p_consult": "consultation"}
OFFICES = {"HB": "环保局", "XF": "消防支队", "ZX": "政务服务中心"}
HOUSE = (Role.CENTRE, Role.CASHIER, Role.DUTY_LEADER, Role.MANAGER, Role.SUPERIOR_LIAISON, Role.SUPERVISOR)
FEE = {"fee_rule": {"kind": "fixed", "amount_fen": 3000}, "fee_basis": "收费标准", "fee_licence": "云费证 7 号"}
TEAM = (Role.WINDOW, Role.HANDLER, Role.REVIEWER, Role.CHIEF, Role.LEADER, Role.CODEPT)


def a_full_house(session: Session) -> World:
    """Every post of every department twice, so that who acted before never blocks a flow."""
    world = a_world(session)
    for code, name in OFFICES.items():
        world.centre.departments[code] = add_department(
            session, SYSTEM, Department(code=code, name=name, short_name=name)
        )
    hired = [(role, code) for code in ("ZJ", "GH", "HB", "XF") for role in TEAM] + [(role, "ZX") for role in HOUSE]
    for role, code in hired:
        for number in (1, 2):
            login = f"{role[:8].replace('_', '-')}-{code.lower()}-{number}"
            world.staff[login] = world.centre.hire(login, login, (role, code))
    return world


@pytest.fixture(scope="session")
def settled(database_server: Server) -> Iterator[Settled]:
    settled = Settled.by(database_server.copy(), a_full_house)
    yield settled
    settled.engine.dispose()


def start(world: World, flow: str, drawn: Mapping[str, Any]) -> int:
    world.ship(flow)
    facts = {**drawn.get("facts", {}).get("item", {})}
    base_type = facts.pop("base_type", flow.removeprefix("p_"))
    base_type = base_type if base_type in ("instant", "promised", "joint", "forwarded") else "promised"
    fee = FEE if facts.pop("has_fee", False) else {}
    converted = {"converted_amount": 5} if base_type == "instant" else {}
    world.item(
        "T-1", flow, base_type=base_type, tolerant_allowed=True, points=facts, statutory_amount=45,
        member_departments=["GH", "HB", "XF"], special_kinds=["expert_review", "hearing"], **fee, **converted,
    )  # fmt: skip
    kind = drawn.get("facts", {}).get("case", {}).get("type") or KINDS.get(flow, flow.removeprefix("p_"))
    intake = drawn.get("variables", {}).get("intake", "accept")
    decided = CounterDecision(Decision(intake), missing=drawn.get("variables", {}).get("missing", ["营业执照"]))
    if intake != "supplement":
        decided = CounterDecision(Decision(intake))
    variables = {key: value for key, value in drawn.get("variables", {}).items() if key not in ("intake", "channel")}
    return world.register("T-1", decided, case_type=kind, applicant=WANG, form_data=variables).case_id


def play(world: World, case_id: int, drawn: Mapping[str, Any]) -> None:
    if "task" in drawn:
        complete(world, case_id, drawn)
    elif "timer" in drawn:
        world.step(case_id, TimePassed((waiting_key(world, Timer, case_id, drawn["timer"]),)))
    else:
        target = waiting_key(world, MessageWait, case_id, drawn["message"])
        world.step(case_id, Deliver(target, drawn.get("payload", {})))


def waiting_key(world: World, table: Any, case_id: int, element: str) -> Key:
    row = world.session.execute(
        select(table.path, table.element, table.run).where(table.case_id == case_id, table.element == element)
    ).first()
    assert row is not None, f"{element} does not wait"
    return Key(*row)


def complete(world: World, case_id: int, drawn: Mapping[str, Any]) -> None:
    department = world.centre.departments[drawn["department"]].id if "department" in drawn else None
    waiting = world.waiting(case_id)
    found = [
        task for task in waiting
        if task.element == drawn["task"] and (department is None or task.department_id == department)
    ]  # fmt: skip
    assert found, f"{drawn['task']} is not open; open are {[task.element for task in waiting]}"
    for who in entitled(world, found[0]):
        try:
            world.complete(who, found[0].id, drawn.get("outcome"), data=drawn.get("data", {}))
            return
        except SelfApproval:
            continue
    raise AssertionError(f"nobody may do {drawn['task']}: {found[0].roles}")


def entitled(world: World, task: Task) -> list[str]:
    def may(actor: Actor) -> bool:
        return task.claimed_by == actor.person_id or (task.claimed_by is None and is_offered(task.roles, actor))

    return [name for name, actor in world.staff.items() if may(actor)]


@pytest.mark.parametrize(("flow", "name", "drawn"), PLAYED, ids=[f"{one[0]}-{one[1]}" for one in PLAYED])
def test_the_scenario_ends_with_its_milestones(world: World, flow: str, name: str, drawn: Mapping[str, Any]) -> None:
    case_id = start(world, flow, drawn)

    for one in drawn["steps"]:
        play(world, case_id, one)

    case, kinds = world.case(case_id), world.kinds(case_id)
    reached = {"accepted": case.accepted_at, "concluded": case.concluded_at, "delivered": case.delivered_at}
    assert world.waiting(case_id) == []
    assert case.ended_at is not None
    assert [name for name in drawn["milestones"] if name in reached and reached[name] is None] == []
    assert world.session.scalars(select(Incident)).all() == []
    assert kinds[0] == "case.received"


def test_a_joint_case_stands_while_experts_review_what_the_departments_agreed(world: World) -> None:
    (drawn,) = [drawn for flow, name, drawn in PLAYED if (flow, name) == ("p_joint", "experts_review")]
    case_id = start(world, "p_joint", drawn)
    before = world.file(case_id).clocks.due("promised"), world.file(case_id).clocks.due("statutory")
    review = next(number for number, one in enumerate(drawn["steps"]) if one["task"] == "conduct")

    for one in drawn["steps"][:review]:
        play(world, case_id, one)
    standing = world.case(case_id).status, world.file(case_id).clocks.due("promised"), world.documents(case_id)[-1]
    world.at(world.now + timedelta(days=7))
    play(world, case_id, drawn["steps"][review])

    after = world.file(case_id).clocks.due("promised"), world.file(case_id).clocks.due("statutory")
    assert standing[:2] == ("suspended", None)
    assert (standing[2].kind, "专家评审" in standing[2].html) == ("D24", True)
    assert all(was < now for was, now in zip(before, after, strict=True))
    assert world.task(case_id, "summarise").id


EXTENDED = {
    "p_joint": ("first_department_settled_and_extended", "government", "summarise", {"summary": "还需要时间"}),
    "p_promised": ("with_survey_extension_and_return", "approve_extension", "handle", {}),
}


def played(world: World, flow: str, name: str, until: str) -> int:
    """A case of the scenario after the first step of that name."""
    (drawn,) = [drawn for of, called, drawn in PLAYED if (of, called) == (flow, name)]
    case_id = start(world, flow, drawn)
    for one in drawn["steps"]:
        play(world, case_id, one)
        if one.get("task") == until:
            break
    return case_id


@pytest.mark.parametrize("flow", EXTENDED)
def test_a_second_extension_is_refused_when_it_is_asked_for(world: World, flow: str) -> None:
    name, until, asking, data = EXTENDED[flow]
    case_id = played(world, flow, name, until)

    with pytest.raises(Refusal) as refused:
        complete(world, case_id, {"task": asking, "outcome": "extend", "data": data})

    assert refused.value.code == "clock.already_extended"


@pytest.mark.parametrize("why", ["forbidden", "too late"])
def test_an_extension_that_cannot_be_is_refused_when_it_is_asked_for(world: World, why: str) -> None:
    world.ship("p_promised")
    world.item("T-1", "p_promised", extension_allowed=why != "forbidden")
    case_id = world.register("T-1", applicant=WANG).case_id
    if why == "too late":
        world.at(world.file(case_id).clocks.due("promised") + timedelta(days=1))

    with pytest.raises(Refusal) as refused:
        complete(world, case_id, {"task": "handle", "outcome": "extend"})

    assert refused.value.code == {"forbidden": "extension.not_allowed", "too late": "clock.extension_too_late"}[why]


@pytest.mark.parametrize(
    ("name", "until", "field"),
    [
        ("one_disagrees", "resolve", "new_opinions"),
        ("first_department_settled_and_extended", "government", "new_opinions"),
        ("first_department_stops", "resolve_first", "summary"),
    ],
)
def test_not_everything_is_granted_against_a_department_that_disagrees(
    world: World, name: str, until: str, field: str
) -> None:
    case_id = played(world, "p_joint", name, until)

    with pytest.raises(FormNotAccepted) as refused:
        complete(world, case_id, {"task": "summarise", "outcome": "approved", "data": {"summary": "全部准予"}})

    assert field in refused.value.invalid.errors


def test_a_department_that_agreed_in_writing_after_all_does_not_hinder_the_whole_grant(world: World) -> None:
    case_id = played(world, "p_joint", "one_disagrees", "resolve")
    data = {"summary": "全部准予", "new_opinions": "消防支队，刘洋，2026-10-09，消函〔2026〕3 号：整改后同意"}

    complete(world, case_id, {"task": "summarise", "outcome": "approved", "data": data})

    assert world.case(case_id).decision == "approved"


def test_internal_matters_are_opened_by_staff(world: World) -> None:
    world.ship("leave_request")
    world.item("LEAVE", "leave_request", name="请假", item_type="20", basis="", is_internal=True)

    opened = open_internal_case(world.session, world.centre.office, world.handler, "LEAVE", world.now)

    case = world.case(opened.case_id)
    assert (case.case_type, case.status) == ("internal", "accepted")
    assert world.task(case.id, "apply").id == opened.next_task_id
