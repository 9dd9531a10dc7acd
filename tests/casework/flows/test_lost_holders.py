"""What somebody holds who may no longer do it is offered again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.database import Database
from casework.delegation.delegations import create_delegation
from casework.delegation.pairs import forbid_pair
from casework.organisation.people import edit_person
from casework.organisation.post import PostHolding
from casework.organisation.posts import end_holding
from casework.tasks.claims import claim_task
from casework.tasks.lost_holders import give_back_held
from casework.tasks.task import Task
from tests.casework.flows.world import World, a_world, sequence


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        world = a_world(session)
    world.centre.office = replace(world.centre.office, database=database)
    return world


def test_when_a_delegation_ends_what_the_deputy_holds_is_offered_to_the_principal_again(
    world: World, database: Database
) -> None:
    ends = world.now + timedelta(hours=1)
    with database.transaction() as session:
        world.session = session
        create_delegation(session, world.handler, world.reviewer.person_id, world.now, ends, "出差", world.now)
        world.deploy(sequence(), "seq")
        world.item("seq", "seq")
        task = world.task(world.register("seq").case_id, "handle")
        claim_task(session, world.centre.office, world.reviewer, task.id, world.now, acting_for=world.handler.person_id)

    assert [give_back_held(world.centre.office, at) for at in (world.now, ends, ends)] == [0, 1, 0]

    with database.transaction() as session:
        world.session = session
        assert world.history(task.case_id)[-1].kind == "task.released"
        again = claim_task(session, world.centre.office, world.handler, task.id, ends)
        assert again.claimed_by == world.handler.person_id


def test_when_an_account_is_closed_what_its_person_holds_is_offered_to_the_post_again(
    world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.session = session
        world.deploy(sequence(), "seq")
        world.item("seq", "seq")
        task = world.task(world.register("seq").case_id, "handle")
        claim_task(session, world.centre.office, world.handler, task.id, world.now)
    assert give_back_held(world.centre.office, world.now) == 0

    with database.transaction() as session:
        edit_person(session, world.administrator, world.handler.person_id, {"is_active": False}, world.now)
    assert [give_back_held(world.centre.office, world.now) for _ in range(2)] == [1, 0]

    with database.transaction() as session:
        world.session = session
        last = world.history(task.case_id)[-1]
        assert (last.kind, last.data["reason"]["zh"]) == ("task.released", "账号已停用")
        assert last.data["reason"]["en"] == "the account is closed"
        assert session.get_one(Task, task.id).claimed_by is None


def held_by_a_deputy(world: World, session: Session) -> Task:
    """A task that the reviewer holds in the handler's name."""
    world.session, until = session, world.now + timedelta(days=1)
    create_delegation(session, world.handler, world.reviewer.person_id, world.now, until, "出差", world.now)
    world.deploy(sequence(), "seq")
    world.item("seq", "seq")
    task = world.task(world.register("seq").case_id, "handle")
    claim_task(session, world.centre.office, world.reviewer, task.id, world.now, acting_for=world.handler.person_id)
    return task


def forbid(world: World, session: Session) -> None:
    forbid_pair(session, SYSTEM, world.handler.person_id, world.reviewer.person_id, "夫妻", world.now)


def give_up(world: World, session: Session) -> None:
    posts = select(PostHolding.id).where(PostHolding.person_id == world.handler.person_id)
    end_holding(session, SYSTEM, session.scalars(posts).one(), world.now)


@pytest.mark.parametrize(("lose", "said"), [
    (forbid, "the two may not act for one another"), (give_up, "the post for it was given up"),
])  # fmt: skip
def test_who_may_not_act_any_more_or_gave_up_the_post_gives_back_what_they_hold(
    world: World, database: Database, lose: Callable[[World, Session], None], said: str
) -> None:
    with database.transaction() as session:
        task = held_by_a_deputy(world, session)
    assert give_back_held(world.centre.office, world.now) == 0

    with database.transaction() as session:
        lose(world, session)
    assert [give_back_held(world.centre.office, world.now) for _ in range(2)] == [1, 0]

    with database.transaction() as session:
        world.session = session
        last = world.history(task.case_id)[-1]
        assert (last.kind, last.data["reason"]["en"]) == ("task.released", said)


def test_what_is_for_one_person_alone_does_not_stand_in_the_way_of_what_goes_back(
    world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.session = session
        for key, step in (("alone", f'sign::camunda:assignee="{world.handler.username}"'), ("seq", "handle:handler")):
            world.deploy(sequence(key, (step,)), key)
            world.item(key, key)
        alone, offered = (world.register(key).case_id for key in ("alone", "seq"))
        claim_task(session, world.centre.office, world.handler, world.task(offered, "handle").id, world.now)
        edit_person(session, world.administrator, world.handler.person_id, {"is_active": False}, world.now)

    assert give_back_held(world.centre.office, world.now, limit=1) == 1

    with database.reading() as session:
        world.session = session
        holders = [world.task(*one).claimed_by for one in ((alone, "sign"), (offered, "handle"))]
    assert holders == [world.handler.person_id, None]
