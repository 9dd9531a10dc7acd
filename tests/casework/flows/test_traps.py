"""Traps of the engine's library whose remedy is half in the rows of casework: missed cycles, keys of a message."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actor import SYSTEM
from casework.database import Database
from casework.messages.messages import Delivery, deliver_message
from casework.timers.timers import fire_due_timers
from tests.casework.flows.test_clocks import TIMED
from tests.casework.flows.world import World, a_world, process

EVERY_HOUR = "<bpmn:timerEventDefinition><bpmn:timeCycle>R5/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>"
HOURLY = re.sub(r"<bpmn:timerEventDefinition.*?/>", EVERY_HOUR, TIMED, flags=re.DOTALL)
KEYED = """<bpmn:startEvent id="start"/><bpmn:receiveTask id="wait" messageRef="m"
 banjian:correlation="=item.code + &quot;/north&quot;"/><bpmn:userTask id="handle" camunda:candidateGroups="handler"/>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
<bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="handle"/>
<bpmn:sequenceFlow id="f3" sourceRef="handle" targetRef="end"/>"""


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy({"hourly.bpmn": process("hourly", HOURLY)}, "hourly")
        world.deploy({"keyed.bpmn": process("keyed", KEYED, '<bpmn:message id="m" name="paid"/>')}, "keyed")
        for code in ("hourly", "keyed"):
            world.item(code, code)
    world.centre.office = replace(world.centre.office, database=database)
    yield world


def start(world: World, code: str) -> int:
    with world.centre.office.database.transaction() as session:
        world.session = session
        return world.register(code).case_id


def elements(world: World, case_id: int) -> list[str]:
    with world.centre.office.database.reading() as session:
        world.session = session
        return sorted(task.element for task in world.waiting(case_id))


def test_all_missed_firings_of_a_cycle_are_made_up_for_in_one_sweep(world: World) -> None:
    case_id = start(world, "hourly")

    fired = [fire_due_timers(world.centre.office, world.now + timedelta(hours=3, minutes=30)) for _ in range(2)]

    assert fired == [3, 0]
    assert elements(world, case_id) == ["handle", "urge", "urge", "urge"]


def test_a_message_that_has_one_key_of_a_case_and_not_all_is_not_for_it(world: World) -> None:
    case_id, office = start(world, "keyed"), world.centre.office

    with office.database.transaction() as session:
        keys = ("other/north", "keyed/south", "keyed", "keyed/north")
        answers = [deliver_message(session, office, SYSTEM, "paid", key, {}, world.now) for key in keys]

    assert answers == [*[Delivery.KEPT] * 3, Delivery.DELIVERED]
    assert elements(world, case_id) == ["handle"]
