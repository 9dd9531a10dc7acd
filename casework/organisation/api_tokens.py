"""Tokens with which programs act in a person's name; shown once, kept as a hash, with who made and who ended them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.errors import NotFound, Refusal
from casework.organisation.api_token import ApiToken
from casework.organisation.person import Person
from casework.organisation.sign_ins import hash_token, new_token
from casework.permissions import Permission, authorise

LONGEST_LIFE = timedelta(days=3650)
_MAKER, _ENDER = aliased(Person), aliased(Person)
_TOKENS = (
    select(ApiToken, Person, _MAKER.name, _ENDER.name)
    .join(Person, Person.id == ApiToken.person_id)
    .outerjoin(_MAKER, _MAKER.id == ApiToken.created_by)
    .outerjoin(_ENDER, _ENDER.id == ApiToken.revoked_by)
    .order_by(ApiToken.id.desc())
)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token, as whom it acts, who made it (None: the command line) and who ended it."""

    token: ApiToken
    person: Person
    maker: str | None
    ender: str | None


def create_token(
    session: Session, actor: Actor, username: str, name: str, now: datetime, lifetime: timedelta | None = None
) -> str:
    """A new token for the person; this is the only time it can be read.

    Raises `NotFound`, `NotPermitted`, and `Refusal` for a life that is none or longer than ten years.
    """
    authorise(actor, Permission.MANAGE_TOKENS)
    if lifetime is not None and not timedelta(0) < lifetime <= LONGEST_LIFE:
        raise Refusal("token.lifetime", most=LONGEST_LIFE.days, field="days")
    person_id = session.scalar(select(Person.id).where(Person.username == username, Person.is_active))
    if person_id is None:
        raise NotFound("person.not_found", person=username)
    token = new_token()
    session.add(
        ApiToken(
            token_hash=hash_token(token),
            person_id=person_id,
            name=name,
            created_at=now,
            created_by=actor.row_id,
            expires_at=None if lifetime is None else now + lifetime,
        )
    )
    session.flush()
    return token


def revoke_token(session: Session, actor: Actor, token_id: int, now: datetime) -> None:
    """End a token; one's own, or anybody's with the permission. Ending it twice changes nothing."""
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFound("token.not_found")
    if row.person_id != actor.person_id:
        authorise(actor, Permission.MANAGE_TOKENS)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, actor.row_id
    session.flush()


def list_tokens(session: Session, actor: Actor) -> list[TokenRow]:
    """The tokens that act as this person, newest first."""
    return _rows(session, _TOKENS.where(ApiToken.person_id == actor.person_id))


def list_all_tokens(session: Session, actor: Actor) -> list[TokenRow]:
    """Everybody's tokens, newest first. Raises `NotPermitted`."""
    authorise(actor, Permission.MANAGE_TOKENS)
    return _rows(session, _TOKENS)


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[TokenRow]:
    return [TokenRow(*row) for row in session.execute(query)]
