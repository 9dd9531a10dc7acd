"""The clocks of a case between their rows and `ClockSet`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from casework.cases.case_rows import CLOCK, SUSPENSION, TIMER
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.clock_set import ClockRow, ClockSet, PauseRow

_CLOCKS = select(CLOCK).where(CLOCK.c.case_id == bindparam("of_case")).order_by(CLOCK.c.id)
_PAUSES = select(SUSPENSION).where(SUSPENSION.c.case_id == bindparam("of_case")).order_by(SUSPENSION.c.id)
_MOVE_CLOCK = (
    update(CLOCK)
    .where(CLOCK.c.id == bindparam("row"))
    .values(
        due_at=bindparam("new_due"),
        stopped_at=bindparam("new_stop"),
        generation=bindparam("new_generation"),
        extension=bindparam("new_extension"),
        is_provisional=bindparam("new_provisional"),
    )
)
_MOVE_TIMERS = (
    update(TIMER)
    .where(TIMER.c.case_id == bindparam("of_case"), TIMER.c.clock == bindparam("of_clock"))
    .values(due_at=bindparam("new_due"))
)
_RESUME = update(SUSPENSION).where(SUSPENSION.c.id == bindparam("row")).values(resumed_at=bindparam("new_end"))


def read_clocks(connection: Connection, case_id: int, calendar: Callable[[], WorkingCalendar]) -> ClockSet:
    """All clocks and pauses of the case."""
    of_case = {"of_case": case_id}
    return ClockSet(
        calendar,
        [_clock_row(row) for row in connection.execute(_CLOCKS, of_case)],
        [_pause_row(row) for row in connection.execute(_PAUSES, of_case)],
    )


def new_rows(clocks: ClockSet) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What to insert: clocks and suspensions that have no key yet."""
    return (
        [_clock_values(clock) for clock in clocks.clocks if clock.id is None],
        [_pause_values(pause) for pause in clocks.pauses if pause.id is None],
    )


def changes(clocks: ClockSet, case_id: int, *, with_timers: bool) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What to update: clocks that moved, pauses that ended, and the timers bound to a clock that moved."""
    moved = [_moved_clock(clock) for clock in clocks.clocks if clock.id is not None and clock.is_changed]
    ended = [pause for pause in clocks.pauses if pause.id is not None and pause.is_changed]
    found: list[tuple[Any, list[dict[str, Any]]]] = [
        (_MOVE_CLOCK, moved),
        (_RESUME, [{"row": pause.id, "new_end": pause.resumed_at} for pause in ended]),
    ]
    if with_timers:
        bound = [{"of_clock": kind, "new_due": clocks.due(kind), "of_case": case_id} for kind in clocks.moved]
        found.append((_MOVE_TIMERS, bound))
    return found


def _clock_row(row: Any) -> ClockRow:
    return ClockRow(
        id=row.id,
        kind=row.kind,
        amount=row.amount,
        unit=row.unit,
        counted_from=row.counted_from,
        source=row.source,
        started_at=row.started_at,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        generation=row.generation,
        extension=row.extension,
        is_provisional=row.is_provisional,
        is_changed=False,
    )


def _pause_row(row: Any) -> PauseRow:
    return PauseRow(
        id=row.id,
        kind=row.kind,
        basis=row.basis,
        reason=row.reason,
        stopped_at=row.stopped_at,
        planned_end=row.planned_end,
        resumed_at=row.resumed_at,
        is_changed=False,
    )


def _clock_values(clock: ClockRow) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "amount": clock.amount,
        "unit": clock.unit,
        "counted_from": clock.counted_from,
        "source": clock.source,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "stopped_at": clock.stopped_at,
        "generation": clock.generation,
        "extension": clock.extension,
        "is_provisional": clock.is_provisional,
    }


def _pause_values(pause: PauseRow) -> dict[str, Any]:
    return {
        "kind": pause.kind,
        "basis": pause.basis,
        "reason": pause.reason,
        "stopped_at": pause.stopped_at,
        "planned_end": pause.planned_end,
        "resumed_at": pause.resumed_at,
        "document_id": pause.document,
    }


def _moved_clock(clock: ClockRow) -> dict[str, Any]:
    return {
        "row": clock.id,
        "new_due": clock.due_at,
        "new_stop": clock.stopped_at,
        "new_generation": clock.generation,
        "new_extension": clock.extension,
        "new_provisional": clock.is_provisional,
    }
