"""A post may become empty while tasks wait for it: they go to the fallback person, and an incident says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.actor import Actor
from casework.database import Database
from casework.incidents.incident import Incident
from casework.incidents.telling import cause_of
from casework.organisation.department import Department
from casework.organisation.people import edit_person
from casework.organisation.post import PostHolding
from casework.organisation.posts import end_holding
from casework.organisation.role import Role
from casework.tasks.claims import claim_task
from casework.tasks.empty_posts import offer_to_fallbacks
from casework.tasks.inbox import Tab, list_inbox
from casework.tasks.task import Task
from tests.casework.flows.world import World, a_world, sequence


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy(sequence(), "seq")
        world.item("A-1", "seq")
    world.centre.office = replace(world.centre.office, database=database)
    return world


@pytest.fixture
def task(world: World, database: Database) -> Task:
    """It waits for a handler, of whom there is one."""
    with database.transaction() as session:
        world.session = session
        return world.task(world.register("A-1").case_id, "handle")


def leave(world: World, database: Database, who: str) -> None:
    with database.transaction() as session:
        holding = select(PostHolding.id).where(PostHolding.person_id == world.staff[who].person_id)
        end_holding(session, world.administrator, session.scalars(holding).one(), world.now)


def offered(world: World, database: Database, who: Actor, days: int = 1) -> list[int]:
    with database.reading() as session:
        return [row.id for row in list_inbox(session, who, Tab.OFFERED, world.now + timedelta(days=days)).rows]


def sweep(world: World, days: int = 1) -> list[int]:
    return [offer_to_fallbacks(world.centre.office, world.now + timedelta(days=days)) for _ in range(2)]


def test_what_waits_for_a_post_that_becomes_empty_goes_to_whom_the_department_names(
    world: World, database: Database, task: Task
) -> None:
    with database.transaction() as session:
        session.get_one(Department, world.centre.departments["ZJ"].id).fallback_person_id = world.leader.person_id
    before = sweep(world)
    leave(world, database, "handler")

    assert (before, sweep(world)) == ([0, 0], [1, 0]), "once, and only when nobody is left"

    assert offered(world, database, world.leader) == [task.id]
    with database.transaction() as session:
        world.session = session
        line = world.history(task.case_id)[-1]
        assert (line.kind, line.data["to_name"]) == ("task.offered_to_fallback", "周领导")
        (incident,) = session.scalars(select(Incident)).all()
        assert (incident.code, incident.params["roles"]) == ("task.nobody", "handler@住建局")
        assert "住建局承办人" in cause_of(incident).zh
        taken = claim_task(session, world.centre.office, world.leader, task.id, world.now)
        assert taken.claimed_by == world.leader.person_id


def test_without_such_a_person_it_goes_to_an_administrator(world: World, database: Database, task: Task) -> None:
    leave(world, database, "handler")
    sweep(world)

    assert offered(world, database, world.administrator) == [task.id]


def test_when_the_fallback_person_leaves_too_the_next_one_gets_it(world: World, database: Database, task: Task) -> None:
    with database.transaction() as session:
        session.get_one(Department, world.centre.departments["ZJ"].id).fallback_person_id = world.leader.person_id
    leave(world, database, "handler")
    sweep(world)
    with database.transaction() as session:
        edit_person(session, world.administrator, world.leader.person_id, {"is_active": False}, world.now)

    assert sweep(world) == [1, 0]
    assert offered(world, database, world.administrator) == [task.id]


def test_whoever_fills_the_post_finds_it_there(world: World, database: Database, task: Task) -> None:
    leave(world, database, "handler")
    sweep(world)

    with database.transaction() as session:
        world.centre.session = session
        newcomer = world.centre.hire("newcomer", "新承办", (Role.HANDLER, "ZJ"))

    assert offered(world, database, newcomer) == [task.id]
