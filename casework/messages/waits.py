"""Who waits for a message or a signal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from casework.cases.case_rows import TABLES
from casework.cases.case_state import CASE
from engine.contract import Key

WAIT = TABLES["message_wait"]

_EVERYBODY = (
    select(WAIT.c.case_id, WAIT.c.path, WAIT.c.element, WAIT.c.run)
    .where(WAIT.c.kind == bindparam("kind"), WAIT.c.name == bindparam("name"))
    .order_by(WAIT.c.id)
)
_UNDER_KEY = _EVERYBODY.join(CASE, CASE.c.id == WAIT.c.case_id).where(
    or_(
        WAIT.c.correlation == bindparam("key"),
        CASE.c.case_no == bindparam("key"),
        CASE.c.business_key == bindparam("key"),
    )
)
_AT = select(WAIT.c.case_id, WAIT.c.path, WAIT.c.element, WAIT.c.run).where(
    WAIT.c.case_id == bindparam("case"),
    WAIT.c.path == bindparam("path"),
    WAIT.c.element == bindparam("element"),
    WAIT.c.run == bindparam("run"),
)


def waiting_for(connection: Connection, kind: str, name: str, key: str | None) -> list[Any]:
    """The waits for a name, the oldest first: under the key (case number, business key, correlation), else all."""
    if key is None:
        return list(connection.execute(_EVERYBODY, {"kind": kind, "name": name}))
    return list(connection.execute(_UNDER_KEY, {"kind": kind, "name": name, "key": key}))


def wait_at(connection: Connection, case_id: int, key: Key) -> list[Any]:
    """This very wait, while it stands."""
    place = {"case": case_id, "path": key.path, "element": key.element, "run": key.run}
    return list(connection.execute(_AT, place))
