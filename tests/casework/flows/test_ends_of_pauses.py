"""A pause ends on record, also where decision or submission ends it: nothing stands still that does not run."""

import pytest

from casework.cases.milestones import decide, go_to_superior
from casework.clocks import case_clocks
from casework.errors import Conflict
from tests.casework.flows.test_clocks import SPECIAL, THURSDAY, local
from tests.casework.flows.world import World, sequence


@pytest.fixture
def paused(world: World) -> int:
    """A case that experts review."""
    world.deploy(sequence(), "seq")
    world.item("AD", "seq", special_kinds=SPECIAL)
    case_id = world.at(THURSDAY).register("AD").case_id
    file = world.at(local(22, hour=10)).file(case_id)
    case_clocks.suspend(file, "expert_review", "基础方案需专家评审", planned_days=5)
    file.write()
    return case_id


def test_a_pause_that_a_decision_ends_is_told_to_have_ended(world: World, paused: int) -> None:
    file = world.at(local(23, hour=10)).file(paused)
    decide(file, "approved")
    file.write()

    assert world.kinds(paused)[-3:] == ["clock.resumed", "milestone.decided", "milestone.concluded"]


def test_with_the_superior_body_no_clock_of_ours_stands_still(world: World, paused: int) -> None:
    file = world.file(paused)
    go_to_superior(file)
    file.write()

    assert (world.case(paused).status, world.case(paused).is_paused) == ("at_superior", False)
    with pytest.raises(Conflict) as conflict:
        case_clocks.suspend(world.file(paused), "expert_review", "再评审", planned_days=5)
    assert conflict.value.code == "clock.not_running"
