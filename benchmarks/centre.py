"""The smallest centre that can be measured: one department, one handler, one item per diagram."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from benchmarks.diagrams import diagram
from casework.actor import SYSTEM
from casework.catalogue.items import publish_item_version
from casework.clocks.calendars import create_calendar
from casework.clocks.office_hours import OfficeHours
from casework.database import Session
from casework.definitions.definitions import publish, store_draft
from casework.office import Office, open_office
from casework.organisation.department import Department
from casework.organisation.people import add_person
from casework.organisation.places import add_department, add_point
from casework.organisation.post import Rank
from casework.organisation.posts import add_post, hold_post
from casework.organisation.role import Role
from casework.organisation.service_point import PointKind, ServicePoint
from casework.tables import metadata
from settings import Settings

PASSWORD = "measured-twice-8"
USERNAME = "measurer"


@dataclass(frozen=True)
class Bench:
    office: Office
    person_id: int
    item: str


def a_bench(name: str, url: str | None) -> Bench:
    """A fresh database at `url` (None: a SQLite file in a temporary folder) with the diagram `name` in force."""
    folder = Path(tempfile.mkdtemp(prefix="banjian-benchmark-"))
    settings = Settings(
        environment="development",
        database_url=url or f"sqlite:///{folder / 'benchmark.db'}",
        var_dir=folder,
        files_dir=folder / "files",
        secret_key="s" * 32,
        data_key=b"d" * 32,
    )
    office = open_office(settings)
    metadata.drop_all(office.database.engine)
    metadata.create_all(office.database.engine)
    now = office.clock.now()
    with office.database.transaction() as session:
        calendar = create_calendar(session, SYSTEM, "BENCH", "Benchmark", OfficeHours())
        point = add_point(
            session, SYSTEM, ServicePoint(code="B", name="Benchmark", kind=PointKind.CENTRE, calendar_id=calendar.id)
        )
        home = add_department(session, SYSTEM, Department(code="B", name="Benchmark", short_name="Benchmark"))
        person, _ = add_person(
            session, office, SYSTEM, USERNAME, "Measurer", password=PASSWORD, must_change_password=False,
            department_id=home.id, point_id=point.id,
        )  # fmt: skip
        post = add_post(session, SYSTEM, "B-handler", "Handler", home.id, Role.HANDLER)
        hold_post(session, SYSTEM, post.id, person.id, Rank.A, now)
        _publish(office, session, name, now)
        return Bench(office, person.id, name)


def _publish(office: Office, session: Session, name: str, now: datetime) -> None:
    version = store_draft(session, SYSTEM, {f"{name}.bpmn": diagram(name).decode()}, "", now, key=name)
    publish(session, SYSTEM, version.id, now)
    fields = {
        "name": name, "item_type": "20", "base_type": "promised", "promised_amount": 10, "definition_key": name,
        "department": "B", "is_internal": True,
    }  # fmt: skip
    publish_item_version(session, SYSTEM, name, fields, date(2020, 1, 1), now)
