"""The green channel is closed again by the duty leader alone; the case goes on as an ordinary one."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.actor import Actor
from casework.cases.case_actions import case_actions
from casework.cases.case_types import close_channel
from casework.clocks.calendar import SHANGHAI
from casework.errors import NotPermitted, Refusal
from casework.notices.outgoing_notice import OutgoingNotice
from casework.organisation.role import Role
from casework.tasks.task_forms import FormNotAccepted
from casework.timers.timer import Timer
from engine.contract import Key, TimePassed
from tests.casework.flows.world import World, sequence

KINDS = ("promised", "statutory")


@pytest.fixture
def duty(world: World) -> Actor:
    return world.centre.hire("duty", "姚值班", (Role.DUTY_LEADER, "GH"))


@pytest.fixture
def special(world: World, duty: Actor) -> int:
    world.deploy(sequence("green"), "green")
    world.item("GR", "green")
    return world.register("GR", case_type="special").case_id


def close(world: World, who: Actor, case_id: int, reason: str = "投资额核减，不再符合条件") -> None:
    close_channel(world.session, world.centre.office, who, case_id, reason, world.now)


def test_the_duty_leader_closes_it_and_the_promise_is_the_full_one_again(
    world: World, special: int, duty: Actor
) -> None:
    halved = world.clocks(special)["promised"].amount

    close(world, duty, special)

    assert (halved, world.clocks(special)["promised"].amount) == (5, 10)
    assert world.case(special).case_type == "promised"
    (line,) = [line for line in world.history(special) if line.kind == "case.type_changed"]
    assert line.data["reason"] == "投资额核减，不再符合条件"


def test_nobody_else_may(world: World, special: int, duty: Actor) -> None:
    names = {who: {action.name for action in case_actions(world.file(special), who)} for who in (duty, world.chief)}

    assert "close_channel" in names[duty] and "close_channel" not in names[world.chief]
    with pytest.raises(NotPermitted):
        close(world, world.chief, special)


def test_without_a_reason_or_an_open_channel_nothing_is_closed(world: World, special: int, duty: Actor) -> None:
    with pytest.raises(Refusal) as no_reason:
        close(world, duty, special, " ")
    close(world, duty, special)
    with pytest.raises(Refusal) as closed:
        close(world, duty, special)

    assert no_reason.value.params["field"] == "reason"
    assert closed.value.code == "case_type.no_channel"


def test_nothing_is_reported_daily_once_it_is_closed(world: World, duty: Actor) -> None:
    case_id = in_the_channel(world)
    report_progress(world, case_id)
    reported = notices(world)

    close(world, duty, case_id)
    report_progress(world, case_id)

    assert (reported, notices(world)) == (2, 2)


def in_the_channel(world: World) -> int:
    """A case of the shipped flow whose channel is open, with the handler's step before it."""
    case_id = waiting_for_the_leader(world)
    open_channel(world, case_id, green_category="urgent")
    meeting = {"meeting_at": "2026-10-09T09:00:00+08:00", "attendants": "各部门", "minutes": "三日内办结"}
    manager = {"manager_name": "吴静", "manager_phone": "13812340268"}
    world.complete("boss", world.task(case_id, "assign").id, data=manager)
    world.complete("boss", world.task(case_id, "meeting").id, data=meeting)
    return case_id


@pytest.mark.parametrize("category", ["investment", "key_project"])
@pytest.mark.parametrize("amount", [{}, {"green_investment": 499}])
def test_a_project_of_less_than_five_million_is_not_let_in(world: World, category: str, amount: dict[str, int]) -> None:
    case_id = waiting_for_the_leader(world)

    with pytest.raises(FormNotAccepted) as refusal:
        open_channel(world, case_id, green_category=category, **amount)

    assert refusal.value.params["fields"] == ["green_investment"]


def test_a_project_of_five_million_is_let_in(world: World) -> None:
    case_id = waiting_for_the_leader(world)

    open_channel(world, case_id, green_category="key_project", green_investment=500)

    assert world.task(case_id, "assign")


def waiting_for_the_leader(world: World) -> int:
    world.ship("p_special")
    world.item("SP", "p_special")
    world.staff["duty"] = world.centre.hire("watch", "卫值班", (Role.DUTY_LEADER, "GH"))
    return world.register("SP", case_type="special").case_id


def open_channel(world: World, case_id: int, **stated: Any) -> None:
    signed = {"green_basis": "市政府专题会议纪要", "green_signed_by": "卫值班"}
    world.complete("duty", world.task(case_id, "open").id, "opened", data={**signed, **stated})


def report_progress(world: World, case_id: int) -> None:
    row = world.session.scalars(select(Timer).where(Timer.case_id == case_id, Timer.element == "progress_2")).one()
    command = TimePassed((Key(row.path, row.element, row.run),))
    world.step(case_id, command)


def notices(world: World) -> int:
    query = select(func.count()).select_from(OutgoingNotice).where(OutgoingNotice.text.contains("有新进展"))
    return world.session.scalar(query) or 0


def test_in_the_channel_the_days_count_from_acceptance_and_never_past_the_law(world: World, duty: Actor) -> None:
    """C10, item 4: received Thu 2026-10-15; the meeting takes two days, survey, opinions and decision one each."""
    world.deploy(sequence("green"), "green")
    shares = {
        "statutory_amount": 7, "statutory_unit": "calendar_day", "statutory_from": "received", "promised_amount": 5,
        "promised_unit": "calendar_day", "promised_from": "received", "points": {"green_days": 3},
    }  # fmt: skip
    world.item("SG", "green", **shares)
    due = []
    for received in (15, 12):
        at = datetime(2026, 10, received, 10, tzinfo=SHANGHAI)
        case_id = world.at(datetime(2026, 10, 16, 15, tzinfo=SHANGHAI)).register(
            "SG", case_type="special", received_at=at
        ).case_id  # fmt: skip
        due.append(tuple(f"{world.clocks(case_id)[kind].due_at.astimezone(SHANGHAI):%m-%d %H}" for kind in KINDS))

    assert due == [("10-21 18", "10-22 18"), ("10-19 18", "10-19 18")]


@pytest.mark.parametrize("days", [0, 61, "3", True])
def test_days_of_the_channel_are_a_whole_number(world: World, days: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        world.item("SG", "p_special", points={"green_days": days})

    assert refusal.value.params["field"] == "green_days"
