"""Delegate work for a while, take it back, and tell who may act for whom (委托: STAFF-04, C12.4).

A delegation ends by itself: every question is asked at an instant. Nobody delegates to themselves, nobody who has
delegated is a deputy within that period, and what a deputy does stands in the history as 甲代乙.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.catalogue.item import Item
from casework.delegation.delegation import Delegation, ForbiddenPair, Scope
from casework.errors import Conflict, NotFound, NotPermitted, Refusal
from casework.organisation.people import get_person
from casework.organisation.person import Person
from casework.permissions import Permission, authorise
from forms.blanks import trimmed

MOST_DAYS = 180


class MayNotActFor(NotPermitted):
    """The deputy may not do this in the principal's name; the code says why."""


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation with the names of both people."""

    delegation: Delegation
    principal_name: str
    deputy_name: str
    forbidden: str | None = None
    """Why these two may not act for one another, if they may not."""

    @property
    def ends_at(self) -> datetime:
        return self.delegation.ends_at

    @property
    def principal_id(self) -> int:
        return self.delegation.principal_id


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of whom one is to act for the other, and all that is asked before: read by one statement."""

    principal: Person
    deputy: Person
    forbidden: str | None
    rows: Sequence[DelegationRow]
    """What either has delegated meanwhile."""

    def check(self) -> None:
        """Raise `Refusal` unless the deputy may act for the other, `Conflict` when they have delegated meanwhile."""
        _check_deputy(self.principal, self.deputy, self.forbidden)
        _check_chain(self.deputy, self.rows)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the check needs to know about a case: its item and, for staff matters, who applies."""

    item_id: int | None
    applicant_person_id: int | None = None


def create_delegation(
    session: Session,
    actor: Actor,
    deputy_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
    *,
    principal_id: int | None = None,
    item_ids: Sequence[int] | None = None,
    pair: Pair | None = None,
) -> Delegation:
    """Let the deputy act for the principal (default: the actor) in a period, for all work or by item.

    Raises `Refusal` and `Conflict` as the rules above say; `NotPermitted` when the principal is somebody else and the
    actor may not delegate for others. `pair` is what `read_pair` gave for the same people and period.
    """
    whose = actor.person_id if principal_id is None else principal_id
    pair = pair or read_pair(session, whose, deputy_id, starts_at, ends_at)
    principal, deputy = pair.principal, pair.deputy
    if principal.id != actor.person_id:
        authorise(actor, Permission.MANAGE_DELEGATIONS, principal.department_id)
    # How long a leave lasts is for its approvers to say.
    _check_request(starts_at, ends_at, reason, now, None if actor.is_system else MOST_DAYS)
    items = _checked_items(session, item_ids)
    _check_deputy(principal, deputy, pair.forbidden)
    # What is over clashes with nothing, even where the period began before today.
    _check_period(pair, items, max(starts_at, now), ends_at)
    row = Delegation(
        principal_id=principal.id,
        deputy_id=deputy.id,
        starts_at=starts_at,
        ends_at=ends_at,
        scope=(Scope.ALL if items is None else Scope.ITEMS).value,
        item_ids=items or [],
        reason=reason.strip(),
        created_by=actor.row_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def read_pair(
    session: Session, principal_id: int, deputy_id: int, starts_at: datetime, ends_at: datetime, *, hold: bool = True
) -> Pair:
    """The two and what they have delegated in the period; with `hold` it stays so for us. Raises `NotFound`."""
    if hold:
        _take_turns(session, principal_id, deputy_id)
    principal, deputy, other = aliased(Person), aliased(Person), aliased(Person)
    theirs = and_(Delegation.principal_id.in_((principal_id, deputy_id)), _overlapping(starts_at, ends_at))
    query = (
        select(principal, deputy, ForbiddenPair.reason, Delegation, other.name)
        .select_from(principal)
        .join(deputy, deputy.id == deputy_id)
        .outerjoin(ForbiddenPair, is_pair(principal.id, deputy.id))
        .outerjoin(Delegation, theirs)
        .outerjoin(other, other.id == Delegation.deputy_id)
        .where(principal.id == principal_id)
        .order_by(Delegation.starts_at.desc(), Delegation.id.desc())
    )
    found = session.execute(query).all()
    if not found:
        return Pair(get_person(session, principal_id), get_person(session, deputy_id), None, ())
    names = {person.id: person.name for person in found[0][:2]}
    rows = [DelegationRow(row[3], names[row[3].principal_id], row[4]) for row in found if row[3] is not None]
    return Pair(*found[0][:3], rows)


def interrupt_delegations(
    session: Session, pair: Pair, starts_at: datetime, ends_at: datetime, now: datetime
) -> list[DelegationRow]:
    """What the principal has delegated stands still in a period that goes to one deputy; gives the parts that do.

    Before and after the period each delegation runs as it did. Name the delegation that takes their place as
    `interrupted_by_id` of the parts, and `end_delegations` gives them back.
    """
    starts_at = max(starts_at, now)
    rows = [row for row in _during(pair.rows, starts_at, ends_at) if row.principal_id == pair.principal.id]
    parts = [replace(row, delegation=_cut_out(session, row.delegation, starts_at, ends_at)) for row in rows]
    for row in parts:
        row.delegation.revoked_at = now
    return parts


def end_delegations(
    session: Session, ids: Collection[int], now: datetime
) -> tuple[list[Delegation], list[DelegationRow]]:
    """These end now, even if they stand still, and what stood still for them goes on; gives what ends, what goes on.

    What is over stays so, and so does what could not be delegated to that deputy any more.
    """
    about = or_(Delegation.id.in_(ids), Delegation.interrupted_by_id.in_(ids))
    rows = _rows(session, and_(about, Delegation.ends_at > now)) if ids else []
    ending = [row.delegation for row in rows if row.delegation.id in ids and not row.delegation.is_revoked]
    for one in ending:
        one.revoked_at, one.interrupted_by_id = now, None
    session.flush()
    others = (row for row in rows if row.delegation.id not in ids)
    return ending, [row for row in others if _resume(session, row.delegation, now)]


def revoke_delegation(session: Session, actor: Actor, delegation_id: int, now: datetime) -> Delegation:
    """End a delegation now: by its principal, or by who may delegate for others. Raises `Conflict` when it is over."""
    row = session.get(Delegation, delegation_id)
    if row is None:
        raise NotFound("delegation.not_found")
    if row.principal_id != actor.person_id:
        authorise(actor, Permission.MANAGE_DELEGATIONS, get_person(session, row.principal_id).department_id)
    if row.is_revoked:
        raise Conflict("delegation.revoked", at=row.revoked_at)
    if row.ends_at <= now:
        raise Conflict("delegation.over", at=row.ends_at)
    # What stands still for a leave does not come back then.
    row.revoked_at, row.interrupted_by_id = now, None
    session.flush()
    return row


def get_delegation(session: Session, delegation_id: int) -> DelegationRow:
    """Raises `NotFound`."""
    rows = _rows(session, Delegation.id == delegation_id)
    if not rows:
        raise NotFound("delegation.not_found")
    return rows[0]


def acting_for_now(session: Session, actor: Actor, now: datetime) -> list[DelegationRow]:
    """For whom the actor may act at this instant; nobody across a forbidden pair, whenever it was declared."""
    rows = _rows(session, and_(Delegation.deputy_id == actor.person_id, running_at(now)))
    return [row for row in rows if row.forbidden is None]


def list_delegations(session: Session, person_id: int) -> list[DelegationRow]:
    """Every delegation this person gave or received, the latest first."""
    return _rows(session, or_(Delegation.principal_id == person_id, Delegation.deputy_id == person_id))


def may_act_for(session: Session, actor: Actor, principal_id: int, case: CaseFacts, now: datetime) -> Actor:
    """The actor in the principal's name (甲代乙), fit for the history. Raises `MayNotActFor` saying why not.

    Never for a case the deputy applies for, and never across a forbidden pair, even if the pair was declared after
    the delegation.
    """
    rows = _rows(
        session,
        and_(Delegation.deputy_id == actor.person_id, Delegation.principal_id == principal_id, running_at(now)),
    )
    row = next((row for row in rows if row.delegation.covers(case.item_id)), None)
    if row is None:
        raise MayNotActFor("delegation.none", principal=get_person(session, principal_id).name)
    name = row.principal_name
    if case.applicant_person_id is not None and case.applicant_person_id == actor.person_id:
        raise MayNotActFor("delegation.deputy_is_applicant", principal=name)
    if row.forbidden is not None:
        raise MayNotActFor("delegation.forbidden_pair", principal=name, deputy=actor.name, reason=row.forbidden)
    return replace(actor, acting_for=principal_id)


def running_at(now: datetime) -> ColumnElement[bool]:
    """The condition on `Delegation` that it runs at an instant."""
    return and_(Delegation.starts_at <= now, Delegation.ends_at > now, Delegation.revoked_at.is_(None))


def _rows(session: Session, condition: ColumnElement[bool]) -> list[DelegationRow]:
    principal, deputy = aliased(Person), aliased(Person)
    query = (
        select(Delegation, principal.name, deputy.name, ForbiddenPair.reason)
        .join(principal, principal.id == Delegation.principal_id)
        .join(deputy, deputy.id == Delegation.deputy_id)
        .outerjoin(ForbiddenPair, is_pair(Delegation.principal_id, Delegation.deputy_id))
        .where(condition)
        .order_by(Delegation.starts_at.desc(), Delegation.id.desc())
    )
    return [DelegationRow(*row) for row in session.execute(query)]


def _check_request(starts_at: datetime, ends_at: datetime, reason: str, now: datetime, most_days: int | None) -> None:
    if not trimmed(reason):
        raise Refusal("delegation.no_reason", field="reason")
    if ends_at <= starts_at or ends_at <= now:
        raise Refusal("delegation.period", field="ends_at")
    if most_days is not None and ends_at - starts_at > timedelta(days=most_days):
        raise Refusal("delegation.too_long", most=most_days, field="ends_at")


def _checked_items(session: Session, item_ids: Sequence[int] | None) -> list[int] | None:
    if item_ids is None:
        return None
    wanted = sorted(set(item_ids))
    if not wanted:
        raise Refusal("delegation.no_items", field="item_ids")
    known = set(session.scalars(select(Item.id).where(Item.id.in_(wanted))))
    if known != set(wanted):
        raise Refusal("delegation.unknown_item", field="item_ids")
    return wanted


def _check_deputy(principal: Person, deputy: Person, forbidden: str | None) -> None:
    if principal.id == deputy.id:
        raise Refusal("delegation.to_oneself", field="deputy_id")
    if not deputy.is_active:
        raise Refusal("delegation.deputy_closed", deputy=deputy.name, field="deputy_id")
    if forbidden is not None:
        raise Refusal(
            "delegation.forbidden_pair", principal=principal.name, deputy=deputy.name, reason=forbidden,
            field="deputy_id",
        )  # fmt: skip


def _take_turns(session: Session, *people: int) -> None:
    """Of two delegations made at the same instant that touch one person the second sees the first.

    On SQLite they do so anyway: a transaction has the whole database for itself since it began.
    """
    if session.get_bind().dialect.name != "sqlite":
        rows = select(Person.id).where(Person.id.in_(set(people))).order_by(Person.id)
        session.execute(rows.with_for_update(key_share=True))


def _during(rows: Iterable[DelegationRow], starts_at: datetime, ends_at: datetime) -> list[DelegationRow]:
    """Those of the rows that stand in the period, as they are now."""
    every = ((row, row.delegation) for row in rows)
    return [row for row, one in every if one.revoked_at is None and one.starts_at < ends_at and one.ends_at > starts_at]


def _cut_out(session: Session, old: Delegation, starts_at: datetime, ends_at: datetime) -> Delegation:
    """The part of a delegation that lies in a period, as a row of its own; the rest stays."""
    begins, ends = old.starts_at, old.ends_at
    if begins >= starts_at and ends <= ends_at:
        return old
    if begins < starts_at and ends > ends_at:
        session.add(_copy_of(old, ends_at, ends))
    if begins < starts_at:
        old.ends_at = starts_at
    else:
        old.starts_at = ends_at
    part = _copy_of(old, max(begins, starts_at), min(ends, ends_at))
    session.add(part)
    return part


def _copy_of(old: Delegation, starts_at: datetime, ends_at: datetime) -> Delegation:
    names = ("principal_id", "deputy_id", "scope", "item_ids", "reason", "created_by", "created_at")
    return Delegation(**{name: getattr(old, name) for name in names}, starts_at=starts_at, ends_at=ends_at)


def _resume(session: Session, part: Delegation, now: datetime) -> bool:
    starts_at = max(part.starts_at, now)
    pair = read_pair(session, part.principal_id, part.deputy_id, starts_at, part.ends_at)
    try:
        _check_deputy(pair.principal, pair.deputy, pair.forbidden)
        _check_period(pair, None if part.scope == Scope.ALL else part.item_ids, starts_at, part.ends_at)
    except Refusal:
        return False
    part.starts_at, part.revoked_at, part.interrupted_by_id = starts_at, None, None
    session.flush()
    return True


def _check_period(pair: Pair, items: Iterable[int] | None, starts_at: datetime, ends_at: datetime) -> None:
    meanwhile = _during(pair.rows, starts_at, ends_at)
    _check_chain(pair.deputy, meanwhile)
    _check_overlap(pair.principal, items, meanwhile)


def _check_chain(deputy: Person, meanwhile: Iterable[DelegationRow]) -> None:
    """A deputy who is away in that period is none; what one received never passes on (`may_act_for` reads one link)."""
    if any(row.principal_id == deputy.id for row in meanwhile):
        raise Conflict("delegation.chain", person=deputy.name, field="deputy_id")


def _check_overlap(principal: Person, items: Iterable[int] | None, meanwhile: Iterable[DelegationRow]) -> None:
    for row in meanwhile:
        old = row.delegation
        if row.principal_id != principal.id:
            continue
        if items is None or old.scope == Scope.ALL or set(items) & set(old.item_ids):
            raise Conflict("delegation.overlap", deputy=row.deputy_name, field="starts_at")


def _overlapping(starts_at: datetime, ends_at: datetime) -> ColumnElement[bool]:
    return and_(Delegation.starts_at < ends_at, Delegation.ends_at > starts_at, Delegation.revoked_at.is_(None))


def is_pair(one: Any, other: Any) -> ColumnElement[bool]:
    """The condition on `ForbiddenPair` that it is about these two; it names the one with the smaller key first."""
    return or_(
        and_(ForbiddenPair.first_id == one, ForbiddenPair.second_id == other),
        and_(ForbiddenPair.first_id == other, ForbiddenPair.second_id == one),
    )
