"""What the row of a case says is verified by its record: a column that somebody changed by hand is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from casework.cases.case import Case
from casework.cases.case_views import case_view
from casework.cases.corrections import correct_case
from casework.cases.endings import void_case
from casework.clocks import case_clocks
from casework.documents.official_document import OfficialDocument
from casework.files import FileStore
from casework.history.append_only import release
from casework.history.happening import Happening
from casework.history.rows import verify_rows
from casework.history.texts import COLUMN_NAMES
from casework.history.verifying import verify_record
from casework.intake.registration import CounterDecision, Decision
from casework.tasks.task import DONE, Task
from tests.casework.flows.world import World, sequence

LATER = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)


@pytest.fixture
def handled(world: World) -> int:
    """A case that is being handled, one extension granted, its title corrected."""
    world.deploy(sequence(), "seq")
    world.item("AD", "seq")
    case_id = world.register("AD", received_at=world.now - timedelta(hours=1)).case_id
    world.complete("handler", world.task(case_id, "handle").id)
    file = world.file(case_id)
    case_clocks.extend(file, "statutory", "案情复杂", "李局长")
    file.write()
    office, changes = world.centre.office, {"title": "解放路广告"}
    correct_case(world.session, office, world.chief, case_id, changes, "写错了", world.now)
    return case_id


def found(world: World) -> list[tuple[str, str]]:
    return [(one.what, one.column) for one in verify_rows(world.session)]


def next_name(changed: Any) -> str:
    """What a test of a change is called: its first column."""
    return next(iter(changed)) if isinstance(changed, dict) else ""


def tamper(world: World, **values: Any) -> None:
    world.session.execute(update(Case).values(**values))


@pytest.mark.parametrize(
    "column",
    ["received_at", "supplement_asked_at", "accepted_at", "handling_at", "at_superior_at", "concluded_at",
     "delivered_at", "archived_at"],
)  # fmt: skip
def test_an_instant_that_nobody_told_of_is_named(world: World, handled: int, column: str) -> None:
    before = found(world)

    tamper(world, **{column: LATER})

    assert (before, found(world)) == ([], [("column_differs", column)])


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"status": "concluded"}, [("column_differs", "status")]),
        ({"case_type": "special"}, [("column_differs", "case_type")]),
        ({"channel": "portal"}, [("column_differs", "channel")]),
        ({"title": "和平路广告"}, [("column_differs", "title")]),
        ({"is_deemed_accepted": True}, [("column_differs", "is_deemed_accepted")]),
        ({"is_paused": True}, [("column_differs", "is_paused")]),
        ({"decided_at": LATER, "decision": "approved"},
         [("column_differs", "decided_at"), ("column_differs", "decision")]),
        ({"outcome": "voided", "ended_at": LATER}, [("column_differs", "ended_at"), ("column_differs", "outcome")]),
        ({"promised_due_at": LATER}, [("clock_differs", "promised_due_at")]),
        ({"statutory_due_at": LATER}, [("clock_differs", "statutory_due_at")]),
    ],
    ids=next_name,
)  # fmt: skip
def test_a_column_changed_by_hand_is_named(
    world: World, handled: int, changed: dict[str, Any], named: list[tuple[str, str]]
) -> None:
    tamper(world, **changed)

    assert found(world) == named


def test_an_applicant_an_item_and_a_department_put_in_the_place_of_others_are_named(world: World, handled: int) -> None:
    other = world.item("AD", "seq", valid_from=(world.now + timedelta(days=1)).date(), name="别的事项")

    tamper(world, applicant_id=None, item_version_id=other.id, department_id=world.centre.departments["GH"].id)

    assert sorted(column for _, column in found(world)) == ["applicant_id", "department_id", "item_version_id"]


def test_a_milestone_that_was_taken_away_is_named_with_the_line_that_tells_of_it(world: World, handled: int) -> None:
    tamper(world, accepted_at=None)

    (broken,) = verify_rows(world.session)
    line = next(line for line in world.history(handled, with_row=False) if line.kind == "milestone.accepted")
    case_no = world.case(handled).case_no
    assert (broken.seq, broken.column) == (line.seq, "accepted_at")
    assert f"办件 {case_no} 登记的受理时间与办理记录不符" in broken.in_language("zh")
    assert f"case {case_no}: its time of acceptance is not what the record tells" in broken.in_language("en")


def test_verifying_the_record_verifies_chain_papers_and_rows(world: World, handled: int, tmp_path: Path) -> None:
    release(world.session.connection())
    world.session.execute(update(Happening).where(Happening.kind == "case.started").values(kind="x"))
    world.session.execute(update(OfficialDocument).where(OfficialDocument.kind == "D01").values(html="<p>准予</p>"))
    tamper(world, status="delivered")

    named = [one.what for one in verify_record(world.session, FileStore(tmp_path))]

    assert named == ["changed", "document_changed", "column_differs"]


@pytest.mark.parametrize(
    "changed",
    [{"opinion": "不同意"}, {"completed_by": None}, {"closed_at": LATER}, {"outcome": "denied"}],
    ids=next_name,
)
def test_a_task_that_was_done_otherwise_than_its_line_tells_is_named(
    world: World, handled: int, changed: dict[str, Any]
) -> None:
    world.session.execute(update(Task).where(Task.status == DONE).values(**changed))

    (line,) = [line for line in world.history(handled, with_row=False) if line.kind == "task.completed"]
    assert [(one.what, one.seq) for one in verify_rows(world.session)] == [("task_differs", line.seq)]


def test_the_page_of_the_case_names_it_too(world: World, handled: int) -> None:
    tamper(world, status="delivered")

    view = case_view(world.session, world.centre.office, world.chief, world.case(handled).case_no, world.now)

    assert [one.column for one in view.breaks] == ["status"]


def test_of_a_case_in_any_state_the_row_is_what_its_record_tells(world: World, handled: int) -> None:
    asked = world.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["照片"])).case_id
    world.register("AD", CounterDecision(Decision.REFUSE, reason="法律禁止"))
    void_case(world.session, world.centre.office, world.chief, handled, "登记错了", world.now)
    world.at(world.now + timedelta(days=1)).resume_after_supplement(asked)

    assert found(world) == []


def test_every_column_that_is_verified_has_a_name_in_both_languages() -> None:
    assert all(zh and en for zh, en in COLUMN_NAMES.values())
    assert set(COLUMN_NAMES) <= {column.name for column in Case.__table__.columns}
