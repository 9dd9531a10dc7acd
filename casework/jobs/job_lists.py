"""What workers outside see of the jobs: those that wait for them, and those they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.jobs.job import TAKEN, WAITING, Job
from casework.jobs.jobs import CLAIM, TakenJob, take_jobs
from casework.permissions import Permission, authorise


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job that is not done yet; `next_at` is when it may be taken, or when the claim of its worker lapses."""

    id: int
    case_id: int
    case_no: str
    topic: str
    element: str
    status: str
    attempts: int
    retries: int
    next_at: datetime
    worker: str | None
    last_error: str | None
    payload: Mapping[str, Any]


def list_jobs(
    session: Session, actor: Actor, topics: Sequence[str], *, last_id: int = 0, size: int = 50
) -> list[JobLine]:
    """Jobs not done yet, of these topics or (none given) of all, oldest first. Raises `NotPermitted`."""
    authorise(actor, Permission.DO_JOBS)
    query = (
        select(
            Job.id, Job.case_id, Case.case_no, Job.topic, Job.element, Job.status, Job.attempts, Job.retries,
            Job.next_at, Job.worker, Job.last_error, Job.payload,
        )
        .join(Case, Case.id == Job.case_id)
        .where(Job.status.in_((WAITING, TAKEN)), Job.id > last_id)
        .order_by(Job.id)
        .limit(size)
    )  # fmt: skip
    if topics:
        query = query.where(Job.topic.in_(list(topics)))
    return [JobLine(**row) for row in session.execute(query).mappings()]


def count_jobs(session: Session, actor: Actor) -> int:
    """How many jobs are not done yet. Raises `NotPermitted`."""
    authorise(actor, Permission.DO_JOBS)
    return session.scalar(select(func.count(Job.id)).where(Job.status.in_((WAITING, TAKEN)))) or 0


def take_jobs_as(
    session: Session,
    actor: Actor,
    worker: str,
    topics: Sequence[str],
    now: datetime,
    *,
    most: int = 10,
    hold: timedelta = CLAIM,
) -> list[TakenJob]:
    """As `take_jobs`, for somebody outside. Raises `NotPermitted`."""
    authorise(actor, Permission.DO_JOBS)
    return take_jobs(session, worker, topics, now, most=most, hold=hold)
