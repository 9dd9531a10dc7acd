"""Outside work: workers fetch jobs, complete or fail them; failures are tried again later and end as incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.cases.case_file import open_file
from casework.cases.case_rows import TABLES
from casework.cases.case_state import CASE
from casework.cases.stepping import StepResult, step_file
from casework.errors import Conflict, NotFound, StorageUnavailable
from casework.incidents.incidents import problem_words, record_incident
from casework.jobs import job as states
from casework.office import Office
from casework.permissions import Permission, authorise
from engine.contract import Key, ServiceDone, ServiceFailed

JOB = TABLES["job"]
CLAIM = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)

_READY = (
    select(JOB, CASE.c.case_no)
    .join(CASE, CASE.c.id == JOB.c.case_id)
    .where(
        JOB.c.topic.in_(bindparam("topics", expanding=True)),
        JOB.c.status.in_((states.WAITING, states.TAKEN)),
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
    update(JOB)
    .where(JOB.c.id == bindparam("row"))
    .values(status=bindparam("as_status"), last_error=bindparam("error"))
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


class BusinessError(Exception):
    """Raised by a job's own code to report a BPMN error instead of a fault that is tried again."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


def take_jobs(
    session: Session, worker: str, topics: Sequence[str], now: datetime, *, most: int = 10, hold: timedelta = CLAIM
) -> list[TakenJob]:
    """Claim the next jobs of these topics; a worker that dies loses them when `hold` is over."""
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
    row = _job(session, job_id, worker)
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
    row = _job(session, job_id, worker)
    if error_code is None and row.retries > 1:
        wait = retry_in or min(FIRST_WAIT * 2 ** max(row.attempts - 1, 0), LONGEST_WAIT)
        again = {"row": job_id, "left": row.retries - 1, "until": now + wait, "error": error[:2000]}
        session.connection().execute(_POSTPONE, again)
        return None
    file = open_file(session, office, row.case_id, actor, now)
    file.run_later(_END, [{"row": job_id, "as_status": states.FAILED, "error": error[:2000]}])
    key = Key(row.path, row.element, row.run)
    return step_file(file, ServiceFailed(key, error_code or "job.gave_up", error[:500]), told={"topic": row.topic})


def run_due_jobs(
    office: Office,
    workers: Mapping[str, Callable[[TakenJob], Mapping[str, Any]]],
    now: datetime,
    limit: int = 50,
) -> int:
    """Do jobs whose topic this process can do itself; each in its own transaction. Gives how many were done."""
    with office.database.transaction() as session:
        taken = take_jobs(session, "banjian", list(workers), now, most=limit)
    return sum(_do(office, job, workers[job.topic], now) for job in taken)


def _do(office: Office, job: TakenJob, work: Callable[[TakenJob], Mapping[str, Any]], now: datetime) -> int:
    error, code = "", None
    outputs: Mapping[str, Any] = {}
    try:
        outputs = work(job)
    except BusinessError as failure:
        error, code = str(failure), failure.code
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    try:
        with office.database.transaction() as session:
            if error:
                fail_job(session, office, SYSTEM, job.id, error, now, worker="banjian", error_code=code)
                return 0
            complete_job(session, office, SYSTEM, job.id, outputs, now, worker="banjian")
            return 1
    except Conflict:
        return 0
    except StorageUnavailable:
        raise
    except Exception as problem:
        with office.database.transaction() as session:
            params = {"topic": job.topic, "attempts": job.attempts, **problem_words(problem)}
            record_incident(session, "job.gave_up", params, now, case_id=job.case_id, key=job.key)
        return 0


def _job(session: Session, job_id: int, worker: str | None) -> Any:
    row = session.connection().execute(select(JOB).where(JOB.c.id == job_id)).one_or_none()
    if row is None or row.status == states.WITHDRAWN:
        raise NotFound("job.unknown", job=job_id)
    is_open = row.status in (states.WAITING, states.TAKEN)
    if not is_open or (worker is not None and row.worker not in (None, worker)):
        raise Conflict("job.not_taken", job=job_id, worker=row.worker or "")
    return row
