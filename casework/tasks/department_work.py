"""What a chief sees: how many cases stand where, who has how much on the desk, what nobody took, what falls due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.case_lists import promise_runs
from casework.cases.status import Status
from casework.errors import NotPermitted
from casework.organisation.department import Department
from casework.organisation.people import held_now
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.permissions import ALLOWED, OVERSEERS, PERMISSION_NAMES, Permission, authorise, who_may
from casework.tasks.inbox import TaskRow, list_waiting
from casework.tasks.task import CLAIMED, Task

ROWS = 100
"""What the page of a chief lists of each kind, the most urgent first; the spreadsheet has them all."""


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """The waiting tasks somebody holds, and how many of them are late."""

    person_id: int
    name: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A task nobody holds, with the people who may be given it."""

    row: TaskRow
    people: Sequence[tuple[int, str]]
    may_assign: bool


@dataclass(frozen=True, slots=True)
class DepartmentWork:
    by_status: Sequence[tuple[str, int]]
    open: int
    overdue: int
    due_today: int
    paused: int
    concluded: int
    """Concluded since the first day of the month."""
    people: Sequence[PersonLoad]
    unclaimed: Sequence[Unclaimed]
    due: Sequence[TaskRow]


def departments_seen(session: Session, actor: Actor) -> list[Department]:
    """The departments whose work the actor may look at, all of them for overseers. Raises `NotPermitted`."""
    authorise(actor, Permission.SEE_DEPARTMENT)
    allowed = ALLOWED[Permission.SEE_DEPARTMENT]
    query = select(Department).where(Department.is_active).order_by(Department.code)
    if actor.role_names.isdisjoint(OVERSEERS):
        query = query.where(Department.id.in_({where for role, where in actor.roles if role in allowed}))
    return list(session.scalars(query))


def department_work(
    session: Session,
    actor: Actor,
    department_id: int | None,
    now: datetime,
    *,
    today_end: datetime,
    month_start: datetime,
) -> DepartmentWork:
    """The work of one department, or of all that the actor may see. Raises `NotPermitted`."""
    wanted = _wanted(session, actor, department_id)
    states, counts = _cases(session, wanted, now, today_end, month_start)
    return DepartmentWork(
        by_status=states,
        open=counts[0] or 0,
        overdue=counts[1] or 0,
        due_today=counts[2] or 0,
        paused=counts[3] or 0,
        concluded=counts[4] or 0,
        people=_loads(session, wanted, now),
        unclaimed=_unclaimed(session, actor, wanted, now),
        due=_dated(session, wanted, ROWS),
    )


def tasks_due(session: Session, actor: Actor, department_id: int | None, limit: int) -> list[TaskRow]:
    """The waiting tasks with a date, the most urgent first, `limit` at most. Raises `NotPermitted`."""
    return _dated(session, _wanted(session, actor, department_id), limit)


def _dated(session: Session, departments: Collection[int], limit: int) -> list[TaskRow]:
    return [row for row in list_waiting(session, departments, limit=limit) if row.due_at is not None]


def _wanted(session: Session, actor: Actor, department_id: int | None) -> set[int]:
    """The department asked for, or all that the actor may see."""
    known = {department.id for department in departments_seen(session, actor)}
    if department_id is not None and department_id not in known:
        raise NotPermitted(
            "permission.denied",
            permission=PERMISSION_NAMES[Permission.SEE_DEPARTMENT],
            role=who_may(Permission.SEE_DEPARTMENT),
        )
    return known if department_id is None else {department_id}


def _cases(
    session: Session, departments: Collection[int], now: datetime, today_end: datetime, month_start: datetime
) -> tuple[list[tuple[str, int]], Sequence[int]]:
    mine = Case.department_id.in_(departments)
    is_open = Case.ended_at.is_(None)
    runs = promise_runs()
    by_status = session.execute(select(Case.status, func.count(Case.id)).where(mine, is_open).group_by(Case.status))
    counts = session.execute(
        select(
            _count(is_open),
            _count(and_(runs, Case.promised_due_at < now)),
            _count(and_(runs, Case.promised_due_at >= now, Case.promised_due_at <= today_end)),
            _count(and_(is_open, Case.is_paused)),
            _count(Case.concluded_at >= month_start),
        ).where(mine)
    ).one()
    stages = [str(one) for one in Status]
    return sorted(by_status, key=lambda row: stages.index(row[0])), tuple(counts)


def _loads(session: Session, departments: Collection[int], now: datetime) -> list[PersonLoad]:
    """Everybody with a desk in the departments, the fullest first."""
    late = or_(
        Task.due_at < now,
        and_(Case.promised_due_at < now, promise_runs()),
    )
    query = (
        select(Person.id, Person.name, func.count(Task.id), _count(late))
        .outerjoin(Task, and_(Task.claimed_by == Person.id, Task.status == CLAIMED))
        .outerjoin(Case, Case.id == Task.case_id)
        .where(Person.is_active, Person.department_id.in_(departments))
        .group_by(Person.id, Person.name)
        .order_by(func.count(Task.id).desc(), Person.id)
    )
    return [PersonLoad(person, name, count, overdue or 0) for person, name, count, overdue in session.execute(query)]


def _unclaimed(session: Session, actor: Actor, departments: Collection[int], now: datetime) -> list[Unclaimed]:
    rows = list_waiting(session, departments, unclaimed=True, limit=ROWS)
    if not rows:
        return []
    facts = {
        row.id: (row.roles, row.department_id)
        for row in session.execute(
            select(Task.id, Task.roles, func.coalesce(Task.department_id, Case.department_id).label("department_id"))
            .join(Case, Case.id == Task.case_id)
            .where(Task.id.in_([row.id for row in rows]))
        )
    }
    held = session.execute(
        select(Post.role, Post.department_id, Person.id, Person.name)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .join(Person, Person.id == PostHolding.person_id)
        .where(Post.is_active, Person.is_active, held_now(now))
        .order_by(PostHolding.rank, Person.id)
    ).all()
    found = []
    for row in rows:
        roles, department = facts[row.id]
        people = {
            person: name
            for role, where, person, name in held
            if any(role == wanted and place in (None, where) for wanted, place in roles or ())
            or ["person", person] in (roles or ())
        }
        found.append(Unclaimed(row, list(people.items()), _may_assign(actor, department)))
    return found


def _may_assign(actor: Actor, department_id: int | None) -> bool:
    return any(actor.has_role(role, department_id) for role in ALLOWED[Permission.ASSIGN_TASK])


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
