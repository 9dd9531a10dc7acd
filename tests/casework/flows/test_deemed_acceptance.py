"""Who is not told within five working days what is missing is accepted, by the flow or without it (Art. 32)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.cases.case import Case
from casework.database import Database
from casework.documents.official_document import OfficialDocument
from casework.errors import Refusal
from casework.intake.registration import CounterDecision, Decision
from casework.office import Office
from casework.tasks.task import Task
from casework.timers.timers import fire_due_timers
from tests.casework.flows.test_clocks import TIMED
from tests.casework.flows.world import World, a_world, process

# 18 September 2026, 10:00 in Asia/Shanghai.
FRIDAY = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with database.transaction() as session:
        world = a_world(session)
    world.centre.office = replace(world.centre.office, database=database)
    yield world


def office(world: World) -> Office:
    return world.centre.office


def test_after_the_close_of_the_fifth_day_the_flow_itself_accepts_and_says_why_the_task_went(world: World) -> None:
    with office(world).database.transaction() as session:
        world.session = session
        world.ship("p_promised")
        world.item("AD", "p_promised")
        case_id = world.at(FRIDAY).register("AD", CounterDecision(Decision.PREREVIEW)).case_id
    close = datetime(2026, 9, 24, 10, 0, tzinfo=UTC)

    too_early = fire_due_timers(office(world), close - timedelta(minutes=1))
    fired = fire_due_timers(office(world), close + timedelta(minutes=1))

    with office(world).database.reading() as session:
        case = session.get_one(Case, case_id)
        task = session.scalars(select(Task).where(Task.case_id == case_id, Task.element == "prereview")).one()
        notice = session.scalars(select(OfficialDocument).where(OfficialDocument.case_id == case_id)).one()
    assert (too_early, fired) == (1, 1)
    assert (case.accepted_at, case.is_deemed_accepted) == (FRIDAY, True)
    assert case.promised_due_at == datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
    assert (task.status, task.close_reason, notice.kind) == ("cancelled", "deemed_accepted", "D01")


def test_a_flow_without_a_timer_for_the_five_days_is_accepted_all_the_same(world: World) -> None:
    with office(world).database.transaction() as session:
        world.session = session
        world.ship("ca_intake")
        body = TIMED.replace('id="handle"', 'id="handle" banjian:milestone="concluded"')
        world.deploy({"own.bpmn": process("own", body)}, "own")
        world.item("OWN", "own")
        case_id = world.at(FRIDAY).register("OWN", CounterDecision(Decision.PREREVIEW)).case_id

    close = datetime(2026, 9, 24, 10, 0, tzinfo=UTC)
    at_close = fire_due_timers(office(world), close)
    fired = fire_due_timers(office(world), close + timedelta(microseconds=1))

    with office(world).database.reading() as session:
        case = session.get_one(Case, case_id)
    assert (at_close, fired) == (0, 1), "what is told at the last instant is told in time"
    assert (case.status, case.is_deemed_accepted) == ("accepted", True)


@pytest.mark.parametrize(
    ("outcome", "data"),
    [
        ("supplement", {"missing_text": "营业执照"}),
        ("refuse", {"refusal_ground": "not_competent", "right_body": "市规划局"}),
    ],
)
def test_after_the_close_nothing_is_asked_for_or_refused_though_the_worker_has_not_come_by(
    world: World, outcome: str, data: dict[str, Any]
) -> None:
    with office(world).database.transaction() as session:
        world.session = session
        world.ship("p_promised")
        world.item("AD", "p_promised")
        case_id = world.at(FRIDAY).register("AD", CounterDecision(Decision.PREREVIEW)).case_id
        task = world.task(case_id, "prereview").id
        world.at(datetime(2026, 9, 24, 10, 0, 1, tzinfo=UTC))

        with pytest.raises(Refusal) as refusal, session.begin_nested():
            world.complete("window", task, outcome, data=data)
        world.complete("window", task, "accept")
        case = world.case(case_id)

    assert refusal.value.code == "acceptance.by_silence"
    assert (case.accepted_at, case.is_deemed_accepted) == (FRIDAY, True)
    assert "oversight.not_told_in_time" in world.kinds(case_id)


LATER = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)


@pytest.fixture
def counter(database: Database, world: World) -> Iterator[World]:
    with database.transaction() as session:
        world.session = session
        world.ship("p_promised")
        world.item("AD", "p_promised")
        yield world.at(LATER)


@pytest.mark.parametrize("decision", [Decision.SUPPLEMENT, Decision.REFUSE])
def test_a_letter_that_lay_more_than_five_working_days_is_neither_sent_back_nor_refused_when_it_is_registered(
    counter: World, decision: Decision
) -> None:
    with pytest.raises(Refusal) as refusal:
        counter.register("AD", CounterDecision(decision, reason="材料不齐", missing=["照片"]), received_at=FRIDAY)

    assert refusal.value.code == "acceptance.by_silence"
    assert refusal.value.params["due"] == datetime(2026, 9, 24, 10, 0, tzinfo=UTC)


def test_a_letter_that_lay_more_than_five_working_days_is_accepted_since_it_came(counter: World) -> None:
    case_id = counter.register("AD", received_at=FRIDAY, channel="letter").case_id

    case = counter.case(case_id)
    assert (case.accepted_at, case.is_deemed_accepted) == (FRIDAY, True)
    assert case.promised_due_at == datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
    assert "oversight.not_told_in_time" in counter.kinds(case_id)


def test_within_five_working_days_a_letter_is_decided_on_as_at_the_counter(counter: World) -> None:
    at_the_last_instant = datetime(2026, 9, 24, 10, 0, tzinfo=UTC)
    counter.at(at_the_last_instant)

    asked = counter.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["照片"]), received_at=FRIDAY)
    accepted = counter.register("AD", received_at=FRIDAY)

    assert counter.case(asked.case_id).status == "returned_for_supplement"
    assert counter.case(accepted.case_id).accepted_at == at_the_last_instant


def test_the_record_says_when_a_letter_came_that_was_registered_later(counter: World) -> None:
    later = counter.history(counter.register("AD", received_at=FRIDAY).case_id)[0]
    at_once = counter.history(counter.register("AD").case_id)[0]

    assert datetime.fromisoformat(later.data["received_at"]) == FRIDAY
    assert "received_at" not in at_once.data
