"""When a calendar changes, the open clocks that touch the change are counted anew, with a report; alarms stay dated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.clocks import case_clocks
from casework.clocks.calendar_tables import CalendarDayKind
from casework.clocks.calendars import DayEntry, import_year, set_day
from casework.clocks.recount import cause_words
from casework.clocks.recounting import (
    MovedClock,
    RecountReport,
    count_affected,
    list_recounts,
    recount_open_clocks,
    recount_report,
)
from casework.database import Database
from casework.timers.timer import Timer
from casework.timers.timers import fire_due_timers
from tests.casework.flows.test_clocks import SPECIAL, TIMED
from tests.casework.flows.world import World, a_world, process

# Friday 25 December 2026, 10:00 in Asia/Shanghai; the holidays of 2027 are not published yet.
CHRISTMAS = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至4日（周一）放假，共4天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。"""
TENTH, ELEVENTH = datetime(2027, 1, 11, 10, 0, tzinfo=UTC), datetime(2027, 1, 12, 10, 0, tzinfo=UTC)
"""Ten working days after Christmas with New Year's Day off, which is certain, and with the Monday after it off too."""

STEPPED = """<bpmn:startEvent id="start"/>
<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler" banjian:limit="10wd"/>
<bpmn:boundaryEvent id="late" name="逾期" attachedToRef="handle" cancelActivity="false"><bpmn:timerEventDefinition
 banjian:clock="step"/></bpmn:boundaryEvent><bpmn:boundaryEvent id="drawn" name="十日" attachedToRef="handle"
 cancelActivity="false"><bpmn:timerEventDefinition banjian:workdays="10"/></bpmn:boundaryEvent>
<bpmn:boundaryEvent id="daily" name="每十日" attachedToRef="handle" cancelActivity="false"><bpmn:timerEventDefinition
 banjian:workdays="10"><bpmn:timeCycle/></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:endEvent id="end"/><bpmn:endEvent id="told"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="end"/>
<bpmn:sequenceFlow id="f3" sourceRef="late" targetRef="told"/>
<bpmn:sequenceFlow id="f4" sourceRef="drawn" targetRef="told"/>
<bpmn:sequenceFlow id="f5" sourceRef="daily" targetRef="told"/>"""


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy({"timed.bpmn": process("timed", TIMED)}, "timed")
        world.item("AD", "timed", special_kinds=SPECIAL)
    world.centre.office = replace(world.centre.office, database=database)
    world.session = Session(database.engine.execution_options(is_reading=True))
    world.at(CHRISTMAS)
    yield world
    world.session.close()


def within(world: World, act: Callable[[], Any]) -> Any:
    """Do it in a transaction of its own; afterwards the world looks at what is stored."""
    with world.centre.office.database.transaction() as session:
        reading, world.session = world.session, session
        try:
            return act()
        finally:
            reading.rollback()
            world.session = reading


def register(world: World) -> int:
    return within(world, lambda: world.register("AD").case_id)


def calendar_id(world: World) -> int:
    return world.centre.point.calendar_id


def load(world: World, text: str = NOTICE) -> None:
    within(world, lambda: import_year(world.session, SYSTEM, calendar_id(world), text, world.now))


def report(world: World, most: int | None = None) -> RecountReport:
    newest = list_recounts(world.session, calendar_id(world))[0]
    return recount_report(world.session, newest.id, most)


def timers(world: World, case_id: int) -> dict[str, datetime]:
    query = select(Timer.element, Timer.due_at).where(Timer.case_id == case_id)
    return dict(world.session.execute(query).all())


def recount(world: World, limit: int = 1000) -> int:
    done = recount_open_clocks(world.centre.office, world.now, limit)
    world.session.rollback()
    world.session.expire_all()
    return done


def test_the_notice_of_a_year_moves_what_runs_into_it_and_says_from_when_to_when(world: World) -> None:
    case_id = register(world)
    before = within(world, lambda: (world.case(case_id).promised_due_at, world.case(case_id).is_provisional))

    load(world)
    recount(world)

    case, clock = world.case(case_id), world.clocks(case_id)["promised"]
    timer = world.session.scalar(select(Timer.due_at).where(Timer.case_id == case_id, Timer.clock == "promised"))
    line = world.history(case_id)[-1]
    assert before == (TENTH, True)
    assert (case.promised_due_at, case.is_provisional, clock.is_provisional) == (ELEVENTH, False, False)
    assert timer == ELEVENTH, "a drawn timer moves with its clock"
    assert clock.generation == 1, "alarms that were raised are not raised again"
    because = cause_words(line.data["cause"])
    assert (line.kind, line.actor, because) == (
        "clock.recounted", None, ("导入 2027 年放假安排", "holidays of 2027 imported"),
    )  # fmt: skip
    assert MovedClock(case.case_no, "promised", TENTH, ELEVENTH) in report(world).lines


def test_limits_of_steps_and_timers_drawn_in_working_days_move_too_and_stand_in_the_report(world: World) -> None:
    within(world, lambda: world.deploy({"stepped.bpmn": process("stepped", STEPPED)}, "stepped"))
    within(world, lambda: world.item("ST", "stepped"))
    case_id = within(world, lambda: world.register("ST").case_id)
    due = {"task": world.task(case_id, "handle").due_at, **timers(world, case_id)}

    load(world)
    recount(world)

    moved = {"task": world.task(case_id, "handle").due_at, **timers(world, case_id)}
    kinds = {line.kind for line in report(world).lines}
    assert due == dict.fromkeys(("task", "late", "drawn", "daily"), TENTH)
    assert moved == dict.fromkeys(due, ELEVENTH)
    assert {"step", "timer", "promised"} <= kinds


def test_a_timer_that_repeats_goes_on_from_the_day_it_was_moved_to_and_moves_again(world: World) -> None:
    within(world, lambda: world.deploy({"stepped.bpmn": process("stepped", STEPPED)}, "stepped"))
    within(world, lambda: world.item("ST", "stepped"))
    case_id = within(world, lambda: world.register("ST").case_id)
    load(world)
    recount(world)

    fire_due_timers(world.centre.office, ELEVENTH)
    again = timers(world, case_id)["daily"]
    day = DayEntry(date(2027, 1, 20), CalendarDayKind.OFF, "停电")
    within(world, lambda: set_day(world.session, SYSTEM, calendar_id(world), day, ELEVENTH))
    recount(world.at(ELEVENTH))

    assert again == ELEVENTH + timedelta(days=14)
    assert timers(world, case_id)["daily"] == again + timedelta(days=1)


def test_a_new_date_in_a_year_without_a_notice_is_marked_in_the_report(world: World) -> None:
    register(world)

    within(world, lambda: set_day(world.session, SYSTEM, calendar_id(world), DayEntry(
        date(2027, 1, 4), CalendarDayKind.OFF, "停电"), world.now))  # fmt: skip
    recount(world)

    line = next(line for line in report(world).lines if line.kind == "promised")
    assert (line.before, line.after, line.is_provisional) == (TENTH, ELEVENTH, True)


def test_clocks_that_stopped_or_end_before_the_change_stay_as_they_are(world: World) -> None:
    early = within(world.at(CHRISTMAS - timedelta(days=40)), lambda: world.register("AD").case_id)
    done = within(world.at(CHRISTMAS), lambda: world.register("AD").case_id)
    within(world, lambda: world.complete("handler", world.task(done, "handle").id))
    heads = within(world, lambda: [world.case(one).head_hash for one in (early, done)])

    within(world, lambda: set_day(world.session, SYSTEM, calendar_id(world), DayEntry(
        date(2027, 2, 1), CalendarDayKind.OFF, "停电"), world.now))  # fmt: skip
    recount(world)

    assert [world.case(one).head_hash for one in (early, done)] == heads
    assert (report(world).moved, report(world).is_finished) == (0, True)


def test_a_date_that_was_provisional_is_settled_on_record_even_when_it_does_not_move(world: World) -> None:
    case_id = register(world)

    load(world, "2027-01-01,off,元旦\n2027-10-01,off,国庆节")
    recount(world)

    case = world.case(case_id)
    assert (case.promised_due_at, case.is_provisional) == (TENTH, False)
    assert world.history(case_id)[-1].kind == "clock.recounted"
    assert report(world).moved == 0


def test_a_recount_goes_on_where_it_stopped_and_moves_nothing_twice(world: World) -> None:
    cases = [register(world) for _ in range(5)]
    load(world)
    waiting = count_affected(world.session, list_recounts(world.session, calendar_id(world))[0])

    rounds = [recount(world, 2) for _ in range(4)]

    assert (waiting, rounds) == (5, [2, 2, 1, 0])
    assert (report(world).recount.seen, report(world).moved, report(world).is_finished) == (5, 10, True)
    assert [world.kinds(case_id).count("clock.recounted") for case_id in cases] == [1] * 5


def test_two_workers_do_not_count_one_recount_at_once(world: World) -> None:
    register(world)
    load(world)
    with world.centre.office.database.transaction() as session:
        row = session.merge(list_recounts(session, calendar_id(world))[0])
        row.taken_until = world.now + timedelta(seconds=30)

    assert recount(world) == 0
    assert recount(world.at(world.now + timedelta(minutes=1))) == 1


def test_a_clock_that_stands_is_forecast_anew_and_not_due(world: World) -> None:
    case_id = register(world)
    file = within(world, lambda: suspend(world, case_id))

    load(world)
    recount(world)

    clock = world.clocks(case_id)["promised"]
    assert clock.due_at > file
    assert world.file(case_id).clocks.due("promised") is None


def suspend(world: World, case_id: int) -> datetime:
    file = world.file(case_id)
    case_clocks.suspend(file, "expert_review", "评审", 3)
    due = file.clocks.running("promised").due_at
    file.write()
    return due
