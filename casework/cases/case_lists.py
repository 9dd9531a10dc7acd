"""Lists of cases: search, what a person opened, what a department has, and the cases of one applicant.

A caseworker sees the cases of the own department, those of others in which a task is or was theirs, and those they
opened; whoever oversees all departments sees all (TSK-02). A deputy may also open the cases whose waiting tasks they
could take in somebody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, true, union_all
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.cases.case_state import CaseState
from casework.catalogue.item import Item, ItemVersion
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.calendar_tables import Calendar
from casework.clocks.calendars import hall_calendar
from casework.clocks.standing import Standing, standing
from casework.organisation.department import Department
from casework.organisation.service_point import ServicePoint
from casework.permissions import Permission, is_permitted
from casework.search.searching import found_by
from casework.tasks.inbox import cases_received, own_cases
from casework.tasks.task import Task
from casework.tasks.whose import offered_to

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to; empty values narrow nothing."""

    query: str = ""
    status: str = ""
    case_type: str = ""
    department: str = ""
    item: str = ""
    is_open: bool | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    concluded_from: datetime | None = None
    mine: bool = False
    after: tuple[datetime, int] | None = None
    """Only cases that stand behind this one (received at, key) in the list."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: int
    case_no: str
    case_type: str
    title: str
    applicant_name: str
    department_name: str
    status: str
    outcome: str | None
    received_at: datetime
    accepted_at: datetime | None
    concluded_at: datetime | None
    ended_at: datetime | None
    promised_due_at: datetime | None
    is_paused: bool
    is_provisional: bool
    at_superior_at: datetime | None
    calendar: WorkingCalendar
    """That of the case's hall, whoever looks at it from where."""

    @property
    def is_sent_up(self) -> bool:
        """Our part is done, the superior's is not."""
        return self.at_superior_at is not None and self.concluded_at is None

    def standing(self, now: datetime) -> Standing | None:
        """How the promised clock stands; None before acceptance and for matters without one.

        Our own promise ends with the submission to the superior. What was withdrawn or voided was neither in time nor
        late.
        """
        ended = self.at_superior_at or self.concluded_at
        if self.promised_due_at is None or (ended is None and self.ended_at is not None):
            return None
        return standing(now, self.promised_due_at, self.calendar, is_paused=self.is_paused, ended_at=ended)


@dataclass(frozen=True, slots=True)
class CasePage:
    rows: Sequence[CaseRow]
    total: int
    number: int
    size: int = PAGE_SIZE


def search_cases(
    session: Session, actor: Actor, wanted: CaseFilter, *, page: int = 1, size: int = PAGE_SIZE, count: bool = True
) -> CasePage:
    """Cases the actor may see, the latest received first; `count=False` leaves the total at the rows found."""
    condition = and_(visible_to(actor), _narrowed(session, actor, wanted))
    total = session.scalar(_joined(select(func.count(Case.id))).where(condition)) or 0 if count else 0
    statement = _rows().where(condition).order_by(Case.received_at.desc(), Case.id.desc())
    rows = tuple(_read(session, statement.limit(size).offset((page - 1) * size)))
    return CasePage(rows, total if count else len(rows), page, size)


def cases_of_applicant(session: Session, applicant_id: int, *, limit: int = 20) -> list[CaseRow]:
    """The applicant's earlier cases, latest first (QRY-04); counter staff need them before registering another."""
    statement = _rows().where(Case.applicant_id == applicant_id).order_by(Case.received_at.desc()).limit(limit)
    return _read(session, statement)


def open_duplicates(session: Session, applicant_id: int, item_id: int) -> list[CaseRow]:
    """Open cases of the same applicant for the same item: registering another deserves a warning."""
    statement = _rows().where(
        Case.applicant_id == applicant_id, ItemVersion.item_id == item_id, Case.ended_at.is_(None)
    )
    return _read(session, statement.order_by(Case.received_at.desc()).limit(5))


def promise_runs() -> ColumnElement[bool]:
    """Condition on `Case`: somebody here may be late with it; nobody is in a pause, at the superior, after the end."""
    return and_(
        Case.ended_at.is_(None), Case.concluded_at.is_(None), Case.at_superior_at.is_(None), Case.is_paused.is_(False)
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on `Case`: the actor may see it."""
    if is_permitted(actor, Permission.SEE_ALL_DEPARTMENTS):
        return true()
    tasks = union_all(
        select(Task.case_id).where(Task.completed_by == actor.person_id),
        select(Task.case_id).where(Task.claimed_by == actor.person_id),
        select(Task.case_id).where(offered_to(actor)),
    )
    own = or_(Case.opened_by == actor.person_id, Case.id.in_(tasks))
    if not is_permitted(actor, Permission.SEE_CASES):
        return own
    departments = sorted({department for _, department in actor.roles})
    return or_(Case.department_id.in_(departments), own)


def first_visible(
    session: Session, actor: Actor, query: Select[*tuple[Any, ...]], now: datetime
) -> Row[*tuple[Any, ...]] | None:
    """The row of a query about one `Case`, if the actor may see it; so may a deputy what they could take over.

    The deputies are asked about last, for almost nobody is one.
    """
    found = session.execute(query.where(visible_to(actor))).first()
    if found is not None:
        return found
    received = cases_received(session, actor, now)
    return None if received is None else session.execute(query.where(Case.id.in_(received))).first()


def is_visible(session: Session, actor: Actor, case: CaseState, now: datetime) -> bool:
    """The same for a case that was read; the database is asked only when neither department nor opener tell."""
    if is_permitted(actor, Permission.SEE_CASES) and any(case.department_id == where for _, where in actor.roles):
        return True
    if case.opened_by == actor.person_id:
        return True
    return first_visible(session, actor, select(Case.id).where(Case.id == case.id), now) is not None


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Case)
        .outerjoin(ItemVersion, ItemVersion.id == Case.item_version_id)
        .outerjoin(Item, Item.id == ItemVersion.item_id)
        .outerjoin(Applicant, Applicant.id == Case.applicant_id)
        .outerjoin(Department, Department.id == Case.department_id)
    )


def _read(session: Session, statement: Any) -> list[CaseRow]:
    rows: Sequence[Any] = session.execute(statement).all()
    return [CaseRow(*(*row[:-2], hall_calendar(session, *row[-2:]))) for row in rows]


def _rows() -> Any:
    query = _joined(
        select(
            Case.id, Case.case_no, Case.case_type, func.coalesce(func.nullif(Case.title, ""), ItemVersion.name, ""),
            func.coalesce(Applicant.name, ""), func.coalesce(Department.short_name, ""), Case.status, Case.outcome,
            Case.received_at, Case.accepted_at, Case.concluded_at, Case.ended_at, Case.promised_due_at, Case.is_paused,
            Case.is_provisional, Case.at_superior_at, ServicePoint.calendar_id, Calendar.revision,
        )
    )  # fmt: skip
    return query.outerjoin(ServicePoint, ServicePoint.id == Case.point_id).outerjoin(
        Calendar, Calendar.id == ServicePoint.calendar_id
    )


def _narrowed(session: Session, actor: Actor, wanted: CaseFilter) -> ColumnElement[bool]:
    dialect = session.get_bind().dialect.name
    overdue = and_(promise_runs(), Case.promised_due_at < bindparam("due_before", wanted.due_before))
    asked: list[tuple[bool, ColumnElement[bool]]] = [
        (bool(wanted.status), Case.status == wanted.status),
        (bool(wanted.case_type), Case.case_type == wanted.case_type),
        (bool(wanted.department), Department.code == wanted.department),
        (bool(wanted.item), Item.code == wanted.item),
        (wanted.is_open is True, Case.ended_at.is_(None)),
        (wanted.is_open is False, Case.ended_at.isnot(None)),
        (wanted.received_from is not None, Case.received_at >= bindparam("received_from", wanted.received_from)),
        (wanted.received_before is not None, Case.received_at < bindparam("received_before", wanted.received_before)),
        (wanted.due_from is not None, Case.promised_due_at >= bindparam("due_from", wanted.due_from)),
        (wanted.due_before is not None, overdue),
        (wanted.concluded_from is not None, Case.concluded_at >= bindparam("concluded_from", wanted.concluded_from)),
        (wanted.mine, own_cases(actor)),
    ]
    parts = [condition for is_asked, condition in asked if is_asked]
    if wanted.after is not None:
        at, last = wanted.after
        parts.append(or_(Case.received_at < at, and_(Case.received_at == at, Case.id < last)))
    if wanted.query.strip():
        parts.append(found_by(dialect, wanted.query))
    return and_(true(), *parts)
