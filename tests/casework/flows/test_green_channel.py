"""The green channel is closed again by the duty leader alone; the case goes on as an ordinary one."""

import pytest

from casework.actor import Actor
from casework.cases.case_actions import case_actions
from casework.cases.case_types import close_channel
from casework.errors import NotPermitted, Refusal
from casework.organisation.role import Role
from tests.casework.flows.world import World, sequence


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
