"""What reaching a milestone does to the clocks and to what may still come, milestone by milestone."""

from datetime import timedelta

import pytest

from casework.cases import milestones
from casework.cases.acceptance import accept_case, refuse_case
from casework.cases.case_file import CaseFile
from casework.cases.grounds import Ground
from casework.cases.status import APPROVED, DENIED, Outcome
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import Limit
from casework.errors import Conflict, Refusal
from casework.intake.registration import CounterDecision, Decision
from tests.casework.flows.world import World


@pytest.fixture
def flow(world: World) -> World:
    world.ship("p_promised")
    world.item("AD", "p_promised")
    world.item("LONG", "p_promised", concluded_at_decision=False)
    return world


def accepted(flow: World, item: str = "AD") -> CaseFile:
    return flow.file(flow.register(item).case_id)


def running(file: CaseFile) -> set[str]:
    return {clock.kind for clock in file.clocks.all_running()}


def test_a_decision_ends_the_pause_in_which_it_is_made(flow: World) -> None:
    file = accepted(flow)
    file.clocks.pause("hearing", "", "", file.now, None)
    file.now += timedelta(days=3)

    milestones.decide(file, APPROVED)

    assert [pause.resumed_at for pause in file.clocks.pauses] == [file.now]


@pytest.mark.parametrize(("item", "decision", "is_concluded"), [
    ("AD", APPROVED, True), ("AD", DENIED, True), ("LONG", APPROVED, False), ("LONG", DENIED, True),
])  # fmt: skip
def test_a_denial_concludes_at_once_and_an_approval_where_the_promise_ends_with_it(
    flow: World, item: str, decision: str, is_concluded: bool
) -> None:
    file = accepted(flow, item)

    milestones.decide(file, decision)

    assert (file.case.concluded_at == file.now) == is_concluded
    assert running(file) == {ClockKind.DELIVERY} | (set() if is_concluded else {ClockKind.PROMISED})


def test_what_is_concluded_owes_nobody_a_call_or_an_answer_any_more(flow: World) -> None:
    file = accepted(flow)
    for kind in (ClockKind.CONTACT, ClockKind.SUPERIOR):
        file.clocks.start(kind, Limit(5), file.now)

    milestones.conclude(file)

    assert running(file) == set()


def test_after_the_decision_a_case_can_only_be_terminated(flow: World) -> None:
    file = accepted(flow)
    milestones.decide(file, APPROVED)

    with pytest.raises(Conflict):
        milestones.leave(file, Outcome.WITHDRAWN)
    assert milestones.leave(file, Outcome.TERMINATED)
    assert (file.case.outcome, file.case.ended_at, running(file)) == ("terminated", file.now, set())


def received(flow: World) -> CaseFile:
    return flow.file(flow.register("AD", CounterDecision(Decision.PREREVIEW)).case_id)


def test_nothing_is_accepted_whose_item_was_not_in_force_when_it_came_in(flow: World) -> None:
    file = received(flow)
    first_day = file.item_version.valid_from
    file.case.received_at -= flow.now.date() - first_day + timedelta(days=1)

    with pytest.raises(Refusal) as refusal:
        accept_case(file)

    assert refusal.value.code == "item.not_in_force"
    file.case.received_at += timedelta(days=1)
    assert accept_case(file) is not None


def test_papers_may_come_later_only_where_the_item_allows_it(flow: World) -> None:
    with pytest.raises(Refusal) as refusal:
        accept_case(received(flow), tolerant=True)

    assert refusal.value.code == "acceptance.not_tolerant"


def test_what_was_accepted_is_not_refused_any_more(flow: World) -> None:
    with pytest.raises(Conflict) as refusal:
        refuse_case(accepted(flow), Ground.NOT_NEEDED)

    assert refusal.value.code == "case.already_accepted"
