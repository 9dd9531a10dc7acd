"""Tokens with which programs act in a person's name; shown once, kept as a hash."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.errors import NotFound
from casework.organisation.api_token import ApiToken
from casework.organisation.person import Person
from casework.organisation.sign_ins import hash_token, new_token
from casework.permissions import Permission, authorise


def create_token(
    session: Session, actor: Actor, username: str, name: str, now: datetime, lifetime: timedelta | None = None
) -> str:
    """A new token for the person; this is the only time it can be read. Raises `NotFound`, `NotPermitted`."""
    authorise(actor, Permission.MANAGE_TOKENS)
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
    row.revoked_at = row.revoked_at or now
    session.flush()


def list_tokens(session: Session, actor: Actor) -> list[ApiToken]:
    """The tokens of this person, newest first."""
    query = select(ApiToken).where(ApiToken.person_id == actor.person_id).order_by(ApiToken.id.desc())
    return list(session.scalars(query))


def list_all_tokens(session: Session, actor: Actor) -> list[tuple[ApiToken, Person]]:
    """Everybody's tokens with their persons, newest first. Raises `NotPermitted`."""
    authorise(actor, Permission.MANAGE_TOKENS)
    query = select(ApiToken, Person).join(Person, Person.id == ApiToken.person_id).order_by(ApiToken.id.desc())
    return [(token, person) for token, person in session.execute(query)]
