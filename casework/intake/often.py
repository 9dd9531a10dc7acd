"""Which items a clerk registers most, so that the counter finds them first."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.catalogue.item import Item, ItemVersion
from casework.permissions import Permission, authorise

LOOKED_AT = 200
"""Registrations looked back at: what somebody does now counts, not what they did years ago."""


def often_registered(session: Session, actor: Actor, *, limit: int = 6) -> list[str]:
    """Codes of the public items among the actor's latest registrations, the most frequent first."""
    authorise(actor, Permission.REGISTER_CASE)
    latest = (
        select(Case.item_version_id)
        .where(Case.opened_by == actor.person_id, Case.item_version_id.isnot(None))
        .order_by(Case.received_at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    query = (
        select(Item.code)
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .join(latest, latest.c.item_version_id == ItemVersion.id)
        .where(Item.is_internal.is_(False))
        .group_by(Item.code)
        .order_by(func.count().desc(), Item.code)
        .limit(limit)
    )
    return list(session.scalars(query))
