"""Messages and signals to waiting cases: delivered at once when one waits, else kept until one does or it expires."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.cases.case_file import open_file
from casework.cases.case_rows import TABLES
from casework.cases.case_state import CASE
from casework.cases.lengths import within
from casework.cases.stepping import step_file
from casework.errors import Conflict, Refusal, StorageUnavailable
from casework.incidents.incidents import problem_words, record_incident
from casework.messages.message import InboxMessage
from casework.office import Office
from casework.permissions import Permission, authorise
from engine.contract import Deliver, Key

log = logging.getLogger("banjian.messages")

LIFE = timedelta(days=30)
POSTPONED = timedelta(minutes=10)
WAIT, INBOX = TABLES["message_wait"], TABLES["inbox_message"]

_WAITING = (
    select(WAIT.c.case_id, WAIT.c.path, WAIT.c.element, WAIT.c.run)
    .join(CASE, CASE.c.id == WAIT.c.case_id)
    .where(
        WAIT.c.kind == bindparam("kind"),
        WAIT.c.name == bindparam("name"),
        or_(
            WAIT.c.correlation == bindparam("key"),
            CASE.c.case_no == bindparam("key"),
            CASE.c.business_key == bindparam("key"),
        ),
    )
    .order_by(WAIT.c.id)
)
_EVERYBODY = (
    select(WAIT.c.case_id, WAIT.c.path, WAIT.c.element, WAIT.c.run)
    .where(WAIT.c.kind == bindparam("kind"), WAIT.c.name == bindparam("name"))
    .order_by(WAIT.c.id)
)
_DELIVERED = (
    update(INBOX)
    .where(INBOX.c.id == bindparam("row"), INBOX.c.delivered_at.is_(None))
    .values(delivered_at=bindparam("now"), case_id=bindparam("to_case"))
)
_UNDELIVERED = (
    select(INBOX.c.id)
    .where(
        INBOX.c.delivered_at.is_(None),
        INBOX.c.expires_at > bindparam("now"),
        exists().where(WAIT.c.name == INBOX.c.name, WAIT.c.kind == INBOX.c.kind),
    )
    .order_by(INBOX.c.id)
    .limit(bindparam("most"))
)


class Delivery(StrEnum):
    DELIVERED = "delivered"
    KEPT = "kept"
    """Nobody waits yet; it is delivered when somebody does."""
    REPEATED = "repeated"
    """The sender's one-time key was seen before; nothing is done twice."""


def deliver_message(
    session: Session,
    office: Office,
    actor: Actor,
    name: str,
    key: str | None,
    payload: Mapping[str, Any],
    now: datetime,
    *,
    kind: str = "message",
    once_key: str | None = None,
    life: timedelta = LIFE,
) -> Delivery:
    """Hand a message to the one case that waits for it under `key`: case number, business key or correlation value.

    A signal goes to all that wait; without anybody it is gone, as signals are. Raises `Conflict` when several cases
    wait under the key, `Refusal` for a message without one, `NotPermitted`, and what the step of the case refuses.
    """
    authorise(actor, Permission.DELIVER_MESSAGE)
    name = within(name, 128, "name")
    key = within(key, 128, "key") if key else None
    if kind == "message" and not key:
        raise Refusal("message.key_missing", field="key")
    if once_key and session.execute(select(INBOX.c.id).where(INBOX.c.once_key == once_key)).first():
        return Delivery.REPEATED
    targets = _targets(session, kind, name, key)
    if kind == "message" and len({row.case_id for row in targets}) > 1:
        raise Conflict("message.ambiguous", count=len(targets), name=name, key=key)
    if kind == "message":
        targets = targets[:1]
    for row in targets:
        file = open_file(session, office, row.case_id, actor, now)
        step_file(file, Deliver(Key(row.path, row.element, row.run), dict(payload)), told={"name": name, "kind": kind})
    if kind == "message" or once_key:
        _keep(session, name, kind, key, payload, now, life, once_key, targets)
    return Delivery.DELIVERED if targets else Delivery.KEPT


def redeliver(office: Office, now: datetime, limit: int = 200) -> int:
    """Try the kept messages for which somebody waits now; each in its own transaction. Gives how many arrived."""
    with office.database.reading() as session:
        waiting = list(session.execute(_UNDELIVERED, {"now": now, "most": limit}).scalars())
    return sum(_redeliver_one(office, row, now) for row in waiting)


def purge_messages(session: Session, now: datetime) -> int:
    """Forget messages that expired undelivered."""
    gone = delete(INBOX).where(INBOX.c.delivered_at.is_(None), INBOX.c.expires_at <= now)
    return session.connection().execute(gone).rowcount


def _targets(session: Session, kind: str, name: str, key: str | None) -> list[Any]:
    statement = _EVERYBODY if kind == "signal" and not key else _WAITING
    values = {"kind": kind, "name": name} | ({} if statement is _EVERYBODY else {"key": key})
    return list(session.connection().execute(statement, values))


def _keep(
    session: Session,
    name: str,
    kind: str,
    key: str | None,
    payload: Mapping[str, Any],
    now: datetime,
    life: timedelta,
    once_key: str | None,
    targets: list[Any],
) -> None:
    values = {
        "name": name,
        "kind": kind,
        "key": key,
        "payload": dict(payload),
        "received_at": now,
        "expires_at": now + life,
        "delivered_at": now if targets else None,
        "case_id": targets[0].case_id if targets else None,
        "once_key": once_key,
    }
    session.connection().execute(insert(INBOX).values(**values))


def _redeliver_one(office: Office, row: int, now: datetime) -> int:
    try:
        with office.database.transaction() as session:
            return _deliver_kept(session, office, row, now)
    except Conflict:
        # Several wait, or somebody steps the case at this moment: the next sweep tries again.
        return 0
    except StorageUnavailable:
        raise
    except Exception as problem:
        log.warning("message %s is postponed", row, exc_info=problem)
        params = {**problem_words(problem), "minutes": int(POSTPONED.total_seconds() // 60), "message": row}
        with office.database.transaction() as session:
            record_incident(session, "sweep.failed", params, now)
        return 0


def _deliver_kept(session: Session, office: Office, row: int, now: datetime) -> int:
    message = session.get(InboxMessage, row, with_for_update={"skip_locked": True})
    if message is None or message.delivered_at is not None:
        return 0
    targets = _targets(session, message.kind, message.name, message.key)
    if not targets:
        return 0
    if message.kind == "message" and len({one.case_id for one in targets}) > 1:
        raise Conflict("message.ambiguous", count=len(targets), name=message.name, key=message.key)
    for one in targets if message.kind == "signal" else targets[:1]:
        file = open_file(session, office, one.case_id, SYSTEM, now)
        told = {"name": message.name, "kind": message.kind}
        step_file(file, Deliver(Key(one.path, one.element, one.run), dict(message.payload)), told=told)
    session.connection().execute(_DELIVERED, {"row": row, "now": now, "to_case": targets[0].case_id})
    return 1
