"""The rows of a step go to their tables by one statement, and stand there as if each had been inserted by itself."""

from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from casework.cases.case_rows import TABLES, insert_rows
from casework.clocks.case_clock import CaseClock
from casework.database import Database
from casework.incidents.incident import Incident
from casework.messages.message import MessageWait
from casework.timers.timer import Timer
from tests.casework.flows.counting import cost_of
from tests.casework.flows.world import World, a_world, sequence

AT = datetime(2026, 10, 9, 2, 3, 4, 567890, tzinfo=UTC)
ODD = "“引号” 'quote' \\ {\"a\": [1]} 😀\n行"


@pytest.fixture
def case_id(world: World) -> int:
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq")
    return world.register("A-1").case_id


def a_timer(element: str, **more: Any) -> dict[str, Any]:
    values = {"path": "", "element": element, "run": 1, "due_at": AT, "clock": None, "span": None, "armed_at": AT}
    return {**values, "attempts": 0, "next_try_at": None, **more}


def an_incident(**more: Any) -> dict[str, Any]:
    values = {"path": "", "element": ODD, "run": 2, "code": "x", "params": {"a": [1, None, ODD]}, "is_parked": True}
    return {**values, "at": AT, **more}


def write(world: World, case_id: int, **rows: list[dict[str, Any]]) -> None:
    insert_rows(world.session.connection(), rows, case_id)


def test_every_kind_of_value_comes_back_as_it_went(world: World, case_id: int) -> None:
    write(world, case_id, timer=[a_timer("t")], incident=[an_incident(), an_incident(is_parked=False)])

    timer = world.session.scalars(select(Timer).where(Timer.case_id == case_id, Timer.element == "t")).one()
    one, other = world.session.scalars(select(Incident).where(Incident.case_id == case_id).order_by(Incident.id))
    assert (timer.due_at, timer.clock, timer.attempts, timer.armed_at) == (AT, None, 0, AT)
    assert (one.element, one.params, one.is_parked) == (ODD, {"a": [1, None, ODD]}, True)
    assert (one.at, one.resolved_at) == (AT, None)
    assert (other.is_parked, other.run) == (False, 2)


def test_what_a_row_leaves_out_has_the_default_of_its_column(world: World, case_id: int) -> None:
    write(world, case_id, message_wait=[{"path": "", "element": "w", "run": 1, "name": "答复"}], timer=[a_timer("t")])

    wait = world.session.scalars(select(MessageWait).where(MessageWait.element == "w")).one()
    assert (wait.kind, wait.correlation) == ("message", None)


def test_rows_of_several_tables_are_one_statement(world: World, case_id: int) -> None:
    rows = {"timer": [a_timer("a"), a_timer("b")], "incident": [an_incident()], "timer_gone": [a_timer("c")]}

    with cost_of(world.session.get_bind()) as cost:
        write(world, case_id, **rows)

    assert len(cost.statements) == 1, str(cost)


def test_what_goes_and_comes_back_at_its_place_keeps_its_row(world: World, case_id: int) -> None:
    write(world, case_id, timer=[a_timer("stays"), a_timer("goes")])
    keys = dict(world.session.execute(select(Timer.element, Timer.id)).all())

    gone = [{"path": "", "element": name, "run": 1} for name in ("stays", "goes")]
    write(world, case_id, timer_gone=gone, timer=[a_timer("stays", attempts=3)])

    query = select(Timer.element, Timer.id, Timer.attempts).where(Timer.element.in_(("stays", "goes")))
    assert world.session.execute(query).all() == [("stays", keys["stays"], 3)]


def test_a_clock_that_moves_keeps_its_row(world: World, case_id: int) -> None:
    clock = world.session.scalars(select(CaseClock).where(CaseClock.case_id == case_id)).first()
    values = {column.name: getattr(clock, column.name) for column in TABLES["case_clock"].c if column.name != "id"}

    write(world, case_id, case_clock=[values | {"due_at": AT}], timer=[a_timer("t")])

    world.session.expire_all()
    assert world.session.get_one(CaseClock, clock.id).due_at == AT


def test_a_text_that_is_too_long_is_refused_and_not_cut(world: World, case_id: int) -> None:
    # SQLite keeps it whole: its columns have no longest text.
    is_refused = world.session.get_bind().dialect.name == "postgresql"

    with pytest.raises(DBAPIError) if is_refused else nullcontext():
        write(world, case_id, timer=[a_timer("x" * 129)], incident=[an_incident()])


def test_a_connection_whose_first_step_was_undone_writes_the_next(database: Database) -> None:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy(sequence(), "seq")
        world.item("A-1", "seq")
    database.dispose()

    with pytest.raises(RuntimeError), database.transaction() as session:
        world.session = session
        world.register("A-1")
        raise RuntimeError("undone")
    with database.transaction() as session:
        world.session = session
        case_id = world.register("A-1").case_id

    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM case_clock WHERE case_id = :id"), {"id": case_id}) > 0
