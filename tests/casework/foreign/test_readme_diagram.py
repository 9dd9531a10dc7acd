"""A diagram that tells a decision and no acceptance, as the README's does: its start is the acceptance (受理)."""

import re

import pytest
from sqlalchemy.orm import Session

from casework.errors import Refusal
from casework.intake.registration import CounterDecision, Decision
from tests.casework.flows.world import World, a_world
from tests.source_tree import REPOSITORY


@pytest.fixture
def world(session: Session) -> World:
    world = a_world(session)
    diagram = re.search(r"```xml\n(.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.S)[1]
    world.deploy({"permit.bpmn": diagram.encode()}, "permit")
    world.item("A-1", "permit")
    return world


@pytest.mark.parametrize(("outcome", "decision"), [("准予", "approved"), ("不予", "denied")])
def test_it_is_accepted_at_its_start_decided_by_its_buttons_and_concluded(
    world: World, outcome: str, decision: str
) -> None:
    case_id = world.register("A-1").case_id

    world.complete("reviewer", world.task(case_id, "check").id)
    world.complete("chief", world.task(case_id, "decide").id, outcome)

    case = world.case(case_id)
    assert (case.accepted_at, case.decision) == (world.now, decision)
    assert case.concluded_at == case.ended_at == world.now
    assert [one.kind for one in world.documents(case_id)] == ["D01"]


def test_it_cannot_begin_before_the_acceptance(world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        world.register("A-1", CounterDecision(Decision.PREREVIEW))

    assert refusal.value.code == "acceptance.no_prereview"
