"""Count open clocks anew after their calendar changed: a case at a time, resumable, with a report before and after."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, insert, or_, select, union, update
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.cases.case_file import CaseFile, open_file
from casework.cases.surroundings import step_limit
from casework.clocks.calendar import ONE_DAY, SHANGHAI
from casework.clocks.calendars import working_calendar
from casework.clocks.case_clock import CaseClock
from casework.clocks.clock_set import CLOCK_NAMES, ClockKind
from casework.clocks.recount import Recount, RecountedClock
from casework.errors import Conflict, NotFound, StorageUnavailable
from casework.incidents.incidents import problem_words, record_incident
from casework.office import Office
from casework.organisation.service_point import ServicePoint
from casework.tasks.task import Task
from casework.timers.timer import Timer

log = logging.getLogger("banjian.recounting")

LEASE = timedelta(minutes=1)
BATCH = 100
TRIES = 3
RECOUNT, LINE = cast(Table, Recount.__table__), cast(Table, RecountedClock.__table__)
TASK, TIMER = cast(Table, Task.__table__), cast(Table, Timer.__table__)
DRAWN_TIMER = "timer"
KIND_NAMES = {**CLOCK_NAMES, DRAWN_TIMER: ("流程定时", "drawn timer")}
"""Kinds of the lines of a report: clocks, limits of steps, timers drawn in working days."""


def _cases_with(rows: type[CaseClock] | type[Task] | type[Timer], *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(rows.case_id.label("id"))
        .join(Case, Case.id == rows.case_id)
        .join(ServicePoint, ServicePoint.id == Case.point_id)
        .where(ServicePoint.calendar_id == bindparam("calendar"), *conditions)
    )


_SINCE: Any = bindparam("since")
_UNTIL: Any = bindparam("until")
_AFFECTED = union(
    _cases_with(
        CaseClock,
        CaseClock.stopped_at.is_(None),
        CaseClock.started_at < _UNTIL,
        or_(CaseClock.due_at.is_(None), CaseClock.due_at >= _SINCE, CaseClock.is_provisional),
    ),
    _cases_with(Task, Task.closed_at.is_(None), Task.span.is_not(None), Task.opened_at < _UNTIL, Task.due_at >= _SINCE),
    _cases_with(Timer, Timer.span.is_not(None), Timer.armed_at < _UNTIL, Timer.due_at >= _SINCE),
).subquery()
_SPANS = {
    ClockKind.STEP.value: (
        select(TASK.c.id, TASK.c.span, TASK.c.opened_at.label("start"), TASK.c.due_at)
        .where(TASK.c.case_id == bindparam("case"), TASK.c.closed_at.is_(None), TASK.c.span.is_not(None)),
        update(TASK).where(TASK.c.id == bindparam("row")).values(due_at=bindparam("due")),
    ),
    DRAWN_TIMER: (
        select(TIMER.c.id, TIMER.c.span, TIMER.c.armed_at.label("start"), TIMER.c.due_at)
        .where(TIMER.c.case_id == bindparam("case"), TIMER.c.span.is_not(None)),
        update(TIMER).where(TIMER.c.id == bindparam("row")).values(due_at=bindparam("due")),
    ),
}  # fmt: skip
_NEXT = (
    select(RECOUNT)
    .where(
        RECOUNT.c.finished_at.is_(None),
        or_(RECOUNT.c.taken_until.is_(None), RECOUNT.c.taken_until < bindparam("now")),
    )
    .order_by(RECOUNT.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class MovedClock:
    """A line of the report."""

    case_no: str
    kind: str
    before: datetime | None
    after: datetime | None
    is_provisional: bool = False
    """The new date lies in a year whose notice is not published yet, so it may move again."""


@dataclass(frozen=True, slots=True)
class RecountReport:
    """How far a recount has come and what it moved."""

    recount: Recount
    moved: int
    lines: Sequence[MovedClock]

    @property
    def is_finished(self) -> bool:
        return self.recount.finished_at is not None


def recount_open_clocks(office: Office, now: datetime, limit: int = 1000) -> int:
    """Go on with what calendar changes asked for, up to `limit` cases; gives how many were seen to. Safe in any number
    of workers, and after a crash: a case that was counted already moves no more.
    """
    done = 0
    while done < limit:
        with office.database.transaction() as session:
            taken = _take(session, now)
        if taken is None:
            break
        most = min(BATCH, limit - done)
        with office.database.reading() as session:
            affected = select(_AFFECTED.c.id).where(_AFFECTED.c.id > taken.after_case_id)
            query = affected.order_by(_AFFECTED.c.id).limit(most)
            cases = list(session.scalars(query, _span(taken)))
        for case_id in cases:
            _recount_case(office, taken, case_id, now)
        done += len(cases)
        with office.database.transaction() as session:
            _leave_off(session, taken, cases, now, is_finished=len(cases) < most)
    return done


def count_affected(session: Session, recount: Recount) -> int:
    """How many open cases the change may touch, before any is counted anew."""
    return session.scalar(select(func.count()).select_from(_AFFECTED), _span(recount)) or 0


def list_recounts(session: Session, calendar_id: int, most: int = 5) -> list[Recount]:
    """The latest changes of a calendar that asked for a recount, newest first."""
    return list(
        session.scalars(
            select(Recount).where(Recount.calendar_id == calendar_id).order_by(Recount.id.desc()).limit(most)
        )
    )


def recount_report(session: Session, recount_id: int, most: int | None = None) -> RecountReport:
    """What the recount moved, by case; at most so many lines. Raises `NotFound`."""
    recount = session.get(Recount, recount_id)
    if recount is None:
        raise NotFound("recount.unknown")
    moved = session.scalar(select(func.count()).select_from(LINE).where(LINE.c.recount_id == recount_id)) or 0
    query = (
        select(Case.case_no, RecountedClock.kind, RecountedClock.before, RecountedClock.after)
        .join(Case, Case.id == RecountedClock.case_id)
        .where(RecountedClock.recount_id == recount_id)
        .order_by(RecountedClock.id)
        .limit(most)
    )
    calendar = working_calendar(session, recount.calendar_id)
    lines = [
        MovedClock(*row, row.after is not None and calendar.is_provisional(row.after.astimezone(SHANGHAI).date()))
        for row in session.execute(query)
    ]
    return RecountReport(recount, moved, lines)


def count_anew(file: CaseFile, cause: str, recount_id: int | None = None) -> None:
    """Count the running clocks of the case by the calendar of today, with them the limits of its steps and the timers
    drawn in working days; every change is told in the history.
    """
    changed = [(clock.kind, before, clock.due_at) for clock, before in file.clocks.recount(file.now)]
    changed += _move_spans(file)
    if not changed:
        return
    file.happened("clock.recounted", cause=cause, clocks=[list(one) for one in changed])
    lines = [
        {"recount_id": recount_id, "case_id": file.case.id, "kind": kind, "before": before, "after": after}
        for kind, before, after in changed
        if before != after
    ]
    if recount_id is not None:
        file.run_later(insert(LINE), lines)
    file.write()


def _move_spans(file: CaseFile) -> list[tuple[str, datetime | None, datetime | None]]:
    moved: list[tuple[str, datetime | None, datetime | None]] = []
    for kind, (query, write) in _SPANS.items():
        rows = file.session.execute(query, {"case": file.case.id}).all()
        counted = [(row, step_limit(file, row.span, row.start)) for row in rows]
        wrong = [(row, due) for row, due in counted if due is not None and due != row.due_at]
        moved += [(kind, row.due_at, due) for row, due in wrong]
        file.run_later(write, [{"row": row.id, "due": due} for row, due in wrong])
    return moved


def _recount_case(office: Office, recount: Recount, case_id: int, now: datetime) -> None:
    for attempt in range(TRIES):
        try:
            with office.database.transaction() as session:
                count_anew(open_file(session, office, case_id, SYSTEM, now), recount.cause, recount.id)
            return
        except Conflict as problem:
            # Somebody stepped the case at this moment; it is read again.
            if attempt == TRIES - 1:
                _note(office, case_id, problem, now)
        except StorageUnavailable:
            raise
        except Exception as problem:
            # One broken case must not keep the others from their dates.
            _note(office, case_id, problem, now)
            return


def _note(office: Office, case_id: int, problem: Exception, now: datetime) -> None:
    log.warning("the clocks of case %s are not recounted", case_id, exc_info=problem)
    with office.database.transaction() as session:
        record_incident(session, "recount.failed", problem_words(problem), now, case_id=case_id)


def _take(session: Session, now: datetime) -> Recount | None:
    """The oldest open recount, reserved for a while; None when there is none, or another worker has it."""
    row = session.execute(_NEXT, {"now": now}).one_or_none()
    if row is None:
        return None
    reserve = update(RECOUNT).where(RECOUNT.c.id == row.id, RECOUNT.c.taken_until.is_not_distinct_from(row.taken_until))
    if session.connection().execute(reserve.values(taken_until=now + LEASE)).rowcount == 0:
        return None
    return session.get_one(Recount, row.id)


def _leave_off(session: Session, recount: Recount, cases: list[int], now: datetime, *, is_finished: bool) -> None:
    values: dict[str, Any] = {"taken_until": None, "seen": Recount.seen + len(cases)}
    if cases:
        values["after_case_id"] = cases[-1]
    if is_finished:
        values["finished_at"] = now
    session.execute(update(Recount).where(Recount.id == recount.id).values(**values))


def _span(recount: Recount) -> dict[str, Any]:
    since = datetime.combine(recount.first_day, time(), SHANGHAI)
    until = datetime.combine(recount.last_day, time(), SHANGHAI) + ONE_DAY
    return {"calendar": recount.calendar_id, "since": since, "until": until}
