"""Service points, departments and windows: what there is, who works where, and how administrators change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.clocks.calendar_tables import Calendar
from casework.database import Base, refusing_duplicates
from casework.errors import Conflict
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.organisation.seen import check_seen
from casework.organisation.service_point import ServicePoint
from casework.organisation.window import Window
from casework.permissions import Permission, authorise

Row = TypeVar("Row", ServicePoint, Department, Window)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person works; `text` reads 市政务服务中心 · 住建局."""

    point_id: int | None
    point_name: str
    department_name: str
    text: str
    calendar_id: int | None = None
    calendar_revision: str | None = None


def place_of(session: Session, actor: Actor) -> Place:
    """Where the actor works; without a point of their own, the centre."""
    query = (
        select(ServicePoint, Department.short_name, Calendar.revision)
        .select_from(ServicePoint)
        .outerjoin(Department, Department.id == actor.department_id)
        .outerjoin(Calendar, Calendar.id == ServicePoint.calendar_id)
    )
    if actor.point_id is not None:
        query = query.where(ServicePoint.id == actor.point_id)
    roots_first = query.order_by(ServicePoint.parent_id.is_not(None), ServicePoint.id)
    point, short_name, revision = session.execute(roots_first.limit(1)).one_or_none() or (None, None, None)
    point_name = "" if point is None else point.name
    department_name = short_name or ""
    return Place(
        point_id=None if point is None else point.id,
        point_name=point_name,
        department_name=department_name,
        text=" · ".join(part for part in (point_name, department_name) if part),
        calendar_id=None if point is None else point.calendar_id,
        calendar_revision=revision,
    )


def list_points(session: Session) -> list[ServicePoint]:
    return list(session.scalars(select(ServicePoint).order_by(ServicePoint.code)))


def list_departments(session: Session, *, with_closed: bool = False) -> list[Department]:
    query = select(Department).order_by(Department.code)
    return list(session.scalars(query if with_closed else query.where(Department.is_active)))


def list_windows(session: Session, point_id: int | None = None) -> list[Window]:
    query = select(Window).order_by(Window.code)
    return list(session.scalars(query if point_id is None else query.where(Window.point_id == point_id)))


def add_point(session: Session, actor: Actor, point: ServicePoint) -> ServicePoint:
    """Raises `Conflict` when the code is taken, `NotPermitted`."""
    return _add(session, actor, point, point.code)


def add_department(session: Session, actor: Actor, department: Department) -> Department:
    """Raises `Conflict` when the code is taken, `NotPermitted`."""
    return _add(session, actor, department, department.code)


def add_window(session: Session, actor: Actor, window: Window) -> Window:
    """Raises `Conflict` when the code is taken, `NotPermitted`."""
    return _add(session, actor, window, window.code)


EDITABLE: dict[type[Base], frozenset[str]] = {
    ServicePoint: frozenset({"name", "kind", "parent_id", "calendar_id", "address", "phone"}),
    Department: frozenset({"name", "short_name", "is_vertical", "is_active", "fallback_person_id"}),
    Window: frozenset({"name", "department_id", "point_id"}),
}


def edit_place(
    session: Session,
    actor: Actor,
    row: ServicePoint | Department | Window,
    changes: Mapping[str, Any],
    *,
    seen: Mapping[str, Any] | None = None,
) -> None:
    """Change the given fields; codes stay, because numbers of cases and documents are made from them.

    Raises `ChangedMeanwhile` when the row is not what was `seen` (`values_seen`).
    """
    authorise(actor, Permission.MANAGE_ORGANISATION)
    unknown = set(changes) - EDITABLE[type(row)]
    if unknown:
        raise Conflict("organisation.field_fixed", field=sorted(unknown)[0])
    check_seen(session, row, EDITABLE[type(row)], seen)
    if isinstance(row, ServicePoint) and changes.get("parent_id") is not None:
        _refuse_circle(session, row, changes["parent_id"])
    if isinstance(row, Department) and changes.get("fallback_person_id") is not None:
        _refuse_absent(session, changes["fallback_person_id"])
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()


def _add(session: Session, actor: Actor, row: Row, code: str) -> Row:
    authorise(actor, Permission.MANAGE_ORGANISATION)
    with refusing_duplicates(session, Conflict("organisation.code_taken", taken=code, field="code")):
        session.add(row)
        session.flush()
    return row


def _refuse_circle(session: Session, point: ServicePoint, parent_id: int) -> None:
    above: int | None = parent_id
    while above is not None:
        if above == point.id:
            raise Conflict("organisation.circle", point=point.name, field="parent_id")
        above = session.scalar(select(ServicePoint.parent_id).where(ServicePoint.id == above))


def _refuse_absent(session: Session, person_id: int) -> None:
    if session.scalar(select(Person.is_active).where(Person.id == person_id)) is not True:
        raise Conflict("organisation.fallback_inactive", field="fallback_person_id")
