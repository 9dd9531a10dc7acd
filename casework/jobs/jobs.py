"""Outside work: workers fetch jobs, complete or fail them; failures are tried again later and end as incidents."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.cases.case_file import hold_case, open_file
from casework.cases.case_rows import TABLES
from casework.cases.case_state import CASE
from casework.cases.stepping import StepResult, step_file
from casework.errors import Conflict, NotFound, StorageUnavailable, Words
from casework.incidents.incidents import problem_words, record_incident
from casework.jobs import job as states
from casework.office import Office
from casework.permissions import Permission, authorise
from engine.contract import Key, ServiceDone, ServiceFailed

log = logging.getLogger("banjian.jobs")

JOB = TABLES["job"]
CLAIM = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT, MOST_DOUBLINGS = timedelta(seconds=30), timedelta(hours=6), 10
LONGEST_ERROR = 2000

_READY = (
    select(JOB, CASE.c.case_no)
    .join(CASE, CASE.c.id == JOB.c.case_id)
    .where(
        JOB.c.topic.in_(bindparam("topics", expanding=True)),
        JOB.c.status == states.WAITING,
        JOB.c.next_at <= bindparam("now"),
    )
    .order_by(JOB.c.next_at, JOB.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=JOB)
)
_TAKE = (
    update(JOB)
    .where(JOB.c.id.in_(bindparam("rows", expanding=True)))
    .values(status=states.TAKEN, worker=bindparam("who"), next_at=bindparam("until"), attempts=JOB.c.attempts + 1)
)
_END = (
    update(JOB).where(JOB.c.id == bindparam("row")).values(status=bindparam("as_status"), last_error=bindparam("error"))
)
_POSTPONE = (
    update(JOB)
    .where(JOB.c.id == bindparam("row"))
    .values(
        status=states.WAITING,
        worker=None,
        retries=bindparam("left"),
        next_at=bindparam("until"),
        last_error=bindparam("error"),
    )
)


_LAPSED = (
    select(JOB)
    # Literally, because no database finds a partial index by a parameter.
    .where(JOB.c.status == literal_column(f"'{states.TAKEN}'"), JOB.c.next_at <= bindparam("now"))
    .order_by(JOB.c.next_at)
    .limit(bindparam("most"))
)
_LOCKED = select(JOB).where(JOB.c.id == bindparam("row")).with_for_update(skip_locked=True)
_HOLD_BACK = update(JOB).where(JOB.c.id == bindparam("row")).values(next_at=bindparam("until"))


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job in a worker's hands until `until`."""

    id: int
    case_id: int
    case_no: str
    topic: str
    payload: Mapping[str, Any]
    attempts: int
    until: datetime
    key: Key


def take_jobs(
    session: Session, worker: str, topics: Sequence[str], now: datetime, *, most: int = 10, hold: timedelta = CLAIM
) -> list[TakenJob]:
    """Claim the next jobs of these topics; a worker that is not heard of until `hold` is over loses them."""
    if not topics:
        return []
    rows = session.connection().execute(_READY, {"topics": list(topics), "now": now, "most": most}).all()
    until = now + hold
    if rows:
        session.connection().execute(_TAKE, {"rows": [row.id for row in rows], "who": worker, "until": until})
    return [
        TakenJob(
            row.id, row.case_id, row.case_no, row.topic, row.payload, row.attempts + 1, until,
            Key(row.path, row.element, row.run),
        )
        for row in rows
    ]  # fmt: skip


def complete_job(
    session: Session,
    office: Office,
    actor: Actor,
    job_id: int,
    outputs: Mapping[str, Any],
    now: datetime,
    *,
    worker: str | None = None,
) -> StepResult:
    """The work is done: the case goes on with these outputs.

    Raises `NotFound`, `NotPermitted`, `Conflict` when the job is finished, withdrawn or in another worker's hands.
    """
    authorise(actor, Permission.DO_JOBS)
    row = _job_held(session, job_id, worker)
    file = open_file(session, office, row.case_id, actor, now)
    file.run_later(_END, [{"row": job_id, "as_status": states.DONE, "error": None}])
    return step_file(file, ServiceDone(Key(row.path, row.element, row.run), dict(outputs)), told={"topic": row.topic})


def fail_job(
    session: Session,
    office: Office,
    actor: Actor,
    job_id: int,
    error: str,
    now: datetime,
    *,
    worker: str | None = None,
    error_code: str | None = None,
    retry_in: timedelta | None = None,
) -> StepResult | None:
    """The work failed: with an `error_code` a boundary of the diagram may take over, else it is tried again later.

    Waits grow from 30 seconds to six hours; when no try is left the case is parked with an incident. Gives None while
    it is tried again. Raises as `complete_job`.
    """
    authorise(actor, Permission.DO_JOBS)
    row = _job_held(session, job_id, worker)
    if error_code is None and row.retries > 1:
        _postpone(session, row, error, now + (retry_in or _wait_after(row.attempts)))
        return None
    return _give_up(session, office, actor, row, error, now, error_code)


def return_lapsed_jobs(office: Office, now: datetime, limit: int = 100) -> int:
    """Jobs whose worker was not heard of in time: a try is lost, the job is free again or, without tries, an incident.

    Each in its own transaction. Gives how many there were.
    """
    with office.database.reading() as session:
        lapsed = session.connection().execute(_LAPSED, {"now": now, "most": limit}).all()
    return sum(_return(office, row, now) for row in lapsed)


def _return(office: Office, row: Any, now: datetime) -> int:
    try:
        with office.database.transaction() as session:
            # The case before its jobs, as everybody does.
            hold_case(session.connection(), row.case_id)
            fresh = session.connection().execute(_LOCKED, {"row": row.id}).one_or_none()
            if fresh is None or fresh.status != states.TAKEN or fresh.next_at > now:
                return 0
            error = f"{fresh.worker}: no answer until {fresh.next_at.isoformat()}"
            if fresh.retries > 1:
                _postpone(session, fresh, error, now)
            else:
                _give_up(session, office, SYSTEM, fresh, error, now, None)
    except Conflict:
        # Somebody steps the case at this moment: the next round finds the job again.
        return 0
    except StorageUnavailable:
        raise
    except Exception as problem:
        # Whatever a broken case raises, the others must go on: it is noted and tried again later.
        log.warning("job %s is postponed", row.id, exc_info=problem)
        with office.database.transaction() as session:
            session.connection().execute(_HOLD_BACK, {"row": row.id, "until": now + LONGEST_WAIT})
            params = {"topic": row.topic, "attempts": row.attempts, **problem_words(problem)}
            key = Key(row.path, row.element, row.run)
            record_incident(session, "job.gave_up", params, now, case_id=row.case_id, key=key)
    return 1


def _postpone(session: Session, row: Any, error: str, until: datetime) -> None:
    values = {"row": row.id, "left": row.retries - 1, "until": until, "error": error[:LONGEST_ERROR]}
    session.connection().execute(_POSTPONE, values)


def _wait_after(attempts: int) -> timedelta:
    # A diagram may ask for thousands of tries: doubled as often, no length of time would hold it.
    doublings = min(max(attempts - 1, 0), MOST_DOUBLINGS)
    wait: timedelta = FIRST_WAIT * 2**doublings
    return min(wait, LONGEST_WAIT)


def _give_up(
    session: Session, office: Office, actor: Actor, row: Any, error: str, now: datetime, error_code: str | None
) -> StepResult:
    """The step of a job that will not be done: the way of its error in the diagram, else an incident parks the case."""
    file = open_file(session, office, row.case_id, actor, now)
    file.run_later(_END, [{"row": row.id, "as_status": states.FAILED, "error": error[:LONGEST_ERROR]}])
    key = Key(row.path, row.element, row.run)
    return step_file(file, ServiceFailed(key, error_code or "job.gave_up", error[:500]), told={"topic": row.topic})


def _job_held(session: Session, job_id: int, worker: str | None) -> Any:
    """The job, whose case nobody else moves until our transaction ends. Raises as `complete_job`."""
    hold_case(session.connection(), _job(session, job_id, worker).case_id)
    return _job(session, job_id, worker)


def _job(session: Session, job_id: int, worker: str | None) -> Any:
    row = session.connection().execute(select(JOB).where(JOB.c.id == job_id)).one_or_none()
    if row is None or row.status == states.WITHDRAWN:
        raise NotFound("job.unknown", job=job_id)
    is_open = row.status in (states.WAITING, states.TAKEN)
    if not is_open or (worker is not None and row.worker not in (None, worker)):
        raise Conflict("job.not_taken", job=job_id, worker=row.worker or Words("无", "nobody"))
    return row
