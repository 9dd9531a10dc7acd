"""Which tasks are whose: offered to somebody's posts, or waiting for those in whose name somebody may act (受托)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, or_, select, true, union_all
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.applicant import Applicant
from casework.catalogue.item import ItemVersion
from casework.delegation.delegation import Scope
from casework.delegation.delegations import DelegationRow, acting_for_now
from casework.organisation.sign_ins import actors_for_people
from casework.tasks.task import CLAIMED, OPEN, Task, TaskOffer


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody in whose name the actor may act now: with their posts, and the delegation that says so."""

    actor: Actor
    row: DelegationRow


def principals_now(session: Session, actor: Actor, now: datetime) -> list[Principal]:
    """In whose name the actor may act at this instant, the latest delegation first."""
    rows = acting_for_now(session, actor, now)
    people = actors_for_people(session, [row.principal_id for row in rows], now) if rows else {}
    return [Principal(people[row.principal_id], row) for row in rows if row.principal_id in people]


def offered_to(actor: Actor) -> ColumnElement[bool]:
    """Tasks offered to the person, or to a post with a role they hold in that department (or everywhere)."""
    return Task.id.in_(offers_to(actor))


def offers_to(actor: Actor) -> CompoundSelect[Any]:
    """The keys of these tasks. A union, because no database finds `a or b` by two indexes and tells that it does."""
    keys, names = select(TaskOffer.task_id), sorted(actor.role_names)
    where = {name: sorted(place for role, place in actor.roles if role == name) for name in names}
    return union_all(
        keys.where(TaskOffer.person_id == actor.person_id),
        keys.where(TaskOffer.role.in_(names), TaskOffer.department_id.is_(None)),
        *(keys.where(TaskOffer.role == name, TaskOffer.department_id.in_(where[name])) for name in names),
    )


def of_principals(actor: Actor, principals: Sequence[Principal]) -> ColumnElement[bool]:
    """Waiting tasks of those who delegated to the actor, and what the actor already holds in their name."""
    held = and_(Task.claimed_by == actor.person_id, Task.acting_for_id.isnot(None), Task.status == CLAIMED)
    return or_(held, *(of_principal(one) for one in principals))


def of_principal(one: Principal) -> ColumnElement[bool]:
    """What waits for one of them, as far as the delegation goes; never what the deputy applies for."""
    delegation, principal = one.row.delegation, one.actor
    scope = ItemVersion.item_id.in_(delegation.item_ids) if delegation.scope == Scope.ITEMS else true()
    theirs = or_(
        and_(Task.status == CLAIMED, Task.claimed_by == principal.person_id),
        and_(Task.status == OPEN, offered_to(principal)),
    )
    return and_(theirs, scope, or_(Applicant.person_id.is_(None), Applicant.person_id != delegation.deputy_id))
