"""The lists of the workbench: what is mine, what I may claim, what I did, what I do for others, what falls due.

Every list is one statement for its rows and one for all counts, however many tasks there are behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.catalogue.item import Item, ItemVersion
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.calendar_tables import Calendar
from casework.clocks.calendars import hall_calendar
from casework.clocks.case_clock import CaseClock, Suspension
from casework.clocks.clock_set import ClockKind
from casework.clocks.standing import Standing, standing
from casework.fees import payment_order
from casework.fees.payment_order import PaymentOrder
from casework.organisation.person import Person
from casework.organisation.service_point import ServicePoint
from casework.tasks.task import CLAIMED, OPEN, WAITING, Task
from casework.tasks.whose import Principal, of_principal, of_principals, offered_to, principals_now

PAGE_SIZE = 50
DUTIES = (ClockKind.NOTICE, ClockKind.SUPPLEMENT, ClockKind.DELIVERY, ClockKind.SUPERIOR, ClockKind.CONTACT)


class Tab(StrEnum):
    """The tabs of the workbench that list tasks; the values stand in addresses."""

    MINE = "mine"
    OFFERED = "offered"
    DONE = "done"
    DELEGATED = "delegated"
    RECEIVED = "received"
    DUE = "due"


COUNTED = (Tab.MINE, Tab.OFFERED, Tab.DELEGATED, Tab.RECEIVED, Tab.DUE)
CASES = "cases"
"""The tab that lists cases (我的办件), counted with the others."""
COUNTED_TO = 1000
"""What is over grows without end: nobody counts a life's work for a number on a tab."""


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    item: str = ""
    case_type: str = ""
    step: str = ""
    unread: bool = False
    paused: bool | None = None
    due_before: datetime | None = None
    due_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of a list of tasks."""

    id: int
    name: str
    status: str
    case_id: int
    case_no: str
    case_type: str
    title: str
    applicant_name: str
    sender_name: str | None
    holder_name: str | None
    holder_id: int | None
    principal_name: str | None
    opened_at: datetime
    closed_at: datetime | None
    claimed_at: datetime | None
    task_due_at: datetime | None
    case_due_at: datetime | None
    is_paused: bool
    pause_kind: str | None
    pause_planned_end: datetime | None
    is_provisional: bool
    is_read: bool
    revision: int
    ended_at: datetime | None
    calendar: WorkingCalendar
    """That of the case's hall, whoever looks at it from where."""
    offered_for: tuple[tuple[int, str], ...] = ()
    """Key and name of those in whose name the reader may claim it: on the list of 受托 only."""

    @property
    def due_at(self) -> datetime | None:
        """The nearer of the step's and the case's clock; while the case is paused only the step's own counts."""
        known = [at for at in (self.task_due_at, None if self.is_paused else self.case_due_at) if at is not None]
        return min(known) if known else None

    @property
    def is_step_clock(self) -> bool:
        """Whether the nearer clock is the step's own (环节时限)."""
        return self.task_due_at is not None and self.task_due_at == self.due_at

    def standing(self, now: datetime) -> Standing | None:
        """How the nearer clock stands; None when nothing runs."""
        due = self.due_at or self.case_due_at
        if due is None:
            return None
        paused = self.is_paused and self.task_due_at is None
        return standing(now, due, self.calendar, is_paused=paused, ended_at=self.closed_at)


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[TaskRow]
    total: int
    number: int
    size: int = PAGE_SIZE


_sender, _holder, _principal = aliased(Person), aliased(Person), aliased(Person)
# After the decision or the submission upward nobody is late with the promise any more, however long a task still waits.
_is_kept = and_(Task.closed_at.is_(None), or_(Case.concluded_at.isnot(None), Case.at_superior_at.isnot(None)))
# Before acceptance and after the decision other duties run: to tell what is missing, to hear from above, to deliver.
# While the applicant owes the fee nobody here is late with handing over.
_owes = exists().where(PaymentOrder.case_id == Case.id, PaymentOrder.status == payment_order.OPEN).correlate(Case)
_duty = (
    select(func.min(CaseClock.due_at))
    .where(
        CaseClock.case_id == Case.id,
        CaseClock.stopped_at.is_(None),
        CaseClock.kind.in_(DUTIES),
        or_(CaseClock.kind != ClockKind.DELIVERY, ~_owes),
    )
    .correlate(Case)
    .scalar_subquery()
)
_promised = case((_is_kept, _duty), else_=func.coalesce(Case.promised_due_at, _duty))
_case_due = case((Case.is_paused, None), else_=_promised)
_nearer = case(
    (Task.due_at.is_(None), _case_due),
    (_case_due.is_(None), Task.due_at),
    (Task.due_at < _case_due, Task.due_at),
    else_=_case_due,
)


def list_inbox(
    session: Session,
    actor: Actor,
    tab: Tab,
    now: datetime,
    *,
    wanted: InboxFilter | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
    principals: Sequence[Principal] | None = None,
) -> Page:
    """One page of a tab: waiting tasks by the nearer due instant, done ones latest first.

    `principals` is what `principals_now` gave, here and below: whoever reads several lists asks once.
    """
    if tab is Tab.RECEIVED and principals is None:
        principals = principals_now(session, actor, now)
    condition = and_(_belongs(session, actor, tab, now, principals), _narrowed(wanted or InboxFilter()))
    total = session.scalar(_joined(select(func.count(Task.id))).where(condition)) or 0
    latest_first = tab is Tab.DONE
    order: tuple[Any, ...] = (Task.closed_at.desc(), Task.id.desc()) if latest_first else _by_due()
    rows = _read(session, _rows().where(condition).order_by(*order).limit(size).offset((page - 1) * size))
    if tab is Tab.RECEIVED:
        rows = _told_for_whom(session, rows, principals or ())
    return Page(tuple(rows), total, page, size)


def list_waiting(
    session: Session, departments: Collection[int], *, unclaimed: bool = False, limit: int = PAGE_SIZE
) -> list[TaskRow]:
    """Waiting tasks of some departments by the nearer due instant; `unclaimed`: only those nobody holds."""
    theirs = func.coalesce(Task.department_id, Case.department_id).in_(departments)
    # That it is not closed tells the index of what waits; a status given as a parameter does not.
    condition = and_(theirs, Task.closed_at.is_(None), Task.status == OPEN if unclaimed else Task.status.in_(WAITING))
    return _read(session, _rows().where(condition).order_by(*_by_due()).limit(limit))


def count_tabs(
    session: Session, actor: Actor, now: datetime, principals: Sequence[Principal] | None = None
) -> dict[str, int]:
    """How much is in each tab, in one statement; what was done and one's cases are counted up to `COUNTED_TO`."""
    counts = {
        str(tab): _joined(select(func.count(Task.id)))
        .where(_belongs(session, actor, tab, now, principals))
        .scalar_subquery()
        for tab in COUNTED
    }
    counts[Tab.DONE] = _up_to(select(Task.id).where(Task.completed_by == actor.person_id).limit(COUNTED_TO))
    counts[CASES] = _up_to(select(Case.id).where(own_cases(actor)).limit(COUNTED_TO))
    row = session.execute(select(*counts.values())).one()
    return dict(zip(counts, row, strict=True))


def _up_to(keys: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(keys.subquery()).scalar_subquery()


def own_cases(actor: Actor) -> ColumnElement[bool]:
    """Condition on `Case`: the actor registered it, started it or spoke about it first."""
    return or_(Case.opened_by == actor.person_id, Case.first_contact_id == actor.person_id)


@dataclass(frozen=True, slots=True)
class Urgency:
    """How many tasks of a list are late, must be finished today, or stand still."""

    overdue: int
    today: int
    paused: int


def count_urgent(session: Session, actor: Actor, tab: Tab, now: datetime, day_end: datetime) -> Urgency:
    """The same counts whatever the list is narrowed to; `day_end` is the end of today, whichever hall closes when."""
    counts = (
        func.sum(case((_nearer < now, 1), else_=0)),
        func.sum(case((and_(_nearer >= now, _nearer <= day_end), 1), else_=0)),
        func.sum(case((Case.is_paused, 1), else_=0)),
    )
    row = session.execute(_joined(select(*counts)).where(_belongs(session, actor, tab, now))).one()
    return Urgency(*(int(count or 0) for count in row))


def list_inbox_after(
    session: Session,
    actor: Actor,
    tab: Tab,
    now: datetime,
    last_id: int | None,
    *,
    wanted: InboxFilter | None = None,
    size: int = PAGE_SIZE,
) -> list[TaskRow]:
    """The tasks of a tab behind a given one, for programs that read on: oldest first, done ones latest first.

    A task that comes or goes between two calls moves none of the others.
    """
    latest_first = tab is Tab.DONE
    order = Task.id.desc() if latest_first else Task.id.asc()
    parts = [_belongs(session, actor, tab, now), _narrowed(wanted or InboxFilter())]
    if last_id is not None:
        parts.append(Task.id < last_id if latest_first else Task.id > last_id)
    return _read(session, _rows().where(and_(*parts)).order_by(order).limit(size))


def next_to_claim(session: Session, actor: Actor, now: datetime, passed: Collection[int] = ()) -> int | None:
    """The offered task that falls due first (领取下一件) but those that were passed over, None when nothing is left."""
    offered = and_(_belongs(session, actor, Tab.OFFERED, now), Task.id.not_in(passed))
    statement = _joined(select(Task.id)).where(offered).order_by(*_by_due()).limit(1)
    found: int | None = session.scalar(statement)
    return found


def choices(
    session: Session, actor: Actor, tab: Tab, now: datetime, principals: Sequence[Principal] | None = None
) -> dict[str, list[tuple[str, str]]]:
    """What the filters of a tab can be set to: items (code, name) and steps (name, name) that occur in it."""
    statement = _joined(select(Item.code, ItemVersion.name, Task.name).distinct())
    found = session.execute(statement.where(_belongs(session, actor, tab, now, principals)).limit(500)).all()
    items = sorted({(code, name) for code, name, _ in found if code})
    steps = sorted({(step, step) for _, _, step in found})
    return {"items": items, "steps": steps}


def _by_due() -> tuple[Any, ...]:
    # Both databases: rows without an instant last.
    return (_nearer.is_(None), _nearer, Task.priority.desc(), Task.id)


def _read(session: Session, statement: Any) -> list[TaskRow]:
    rows: Sequence[Any] = session.execute(statement).all()
    return [TaskRow(*(*row[:-2], hall_calendar(session, *row[-2:]))) for row in rows]


def _rows() -> Any:
    query = _joined(
        select(
            Task.id, Task.name, Task.status, Case.id, Case.case_no, Case.case_type,
            func.coalesce(func.nullif(Case.title, ""), ItemVersion.name, ""), func.coalesce(Applicant.name, ""),
            _sender.name, _holder.name, _holder.id, _principal.name, Task.opened_at, Task.closed_at, Task.claimed_at,
            Task.due_at, _promised, Case.is_paused, Suspension.kind, Suspension.planned_end,
            Case.is_provisional, Task.is_read, Case.revision, Case.ended_at, ServicePoint.calendar_id,
            Calendar.revision,
        )
    )  # fmt: skip
    return query.outerjoin(ServicePoint, ServicePoint.id == Case.point_id).outerjoin(
        Calendar, Calendar.id == ServicePoint.calendar_id
    )


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Task)
        .join(Case, Case.id == Task.case_id)
        .outerjoin(ItemVersion, ItemVersion.id == Case.item_version_id)
        .outerjoin(Item, Item.id == ItemVersion.item_id)
        .outerjoin(Applicant, Applicant.id == Case.applicant_id)
        .outerjoin(_sender, _sender.id == Task.sender_id)
        .outerjoin(_holder, _holder.id == func.coalesce(Task.completed_by, Task.claimed_by))
        .outerjoin(_principal, _principal.id == Task.acting_for_id)
        .outerjoin(Suspension, and_(Suspension.case_id == Case.id, Suspension.resumed_at.is_(None)))
    )


def _belongs(
    session: Session, actor: Actor, tab: Tab, now: datetime, principals: Sequence[Principal] | None = None
) -> ColumnElement[bool]:
    match tab:
        case Tab.MINE:
            return and_(Task.status == CLAIMED, Task.claimed_by == actor.person_id)
        case Tab.OFFERED:
            return and_(Task.status == OPEN, offered_to(actor))
        case Tab.DONE:
            return Task.completed_by == actor.person_id
        case Tab.DELEGATED:
            return and_(Task.acting_for_id == actor.person_id, Task.status.in_(WAITING))
        case Tab.RECEIVED:
            return of_principals(actor, principals_now(session, actor, now) if principals is None else principals)
        case Tab.DUE:
            mine = and_(Task.status == CLAIMED, Task.claimed_by == actor.person_id)
            mine_or_offered = or_(mine, and_(Task.status == OPEN, offered_to(actor)))
            return and_(mine_or_offered, or_(_nearer.isnot(None), Case.is_paused))


def cases_received(session: Session, actor: Actor, now: datetime) -> Select[Any] | None:
    """The keys of the cases in which a task waits that the actor may do in somebody's name; None when nobody asked."""
    principals = principals_now(session, actor, now)
    if not principals:
        return None
    found: Select[Any] = _joined(select(Task.case_id)).where(of_principals(actor, principals))
    return found


def _told_for_whom(session: Session, rows: list[TaskRow], principals: Sequence[Principal]) -> list[TaskRow]:
    """The rows with the principals to whom those that nobody holds are offered."""
    unheld = [row.id for row in rows if row.holder_id is None]
    if not unheld or not principals:
        return rows
    keys = (
        _joined(select(Task.id, literal(one.actor.person_id), literal(one.actor.name)))
        .where(Task.id.in_(unheld), of_principal(one))
        for one in principals
    )  # fmt: skip
    found: dict[int, dict[int, str]] = {}
    for task_id, person_id, name in session.execute(union_all(*keys)):
        found.setdefault(task_id, {})[person_id] = name
    return [replace(row, offered_for=tuple(found.get(row.id, {}).items())) for row in rows]


def _narrowed(wanted: InboxFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.item:
        parts.append(Item.code == wanted.item)
    if wanted.case_type:
        parts.append(Case.case_type == wanted.case_type)
    if wanted.step:
        parts.append(Task.name == wanted.step)
    if wanted.unread:
        parts.append(Task.is_read.is_(False))
    if wanted.paused is not None:
        parts.append(Case.is_paused.is_(wanted.paused))
    if wanted.due_before is not None:
        parts.append(_nearer < wanted.due_before)
    if wanted.due_from is not None:
        parts.append(_nearer >= wanted.due_from)
    return and_(*parts)
