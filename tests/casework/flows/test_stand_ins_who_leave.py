"""A stand-in whose account is closed holds up neither the approval of the leave nor the return from it."""

import pytest

from casework.actor import Actor
from casework.organisation.people import edit_person
from tests.casework.flows.leave import RETURNED, agreed, delegation, granted
from tests.casework.flows.world import World


@pytest.fixture
def flow(world: World) -> World:
    world.ship("leave_request")
    world.item("LEAVE", "leave_request", name="请假", item_type="20", basis="", is_internal=True)
    return world


def test_a_stand_in_whose_account_is_closed_is_told_by_name_and_replaced(flow: World) -> None:
    case_id = agreed(flow)
    leave_the_house(flow, flow.second)

    flow.complete("chief", flow.task(case_id, "tier_1").id, "agreed")

    told = [line.data["reason"]["zh"] for line in flow.history(case_id) if line.kind == "leave.substitute_lost"]
    assert told == [f"{flow.second.name}的账号已停用。请另选一位。"]
    assert flow.task(case_id, "apply").closed_at is None


def test_the_return_is_registered_though_the_stand_in_has_left_meanwhile(flow: World) -> None:
    case_id = granted(flow)
    leave_the_house(flow, flow.second)

    flow.complete("handler", flow.task(case_id, "return").id, data=RETURNED)

    assert flow.case(case_id).ended_at is not None
    assert delegation(flow).revoked_at == flow.now


def leave_the_house(flow: World, actor: Actor) -> None:
    edit_person(flow.session, flow.administrator, actor.person_id, {"is_active": False}, flow.now)
