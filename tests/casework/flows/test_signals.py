"""A signal is for those who wait at the moment it is thrown; a message may come before its case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.actor import SYSTEM
from casework.database import Database
from casework.messages.message import InboxMessage
from casework.messages.messages import Delivery, deliver_message, redeliver
from casework.office import Office
from tests.casework.flows.world import World, a_world, process

SIGNALS = '<bpmn:signal id="s" name="opened"/><bpmn:message id="m" name="again"/>'
END = '<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f9" sourceRef="{last}" targetRef="end"/>'
CATCHES = """<bpmn:startEvent id="start"/>
<bpmn:intermediateCatchEvent id="catch"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>
<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="catch"/>
<bpmn:sequenceFlow id="f2" sourceRef="catch" targetRef="handle"/>""" + END.format(last="handle")
THROWS = """<bpmn:startEvent id="start"/>
<bpmn:intermediateThrowEvent id="throw"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="catch"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="throw"/>
<bpmn:sequenceFlow id="f2" sourceRef="throw" targetRef="catch"/>""" + END.format(last="catch")
# Whichever of the two signals comes first ends the waiting for the other.
RACES = """<bpmn:startEvent id="start"/>
<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:userTask id="review" name="审核" camunda:candidateGroups="handler"/>
<bpmn:boundaryEvent id="first" attachedToRef="handle"><bpmn:signalEventDefinition signalRef="s"/></bpmn:boundaryEvent>
<bpmn:boundaryEvent id="second" attachedToRef="handle"><bpmn:signalEventDefinition signalRef="s"/></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="review"/>
<bpmn:sequenceFlow id="f3" sourceRef="second" targetRef="review"/>
<bpmn:sequenceFlow id="f4" sourceRef="handle" targetRef="review"/>""" + END.format(last="review")
# A case that wakes itself by its own message, again and again.
WAKES = """<bpmn:startEvent id="start"/><bpmn:exclusiveGateway id="again"/>
<bpmn:intermediateThrowEvent id="throw"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="catch"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
<bpmn:exclusiveGateway id="enough" default="f5"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="again"/>
<bpmn:sequenceFlow id="f2" sourceRef="again" targetRef="throw"/>
<bpmn:sequenceFlow id="f3" sourceRef="throw" targetRef="catch"/>
<bpmn:sequenceFlow id="f4" sourceRef="catch" targetRef="enough"/>
<bpmn:sequenceFlow id="f5" sourceRef="enough" targetRef="again"/>
<bpmn:sequenceFlow id="f6" sourceRef="enough" targetRef="end">
<bpmn:conditionExpression>case.priority &gt; 900</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:endEvent id="end"/>"""
FLOWS = {"catches": CATCHES, "throws": THROWS, "races": RACES, "wakes": WAKES}


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with database.transaction() as session:
        world = a_world(session)
        for code, drawn in FLOWS.items():
            world.deploy({f"{code}.bpmn": process(code, drawn, SIGNALS)}, code)
            world.item(code, code)
    world.centre.office = replace(world.centre.office, database=database)
    with database.reading() as session:
        world.session = session
        yield world


def office(world: World) -> Office:
    return world.centre.office


def start(world: World, code: str, **fields: object) -> int:
    with office(world).database.transaction() as session:
        world.session = session
        return world.register(code, **fields).case_id


def elements(world: World, case_id: int) -> list[str]:
    with office(world).database.reading() as session:
        world.session = session
        return [task.element for task in world.waiting(case_id)]


def send(world: World, name: str, key: str | None, kind: str = "message") -> Delivery:
    with office(world).database.transaction() as session:
        return deliver_message(session, office(world), SYSTEM, name, key, {}, world.now, kind=kind)


def test_a_thrown_signal_reaches_every_case_that_waits_and_none_that_begins_later(world: World) -> None:
    waiting = [start(world, "catches") for _ in range(2)]
    start(world, "throws")
    later = start(world, "catches")

    arrived = [redeliver(office(world), world.now + timedelta(minutes=n)) for n in range(2)]

    assert arrived == [2, 0]
    assert [elements(world, case_id) for case_id in (*waiting, later)] == [["handle"], ["handle"], []]


def test_a_case_does_not_catch_the_signal_it_threw_before_it_began_to_wait(world: World) -> None:
    case_id = start(world, "throws")

    assert redeliver(office(world), world.now) == 0
    with office(world).database.reading() as session:
        world.session = session
        assert world.case(case_id).ended_at is None
        assert list(session.scalars(select(InboxMessage.id))) == []


def test_one_that_cannot_take_a_thrown_signal_does_not_keep_it_from_the_others(world: World) -> None:
    broken, sound = start(world, "catches"), start(world, "catches")
    start(world, "throws")
    with office(world).database.transaction() as session:
        world.session = session
        world.case(broken).snapshot = {"version": 999}

    assert redeliver(office(world), world.now) == 1
    assert elements(world, sound) == ["handle"]


def test_a_signal_for_which_nobody_waits_is_answered_as_gone_and_reaches_nobody_later(world: World) -> None:
    answer = send(world, "opened", None, "signal")
    later = start(world, "catches")

    assert (answer, redeliver(office(world), world.now), elements(world, later)) == (Delivery.NOBODY, 0, [])


def test_a_signal_awaited_twice_in_one_case_takes_the_first_and_the_other_is_closed(world: World) -> None:
    case_id, other = start(world, "races"), start(world, "catches")

    assert send(world, "opened", None, "signal") == Delivery.DELIVERED
    assert (elements(world, case_id), elements(world, other)) == (["review"], ["handle"])


def test_a_case_that_wakes_itself_takes_one_turn_in_a_round_and_keeps_nobody_else_waiting(world: World) -> None:
    case_id = start(world, "wakes")

    turns = [redeliver(office(world), world.now, limit=100) for _ in range(3)]

    assert turns == [1, 1, 1]
    assert elements(world, case_id) == []
