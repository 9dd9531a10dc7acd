"""ARC-01: the file of a case closes by itself the day after it ended; what lies in it is noted, and then it stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from casework.cases.archiving import archive_ended_cases
from casework.cases.corrections import correct_case
from casework.cases.endings import withdraw_case
from casework.cases.milestones import decide, end
from casework.certificates.certificate import Certificate
from casework.certificates.certificates import Handed, hand_over, issue
from casework.database import Database
from casework.errors import Conflict
from casework.history.histories import HistoryLine
from casework.history.papers import verify_papers
from casework.tasks.remarks import add_comment
from tests.casework.flows.world import World, a_world, sequence


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy(sequence(), "seq")
        world.item("A-1", "seq")
    world.centre.office = replace(world.centre.office, database=database)
    world.session = Session(database.engine.execution_options(is_reading=True))
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


def delivered(world: World) -> int:
    case_id = world.register("A-1").case_id
    file = world.file(case_id, world.chief)
    decide(file, "approved")
    issue(file, "许可证", "准予")
    hand_over(file, "王小明", Handed())
    end(file)
    file.write()
    return case_id


def record(world: World, case_id: int) -> list[HistoryLine]:
    """Its case is brought to its end without its flow, of whose end the record would tell."""
    return world.history(case_id, with_row=False)


def archive(world: World, days: int = 0) -> int:
    return archive_ended_cases(world.centre.office, world.now + timedelta(days=days))


def test_a_case_that_ended_is_archived_the_next_day_with_a_list_of_what_lies_in_it(world: World) -> None:
    case_id = within(world, lambda: delivered(world))
    open_case = within(world, lambda: world.register("A-1").case_id)

    archived = [archive(world), archive(world, 1), archive(world, 2)]

    def look() -> None:
        case, line = world.case(case_id), record(world, case_id)[-1]
        assert (case.status, case.archived_at) == ("archived", world.now + timedelta(days=1))
        assert line.kind == "milestone.archived"
        assert {name: line.data[name] for name in ("documents", "certificates", "files")} == {
            "documents": 2, "certificates": 1, "files": 0,
        }  # fmt: skip
        assert world.case(open_case).archived_at is None

    assert archived == [0, 1, 0]
    within(world, look)


def test_a_side_exit_is_archived_too_and_keeps_saying_how_the_case_ended(world: World) -> None:
    def leave() -> int:
        case_id = world.register("A-1").case_id
        withdraw_case(world.session, world.centre.office, world.window, case_id, "申请人放弃", world.now)
        return case_id

    case_id = within(world, leave)
    archive(world, 1)

    case = within(world, lambda: world.case(case_id))
    assert (case.status, case.archived_at is not None) == ("withdrawn", True)


def test_an_archived_file_takes_no_more_work_but_corrections_on_record(world: World) -> None:
    case_id = within(world, lambda: delivered(world))
    archive(world, 1)
    world.now += timedelta(days=2)
    desk = (world.centre.office, world.chief, case_id)

    with pytest.raises(Conflict) as refusal:
        within(world, lambda: add_comment(world.session, *desk, "补一句", world.now))
    within(world, lambda: correct_case(world.session, *desk, {"title": "霓虹灯招牌"}, "登记笔误", world.now))

    assert refusal.value.code == "case.archived"
    lines = within(world, lambda: record(world, case_id)[-2:])
    assert [line.kind for line in lines] == ["milestone.archived", "case.corrected"]
    assert within(world, lambda: world.case(case_id).status) == "archived"


@pytest.mark.parametrize("tampering", [update(Certificate).values(text="准予扩大范围"), delete(Certificate)])
def test_verifying_finds_a_certificate_that_was_changed_after_its_file_was_closed(world: World, tampering: Any) -> None:
    within(world, lambda: delivered(world))
    archive(world, 1)

    def found() -> list[str]:
        return [one.what for one in verify_papers(world.session, world.centre.office.files)]

    before = within(world, found)
    within(world, lambda: world.session.execute(tampering))

    assert (before, within(world, found)) == ([], ["archive_changed"])
