"""What waits for posts that nobody holds any more goes to the fallback person, as what opens for such posts does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, insert, or_, select, update

from casework.actor import SYSTEM
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.errors import Conflict, NotFound
from casework.incidents.incidents import record_incident
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.people import held_now
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.tasks.claims import lost_to
from casework.tasks.staffing import fallback_person
from casework.tasks.task import OPEN, Task, TaskOffer
from casework.tasks.task_state import TaskState, open_task_file

_OFFER = (
    update(TASK)
    .where(TASK.c.id == bindparam("row"), TASK.c.status == OPEN, TASK.c.claimed_by.is_(None))
    .values(roles=bindparam("offered"))
)
_ADD = insert(cast(Table, TaskOffer.__table__))


def offer_to_fallbacks(office: Office, now: datetime, limit: int = 100) -> int:
    """Offer up to `limit` tasks that nobody can take any more to the fallback person of their department, else to an
    administrator; an incident says so.

    Each in its own transaction. The posts keep the offer: whoever fills one finds the task there.
    """
    stranded = select(Task.id).where(Task.closed_at.is_(None), Task.status == OPEN, ~can_be_taken(now))
    with office.database.reading() as session:
        found = list(session.scalars(stranded.order_by(Task.department_id, Task.due_at).limit(limit)))
    return sum(_offer(office, task_id, now) for task_id in found)


def can_be_taken(now: datetime, by: ColumnElement[Any] | None = None) -> ColumnElement[bool]:
    """The condition on `Task` that a person it is offered to is still here, or that somebody holds one of its posts.

    `by`: a column with the key of the person who must be that one.
    """
    who = Person.is_active if by is None else and_(Person.is_active, Person.id == by)
    found = exists().correlate(TaskOffer, Task)
    is_held = found.where(
        Post.role == TaskOffer.role,
        or_(TaskOffer.department_id.is_(None), Post.department_id == TaskOffer.department_id),
        Post.is_active,
        PostHolding.post_id == Post.id,
        held_now(now),
        Person.id == PostHolding.person_id,
        who,
    )
    is_here = found.where(Person.id == TaskOffer.person_id, who)
    return exists().where(and_(TaskOffer.task_id == Task.id, or_(is_here, is_held)))


def _offer(office: Office, task_id: int, now: datetime) -> int:
    try:
        with office.database.transaction() as session:
            task, file = open_task_file(session, office, task_id, SYSTEM, now)
            department = session.get(Department, task.department_id or file.case.department_id or 0)
            chosen = fallback_person(file, None if department is None else department.fallback_person_id)
            params = {"task": task.name, "roles": "、".join(_wanted(file, task))}
            record_incident(session, "task.nobody", params, now, case_id=file.case.id, key=task.key)
            return 0 if chosen is None else _offer_to(file, task, chosen)
    except (Conflict, NotFound):
        # Somebody acts on the task at this moment; the next round finds it if it still waits for nobody.
        return 0


def _wanted(file: CaseFile, task: TaskState) -> Iterator[str]:
    """The posts the task waits for, each with its department."""
    for role, where in task.roles:
        department = None if role == "person" or where is None else file.session.get(Department, where)
        if role != "person":
            yield role if department is None else f"{role}@{department.name}"


def _offer_to(file: CaseFile, task: TaskState, person_id: int) -> int:
    offered: list[list[Any]] = [*task.roles, ["person", person_id]]
    file.win(_OFFER, {"row": task.id, "offered": offered}, lambda: lost_to(file, task))
    person = file.session.get_one(Person, person_id)
    file.happened("task.offered_to_fallback", at=list(task.key), name=task.name, to=person_id, to_name=person.name)
    file.write_beside()
    file.connection.execute(_ADD, {"task_id": task.id, "person_id": person_id})
    return 1
