"""The rows that are written with a case: which tables in which order, all but documents and tasks in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Table, insert

from casework.certificates.certificate import Certificate
from casework.clocks.case_clock import CaseClock, Extension, Suspension
from casework.documents.official_document import OfficialDocument
from casework.fees.payment_order import PaymentOrder
from casework.history.happening import Happening
from casework.incidents.incident import Incident
from casework.jobs.job import Job
from casework.leaves.leave import Leave
from casework.messages.message import InboxMessage, MessageWait
from casework.notices.outgoing_notice import OutgoingNotice
from casework.rows_together import RowsChanged, RowsGone, TableRows, Together, gone_from
from casework.search.search_table import SearchWords
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
            Task, Timer, MessageWait, Job, Incident, InboxMessage, OutgoingNotice, Leave, Happening,
        ),
    )
}  # fmt: skip
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
# Of what no longer waits nothing is kept.
_PASSING = ("timer", "message_wait")
# A certificate of the case that was there before is handed over.
_HANDED = RowsChanged(TABLES["certificate"], ["case_id"], ["received_by", "received_id_ref", "delivered_at", "way"])
_OTHERS = Together(
    *(RowsGone(TABLES[name], _PLACE) for name in _PASSING),
    *(TableRows(table, _KEYED.get(name, ())) for name, table in TABLES.items() if name not in _NATURAL),
    _HANDED,
    SearchWords(),
)


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Stands in a pending row for the key of a pending document, known once that is written."""

    row: Mapping[str, Any]


def insert_rows(connection: Connection, rows: dict[str, list[dict[str, Any]]], case_id: int) -> None:
    """Insert the rows of a case, by name of their table; those that others point at get their `id`.

    Afterwards `rows` is empty.
    """
    for some in rows.values():
        for row in some:
            row.setdefault("case_id", case_id)
    for name, columns in _NATURAL.items():
        if new := rows.get(name):
            found = connection.execute(_INSERTS_WITH_KEYS[name], new)
            keys = {tuple(row[1:]): row.id for row in found}
            for row in new:
                row["id"] = keys[tuple(row[column] for column in columns)]
    for some in rows.values():
        for row in some:
            for column, value in row.items():
                if isinstance(value, KeyOf):
                    row[column] = value.row["id"]
    for name in _PASSING:
        if gone := rows.get(gone_from(name)):
            kept = {_place(row) for row in rows.get(name, ())}
            gone[:] = [row for row in gone if _place(row) not in kept]
    _OTHERS.write(connection, rows)
    rows.clear()


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _PLACE)
