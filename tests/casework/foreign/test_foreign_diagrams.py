"""Diagrams of other people's repositories, uploaded as they are: checked, published, bound to an item, worked to an end
through the inbox. Their groups are nobody's posts here, so the department's fallback person is offered every task.
"""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.catalogue.items import bind_item
from casework.definitions.checking import check_files
from casework.definitions.definitions import publish, store_draft
from casework.incidents.incident import Incident
from casework.organisation.role import Role
from casework.tasks.claims import claim_task
from casework.tasks.inbox import Tab, TaskRow, list_inbox
from tests.casework.flows.world import World, a_world, sequence
from tests.casework.people import LONG_AGO

CHOOSE, CONFIRM = "Choose FOI Acceptance Team", "Confirmation Screen"
Line = tuple[str, str | None, dict[str, str]]
# Diagram -> the ways through it: every task that must come, the button to press where there are any, and what is typed.
STORIES: dict[str, list[list[Line]]] = {
    "AOT-Technologies__one-step-approval": [
        [("Review Submission", None, {"action": answer}), ("Update Application Status", None, {})]
        for answer in ("Approved", "Rejected")
    ],
    "FlowSquad__cancelable_user_task": [[("Cancelable User Task", None, {})]],
    "valtimo-platform__bezwaar": [[("Valideer gegevens aanvrager", None, {}), ("In behandeling", None, {})]],
    "UKHomeOffice__FOI_ALLOCATION": [
        [(CHOOSE, None, {}), (CONFIRM, "其他", {})],
        [(CHOOSE, None, {}), (CONFIRM, "BACKWARD", {}), (CHOOSE, None, {}), (CONFIRM, "其他", {})],
    ],
}
TOLD = [(name, story) for name, stories in STORIES.items() for story in stories]


@pytest.fixture
def world(session: Session) -> World:
    """A centre with a designer, and with an item that runs on a flow of its own until it is bound anew."""
    world = a_world(session)
    world.staff["designer"] = world.centre.hire("designer", "沈设计", (Role.DESIGNER, "GH"))
    world.centre.departments["ZJ"].fallback_person_id = world.handler.person_id
    session.flush()
    world.deploy(sequence(), "seq")
    world.item("FOREIGN", "seq")
    return world


def upload(world: World, path: Path) -> None:
    """As the pages do it: a designer uploads and publishes, an administrator binds the item."""
    files = {path.name: path.read_text("utf-8")}
    checked = check_files(files, None, world.session)
    draft = store_draft(world.session, world.designer, files, "as it is", LONG_AGO, checked=checked)
    checked = check_files(draft.files, checked.key, world.session)
    publish(world.session, world.designer, draft.id, LONG_AGO, checked=checked)
    bind_item(world.session, world.administrator, "FOREIGN", checked.key or "", LONG_AGO)


def offered(world: World) -> list[TaskRow]:
    return list(list_inbox(world.session, world.handler, Tab.OFFERED, world.now).rows)


def work(world: World, row: TaskRow, button: str | None, data: dict[str, str]) -> None:
    claim_task(world.session, world.centre.office, world.handler, row.id, world.now)
    (mine,) = list_inbox(world.session, world.handler, Tab.MINE, world.now).rows
    world.complete("handler", mine.id, button, data=data, expected_revision=mine.revision)


@pytest.mark.parametrize(("name", "story"), TOLD, ids=[f"{name}-{len(story)}" for name, story in TOLD])
def test_it_is_worked_to_its_end_through_the_inbox(world: World, shared: Path, name: str, story: list[Line]) -> None:
    upload(world, shared / "bpmn" / f"{name}.bpmn")
    case_id = world.register("FOREIGN").case_id

    for step, button, data in story:
        (row,) = offered(world)
        assert row.name == step
        work(world, row, button, data)

    case, kinds = world.case(case_id), world.kinds(case_id)
    codes = set(world.session.scalars(select(Incident.code)))
    assert (offered(world), world.waiting(case_id)) == ([], [])
    assert (case.status, case.ended_at) == ("concluded", world.now)
    assert kinds.count("task.completed") == len(story)
    assert codes <= {"task.nobody"}
