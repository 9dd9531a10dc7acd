"""The leave register (请假台账, LVE-01): entries, how much leave somebody has had, and who is away meanwhile.

More than seven working days of sick and personal leave in a month, or thirty in a year, are flagged (LVE-04, A20).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.cases.case import Case
from casework.clocks.absence import days_absent
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.calendar_tables import Calendar
from casework.clocks.calendars import hall_calendar
from casework.leaves.leave import Ended, Leave
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.organisation.service_point import ServicePoint
from casework.page import PAGE_SIZE, Page, page_of
from casework.permissions import Permission, authorise, is_permitted

MOST_IN_MONTH, MOST_IN_YEAR = Decimal(7), Decimal(30)
COUNTED = frozenset({"sick", "personal"})
KINDS: dict[str, tuple[str, str]] = {
    "sick": ("病假", "sick leave"),
    "personal": ("事假", "personal leave"),
    "annual": ("年休假", "annual leave"),
    "official": ("公假", "official leave"),
    "maternity": ("产假（护理假）", "maternity leave"),
    "errand": ("公出", "errand"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody is away, to half a day."""

    first: date
    last: date
    from_noon: bool = False
    until_noon: bool = False

    def days(self, calendar: WorkingCalendar) -> Decimal:
        return days_absent(self.first, self.last, calendar, from_noon=self.from_noon, until_noon=self.until_noon)

    def is_provisional(self, calendar: WorkingCalendar) -> bool:
        """Whether the days hang on a year whose holidays are not published yet."""
        return calendar.is_provisional(self.last) or calendar.is_provisional(self.first)

    def months(self) -> Iterator[Span]:
        """The parts of it that lie in one month each."""
        start = self.first
        while start <= self.last:
            following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
            end = min(self.last, following - timedelta(days=1))
            yield Span(start, end, self.from_noon and start == self.first, self.until_noon and end == self.last)
            start = following

    def overlaps(self, other: Span) -> bool:
        """Whether both are away at once; one that ends at noon leaves the afternoon to the other."""
        return not (_is_before(self, other) or _is_before(other, self))


@dataclass(frozen=True, slots=True)
class Totals:
    """Working days of sick and personal leave in the fullest month and year that a leave touches, itself included."""

    month: Decimal
    year: Decimal

    @property
    def is_over_month(self) -> bool:
        return self.month > MOST_IN_MONTH

    @property
    def is_over_year(self) -> bool:
        return self.year > MOST_IN_YEAR


@dataclass(frozen=True, slots=True)
class LeaveRow:
    leave: Leave
    case_no: str
    person_name: str
    department_name: str
    substitute_name: str
    is_provisional: bool
    """The days hang on a year whose holidays are not published yet."""


def leaves_of(session: Session, people: Iterable[int], span: Span, *, case_id: int | None = None) -> list[Leave]:
    """The leave that these people have in the years the span touches, but for the case's own entry; one statement."""
    query = select(Leave).where(
        Leave.person_id.in_(sorted(people)), _is_taken(),
        Leave.first_day <= date(span.last.year, 12, 31), Leave.last_day >= date(span.first.year, 1, 1),
    )  # fmt: skip
    return [row for row in session.scalars(query.order_by(Leave.first_day, Leave.id)) if row.case_id != case_id]


def totals_with(taken: Iterable[Leave], person_id: int, kind: str, span: Span, calendar: WorkingCalendar) -> Totals:
    """What somebody's sick and personal leave comes to with this; `taken` is what `leaves_of` found."""
    spans = [span] if kind in COUNTED else []
    spans += [span_of(row) for row in taken if row.person_id == person_id and row.kind in COUNTED]
    months: dict[tuple[int, int], Decimal] = {}
    for part in (part for one in spans for part in one.months()):
        key = (part.first.year, part.first.month)
        months[key] = months.get(key, Decimal(0)) + part.days(calendar)
    touched = {(part.first.year, part.first.month) for part in span.months()}
    years = {year: sum(days for (of, _), days in months.items() if of == year) for year, _ in touched}
    return Totals(max(months.get(one, Decimal(0)) for one in touched), Decimal(max(years.values())))


def leave_meanwhile(taken: Iterable[Leave], person_id: int, span: Span) -> Leave | None:
    """A leave of this person that overlaps the span, to half a day; `taken` is what `leaves_of` found."""
    return next((row for row in taken if row.person_id == person_id and span.overlaps(span_of(row))), None)


def end_leave(row: Leave, ended: Ended, returned_on: date | None, calendar: WorkingCalendar) -> None:
    """销假: after an early return only the days before it count, a cancelled leave counts nothing."""
    row.ended, row.returned_on = ended.value, returned_on
    if ended is Ended.CANCELLED:
        row.halves = 0
    elif ended is Ended.EARLY and returned_on is not None and returned_on <= row.last_day:
        last = returned_on - timedelta(days=1)
        taken = Decimal(0)
        if last >= row.first_day:
            row.last_day, row.until_noon = last, False
            taken = span_of(row).days(calendar)
        row.halves = int(taken * 2)


def span_of(row: Leave) -> Span:
    return Span(row.first_day, row.last_day, row.from_noon, row.until_noon)


def list_leaves(
    session: Session,
    actor: Actor,
    *,
    department: str = "",
    kind: str = "",
    month: date | None = None,
    flagged: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[LeaveRow]:
    """The register, the latest first: of the departments whose work the actor may see, else one's own entries."""
    substitute = aliased(Person)
    query: Any = (
        select(
            Leave,
            Case.case_no,
            Person.name,
            Department.short_name,
            substitute.name,
            ServicePoint.calendar_id,
            Calendar.revision,
        )
        .join(Case, Case.id == Leave.case_id)
        .outerjoin(ServicePoint, ServicePoint.id == Case.point_id)
        .outerjoin(Calendar, Calendar.id == ServicePoint.calendar_id)
        .join(Person, Person.id == Leave.person_id)
        .outerjoin(Department, Department.id == Leave.department_id)
        .outerjoin(substitute, substitute.id == Leave.substitute_id)
        .where(_visible(actor))
        .order_by(Leave.first_day.desc(), Leave.id.desc())
    )
    if department:
        query = query.where(Department.code == department)
    if kind:
        query = query.where(Leave.kind == kind)
    if month is not None:
        following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        query = query.where(Leave.first_day < following, Leave.last_day >= month.replace(day=1))
    if flagged:
        query = query.where(or_(Leave.is_over_month, Leave.is_over_year))
    found = page_of(session, query, page, size)
    rows = [
        LeaveRow(row[0], row[1], row[2], row[3] or "", row[4] or "",
                 span_of(row[0]).is_provisional(hall_calendar(session, *row[5:])))
        for row in found.rows
    ]  # fmt: skip
    return Page(rows, found.total, found.number, found.size)


def _visible(actor: Actor) -> Any:
    authorise(actor, Permission.SEE_PEOPLE)
    if is_permitted(actor, Permission.SEE_ALL_DEPARTMENTS):
        return Leave.id.is_not(None)
    theirs = {where for role, where in actor.roles if is_permitted(actor, Permission.SEE_DEPARTMENT, where)}
    return or_(Leave.person_id == actor.person_id, Leave.department_id.in_(sorted(theirs)))


def _is_taken() -> Any:
    return or_(Leave.ended.is_(None), Leave.ended != Ended.CANCELLED.value)


def _is_before(one: Span, other: Span) -> bool:
    if one.last != other.first:
        return one.last < other.first
    return one.until_noon and other.from_noon
