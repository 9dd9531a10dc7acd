"""Lists and sweeps find their rows by an index: none of them reads a table that grows from end to end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from casework.actor import Actor
from casework.cases.case_lists import CaseFilter, cases_of_applicant, open_duplicates, search_cases
from casework.database import Database, Session
from casework.organisation.department import Department
from casework.tasks.department_work import department_work
from casework.tasks.inbox import Tab, list_inbox
from tests.casework.people import NOW, an_office
from worker import SWEEPS

HANDLER = Actor(person_id=7, name="何承办", username="he", department_id=3, roles=frozenset({("handler", 3)}))
CHIEF = Actor(person_id=8, name="周主任", username="zhou", department_id=3, roles=frozenset({("chief", 3)}))
GROWING = (
    "applicant", "case", "case_clock", "happening", "inbox_message", "incident", "job", "message_wait",
    "official_document", "outgoing_notice", "personal_value", "suspension", "task", "task_offer", "timer",
)  # fmt: skip
LISTS: dict[str, Callable[[Session], Any]] = {
    **{f"inbox {tab}": lambda session, tab=tab: list_inbox(session, HANDLER, tab, NOW) for tab in Tab},
    "search": lambda session: search_cases(session, HANDLER, CaseFilter(query="王小明")),
    "cases of a department": lambda session: search_cases(session, CHIEF, CaseFilter(is_open=True)),
    "cases of an applicant": lambda session: cases_of_applicant(session, 5),
    "open duplicates": lambda session: open_duplicates(session, 5, 6),
    "department": lambda session: department_work(
        session, CHIEF, 3, NOW, today_end=NOW, month_start=NOW - timedelta(days=20)
    ),
}


@contextmanager
def asked(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The queries that run inside the block, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *more: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def read_whole(engine: Engine, statement: str, parameters: Any) -> list[str]:
    """The growing tables that the plan of the statement reads from end to end."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            scanned = [row[3].split()[1] for row in rows if row[3].startswith("SCAN ") and "USING" not in row[3]]
            names = aliases(statement)
            found = [names.get(name, name) for name in scanned]
        else:
            # An empty table is read whole whatever indexes it has, unless that is made to look dear.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            found = re.findall(r'Seq Scan on "?(\w+)', "\n".join(row[0] for row in rows))
    return [name for name in found if name in GROWING]


def aliases(statement: str) -> dict[str, str]:
    return {alias: table for table, alias in re.findall(r'(?:FROM|JOIN) "?(\w+)"? AS (\w+)', statement)}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_finds_its_rows_by_an_index(database: Database, name: str) -> None:
    with database.transaction() as session:
        session.add(Department(id=3, code="ZJ", name="住房和城乡建设局", short_name="住建"))

    with asked(database.engine) as statements, database.reading() as session:
        LISTS[name](session)

    whole = {table: text for text, values in statements for table in read_whole(database.engine, text, values)}
    assert statements and whole == {}


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
def test_a_sweep_finds_what_is_due_by_an_index(database: Database, tmp_path: Path, sweep: Any) -> None:
    office = an_office(tmp_path, database=database)

    with asked(database.engine) as statements:
        sweep.run(office, NOW, 100)

    whole = {table: text for text, values in statements for table in read_whole(database.engine, text, values)}
    assert statements and whole == {}
