"""Claim a task and give it back. A task belongs to at most one person at a time; the first caller wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.cases.lengths import LONGEST_TEXT, within
from casework.errors import Conflict, Words
from casework.office import Office
from casework.tasks import task as tasks
from casework.tasks.entitlement import check_separation, entitle
from casework.tasks.insiders import hidden_from_strangers
from casework.tasks.task_state import TaskState, open_task_file, read_task, take_task_file

_CLAIM = (
    update(TASK)
    .where(TASK.c.id == bindparam("row"), TASK.c.status == tasks.OPEN)
    .values(
        status=tasks.CLAIMED,
        claimed_by=bindparam("by"),
        claimed_at=bindparam("now"),
        acting_for_id=bindparam("for_whom"),
        is_read=True,
    )
)
_RELEASE = (
    update(TASK)
    .where(TASK.c.id == bindparam("row"), TASK.c.status == tasks.CLAIMED, TASK.c.claimed_by == bindparam("by"))
    .values(status=tasks.OPEN, claimed_by=None, claimed_at=None, acting_for_id=None)
)


def claim_task(
    session: Session, office: Office, actor: Actor, task_id: int, now: datetime, *, acting_for: int | None = None
) -> TaskState:
    """Give the task to the actor; claiming what one holds already changes nothing.

    Raises `TaskAlreadyClaimed` (who, when), `TaskNotOpen`, `NotOffered` (which role may), `SelfApproval`.
    """
    task, file = take_task_file(session, office, task_id, actor, now)
    with hidden_from_strangers(file, task, acting_for):
        task.check_open()
        entitle(file, task, acting_for)
    if task.claimed_by == actor.person_id:
        return task
    check_separation(file, task)
    person = file.actor.row_id
    # One UPDATE guarded by the old state decides the race; read-then-write would not.
    values = {"row": task.id, "by": person, "now": now, "for_whom": file.actor.acting_for}
    file.win(_CLAIM, values, lambda: lost_to(file, task))
    file.happened("task.claimed", at=list(task.key), name=task.name)
    file.write_beside()
    task.status, task.claimed_by, task.claimed_at = tasks.CLAIMED, person, now
    return task


def lost_to(file: CaseFile, task: TaskState) -> NoReturn:
    """Raise what the loser of a race is told: who was first, and when."""
    now = read_task(file.connection, task.id, file.now)
    now.check_open()
    if now.claimed_by is not None:
        raise now.already_claimed()
    raise Conflict("task.not_claimed", task=now.name)


def release_task(
    session: Session, office: Office, actor: Actor, task_id: int, now: datetime, *, reason: str = ""
) -> TaskState:
    """Give the task back to those it was offered to. Raises `Conflict` when the actor does not hold it."""
    task, file = open_task_file(session, office, task_id, actor, now)
    with hidden_from_strangers(file, task):
        task.check_open()
        check_held(task, actor)
    if not task.roles:
        # Offered to nobody, it could never be found again.
        raise Conflict("task.for_one_alone", task=task.name)
    give_back(file, task, within(reason, LONGEST_TEXT, "reason"))
    return task


def check_held(task: TaskState, actor: Actor) -> None:
    """Raise `Conflict` unless the actor holds the task."""
    if task.claimed_by is None:
        raise Conflict("task.not_claimed", task=task.name)
    if task.claimed_by != actor.person_id:
        raise Conflict("task.not_yours", task=task.name, holder=task.holder_name or "")


def give_back(file: CaseFile, task: TaskState, reason: str | Words) -> None:
    """Take the task from its holder and put it on record, in the principal's name if it was held in one.

    `reason` is what somebody typed, or the platform's own words.
    """
    file.win(_RELEASE, {"row": task.id, "by": task.claimed_by}, lambda: lost_to(file, task))
    if file.actor.person_id == task.claimed_by and task.acting_for_id is not None:
        file.actor = replace(file.actor, acting_for=task.acting_for_id)
    data: dict[str, Any] = {"at": list(task.key), "name": task.name}
    told = reason._asdict() if isinstance(reason, Words) else reason.strip()
    file.happened("task.released", **data, **({"reason": told} if told else {}))
    file.write_beside()
    task.status, task.claimed_by, task.acting_for_id = tasks.OPEN, None, None
