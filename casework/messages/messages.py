"""Messages and signals to waiting cases.

A message is delivered at once when a case waits, else kept until one does or it expires. A signal is for those who wait
at that moment; one that a case throws reaches each of them in a transaction of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.actor import SYSTEM, Actor
from casework.cases.case import Case
from casework.cases.case_file import take_file
from casework.cases.case_lists import visible_to
from casework.cases.case_rows import TABLES
from casework.cases.case_state import CASE
from casework.cases.lengths import within
from casework.cases.stepping import step_file
from casework.errors import Conflict, NotPermitted, Refusal, StorageUnavailable
from casework.incidents.incidents import problem_words, record_incident
from casework.messages.message import InboxMessage
from casework.messages.waits import WAIT, wait_at, waiting_for
from casework.office import Office
from casework.organisation.sign_ins import actor_for_person
from casework.permissions import Permission, authorise
from engine.contract import Deliver, Key

log = logging.getLogger("banjian.messages")

LIFE = timedelta(days=30)
AMBIGUOUS = "message.ambiguous"
POSTPONED = timedelta(minutes=10)
INBOX = TABLES["inbox_message"]

_DELIVERED = (
    update(INBOX)
    .where(INBOX.c.id == bindparam("row"), INBOX.c.delivered_at.is_(None))
    .values(delivered_at=bindparam("now"), case_id=bindparam("to_case"))
)
_MEETS = or_(WAIT.c.correlation == INBOX.c.key, CASE.c.case_no == INBOX.c.key, CASE.c.business_key == INBOX.c.key)
_IS_ITS_WAIT = and_(
    WAIT.c.case_id == INBOX.c.case_id,
    WAIT.c.path == INBOX.c.path,
    WAIT.c.element == INBOX.c.element,
    WAIT.c.run == INBOX.c.run,
)
_UNDELIVERED = (
    select(INBOX.c.id)
    .where(
        INBOX.c.delivered_at.is_(None),
        INBOX.c.expires_at > bindparam("now"),
        or_(INBOX.c.next_try_at.is_(None), INBOX.c.next_try_at <= bindparam("now")),
        INBOX.c.id > bindparam("last"),
        INBOX.c.id <= bindparam("newest"),
        # Only those somebody waits for under their key: the others, however many, are in nobody's way.
        exists()
        .where(WAIT.c.name == INBOX.c.name, WAIT.c.kind == INBOX.c.kind)
        .where(WAIT.c.case_id == CASE.c.id, or_(_MEETS, _IS_ITS_WAIT)),
    )
    .order_by(INBOX.c.id)
    .limit(bindparam("most"))
)
_POSTPONE = update(INBOX).where(INBOX.c.id == bindparam("row")).values(next_try_at=bindparam("next"))
_OF_KEY = select(CASE.c.id.label("case_id"), CASE.c.case_no, CASE.c.ended_at).where(
    or_(CASE.c.case_no == bindparam("key"), CASE.c.business_key == bindparam("key"))
)


class Delivery(StrEnum):
    DELIVERED = "delivered"
    KEPT = "kept"
    """Nobody waits yet; it is delivered when somebody does."""
    NOBODY = "nobody"
    """A signal for which nobody waits is gone."""


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
    life: timedelta = LIFE,
) -> Delivery:
    """Hand a message to the one case that waits for it under `key`: case number, business key or correlation value.

    A signal goes to all that wait now and that the actor may see, all or none; without anybody it is gone. Raises
    `Conflict` when several cases wait under the key or the case is over, `Refusal` for a message without one,
    `NotPermitted` for a case the actor may not see, and what the step of the case refuses.
    """
    authorise(actor, Permission.DELIVER_MESSAGE)
    name = within(name, 128, "name")
    key = within(key, 128, "key") if key else None
    if kind == "message" and not key:
        raise Refusal("message.key_missing", field="key")
    targets = waiting_for(session.connection(), kind, name, key)
    if kind == "signal":
        return _broadcast(session, office, actor, targets, name, payload, now)
    _check_one(targets, name, key)
    _check_case(session, actor, key, targets[:1])
    values: dict[str, Any] = {"name": name, "kind": kind, "key": key, "payload": dict(payload)}
    values |= {"sender_id": actor.row_id, "received_at": now, "expires_at": now + life}
    if targets and _step(session, office, actor, targets[0], name, kind, payload, now, kept=values):
        return Delivery.DELIVERED
    session.execute(insert(INBOX).values(**values))
    return Delivery.KEPT


def redeliver(office: Office, now: datetime, limit: int = 200) -> int:
    """Try the kept messages for which somebody waits now; each in its own transaction. Gives how many arrived.

    What these steps throw in their turn is for the next call: a diagram that wakes itself by its own message would
    otherwise keep everybody else waiting for ever.
    """
    arrived, last = 0, 0
    with office.database.reading() as session:
        newest = session.scalar(select(func.max(INBOX.c.id))) or 0
    while arrived < limit:
        with office.database.reading() as session:
            values = {"now": now, "last": last, "newest": newest, "most": limit}
            waiting = list(session.execute(_UNDELIVERED, values).scalars())
        if not waiting:
            break
        arrived += sum(_redeliver_one(office, row, now) for row in waiting)
        last = waiting[-1]
    return arrived


def purge_messages(session: Session, now: datetime) -> int:
    """Forget messages that expired undelivered."""
    gone = delete(INBOX).where(INBOX.c.delivered_at.is_(None), INBOX.c.expires_at <= now)
    return session.connection().execute(gone).rowcount


def _broadcast(
    session: Session,
    office: Office,
    actor: Actor,
    targets: list[Any],
    name: str,
    payload: Mapping[str, Any],
    now: datetime,
) -> Delivery:
    seen = _seen(session, actor, targets)
    # In one order for everybody, so that no two signals hold what the other waits for.
    reached = sorted((row for row in targets if row.case_id in seen), key=lambda row: row.case_id)
    for row in reached:
        _step(session, office, actor, row, name, "signal", payload, now)
    return Delivery.DELIVERED if reached else Delivery.NOBODY


def _check_one(targets: list[Any], name: str, key: str | None) -> None:
    if len({row.case_id for row in targets}) > 1:
        raise Conflict(AMBIGUOUS, count=len(targets), name=name, key=key)


def _check_case(session: Session, actor: Actor, key: str | None, targets: list[Any]) -> None:
    """Raise unless the case is one the actor may see and that still runs; one not opened yet is neither."""
    found = targets or session.connection().execute(_OF_KEY, {"key": key}).all()
    if len(_seen(session, actor, found)) < len(found):
        raise NotPermitted("message.not_yours", key=key)
    if found and not targets and all(row.ended_at is not None for row in found):
        raise Conflict("message.case_over", case_no=found[0].case_no, at=found[0].ended_at)


def _seen(session: Session, actor: Actor, rows: Sequence[Any]) -> set[int]:
    """Which of the rows' cases the actor may see."""
    asked = {row.case_id for row in rows}
    if actor.is_system or not asked:
        return asked
    return set(session.scalars(select(Case.id).where(Case.id.in_(asked), visible_to(actor))))


def _step(
    session: Session,
    office: Office,
    actor: Actor,
    row: Any,
    name: str,
    kind: str,
    payload: Mapping[str, Any],
    now: datetime,
    *,
    kept: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the wait was still there: another step of the case may have closed it. With the step goes what is kept
    of the message."""
    file, key = take_file(session, office, row.case_id, actor, now), Key(row.path, row.element, row.run)
    if not wait_at(file.connection, row.case_id, key):
        return False
    if kept is not None:
        file.add("inbox_message", **kept, delivered_at=now)
    step_file(file, Deliver(key, dict(payload)), told={"name": name, "kind": kind})
    return True


def _redeliver_one(office: Office, row: int, now: datetime) -> int:
    try:
        with office.database.transaction() as session:
            return _deliver_kept(session, office, row, now)
    except Conflict as conflict:
        # Several wait, which people must mend, or somebody steps the case at this moment: the next sweep tries again.
        if conflict.code == AMBIGUOUS:
            with office.database.transaction() as session:
                record_incident(session, AMBIGUOUS, dict(conflict.params), now, key=_incident_key(row))
        return 0
    except StorageUnavailable:
        raise
    except Exception as problem:
        log.warning("message %s is postponed", row, exc_info=problem)
        params = {**problem_words(problem), "minutes": int(POSTPONED.total_seconds() // 60), "message": row}
        with office.database.transaction() as session:
            session.connection().execute(_POSTPONE, {"row": row, "next": now + POSTPONED})
            record_incident(session, "sweep.failed", params, now, key=_incident_key(row))
        return 0


def _incident_key(row: int) -> Key:
    """Each message has an incident of its own."""
    return Key(f"inbox_message/{row}", "", 1)


def _deliver_kept(session: Session, office: Office, row: int, now: datetime) -> int:
    message = session.get(InboxMessage, row, with_for_update={"skip_locked": True})
    if message is None or message.delivered_at is not None:
        return 0
    targets = _targets(session, message)
    if not targets:
        return 0
    sender = None if message.sender_id is None else actor_for_person(session, message.sender_id, now)
    if sender is not None and not _seen(session, sender, targets[:1]):
        return 0
    if not _step(session, office, sender or SYSTEM, targets[0], message.name, message.kind, message.payload, now):
        return 0
    session.connection().execute(_DELIVERED, {"row": row, "now": now, "to_case": targets[0].case_id})
    return 1


def _targets(session: Session, message: InboxMessage) -> list[Any]:
    """The one wait of a signal, or those of the one case that waits for a message."""
    if message.case_id is not None and message.element is not None:
        place = Key(message.path or "", message.element, message.run or 1)
        return wait_at(session.connection(), message.case_id, place)
    targets = waiting_for(session.connection(), message.kind, message.name, message.key)
    _check_one(targets, message.name, message.key)
    return targets
