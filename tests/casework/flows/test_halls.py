"""A branch hall keeps hours and days of its own: its cases are counted by them, for whoever reads."""

from datetime import date, time

from casework.actor import SYSTEM
from casework.cases.case_lists import CaseFilter, search_cases
from casework.clocks.calendar import OfficeHours
from casework.clocks.calendar_tables import CalendarDayKind
from casework.clocks.calendars import create_calendar, set_day
from casework.clocks.notice import DayEntry
from casework.organisation.person import Person
from casework.organisation.places import add_point
from casework.organisation.role import Role
from casework.organisation.service_point import PointKind, ServicePoint
from casework.tasks.inbox import Tab, list_inbox
from tests.casework.flows.test_clocks import THURSDAY, local
from tests.casework.flows.world import World, sequence


def a_hall(world: World) -> int:
    """A branch hall with hours of its own and a clerk called `hall`; gives the key of its calendar."""
    calendar = create_calendar(world.session, SYSTEM, "HALL", "分厅", OfficeHours(((time(10), time(16)),)))
    centre = world.centre.point
    hall = ServicePoint(code="B", name="分厅", kind=PointKind.BRANCH_HALL, calendar_id=calendar.id, parent_id=centre.id)
    clerk = world.centre.hire("hall", "厅窗口", (Role.WINDOW, "ZJ"))
    world.session.get_one(Person, clerk.person_id).point_id = add_point(world.session, SYSTEM, hall).id
    world.session.flush()
    world.staff["hall"] = world.centre.actor(clerk)
    return calendar.id


def test_the_cases_of_a_hall_are_counted_by_its_own_hours(world: World) -> None:
    a_hall(world)
    world.deploy(sequence("seq", ('handle:handler:banjian:limit="4h"',)), "seq")
    world.item("AD", "seq")

    case_id = world.at(local(17, hour=14)).register("AD", by="hall").case_id

    assert world.case(case_id).promised_due_at == local(8, 10, hour=16)
    assert world.task(case_id, "handle").due_at == local(18, hour=12)


def test_lists_count_the_days_of_a_case_by_its_hall_whoever_reads_them_from_where(world: World) -> None:
    closed = DayEntry(date(2026, 9, 21), CalendarDayKind.OFF, "分厅搬迁")
    set_day(world.session, SYSTEM, a_hall(world), closed, THURSDAY)
    world.deploy(sequence(), "seq")
    world.item("AD", "seq")
    here, there = (world.at(THURSDAY).register("AD", by=who).case_id for who in ("window", "hall"))

    cases = search_cases(world.session, world.boss, CaseFilter()).rows
    tasks = list_inbox(world.session, world.handler, Tab.OFFERED, THURSDAY).rows

    assert world.case(there).promised_due_at == local(9, 10, hour=16), "a day later than in the centre"
    for rows in ({row.id: row for row in cases}, {row.case_id: row for row in tasks}):
        assert [rows[one].standing(local(18)).days for one in (here, there)] == [9, 9]
        assert [rows[one].standing(local(21)).days for one in (here, there)] == [7, 8]
