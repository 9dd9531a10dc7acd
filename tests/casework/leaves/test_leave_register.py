"""The leave register counts working days to the half, month by month, and flags more than is usual (LVE-01, LVE-04)."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from casework.clocks.calendar import WorkingCalendar
from casework.leaves.leave import Ended, Leave
from casework.leaves.leaves import Span, Totals, end_leave, leave_meanwhile, leaves_of, list_leaves, totals_with
from casework.organisation.role import Role
from tests.casework.flows.world import World, a_world, sequence
from tests.casework.people import NOW

# Weekends only: November 2026 begins on a Sunday and has no holidays.
PLAIN = WorkingCalendar({})


def span(first: str, last: str, *, from_noon: bool = False, until_noon: bool = False) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last), from_noon, until_noon)


@pytest.fixture
def world(session: Session) -> World:
    world = a_world(session)
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq")
    return world


def enter(world: World, taken: Span, who: str = "handler", kind: str = "sick", **more: object) -> Leave:
    """An entry of the register, as the flow of a leave writes it."""
    row = Leave(
        case_id=world.register("A-1").case_id, person_id=world.staff[who].person_id, kind=kind,
        department_id=world.staff[who].department_id, first_day=taken.first, last_day=taken.last,
        from_noon=taken.from_noon, until_noon=taken.until_noon, halves=int(taken.days(PLAIN) * 2),
        registered_at=NOW, **more,
    )  # fmt: skip
    world.session.add(row)
    world.session.flush()
    return row


def totals_of(world: World, kind: str, asked: Span) -> Totals:
    person = world.handler.person_id
    return totals_with(leaves_of(world.session, {person}, asked), person, kind, asked, PLAIN)


def totals(world: World, asked: Span, kind: str = "sick") -> tuple[Decimal, Decimal]:
    found = totals_of(world, kind, asked)
    return found.month, found.year


def test_a_leave_over_the_end_of_a_month_counts_in_each(world: World) -> None:
    # Thursday 29 October to Wednesday 4 November: two days and three.
    assert totals(world, span("2026-10-29", "2026-11-04")) == (Decimal(3), Decimal(5))


@pytest.mark.parametrize(("until_noon", "is_over"), [(True, False), (False, True)])
def test_seven_and_a_half_days_in_a_month_are_flagged_and_seven_are_not(
    world: World, until_noon: bool, is_over: bool
) -> None:
    enter(world, span("2026-11-02", "2026-11-06"))

    found = totals_of(world, "sick", span("2026-11-09", "2026-11-11", from_noon=True, until_noon=until_noon))

    assert (found.month, found.is_over_month) == (Decimal("7.0") if until_noon else Decimal("7.5"), is_over)


def test_more_than_thirty_days_in_a_year_are_flagged(world: World) -> None:
    enter(world, span("2026-03-02", "2026-03-27"))
    enter(world, span("2026-06-01", "2026-06-12"), kind="sick")

    found = totals_of(world, "personal", span("2026-11-02", "2026-11-02"))

    assert (found.year, found.is_over_year, found.is_over_month) == (Decimal(31), True, False)


def test_other_kinds_and_cancelled_leave_are_not_counted(world: World) -> None:
    enter(world, span("2026-11-02", "2026-11-06"), kind="annual")
    end_leave(enter(world, span("2026-11-09", "2026-11-13")), Ended.CANCELLED, None, PLAIN)

    assert totals(world, span("2026-11-16", "2026-11-16")) == (Decimal(1), Decimal(1))
    assert totals(world, span("2026-11-17", "2026-11-17"), kind="errand") == (Decimal(0), Decimal(0))


def test_after_an_early_return_only_the_days_before_it_count(world: World) -> None:
    row = enter(world, span("2026-11-02", "2026-11-06"))

    end_leave(row, Ended.EARLY, date(2026, 11, 4), PLAIN)

    assert (row.halves, row.last_day) == (4, date(2026, 11, 3))


def test_two_leaves_that_meet_at_noon_do_not_overlap(world: World) -> None:
    enter(world, span("2026-11-02", "2026-11-03", until_noon=True))
    person = world.handler.person_id

    taken = leaves_of(world.session, {person}, span("2026-11-03", "2026-11-04"))
    meets = leave_meanwhile(taken, person, span("2026-11-03", "2026-11-04", from_noon=True))
    overlaps = leave_meanwhile(taken, person, span("2026-11-03", "2026-11-04"))

    assert (meets, overlaps is not None) == (None, True)


def test_everybody_sees_their_own_entries_the_chief_those_of_the_department_the_centre_all(world: World) -> None:
    world.staff["planning"] = world.centre.hire("planning", "何规划", (Role.CHIEF, "GH"))
    enter(world, span("2026-11-02", "2026-11-02"))
    enter(world, span("2026-11-03", "2026-11-03"), who="reviewer", is_over_month=True)

    def seen(who: str, **wanted: object) -> list[str]:
        rows = list_leaves(world.session, world.staff[who], **wanted).rows  # type: ignore[arg-type]
        return [row.person_name for row in rows]

    assert seen("handler") == ["张承办"]
    assert seen("chief") == seen("boss") == ["钱审核", "张承办"]
    assert seen("planning") == []
    assert seen("boss", flagged=True) == ["钱审核"]
    assert seen("boss", month=date(2026, 10, 1)) == []
