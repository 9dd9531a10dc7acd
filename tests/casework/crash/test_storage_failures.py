"""A disk that fills up or a database that dies in the middle of a step is told in words; no case is half written."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event, text

from casework.database import Database
from casework.errors import StorageUnavailable
from tests.casework.crash.whole import contents
from tests.casework.flows.world import World, a_world, sequence

FULL, DEAD = "storage.full", "storage.unreachable"
LONG = {"note": "很长的说明" * 4_000}


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy(sequence(), "seq")
        world.item("A-1", "seq")
        world.case_id = world.register("A-1").case_id
    world.centre.office = replace(world.centre.office, database=database)
    return world


def hand_in(world: World, database: Database, prepare: Callable[[Connection], object] | None = None) -> None:
    with database.transaction() as session:
        if prepare is not None:
            prepare(session.connection())
        world.session = session
        world.complete("handler", world.task(world.case_id, "handle").id, data=LONG)


def full_after(pages: int) -> Callable[[Connection], None]:
    """From here on the file may grow by so many pages only."""

    def prepare(connection: Connection) -> None:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {used + pages}"))

    return prepare


def die_at(number: int, database: Database) -> Callable[[Connection], None]:
    """The server ends our connection before the statement with this number."""

    def prepare(connection: Connection) -> None:
        ours = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        left = iter(range(number))

        def before(*anything: object) -> None:
            if next(left, None) is None:
                # Once is enough, and the connection that does it must not be stopped in its turn.
                event.remove(connection, "before_cursor_execute", before)
                with database.engine.connect() as other:
                    other.execute(text("SELECT pg_terminate_backend(:ours)"), {"ours": ours})

        event.listen(connection, "before_cursor_execute", before)

    return prepare


@pytest.mark.parametrize("number", [2, 5])
def test_the_step_is_refused_whole_and_done_when_the_storage_is_back(
    world: World, database: Database, backend: str, number: int
) -> None:
    old = contents(database)
    prepare, code = (full_after(number), FULL) if backend == "sqlite" else (die_at(number, database), DEAD)

    with pytest.raises(StorageUnavailable) as refusal:
        hand_in(world, database, prepare)
    after = contents(database)
    database.dispose()
    hand_in(world, database)

    assert refusal.value.code == code
    assert refusal.value.in_language("zh") != refusal.value.in_language("en")
    assert after == old
    with database.reading() as session:
        world.session = session
        assert world.kinds(world.case_id).count("task.completed") == 1
