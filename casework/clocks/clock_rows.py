"""The clocks of a case between their rows and `ClockSet`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, null, select, union_all, update

from casework.cases.case_rows import CLOCK, SUSPENSION, TIMER
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.clock_set import ClockRow, ClockSet, PauseRow
from engine.contract import Key

# One statement for what the clocks of a case are made of: clocks, pauses, and which clocks timers are bound to.
_PARTS = union_all(
    select(
        literal_column("1").label("part"),
        CLOCK.c.id,
        CLOCK.c.kind,
        CLOCK.c.started_at,
        CLOCK.c.due_at,
        CLOCK.c.stopped_at,
        CLOCK.c.source,
        CLOCK.c.counted_from,
        CLOCK.c.unit,
        CLOCK.c.amount,
        CLOCK.c.generation,
        CLOCK.c.extension,
        CLOCK.c.is_provisional,
    ).where(CLOCK.c.case_id == bindparam("of_case")),
    select(
        literal_column("2"),
        SUSPENSION.c.id,
        SUSPENSION.c.kind,
        SUSPENSION.c.stopped_at,
        SUSPENSION.c.planned_end,
        SUSPENSION.c.resumed_at,
        SUSPENSION.c.basis,
        SUSPENSION.c.reason,
        *[null()] * 5,
    ).where(SUSPENSION.c.case_id == bindparam("of_case")),
    select(
        literal_column("3"),
        TIMER.c.id,
        TIMER.c.clock,
        *[null()] * 3,
        TIMER.c.path,
        TIMER.c.element,
        null(),
        TIMER.c.run,
        *[null()] * 3,
    ).where(TIMER.c.case_id == bindparam("of_case"), TIMER.c.clock.is_not(None)),
).order_by("part", "id")
_MOVE_TIMERS = (
    update(TIMER)
    .where(TIMER.c.case_id == bindparam("of_case"), TIMER.c.clock == bindparam("of_clock"))
    .values(due_at=bindparam("new_due"))
)
_RESUME = update(SUSPENSION).where(SUSPENSION.c.id == bindparam("row")).values(resumed_at=bindparam("new_end"))


def read_clocks(connection: Connection, case_id: int, calendar: Callable[[], WorkingCalendar]) -> ClockSet:
    """All clocks and pauses of the case."""
    clocks = ClockSet(calendar)
    for part, key, kind, *more in connection.execute(_PARTS, {"of_case": case_id}):
        match part:
            case 1:
                clocks.clocks.append(_clock_row(key, kind, *more))
            case 2:
                clocks.pauses.append(_pause_row(key, kind, *more))
            case _:
                path, element, _, run = more[3:7]
                clocks.bound[Key(path, element, run)] = kind
    return clocks


def rows_of(clocks: ClockSet) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What to write: clocks that are new or moved, in their order, and new suspensions."""
    return (
        [_clock_values(no, clock) for no, clock in enumerate(clocks.clocks, 1) if clock.is_changed],
        [_pause_values(pause) for pause in clocks.pauses if pause.id is None],
    )


def changes(clocks: ClockSet, case_id: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What to update besides: pauses that ended, and the timers bound to a clock that moved."""
    ended = [pause for pause in clocks.pauses if pause.id is not None and pause.is_changed]
    kinds = sorted(clocks.moved & set(clocks.bound.values()))
    return [
        (_RESUME, [{"row": pause.id, "new_end": pause.resumed_at} for pause in ended]),
        (_MOVE_TIMERS, [{"of_clock": kind, "new_due": clocks.due(kind), "of_case": case_id} for kind in kinds]),
    ]


def _clock_row(
    key: int,
    kind: str,
    started_at: datetime,
    due_at: datetime | None,
    stopped_at: datetime | None,
    source: str,
    counted_from: str,
    unit: str,
    *numbers: Any,
) -> ClockRow:
    amount, generation, extension, is_provisional = numbers
    return ClockRow(
        id=key,
        kind=kind,
        amount=amount,
        unit=unit,
        counted_from=counted_from,
        source=source,
        started_at=started_at,
        due_at=due_at,
        stopped_at=stopped_at,
        generation=generation,
        extension=extension,
        is_provisional=is_provisional,
        is_changed=False,
    )


def _pause_row(
    key: int,
    kind: str,
    stopped_at: datetime,
    planned_end: datetime | None,
    resumed_at: datetime | None,
    basis: str,
    reason: str,
    *nothing: None,
) -> PauseRow:
    return PauseRow(
        id=key,
        kind=kind,
        basis=basis,
        reason=reason,
        stopped_at=stopped_at,
        planned_end=planned_end,
        resumed_at=resumed_at,
        is_changed=False,
    )


def _clock_values(no: int, clock: ClockRow) -> dict[str, Any]:
    return {
        "no": no,
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
