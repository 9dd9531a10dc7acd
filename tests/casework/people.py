"""Builders for the people and places of a small centre: one centre, two departments, whoever a test asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.clock import TravellingClock
from casework.clocks.calendars import create_calendar
from casework.clocks.office_hours import OfficeHours
from casework.office import Office, open_office
from casework.organisation.department import Department
from casework.organisation.people import add_person
from casework.organisation.person import Person
from casework.organisation.places import add_department, add_point
from casework.organisation.post import Rank
from casework.organisation.posts import add_post, hold_post
from casework.organisation.role import Role
from casework.organisation.service_point import PointKind, ServicePoint
from casework.organisation.sign_ins import actor_for_person
from settings import Settings

# A working Friday, 10:00 in Asia/Shanghai.
NOW = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
PASSWORD = "right-horse-7"


def an_office(folder: Path | None = None, database: Any = None, **changes: Any) -> Office:
    """An office with cheap passwords and a clock that stands at `NOW`."""
    settings = Settings(
        environment="development",
        database_url="sqlite://" if database is None else database.url,
        var_dir=folder or Path("/nonexistent"),
        files_dir=(folder or Path("/nonexistent")) / "files",
        secret_key="s" * 32,
        data_key=b"d" * 32,
        password_memory_kib=8,
        password_rounds=1,
    )
    return open_office(replace(settings, **changes), TravellingClock(NOW), database)


@dataclass(frozen=True)
class OneSession:
    """Stands for a database: every transaction on it is the session of the test, which is undone afterwards."""

    session: Session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        yield self.session

    reading = transaction


@dataclass
class Centre:
    """A centre with departments ZJ (住建局) and GH (规划局), and everybody hired since."""

    session: Session
    office: Office
    point: ServicePoint
    departments: dict[str, Department]

    def hire(self, username: str, name: str, *posts: tuple[Role, str], rank: Rank = Rank.A) -> Actor:
        """A person with posts (role, department code), as the actor that person is at `NOW`."""
        home = self.departments[posts[0][1]] if posts else self.departments["ZJ"]
        person, _ = add_person(
            self.session,
            self.office,
            SYSTEM,
            username,
            name,
            password=PASSWORD,
            must_change_password=False,
            department_id=home.id,
            point_id=self.point.id,
        )
        for number, (role, code) in enumerate(posts):
            post = add_post(
                self.session, SYSTEM, f"{username}-{number}", role.words.zh, self.departments[code].id, role
            )
            hold_post(self.session, SYSTEM, post.id, person.id, rank, LONG_AGO)
        return self.actor(person)

    def actor(self, person: Person | Actor, now: datetime = NOW) -> Actor:
        person_id = person.id if isinstance(person, Person) else person.person_id
        found = actor_for_person(self.session, person_id, now)
        assert found is not None
        return found


def a_centre(session: Session, office: Office | None = None) -> Centre:
    calendar = create_calendar(session, SYSTEM, "CITY", "市中心日历", OfficeHours())
    point = add_point(
        session,
        SYSTEM,
        ServicePoint(code="A", name="市政务服务中心", kind=PointKind.CENTRE, calendar_id=calendar.id),
    )
    departments = {
        code: add_department(session, SYSTEM, Department(code=code, name=name, short_name=name))
        for code, name in (("ZJ", "住建局"), ("GH", "规划局"))
    }
    return Centre(session, office or an_office(), point, departments)
