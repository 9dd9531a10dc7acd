"""The lists of the inbox: the nearest due first, page by page, narrowed by each filter; what to claim next."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casework.cases.case import Case
from casework.catalogue.item import Item, ItemVersion
from casework.clocks.case_clock import CaseClock
from casework.tasks.claims import claim_task
from casework.tasks.inbox import InboxFilter, Tab, list_inbox, next_to_claim
from casework.tasks.task import Task
from tests.casework.flows.world import World, sequence

DAY = timedelta(days=1)
DUE = {"A-1": 3, "A-2": 1, "A-3": 2, "A-4": None}
"""In how many days the task of each item falls due."""


@pytest.fixture
def listed(world: World) -> World:
    """Four tasks offered to the handler; that of A-4 has no limit, the case of A-3 is an instant one."""
    world.deploy(sequence("seq", ("handle:handler",)), "seq")
    world.deploy(sequence("other", ("look:handler",)), "other")
    for code, days in DUE.items():
        world.item(code, "other" if code == "A-1" else "seq")
        case_id = world.register(code).case_id
        due = None if days is None else world.now + days * DAY
        change(world, Case, case_id, promised_due_at=None, case_type="instant" if code == "A-3" else "promised")
        change(world, CaseClock, case_id, stopped_at=world.now)
        change(world, Task, case_id, due_at=due, is_read=code != "A-2")
    return world


def change(world: World, table: Any, case_id: int, **values: Any) -> None:
    key = table.id if table is Case else table.case_id
    world.session.execute(update(table).where(key == case_id).values(**values))


def items(world: World, **found: Any) -> Sequence[str]:
    """The items of the tasks found, in the order of the list."""
    rows = list_inbox(world.session, world.handler, Tab.OFFERED, world.now, **found).rows
    return [item_of(world, row.case_id) for row in rows]


def item_of(world: World, case_id: int) -> str:
    query = select(Item.code).join(ItemVersion, ItemVersion.item_id == Item.id)
    query = query.join(Case, Case.item_version_id == ItemVersion.id)
    return world.session.scalars(query.where(Case.id == case_id)).one()


def test_the_nearest_due_stands_first_and_what_has_no_limit_last(listed: World) -> None:
    assert items(listed) == ["A-2", "A-3", "A-1", "A-4"]


def test_the_second_page_goes_on_where_the_first_ended(listed: World) -> None:
    assert items(listed, size=3) == ["A-2", "A-3", "A-1"]
    assert items(listed, size=3, page=2) == ["A-4"]


def test_each_filter_narrows_the_list(listed: World) -> None:
    now = listed.now
    asked = {
        InboxFilter(item="A-3"): ["A-3"],
        InboxFilter(case_type="instant"): ["A-3"],
        InboxFilter(step="look"): ["A-1"],
        InboxFilter(unread=True): ["A-2"],
        InboxFilter(due_before=now + 2 * DAY): ["A-2"],
        InboxFilter(due_from=now + 2 * DAY): ["A-3", "A-1"],
        InboxFilter(case_type="joint"): [],
    }
    assert {wanted: items(listed, wanted=wanted) for wanted in asked} == asked


def test_what_stands_still_is_found_apart(listed: World) -> None:
    paused = next(row for row in list_inbox(listed.session, listed.handler, Tab.OFFERED, listed.now).rows)
    change(listed, Case, paused.case_id, is_paused=True)

    assert items(listed, wanted=InboxFilter(paused=True)) == ["A-2"]
    assert items(listed, wanted=InboxFilter(paused=False)) == ["A-3", "A-1", "A-4"]


def test_the_next_to_claim_is_the_one_that_falls_due_first_until_nothing_is_left(listed: World) -> None:
    claimed = []
    while (task_id := next_to_claim(listed.session, listed.handler, listed.now)) is not None:
        claim_task(listed.session, listed.centre.office, listed.handler, task_id, listed.now)
        claimed.append(listed.session.get_one(Task, task_id).case_id)

    assert [item_of(listed, case_id) for case_id in claimed] == ["A-2", "A-3", "A-1", "A-4"]
