"""A case's history is a hash chain: whoever changes, removes, inserts, swaps or cuts a line is found out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework.cases.case import Case
from casework.database import Database
from casework.history import histories
from casework.history.append_only import release
from casework.history.chain import line_hash
from casework.history.happening import Happening
from casework.history.histories import Break, flush_history, list_history, record, verify
from casework.organisation.role import Role
from tests.casework.people import NOW, Centre, a_centre

HOUR = timedelta(hours=1)


@pytest.fixture
def centre(session: Session) -> Centre:
    return a_centre(session)


def a_case(centre: Centre, case_no: str = "A20261009-0001", lines: int = 4) -> Case:
    """A case with that many lines of history, written two at a time."""
    clerk = centre.hire(f"clerk{case_no[-4:]}", "王丽", (Role.HANDLER, "ZJ"))
    case = Case(case_no=case_no, case_type="promised", status="handling", received_at=NOW, changed_at=NOW)
    centre.session.add(case)
    centre.session.flush()
    for number in range(lines):
        record(centre.session, case, "task_completed", clerk, NOW + number * HOUR, task=f"环节{number}")
        if number % 2 or number == lines - 1:
            flush_history(centre.session, case)
    centre.session.flush()
    return case


def breaks(centre: Centre, case: Case | None = None) -> list[Break]:
    centre.session.flush()
    return list(verify(centre.session, None if case is None else case.id))


def rewrite(session: Session, *statements) -> None:
    """Tamper as the owner of the database could, who lifts the guard first."""
    release(session.connection())
    for statement in statements:
        session.execute(statement)
    session.expire_all()


def line(case: Case, seq: int):
    return update(Happening).where(Happening.case_id == case.id, Happening.seq == seq)


def test_an_untouched_history_has_no_break(centre):
    a_case(centre)
    a_case(centre, "A20261009-0002", lines=1)
    a_case(centre, "A20261009-0003", lines=0)

    assert breaks(centre) == []


def test_a_session_for_reading_verifies_any_number_of_cases(database: Database, monkeypatch):
    monkeypatch.setattr(histories, "CASES_AT_A_TIME", 2)
    with database.transaction() as session:
        centre = a_centre(session)
        cases = [a_case(centre, f"A20261009-000{number}") for number in range(5)]
        rewrite(
            session, line(cases[2], 3).values(hash="0" * 64), delete(Happening).where(Happening.case_id == cases[4].id)
        )

    with database.reading() as session:
        found = [(one.case_no, one.seq, one.what) for one in verify(session)]

    assert found == [
        ("A20261009-0002", 3, "changed"),
        ("A20261009-0002", 4, "unlinked"),
        ("A20261009-0004", 1, "tail_missing"),
    ]


def test_the_lines_of_one_step_are_written_in_one_statement(centre):
    case = a_case(centre)
    clerk = centre.hire("second", "张伟", (Role.HANDLER, "ZJ"))
    inserts = []
    event.listen(
        centre.session.connection(),
        "before_cursor_execute",
        lambda *call: inserts.append(call[2]) if "happening" in call[2] and "INSERT" in call[2] else None,
    )

    for number in range(10):
        record(centre.session, case, "entered", clerk, NOW, element=f"E{number}")
    flush_history(centre.session, case)

    assert len(inserts) == 1
    assert case.happening_count == 14


@pytest.mark.parametrize("statement", ["UPDATE happening SET kind = 'x'", "DELETE FROM happening"])
def test_the_database_refuses_to_change_or_remove_a_line(centre, statement):
    a_case(centre)

    with pytest.raises(DBAPIError, match="append-only"), centre.session.begin_nested():
        centre.session.execute(text(statement))

    assert breaks(centre) == []


def test_a_changed_line_is_named_by_case_and_number(centre):
    case = a_case(centre)

    rewrite(centre.session, line(case, 2).values(data={"task": "环节9"}))

    assert breaks(centre) == [Break("A20261009-0001", 2, "changed")]


@pytest.mark.parametrize(
    "change",
    [{"kind": "voided"}, {"actor_id": None}, {"at": NOW + timedelta(microseconds=1)}],
    ids=["kind", "who", "when"],
)
def test_every_part_of_a_line_is_covered(centre, change):
    case = a_case(centre)

    rewrite(centre.session, line(case, 3).values(**change))

    assert breaks(centre) == [Break("A20261009-0001", 3, "changed")]


def test_in_whose_name_somebody_acted_is_covered(centre):
    case = a_case(centre)
    chief = centre.hire("chief", "李强", (Role.CHIEF, "ZJ"))

    rewrite(centre.session, line(case, 1).values(acting_for_id=chief.person_id))

    assert breaks(centre) == [Break("A20261009-0001", 1, "changed")]


def test_a_removed_line_is_found(centre):
    case = a_case(centre)

    rewrite(centre.session, delete(Happening).where(Happening.case_id == case.id, Happening.seq == 2))

    assert breaks(centre) == [Break("A20261009-0001", 2, "missing")]


def test_a_line_removed_and_the_rest_renumbered_is_found(centre):
    case = a_case(centre)

    rewrite(
        centre.session,
        delete(Happening).where(Happening.case_id == case.id, Happening.seq == 2),
        line(case, 3).values(seq=2),
        line(case, 4).values(seq=3),
        update(Case).where(Case.id == case.id).values(happening_count=3),
    )

    assert Break("A20261009-0001", 2, "unlinked") in breaks(centre)


def test_an_inserted_line_is_found(centre):
    case = a_case(centre)
    first = centre.session.scalars(select(Happening).where(Happening.seq == 1)).one()

    rewrite(
        centre.session,
        insert(Happening).values(
            case_id=case.id, seq=5, at=NOW, kind="noted", data={}, previous_hash=first.hash, hash="0" * 64
        ),
    )

    assert [one.what for one in breaks(centre)] == ["unlinked", "changed", "beyond_head"]


def test_two_swapped_lines_are_found(centre):
    case = a_case(centre)

    rewrite(
        centre.session,
        line(case, 2).values(seq=99),
        line(case, 3).values(seq=2),
        line(case, 99).values(seq=3),
    )

    assert {one.seq for one in breaks(centre)} >= {2, 3}


def test_a_cut_tail_is_found(centre):
    case = a_case(centre)

    rewrite(centre.session, delete(Happening).where(Happening.case_id == case.id, Happening.seq >= 3))

    assert breaks(centre) == [Break("A20261009-0001", 3, "tail_missing")]


def test_a_cut_tail_with_a_corrected_count_is_found_by_the_head(centre):
    case = a_case(centre)

    rewrite(
        centre.session,
        delete(Happening).where(Happening.case_id == case.id, Happening.seq >= 3),
        update(Case).where(Case.id == case.id).values(happening_count=2),
    )

    assert breaks(centre) == [Break("A20261009-0001", 2, "head_differs")]


def test_a_history_that_vanished_whole_is_found(centre):
    case = a_case(centre)

    rewrite(centre.session, delete(Happening).where(Happening.case_id == case.id))

    assert breaks(centre) == [Break("A20261009-0001", 1, "tail_missing")]


def test_the_breaks_of_one_case_can_be_asked_for_alone(centre):
    good, bad = a_case(centre), a_case(centre, "A20261009-0002")
    rewrite(centre.session, line(bad, 1).values(kind="voided"))

    assert breaks(centre, good) == []
    assert len(breaks(centre, bad)) == 1


def test_the_history_says_who_acted_for_whom(centre):
    case = a_case(centre, lines=1)
    chief = centre.hire("chief", "李强", (Role.CHIEF, "ZJ"))
    deputy = replace(centre.hire("deputy", "张伟", (Role.HANDLER, "ZJ")), acting_for=chief.person_id)

    record(centre.session, case, "task_completed", deputy, NOW, amount=Decimal("1.10"))
    flush_history(centre.session, case)

    assert [one.who.zh for one in list_history(centre.session, case.id)] == ["王丽", "张伟代李强"]
    assert list_history(centre.session, case.id, after_seq=1)[0].data == {"amount": Decimal("1.10")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seq=st.integers(1, 6),
    column=st.sampled_from(["kind", "data", "previous_hash", "hash"]),
    value=st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20),
)
def test_no_change_of_any_column_goes_unseen(centre, seq, column, value):
    case = centre.session.scalar(select(Case)) or a_case(centre, lines=6)
    known = centre.session.execute(
        text(f"SELECT {column} FROM happening WHERE case_id = :case AND seq = :seq"), {"case": case.id, "seq": seq}
    ).scalar_one()
    changed = f'"{value}"' if column == "data" else value
    savepoint = centre.session.begin_nested()
    release(centre.session.connection())

    centre.session.execute(
        text(f"UPDATE happening SET {column} = :value WHERE case_id = :case AND seq = :seq"),
        {"value": changed, "case": case.id, "seq": seq},
    )
    found = breaks(centre)
    savepoint.rollback()

    assert bool(found) == (changed != known)
    assert breaks(centre) == []


LINE = {
    "previous_hash": "", "case_no": "ZX-1", "seq": 1, "at": NOW, "kind": "case.received", "actor_id": 1,
    "acting_for_id": None, "data_text": "{}",
}  # fmt: skip


@pytest.mark.parametrize(("field", "other"), [
    ("previous_hash", "x"), ("case_no", "ZX-2"), ("seq", 2), ("at", NOW + timedelta(microseconds=1)),
    ("kind", "case.started"), ("actor_id", None), ("acting_for_id", 1), ("data_text", '{"n":1}'),
])  # fmt: skip
def test_nothing_of_a_line_can_change_without_another_hash(field: str, other: object) -> None:
    assert line_hash(**{**LINE, field: other}) != line_hash(**LINE)
