"""Whatever is done to a case in whatever order: stored and read anew between any two commands, it stands where a run
stands that was never stored; its rows, clocks and history agree.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.endings import withdraw_case
from casework.definitions.compiled import Definitions
from casework.errors import Refusal
from casework.messages.message import MessageWait
from casework.tasks.claims import claim_task, release_task
from casework.tasks.remarks import add_comment
from casework.tasks.task import Task
from casework.timers.timer import Timer
from engine.contract import Cancel, Complete, Deliver, Key, TimePassed
from tests.casework.flows.world import World, a_world, process
from tests.engine.running.walking import LiveWalk

MESSAGE = '<bpmn:message id="m" name="paid"/>'
HANDLED = 'camunda:candidateGroups="handler"'
BODY = f"""<bpmn:startEvent id="start"/><bpmn:userTask id="first" name="first" {HANDLED}/>
<bpmn:parallelGateway id="fork"/><bpmn:subProcess id="sub"><bpmn:startEvent id="s"/>
<bpmn:userTask id="inner" name="inner" {HANDLED}/><bpmn:endEvent id="e"/>
<bpmn:sequenceFlow id="i1" sourceRef="s" targetRef="inner"/><bpmn:sequenceFlow id="i2" sourceRef="inner" targetRef="e"/>
</bpmn:subProcess><bpmn:boundaryEvent id="late" attachedToRef="sub" cancelActivity="false"><bpmn:timerEventDefinition>
<bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:userTask id="urge" name="urge" {HANDLED}/><bpmn:endEvent id="urged"/>
<bpmn:userTask id="vote" name="vote" {HANDLED}><bpmn:multiInstanceLoopCharacteristics>
<bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
<bpmn:parallelGateway id="join"/><bpmn:receiveTask id="wait" name="wait" messageRef="m"/>
<bpmn:exclusiveGateway id="again" default="over"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="first"/>
<bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="fork"/>
<bpmn:sequenceFlow id="f3" sourceRef="fork" targetRef="sub"/>
<bpmn:sequenceFlow id="f4" sourceRef="fork" targetRef="vote"/>
<bpmn:sequenceFlow id="f5" sourceRef="sub" targetRef="join"/>
<bpmn:sequenceFlow id="f6" sourceRef="vote" targetRef="join"/>
<bpmn:sequenceFlow id="f7" sourceRef="join" targetRef="wait"/>
<bpmn:sequenceFlow id="f8" sourceRef="wait" targetRef="again"/>
<bpmn:sequenceFlow id="f9" sourceRef="late" targetRef="urge"/>
<bpmn:sequenceFlow id="f10" sourceRef="urge" targetRef="urged"/>
<bpmn:sequenceFlow id="back" sourceRef="again" targetRef="first"><bpmn:conditionExpression>more
</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="over" sourceRef="again" targetRef="end"/>"""
MOVES = (*["go"] * 12, "claim", "release", "comment", "refused", "withdraw")
WAITING = {"task": Task, "timer": Timer, "wait": MessageWait}


class Pair:
    """One case of the house beside the same run kept in memory."""

    def __init__(self, world: World) -> None:
        self.world, self.session = world, world.session
        self.case_id = world.register("WALK").case_id
        version = world.case(self.case_id).definition_version_id
        definition = world.centre.office.definitions.get(version, self.session)
        self.live = LiveWalk(definition, saving=False)
        self.live.start()
        self.acts = 0

    def anew(self, is_cold: bool) -> None:
        """As another process would see it: nothing in the session, and perhaps no compiled definition either."""
        self.world.session = Session(self.session.connection(), join_transaction_mode="create_savepoint")
        if is_cold:
            self.world.centre.office = replace(self.world.centre.office, definitions=Definitions())
        self.world.now += timedelta(minutes=1)

    def move(self, move: str, key: Key, kind: str) -> None:
        world, office = self.world, self.world.centre.office
        if move == "withdraw" and self.acts > 12:
            withdraw_case(world.session, office, world.window, self.case_id, "申请人放弃", world.now)
            self.live.do(Cancel("withdrawn"))
        elif move == "go":
            self.go(key, kind)
        elif move == "comment":
            add_comment(world.session, office, world.handler, self.case_id, "看到了", world.now)
        elif kind == "task":
            self.beside(move, self.row(key))
        world.session.flush()

    def go(self, key: Key, kind: str) -> None:
        self.acts += 1
        if kind == "task":
            data = {"more": self.acts < 8}
            self.world.complete("handler", self.row(key), data=data)
            self.live.do(Complete(key, data))
        else:
            command = TimePassed((key,)) if kind == "timer" else Deliver(key)
            self.world.step(self.case_id, command)
            self.live.do(command)

    def beside(self, move: str, task_id: int) -> None:
        """What moves no token: claims, and what is refused."""
        world, office = self.world, self.world.centre.office
        try:
            if move == "claim":
                claim_task(world.session, office, world.handler, task_id, world.now)
            elif move == "release":
                release_task(world.session, office, world.handler, task_id, world.now)
            else:
                world.complete("cashier", task_id)
        except Refusal as refusal:
            assert refusal.in_language("zh") != refusal.code

    def row(self, key: Key) -> int:
        return next(
            task.id for task in self.world.waiting(self.case_id) if Key(task.path, task.element, task.run) == key
        )

    def stored(self) -> dict[Key, str]:
        """What waits according to the rows."""
        found: dict[Key, str] = {}
        for kind, table in WAITING.items():
            query: Any = select(table.path, table.element, table.run).where(table.case_id == self.case_id)
            rows = self.world.session.execute(query.where(table.closed_at.is_(None)) if table is Task else query)
            found |= {Key(*row): kind for row in rows}
        return found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 9), st.booleans()), min_size=20, max_size=45))
def test_a_case_stored_and_read_between_any_two_acts_is_where_an_unstored_run_is(
    session: Session, moves: list[tuple[str, int, bool]]
) -> None:
    pair = Pair(walking_world(session))

    for move, choice, is_cold in moves:
        waiting = sorted(pair.live.open.items())
        if waiting:
            pair.anew(is_cold)
            pair.move(move, *waiting[choice % len(waiting)])
        assert pair.stored() == pair.live.open

    case = pair.world.case(pair.case_id)
    assert (case.ended_at is None) == (pair.live.ended is None)
    assert case.ended_at is None or not [clock for clock in pair.world.clocks(case.id).values() if not clock.stopped_at]
    assert pair.world.kinds(case.id)[0] == "case.received"


KNOWN: dict[Session, World] = {}


def walking_world(session: Session) -> World:
    """One world per test; its examples are further cases in it."""
    if session not in KNOWN:
        KNOWN.clear()
        world = a_world(session)
        world.deploy({"walk.bpmn": process("walk", BODY, MESSAGE)}, "walk")
        world.item("WALK", "walk")
        KNOWN[session] = world
    KNOWN[session].session = session
    return KNOWN[session]
