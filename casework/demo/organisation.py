"""The demo centre: 云川市政务服务中心, three sub-centres, fifteen departments, their windows and people."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.clocks.calendars import create_calendar
from casework.clocks.office_hours import OfficeHours
from casework.demo.people import DEMO_PASSWORD, DEPARTMENTS, DemoDepartment, posts_of
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.organisation.places import add_department, add_point, add_window
from casework.organisation.post import Post, PostHolding
from casework.organisation.service_point import PointKind, ServicePoint
from casework.organisation.window import Window

NINE_TO_FIVE = OfficeHours(intervals=((time(9), time(12)), (time(13), time(17))))
SUB_CENTRES = (
    ("GX", "高新区分中心", "高新区科技大道 18 号", "0999-8600001", ("SC", "SW", "RS")),
    ("LC", "老城区分中心", "老城区钟楼街 6 号", "0999-8600002", ("MZ", "GA", "RS")),
    ("BH", "滨河区分中心", "滨河区云水路 99 号", "0999-8600003", ("ZJ", "GH")),
)


def found_demo_organisation(session: Session, office: Office, now: datetime) -> None:
    """Make all of it; everybody has held their posts since `now` and has the password of the demo."""
    city = create_calendar(session, SYSTEM, "YC", "云川市工作日历", OfficeHours())
    new_district = create_calendar(session, SYSTEM, "GX", "高新区工作日历", NINE_TO_FIVE)
    centre = add_point(
        session,
        SYSTEM,
        ServicePoint(
            code="YC",
            name="云川市政务服务中心",
            kind=PointKind.CENTRE,
            calendar_id=city.id,
            address="云川市体育路 1 号",
            phone="0999-12345",
        ),
    )
    # One hash for all: sixty separate ones would take longer than everything else here.
    password_hash = office.passwords.hash(DEMO_PASSWORD)
    departments = {one.code: _add_department(session, one, centre, password_hash, now) for one in DEPARTMENTS}
    for code, name, address, phone, present in SUB_CENTRES:
        point = add_point(
            session,
            SYSTEM,
            ServicePoint(
                code=code,
                name=name,
                kind=PointKind.SUB_CENTRE,
                parent_id=centre.id,
                calendar_id=new_district.id if code == "GX" else city.id,
                address=address,
                phone=phone,
            ),
        )
        for number, department in enumerate(present, start=1):
            add_window(
                session,
                SYSTEM,
                Window(
                    code=f"{code}{number:02d}",
                    name=f"{departments[department].short_name}窗口",
                    department_id=departments[department].id,
                    point_id=point.id,
                ),
            )


def _add_department(
    session: Session, plan: DemoDepartment, centre: ServicePoint, password_hash: str, now: datetime
) -> Department:
    department = add_department(
        session,
        SYSTEM,
        Department(code=plan.code, name=plan.name, short_name=plan.short_name, is_vertical=plan.is_vertical),
    )
    people = [
        Person(
            username=username,
            name=name,
            password_hash=password_hash,
            must_change_password=False,
            department_id=department.id,
            point_id=centre.id,
        )
        for username, name in plan.people
    ]
    session.add_all(people)
    session.flush()
    _add_posts(session, plan, department, people, now)
    chief = next(held.person for held in posts_of(plan) if held.role == "chief" and held.rank == "A")
    department.fallback_person_id = people[chief].id
    add_window(
        session,
        SYSTEM,
        Window(code=f"A-{plan.code}", name=f"{plan.short_name}窗口", department_id=department.id, point_id=centre.id),
    )
    return department


def _add_posts(
    session: Session, plan: DemoDepartment, department: Department, people: list[Person], now: datetime
) -> None:
    posts: dict[str, Post] = {}
    for held in posts_of(plan):
        if held.role not in posts:
            posts[held.role] = Post(
                code=f"{plan.code}-{held.role.value}",
                name=f"{plan.short_name}{held.role.words.zh}",
                department_id=department.id,
                role=held.role.value,
            )
            session.add(posts[held.role])
            session.flush()
        session.add(
            PostHolding(post_id=posts[held.role].id, person_id=people[held.person].id, rank=held.rank, since=now)
        )
    session.flush()
