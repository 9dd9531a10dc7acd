"""Fire the timers that are due: claimed so that any number of workers may run, each in its own transaction.

A worker takes rows by moving `next_try_at` ahead (its claim); whoever dies loses the claim after a while. A timer whose
step fails becomes an incident, is postponed, and never stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.cases.case_file import open_file
from casework.cases.case_rows import CLOCK, TIMER
from casework.cases.case_state import CASE
from casework.cases.stepping import step_file
from casework.clocks.clock_set import ClockKind
from casework.errors import Conflict, StorageUnavailable
from casework.incidents.incidents import problem_words, record_incident
from casework.office import Office
from casework.operations.accepting import accept_deemed
from casework.operations.operation import Inputs
from engine.contract import Key, TimePassed

log = logging.getLogger("banjian.timers")

CLAIM = timedelta(minutes=5)
POSTPONED = timedelta(minutes=10)
BATCH = 50

_DUE = (
    select(TIMER.c.id, TIMER.c.case_id, TIMER.c.path, TIMER.c.element, TIMER.c.run)
    .where(
        TIMER.c.due_at <= bindparam("now"),
        # The last instant of a legal limit is still in time.
        or_(TIMER.c.clock.is_(None), TIMER.c.due_at < bindparam("now")),
        or_(TIMER.c.next_try_at.is_(None), TIMER.c.next_try_at <= bindparam("now")),
    )
    .order_by(TIMER.c.due_at, TIMER.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(TIMER)
    .where(TIMER.c.id.in_(bindparam("rows", expanding=True)))
    .values(next_try_at=bindparam("until"), attempts=TIMER.c.attempts + 1)
)
_FORGET = delete(TIMER).where(TIMER.c.id == bindparam("row"))
_POSTPONE = (
    update(TIMER).where(TIMER.c.id.in_(bindparam("rows", expanding=True))).values(next_try_at=bindparam("until"))
)
_NOT_TOLD = (
    select(CASE.c.id)
    .join(CLOCK, CLOCK.c.case_id == CASE.c.id)
    .where(
        CLOCK.c.kind == ClockKind.NOTICE.value,
        CLOCK.c.stopped_at.is_(None),
        CLOCK.c.due_at < bindparam("now"),
        CASE.c.accepted_at.is_(None),
        CASE.c.ended_at.is_(None),
        ~select(TIMER.c.id).where(TIMER.c.case_id == CASE.c.id, TIMER.c.clock == ClockKind.NOTICE.value).exists(),
    )
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class DueTimer:
    id: int
    case_id: int
    key: Key


def fire_due_timers(office: Office, now: datetime, limit: int = 1000) -> int:
    """Fire up to `limit` timers that are due at `now`; gives how many fired. Call again until it gives 0."""
    fired = 0
    while fired < limit:
        with office.database.transaction() as session:
            taken = take_due(session, now, min(BATCH, limit - fired))
        if not taken:
            break
        done = sum(_fire_case(office, now, case_id, timers) for case_id, timers in _by_case(taken))
        fired += done
        if done == 0:
            break
    return fired + accept_overdue_notices(office, now, limit)


def take_due(session: Session, now: datetime, most: int) -> list[DueTimer]:
    """Claim the next due timers for a while; no other worker gets them meanwhile."""
    rows = session.connection().execute(_DUE, {"now": now, "most": most}).all()
    if rows:
        session.connection().execute(_TAKE, {"rows": [row.id for row in rows], "until": now + CLAIM})
    return [DueTimer(row.id, row.case_id, Key(row.path, row.element, row.run)) for row in rows]


def fire_timers(session: Session, office: Office, case_id: int, timers: list[DueTimer], now: datetime) -> None:
    """One step for the timers of one case that are due together."""
    file = open_file(session, office, case_id, SYSTEM, now)
    # The rows go whatever the engine says: one it does not know any more would be due for ever.
    file.run_first(_FORGET, [{"row": timer.id} for timer in timers])
    step_file(file, TimePassed(tuple(timer.key for timer in timers)))


def accept_overdue_notices(office: Office, now: datetime, limit: int) -> int:
    """视为受理 of cases whose flow has no timer for the five days: the law accepts them all the same."""
    with office.database.reading() as session:
        waiting = list(session.execute(_NOT_TOLD, {"now": now, "most": limit}).scalars())
    accepted = 0
    for case_id in waiting:
        try:
            with office.database.transaction() as session:
                file = open_file(session, office, case_id, SYSTEM, now)
                if file.case.accepted_at is None and not file.case.is_over:
                    accept_deemed(file, Inputs("accept_deemed", {}))
                    file.write()
                    accepted += 1
        except StorageUnavailable:
            raise
        except Exception as problem:
            _note(office, now, case_id, Key("", "", 1), problem)
    return accepted


def _fire_case(office: Office, now: datetime, case_id: int, timers: list[DueTimer]) -> int:
    try:
        with office.database.transaction() as session:
            fire_timers(session, office, case_id, timers, now)
    except Conflict:
        # Somebody stepped the case at this moment; the timers that still stand are due again at once.
        _postpone(office, timers, now)
    except StorageUnavailable:
        raise
    except Exception as problem:
        # Whatever a broken case raises, the others must go on: it is noted and tried again later.
        _note(office, now, case_id, timers[0].key, problem)
        _postpone(office, timers, now + POSTPONED)
    else:
        return len(timers)
    return 0


def _postpone(office: Office, timers: list[DueTimer], until: datetime) -> None:
    with office.database.transaction() as session:
        session.connection().execute(_POSTPONE, {"rows": [timer.id for timer in timers], "until": until})


def _note(office: Office, now: datetime, case_id: int, key: Key, problem: Exception) -> None:
    log.warning("timers of case %s are postponed", case_id, exc_info=problem)
    params = {**problem_words(problem), "minutes": int(POSTPONED.total_seconds() // 60)}
    with office.database.transaction() as session:
        record_incident(session, "sweep.failed", params, now, case_id=case_id, key=key)


def _by_case(timers: list[DueTimer]) -> Iterator[tuple[int, list[DueTimer]]]:
    ordered = sorted(timers, key=lambda timer: timer.case_id)
    for case_id, group in groupby(ordered, key=lambda timer: timer.case_id):
        yield case_id, list(group)
