"""Cases stay small: the state of a case with 50 tasks, and all rows of a finished one (design §11).

Measured twice: the content of every row that belongs to the case, in all tables, as JSON text without column names;
and by how much tables and indexes together grow with every further finished case. PostgreSQL keeps every version of a
row until it is vacuumed, which it cannot be inside the transaction of a test, and what earlier tests rolled back.
"""

import pytest
from sqlalchemy import func, select, text

from benchmarks.diagrams import diagram
from casework.canonical import write_json
from casework.cases.case_state import CASE
from casework.database import metadata
from casework.intake.internal_cases import open_internal_case
from casework.tasks.task import TaskOffer
from tests.casework.flows.world import World

MOST_STATE = 5 * 1024
MOST_ROWS = {"seq3": 8 * 1024, "seq30": 40 * 1024}
"""Diagram to bytes; its registration counts as a step, so these are the cases of 4 and 31 steps."""
MOST_GROWTH = {"sqlite": MOST_ROWS, "postgresql": {"seq3": 16 * 1024, "seq30": 128 * 1024}}
SIZE = {
    "sqlite": "select (select page_count from pragma_page_count) * (select page_size from pragma_page_size)",
    "postgresql": "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r'",
}


@pytest.fixture
def flow(world: World) -> World:
    for name in ("seq3", "seq30", "seq50"):
        world.deploy({f"{name}.bpmn": diagram(name)}, name)
        world.item(name, name, item_type="20", is_internal=True, basis="")
    return world


def finish(world: World, name: str) -> tuple[int, list[int]]:
    opened = open_internal_case(world.session, world.centre.office, world.handler, name, world.now)
    task_id, sizes = opened.next_task_id, []
    while task_id is not None:
        sizes.append(len(write_json(world.case(opened.case_id).snapshot)))
        data = {"note": f"Everything found in order at step {len(sizes)}, nothing to add from my side.", "amount": 12}
        task_id = world.complete("handler", task_id, data=data).next_task_id
    return opened.case_id, sizes


def test_the_state_of_a_case_with_fifty_tasks_stays_small(flow: World) -> None:
    _, sizes = finish(flow, "seq50")

    assert len(sizes) == 50
    assert max(sizes) <= MOST_STATE


@pytest.mark.parametrize("name", MOST_ROWS)
def test_all_rows_of_a_finished_case_stay_small(flow: World, name: str) -> None:
    case_id, _ = finish(flow, name)

    rows = [flow.session.execute(select(CASE).where(CASE.c.id == case_id)).one()]
    for table in metadata.tables.values():
        if "case_id" in table.c:
            rows += flow.session.execute(select(table).where(table.c.case_id == case_id)).all()

    assert flow.case(case_id).status == "concluded"
    assert sum(len(write_json(list(map(str, row)))) for row in rows) <= MOST_ROWS[name]
    assert flow.session.scalar(select(func.count()).select_from(TaskOffer)) == 0


@pytest.mark.parametrize(("name", "cases"), [("seq3", 24), ("seq30", 4)])
def test_tables_and_indexes_grow_little_with_every_finished_case(flow: World, name: str, cases: int) -> None:
    database = flow.session.get_bind().dialect.name
    finish(flow, name)
    before = flow.session.scalar(text(SIZE[database]))

    for _ in range(cases):
        finish(flow, name)

    flow.session.flush()
    grown = flow.session.scalar(text(SIZE[database])) - before
    assert grown / cases <= MOST_GROWTH[database][name]
