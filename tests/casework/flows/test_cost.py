"""A step or a start costs at most 12 statements and exactly one commit, permission check included; cases stay small."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from benchmarks.diagrams import diagram
from casework.database import Database
from casework.intake.internal_cases import open_internal_case
from casework.organisation.sign_ins import actor_for_person
from casework.tasks.completions import complete_task
from tests.casework.flows.counting import cost_of
from tests.casework.flows.world import World, a_world

MOST = 12


@pytest.fixture
def committed(database: Database) -> World:
    """A world whose rows are committed, so that commits can be counted."""
    with database.transaction() as session:
        world = a_world(session)
        world.deploy({"seq3.bpmn": diagram("seq3")}, "seq3")
        world.deploy({"mi20.bpmn": diagram("mi20")}, "mi20")
        for name in ("seq3", "mi20"):
            world.item(name, name, item_type="20", is_internal=False, basis="")
            world.item(f"{name}-in", name, item_type="20", is_internal=True, basis="")
    return world


@contextmanager
def calls_counted() -> Iterator[list[int]]:
    """How many functions are called inside the block: work without a clock."""
    count = [0]

    def called(frame: FrameType, event: str, argument: object) -> None:
        count[0] += event in ("call", "c_call")

    outer = sys.getprofile()
    sys.setprofile(called)
    try:
        yield count
    finally:
        sys.setprofile(outer)


def test_no_step_up_to_the_fiftieth_costs_more_than_the_first(committed: World, database: Database) -> None:
    with database.transaction() as session:
        committed.session = session
        committed.deploy({"seq50.bpmn": diagram("seq50")}, "seq50")
        committed.item("seq50-in", "seq50", item_type="20", is_internal=True, basis="")
    costs: list[tuple[int, int]] = []

    for _ in range(2):
        costs.clear()
        case_id, _ = start(committed, database, "seq50-in")
        with database.reading() as session:
            committed.session = session
            task_id = committed.waiting(case_id)[0].id
        while task_id is not None:
            with cost_of(database.engine) as cost, calls_counted() as calls, database.transaction() as session:
                actor = actor_for_person(session, committed.handler.person_id, committed.now)
                done = complete_task(session, committed.centre.office, actor, task_id, committed.now, data={"n": 1})
            task_id = done.next_task_id
            costs.append((len(cost.statements), calls[0]))

    first, first_calls = costs[0]
    assert len(costs) == 50
    assert max(statements for statements, _ in costs) == first
    assert max(calls for _, calls in costs) <= 1.15 * first_calls


def start(world: World, database: Database, code: str) -> tuple[int, object]:
    with cost_of(database.engine) as cost, database.transaction() as session:
        actor = actor_for_person(session, world.handler.person_id, world.now)
        registered = open_internal_case(session, world.centre.office, actor, code, world.now)
    return registered.case_id, cost


@pytest.mark.parametrize("name", ["seq3", "mi20"])
def test_a_start_costs_one_commit_and_few_statements(committed: World, database: Database, name: str) -> None:
    start(committed, database, f"{name}-in")

    _, cost = start(committed, database, f"{name}-in")

    assert cost.commits == 1
    assert len(cost.statements) <= MOST, str(cost)


@pytest.mark.parametrize("name", ["seq3", "mi20"])
def test_a_step_costs_one_commit_and_few_statements(committed: World, database: Database, name: str) -> None:
    case_id, _ = start(committed, database, f"{name}-in")
    with database.reading() as session:
        committed.session = session
        task = committed.waiting(case_id)[0]

    with cost_of(database.engine) as cost, database.transaction() as session:
        actor = actor_for_person(session, committed.handler.person_id, committed.now)
        complete_task(session, committed.centre.office, actor, task.id, committed.now, data={"note": "ok"})

    assert cost.commits == 1
    assert len(cost.statements) <= MOST, str(cost)


@pytest.mark.parametrize(("element", "who", "outcome", "data"), [
    ("handle", "handler", "submit", {}), ("review", "reviewer", "agreed", {"reviewed": ["facts", "law"]}),
])  # fmt: skip
def test_ordinary_steps_of_a_shipped_flow_keep_to_it_too(
    committed: World, database: Database, element: str, who: str, outcome: str, data: dict[str, object]
) -> None:
    with database.transaction() as session:
        committed.session = session
        committed.ship("p_promised")
        committed.item("AD", "p_promised")
        case_ids = [committed.register("AD").case_id for _ in range(2)]
        # The first case warms the compiled diagram and the statements.
        for case_id in case_ids[: 1 if element == "handle" else 2]:
            committed.complete("handler", committed.task(case_id, "handle").id, "submit")
        task = committed.task(case_ids[1], element).id

    with cost_of(database.engine) as cost, database.transaction() as session:
        committed.session = session
        committed.staff[who] = actor_for_person(session, committed.staff[who].person_id, committed.now)
        committed.complete(who, task, outcome, data=data)

    assert cost.commits == 1
    assert len(cost.statements) <= MOST, str(cost)
