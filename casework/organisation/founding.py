"""What an empty database needs before anybody can sign in: a calendar, a centre, its office, one administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.clocks.calendars import create_calendar
from casework.clocks.office_hours import OfficeHours
from casework.errors import Conflict
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.people import add_person
from casework.organisation.person import Person
from casework.organisation.places import add_department, add_point
from casework.organisation.post import Rank
from casework.organisation.posts import add_post, hold_post
from casework.organisation.role import Role
from casework.organisation.service_point import PointKind, ServicePoint

ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class Founded:
    """The first sign-in; the password is shown once and must be changed."""

    username: str
    password: str


def is_founded(session: Session) -> bool:
    """Whether anybody or any place exists."""
    person = session.scalar(select(Person.id).limit(1))
    return person is not None or session.scalar(select(ServicePoint.id).limit(1)) is not None


def found_centre(session: Session, office: Office, now: datetime) -> Founded:
    """Make the least that works, under names to be changed. Raises `Conflict` when the database is not empty."""
    refuse_founded(session)
    calendar = create_calendar(session, SYSTEM, "CENTRE", "中心工作日历", OfficeHours())
    point = add_point(
        session,
        SYSTEM,
        ServicePoint(code="A", name="政务服务中心", kind=PointKind.CENTRE, calendar_id=calendar.id),
    )
    centre = add_department(session, SYSTEM, Department(code="ZX", name="政务服务中心", short_name="中心"))
    person, password = add_person(
        session, office, SYSTEM, ADMINISTRATOR, "系统管理员", department_id=centre.id, point_id=point.id
    )
    for role in (Role.ADMINISTRATOR, Role.DESIGNER):
        post = add_post(session, SYSTEM, f"ZX-{role.value}", role.words.zh, centre.id, role)
        hold_post(session, SYSTEM, post.id, person.id, Rank.A, now)
    centre.fallback_person_id = person.id
    session.flush()
    return Founded(person.username, password)


def refuse_founded(session: Session) -> None:
    """Raise `Conflict` when the database holds anybody: what is there is never mixed with something new."""
    if is_founded(session):
        raise Conflict("organisation.not_empty")
