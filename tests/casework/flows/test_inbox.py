"""The inbox sorts by the clock that is nearest: the step's, the promise's, or the duty before and after it."""

from datetime import datetime, timedelta

from casework.intake.registration import CounterDecision, Decision
from casework.tasks.inbox import InboxFilter, Tab, count_urgent, list_inbox
from tests.casework.flows.world import World


def test_before_acceptance_the_five_days_to_tell_what_is_missing_are_shown(world: World) -> None:
    for key in ("ca_intake", "p_promised"):
        world.ship(key)
    world.item("A-1", "p_promised")
    registered = world.register("A-1", CounterDecision(Decision.PREREVIEW))

    row = list_inbox(world.session, world.window, Tab.OFFERED, world.now).rows[0]

    assert row.case_no == registered.case_no
    assert row.case_due_at == world.clocks(registered.case_id)["notice"].due_at


def test_an_instant_item_registered_as_promised_follows_the_promised_flow(world: World) -> None:
    for key in ("p_instant", "p_promised"):
        world.ship(key)
    world.item("A-2", "p_instant", base_type="instant", promised_amount=0, converted_amount=5)

    registered = world.register("A-2", case_type="promised")

    assert {task.element for task in world.waiting(registered.case_id)} == {"handle"}


def test_what_is_late_and_what_is_due_today_are_counted_apart(world: World) -> None:
    for key in ("ca_intake", "p_promised"):
        world.ship(key)
    world.item("A-1", "p_promised")
    registered = world.register("A-1", CounterDecision(Decision.PREREVIEW))
    due = world.clocks(registered.case_id)["notice"].due_at
    assert due is not None

    def urgent(now: datetime) -> tuple[int, int]:
        found = count_urgent(world.session, world.window, Tab.OFFERED, now, now + timedelta(hours=8))
        wanted = InboxFilter(due_from=now, due_before=now + timedelta(hours=8))
        assert list_inbox(world.session, world.window, Tab.OFFERED, now, wanted=wanted).total == found.today
        return found.overdue, found.today

    assert urgent(due - timedelta(days=1)) == (0, 0)
    assert urgent(due - timedelta(hours=1)) == (0, 1)
    assert urgent(due + timedelta(hours=1)) == (1, 0)
