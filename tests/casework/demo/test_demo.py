"""The demo centre: four places, departments with every role filled, every shipped diagram and item in force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.catalogue.items import list_items
from casework.clock import SystemClock, TravellingClock
from casework.definitions.definitions import list_definitions
from casework.demo import run
from casework.demo.organisation import found_demo_organisation
from casework.demo.people import DEMO_LOGINS, DEMO_PASSWORD, DEPARTMENTS
from casework.demo.run import FOUNDED_AT, DemoNeedsTravel, fill_demo, in_calling_order, read_bundle_folder
from casework.errors import Conflict
from casework.organisation.people import who_holds
from casework.organisation.person import Person
from casework.organisation.places import list_departments, list_points, list_windows
from casework.organisation.sign_ins import sign_in
from tests.casework.people import NOW, an_office

NEEDED = ("window", "handler", "codept", "reviewer", "chief", "leader")


@pytest.fixture
def founded(session: Session) -> Session:
    found_demo_organisation(session, an_office(), FOUNDED_AT)
    return session


def test_there_are_four_places_and_many_departments_windows_and_people(founded):
    assert sorted(point.kind for point in list_points(founded)) == ["centre"] + ["sub_centre"] * 3
    assert len(list_departments(founded)) >= 8 and len(list_windows(founded)) >= 20
    assert founded.scalar(select(func.count()).select_from(Person)) >= 30


@pytest.mark.parametrize("code", [one.code for one in DEPARTMENTS if one.code != "ZX"])
def test_every_department_can_do_every_step_and_nobody_approves_what_they_handled(founded, code):
    department = next(one for one in list_departments(founded) if one.code == code)
    holders = {role: who_holds(founded, role, department.id, NOW) for role in NEEDED}
    first = {role: people[0].person_id for role, people in holders.items()}

    assert all(holders.values()) and department.fallback_person_id == first["chief"]
    assert len({first["handler"], first["reviewer"], first["chief"]}) == 3
    assert {one.rank for one in holders["chief"]} == {"A", "B"}


def test_every_login_of_the_sign_in_page_works_without_a_forced_change(founded):
    for login in DEMO_LOGINS:
        result = sign_in(founded, an_office(), login.username, DEMO_PASSWORD, NOW)

        assert result.refusal is None and not result.person.must_change_password


def test_called_processes_are_published_before_those_that_call_them():
    bundles = {one.name: read_bundle_folder(one) for one in run.PROCESSES.iterdir() if run._is_bundle(one)}

    order = in_calling_order(bundles)

    assert sorted(order) == sorted(bundles)
    assert order.index("ca_supplement") < order.index("ca_intake") < order.index("p_promised")


def test_only_a_travelling_clock_makes_the_demo(database):
    office = replace(an_office(database=database), clock=SystemClock())

    with pytest.raises(DemoNeedsTravel):
        fill_demo(office)


def test_the_demo_never_mixes_with_what_is_there(database):
    office = replace(an_office(database=database), clock=TravellingClock(FOUNDED_AT))
    with database.transaction() as session:
        found_demo_organisation(session, office, FOUNDED_AT)

    with pytest.raises(Conflict, match="already holds"):
        fill_demo(office)


@pytest.mark.slow
def test_every_shipped_diagram_and_item_is_in_force_from_the_first_day(demo):
    diagrams = list_definitions(demo)
    items = list_items(demo, FOUNDED_AT.date(), size=200)

    assert len(diagrams) >= 16 and all(line.current_number == 1 for line in diagrams)
    assert items.total >= 24 and len({row.item.department_id for row in items.rows}) >= 8
