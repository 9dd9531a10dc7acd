"""A process killed at any instant (SIGKILL) leaves the old state or the new one, in every table alike."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from casework.database import Database
from casework.timers.timers import fire_due_timers
from tests.casework.crash.whole import contents, faults
from tests.casework.flows.world import World, a_world, process

FORK = multiprocessing.get_context("fork")
KILLED = -signal.SIGKILL
ROUNDS = 5
LATER = timedelta(days=40)
WATCHED = """<bpmn:startEvent id="start"/><bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:boundaryEvent id="late" name="承诺期满" attachedToRef="handle" cancelActivity="false"><bpmn:timerEventDefinition
 banjian:clock="promised"/></bpmn:boundaryEvent><bpmn:userTask id="urge" name="催办" camunda:candidateGroups="chief"/>
<bpmn:userTask id="decide" name="审批" camunda:candidateGroups="chief"/>
<bpmn:endEvent id="end"/><bpmn:endEvent id="urged"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="decide"/>
<bpmn:sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>
<bpmn:sequenceFlow id="f4" sourceRef="late" targetRef="urge"/>
<bpmn:sequenceFlow id="f5" sourceRef="urge" targetRef="urged"/>"""


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy({"watched.bpmn": process("watched", WATCHED)}, "watched")
        world.item("A-1", "watched")
    world.centre.office = replace(world.centre.office, database=database)
    return world


def child(world: World, database: Database, act: Callable[[World], object], dies_before: int = 0) -> FORK.Process:
    """A started process with connections of its own, that does `act`; it kills itself before that many statements."""

    def work() -> None:
        own = Database(database.url)
        world.centre.office = replace(world.centre.office, database=own)
        if dies_before:
            events = iter(range(dies_before - 1))

            def next_one(*anything: object) -> None:
                if next(events, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(own.engine, "before_cursor_execute", next_one)
            event.listen(own.engine, "commit", next_one)
        act(world)

    # A connection that two processes share would be closed by both.
    database.dispose()
    process = FORK.Process(target=work)
    process.start()
    return process


def within(world: World, act: Callable[[], object]) -> object:
    """One act in a transaction of its own."""
    with world.centre.office.database.transaction() as session:
        world.session = session
        return act()


def register(world: World) -> int:
    return within(world, lambda: world.register("A-1").case_id)


def hand_in(world: World, case_id: int, element: str, who: str) -> None:
    within(world, lambda: world.complete(who, world.task(case_id, element).id, data={"note": "x" * 80}))


def decide(world: World) -> None:
    hand_in(world, 1, "decide", "chief")


def nothing(world: World) -> None:
    """The case is where it should be already."""


def to_decision(world: World) -> None:
    hand_in(world, 1, "handle", "handler")


def time_passes(world: World) -> None:
    fire_due_timers(world.centre.office, world.now + LATER)


@pytest.mark.parametrize(
    ("before", "act"), [(nothing, register), (nothing, to_decision), (to_decision, decide), (nothing, time_passes)]
)
def test_killed_before_any_statement_of_an_act_the_old_or_the_new_state_stands_everywhere(
    world: World, database: Database, before: Callable[[World], None], act: Callable[[World], object]
) -> None:
    register(world)
    before(world)
    states, deaths = [contents(database)], 0

    while (exit_code := died_of(child(world, database, act, deaths + 1))) == KILLED:
        deaths += 1
        # What a dead worker had reserved is free again after a while.
        world.now += timedelta(hours=1)
        states += [now for now in [contents(database)] if now != states[-1]]
    states += [now for now in [contents(database)] if now != states[-1]]

    assert exit_code == 0
    assert deaths > 5
    assert len(states) == 2, "the old state and the new one, and nothing between"
    with database.reading() as session:
        assert faults(session) == []


def died_of(process: FORK.Process) -> int | None:
    process.join(60)
    return process.exitcode


def work_for_ever(world: World, done: Any) -> None:
    """Cases from the counter to their ends, one after another, each told to `done`."""
    while True:
        case_id = register(world)
        hand_in(world, case_id, "handle", "handler")
        hand_in(world, case_id, "decide", "chief")
        done.release()


def test_killed_at_random_instants_while_two_work_at_once_all_tables_agree(world: World, database: Database) -> None:
    chance = random.Random(20261009)
    counts = []

    for _ in range(ROUNDS):
        done = [FORK.Semaphore(0) for _ in range(2)]
        workers = [child(world, database, partial(work_for_ever, done=one)) for one in done]
        for worker, one in zip(workers, done, strict=True):
            # Each has come through a case, however slow the machine is; where it stands then is chance.
            assert one.acquire(timeout=60)
            time.sleep(chance.uniform(0, 0.4))
            worker.kill()
            assert died_of(worker) == KILLED
        with database.reading() as session:
            assert faults(session) == []
            world.session = session
        counts.append(len(contents(database)["case"]))

    assert counts == sorted(set(counts))
    register(world)
