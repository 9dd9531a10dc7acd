"""Whether every table tells the same story of every case, asked from outside: plain SQL, no code of the product."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from casework.database import Database, metadata
from casework.history.histories import verify
from casework.history.rows import verify_rows

# Each gives a row per fault; "open" tasks are those not yet closed.
FAULTS = {
    "an ended case with an open task": """select c.case_no from "case" c join task t on t.case_id = c.id
        where c.ended_at is not null and t.closed_at is null""",
    "a running case without an open task": """select c.case_no from "case" c where c.ended_at is null
        and not exists (select 1 from task t where t.case_id = c.id and t.closed_at is null)""",
    "an open task that is offered to nobody": """select t.id from task t where t.closed_at is null
        and not exists (select 1 from task_offer o where o.task_id = t.id)""",
    "an offer of a task that is over": """select o.task_id from task_offer o join task t on t.id = o.task_id
        where t.closed_at is not null""",
    "a timer without its task": """select m.case_id from timer m where not exists (select 1 from task t
        where t.case_id = m.case_id and t.element = 'handle' and t.closed_at is null)""",
    "a watched task with neither its timer nor what that opens": """select t.case_id from task t
        where t.element = 'handle' and t.closed_at is null
        and not exists (select 1 from timer m where m.case_id = t.case_id)
        and not exists (select 1 from task u where u.case_id = t.case_id and u.element = 'urge')""",
    "a clock that runs on after the end": """select k.case_id from case_clock k join "case" c on c.id = k.case_id
        where c.ended_at is not null and k.stopped_at is null and k.kind <> 'delivery'""",
    "a running case without its two clocks": """select c.case_no from "case" c where c.ended_at is null
        and 2 <> (select count(*) from case_clock k where k.case_id = c.id and k.stopped_at is null)""",
    "a case without its notice of acceptance": """select c.case_no from "case" c
        where 1 <> (select count(*) from official_document d where d.case_id = c.id and d.kind = 'D01')""",
    "done tasks that the history does not know": """select c.case_no from "case" c
        where (select count(*) from task t where t.case_id = c.id and t.status = 'done')
        <> (select count(*) from happening h where h.case_id = c.id and h.kind = 'task.completed')""",
    "a gap in the numbers of documents": """select s.kind from document_series s where s.last
        <> (select count(*) from official_document d
        where d.kind = s.kind and d.year = s.year and d.organ = s.organ)""",
    "a gap in the numbers of cases": """select 1 where (select count(*) from "case")
        <> (select coalesce(sum(last), 0) from case_series)""",
}


def faults(session: Session) -> list[str]:
    """What does not agree, in words; empty when all is whole."""
    found = [f"{what}: {row[0]}" for what, query in FAULTS.items() for row in session.execute(text(query))]
    found += [one.in_language("en") for one in chain(verify(session), verify_rows(session))]
    open_now = text("select element, run from task where case_id = :case and closed_at is null")
    for case in session.execute(text('select id, case_no, snapshot from "case" where ended_at is null')):
        tokens = {(one["e"], one.get("r", 0)) for one in json.loads(case.snapshot)["tokens"]}
        if not {tuple(row) for row in session.execute(open_now, {"case": case.id})} <= tokens:
            found.append(f"{case.case_no}: a task is open where no token stands, of {tokens}")
    return found


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for how long a worker has reserved a timer for itself."""
    with database.reading() as session:
        return {
            table.name: sorted(tuple(map(repr, row)) for row in session.execute(select(*_told(table))))
            for table in metadata.sorted_tables
        }


def _told(table: Table) -> list[Any]:
    return [column for column in table.columns if column.name not in ("next_try_at", "attempts")]
