"""The rows that are written with a case: which tables in which order, and bulk inserts into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Insert, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from casework.certificates.certificate import Certificate
from casework.clocks.case_clock import CaseClock, Extension, Suspension
from casework.documents.official_document import OfficialDocument
from casework.fees.payment_order import PaymentOrder
from casework.history.happening import Happening
from casework.incidents.incident import Incident
from casework.jobs.job import Job
from casework.messages.message import InboxMessage, MessageWait
from casework.notices.outgoing_notice import OutgoingNotice
from casework.tasks.task import Task
from casework.timers.timer import Timer


def _table(mapped: Any) -> Table:
    return cast(Table, mapped.__table__)


CLOCK, SUSPENSION, TIMER = _table(CaseClock), _table(Suspension), _table(Timer)
TASK = _table(Task)
# Order of writing: a row may point at rows of the tables before its own.
TABLES: dict[str, Table] = {
    table.name: table
    for table in map(
        _table,
        (
            OfficialDocument, Certificate, PaymentOrder, CaseClock, Suspension, Extension,
            Task, Timer, MessageWait, Job, Incident, InboxMessage, OutgoingNotice, Happening,
        ),
    )
}  # fmt: skip
_INSERTS = {name: insert(table) for name, table in TABLES.items()}
# Those that others point at give their keys back, and by which of their columns to tell whose key it is.
_NATURAL = {
    "official_document": ("kind", "serial"),
    "task": ("path", "element", "run"),
}
_INSERTS_WITH_KEYS = {
    name: insert(TABLES[name]).returning(TABLES[name].c.id, *(TABLES[name].c[one] for one in columns))
    for name, columns in _NATURAL.items()
}
_PLACE = ("case_id", "path", "element", "run")
# A waiting element that waits anew under the same key takes its row over; a clock that moves keeps its row.
_KEYED = {"timer": _PLACE, "message_wait": _PLACE, "job": _PLACE, "case_clock": ("case_id", "no")}


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Stands in a pending row for the key of another pending row, known once that is written."""

    row: Mapping[str, Any]


def insert_rows(connection: Connection, name: str, rows: list[dict[str, Any]], case_id: int) -> None:
    """Insert rows of one table; those that others point at get their `id`."""
    if "case_id" in TABLES[name].c:
        for row in rows:
            row.setdefault("case_id", case_id)
    for row in rows:
        for column, value in row.items():
            if isinstance(value, KeyOf):
                row[column] = value.row["id"]
    if name in _KEYED:
        connection.execute(_upsert(name, connection.dialect.name), rows)
    elif name in _NATURAL:
        found = connection.execute(_INSERTS_WITH_KEYS[name], rows)
        keys = {tuple(row[1:]): row.id for row in found}
        for row in rows:
            row["id"] = keys[tuple(row[column] for column in _NATURAL[name])]
    else:
        connection.execute(_INSERTS[name], rows)


@cache
def _upsert(name: str, dialect: str) -> Insert:
    table = TABLES[name]
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    key = _KEYED[name]
    anew = {column.name: statement.excluded[column.name] for column in table.c if column.name not in ("id", *key)}
    return statement.on_conflict_do_update(index_elements=key, set_=anew)
