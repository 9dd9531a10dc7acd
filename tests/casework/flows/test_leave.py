"""Leave: only working days count, what was taken afterwards gives nobody a deputy, and much of it is flagged."""

import pytest
from sqlalchemy import func, select

from casework.delegation.delegation import Delegation
from casework.errors import Refusal
from casework.intake.internal_cases import open_internal_case
from tests.casework.flows.test_operations import run
from tests.casework.flows.world import World, sequence

# The world stands on Friday 2026-10-09; the holiday went to the 7th, Saturday the 10th is worked, Sunday is not.
FRIDAY, SUNDAY = "2026-10-09", "2026-10-11"
WEEKS = {"from": "2026-10-12", "to": "2026-10-19"}


@pytest.fixture
def leave(world: World) -> World:
    world.deploy(sequence("leave"), "leave")
    world.item("LEAVE", "leave", name="请假", item_type="20", basis="", is_internal=True)
    world.case_id = open_internal_case(world.session, world.centre.office, world.handler, "LEAVE", world.now).case_id
    return world


def register(world: World, kind: str, days: float, first: str, last: str) -> None:
    run(world, "register_leave", **{"leave_type": kind, "from": first, "to": last, "days": days})


def test_only_working_days_count_in_halves(leave: World) -> None:
    counted = run(leave, "count_leave", **{"from": FRIDAY, "to": "2026-10-12", "from_half": "afternoon"})

    # Friday afternoon, the make-up Saturday and Monday.
    assert counted["days"] == 2.5


def test_leave_without_a_working_day_is_refused_naming_the_field(leave: World) -> None:
    with pytest.raises(Refusal) as refusal:
        run(leave, "count_leave", **{"from": SUNDAY, "to": SUNDAY})

    assert (refusal.value.code, refusal.value.params["field"]) == ("leave.no_working_day", "leave_to")


def test_leave_registered_afterwards_gives_nobody_a_deputy(leave: World) -> None:
    past = {"from": "2026-10-08", "to": "2026-10-08", "principal": "handler", "deputy": "second"}

    assert run(leave, "open_delegation", **past) == {"delegation_id": None}
    assert leave.session.scalar(select(func.count(Delegation.id))) == 0


def test_more_than_seven_days_of_sick_and_personal_leave_in_a_month_are_flagged(leave: World) -> None:
    register(leave, "sick", 3, "2026-10-12", "2026-10-14")
    register(leave, "annual", 5, "2026-10-19", "2026-10-23")
    assert "oversight.much_leave" not in leave.kinds(leave.case_id)

    register(leave, "personal", 4.5, "2026-10-26", "2026-10-30")

    (flag,) = [line for line in leave.history(leave.case_id) if line.kind == "oversight.much_leave"]
    assert (flag.data["month_days"], flag.data["year_days"]) == (7.5, 7.5)


def test_who_approves_is_told_what_was_taken_before(leave: World) -> None:
    register(leave, "sick", 3, "2026-09-14", "2026-09-16")

    counted = run(leave, "count_leave", leave_type="personal", **WEEKS)

    assert (counted["days"], counted["month_days"], counted["year_days"]) == (6.0, 6.0, 9.0)
