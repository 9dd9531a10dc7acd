"""Requests that may be sent twice: the first does the work, every later one gets the answer of the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.errors import Refusal
from casework.office import Office
from casework.repeats.answered_request import AnsweredRequest
from casework.types import insert_into

LIFE = timedelta(days=7)

_MINE = (AnsweredRequest.person_id == bindparam("person"), AnsweredRequest.once_key == bindparam("key"))
_FIND = select(
    AnsweredRequest.fingerprint, AnsweredRequest.status, AnsweredRequest.headers, AnsweredRequest.body
).where(*_MINE)


class KeyOfAnotherRequest(Refusal):
    """The one-time key belongs to a request with another address or body."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a program under its one-time key."""

    once_key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


def find_answer(session: Session, actor: Actor, request: Request) -> Answer | None:
    """What this request was answered before, None when it is new. Raises `KeyOfAnotherRequest`."""
    row = session.execute(_FIND, {"person": actor.person_id, "key": request.once_key}).one_or_none()
    if row is None or row.status is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise KeyOfAnotherRequest("request.key_of_another", key=request.once_key, field="Idempotency-Key")
    return Answer(row.status, row.headers, row.body)


def keep_answer(session: Session, actor: Actor, request: Request, answer: Answer, now: datetime) -> bool:
    """Keep the answer with the change that it tells of, in one transaction; False when somebody was first.

    Then this transaction must be given up. Of two that come at once the second waits here until the first is through.
    """
    values = {"person_id": actor.person_id, "once_key": request.once_key, "fingerprint": request.fingerprint, "at": now}
    values |= {"status": answer.status, "headers": dict(answer.headers), "body": answer.body}
    statement = _keep_statement(session.get_bind().dialect.name)
    return session.connection().execute(statement, values).scalar_one_or_none() is not None


def forget_answers(office: Office, now: datetime, limit: int = 0) -> int:
    """Forget every answer older than `LIFE`; one statement removes them all, so there is never a second round."""
    with office.database.transaction() as session:
        session.connection().execute(delete(AnsweredRequest).where(AnsweredRequest.at <= now - LIFE))
    return 0


@cache
def _keep_statement(dialect: str) -> Executable:
    return insert_into(AnsweredRequest, dialect).on_conflict_do_nothing().returning(AnsweredRequest.id)
