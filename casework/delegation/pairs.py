"""Forbidden pairs: two people of whom neither may act for the other (近亲属, 互相监督 …)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.delegation.delegation import ForbiddenPair
from casework.errors import Refusal
from casework.organisation.person import Person
from casework.permissions import Permission, authorise
from forms.blanks import trimmed


def forbid_pair(session: Session, actor: Actor, one_id: int, other_id: int, reason: str, now: datetime) -> None:
    """Declare that neither of two people may act for the other; declaring it twice keeps the first reason."""
    authorise(actor, Permission.MANAGE_PEOPLE)
    if one_id == other_id:
        raise Refusal("delegation.pair_of_one", field="other")
    if not trimmed(reason):
        raise Refusal("delegation.pair_reason", field="reason")
    if forbidden_reason(session, one_id, other_id) is None:
        first, second = sorted((one_id, other_id))
        session.add(ForbiddenPair(first_id=first, second_id=second, reason=reason.strip(), created_at=now))
        session.flush()


def allow_pair(session: Session, actor: Actor, pair_id: int) -> None:
    """Take the declaration back; one that is gone changes nothing."""
    authorise(actor, Permission.MANAGE_PEOPLE)
    session.execute(delete(ForbiddenPair).where(ForbiddenPair.id == pair_id))


def list_forbidden_pairs(session: Session, actor: Actor) -> list[tuple[ForbiddenPair, Person, Person]]:
    """Every declared pair with both people, the latest first."""
    authorise(actor, Permission.MANAGE_PEOPLE)
    first, second = aliased(Person), aliased(Person)
    query = (
        select(ForbiddenPair, first, second)
        .join(first, first.id == ForbiddenPair.first_id)
        .join(second, second.id == ForbiddenPair.second_id)
        .order_by(ForbiddenPair.id.desc())
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def forbidden_reason(session: Session, one_id: int, other_id: int) -> str | None:
    """Why these two may not act for one another, or None when they may."""
    first, second = sorted((one_id, other_id))
    return session.scalar(
        select(ForbiddenPair.reason).where(ForbiddenPair.first_id == first, ForbiddenPair.second_id == second)
    )
