"""Posts and who holds them (A岗 and B岗)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.database import refusing_duplicates
from casework.errors import Conflict, NotFound
from casework.organisation.department import Department
from casework.organisation.people import get_person, held_now
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding, Rank
from casework.organisation.role import Role
from casework.organisation.seen import check_seen
from casework.permissions import Permission, authorise

EDITABLE = frozenset({"name", "is_active"})


@dataclass(frozen=True, slots=True)
class Holding:
    id: int
    person_id: int
    name: str
    rank: str
    since: datetime
    until: datetime | None
    is_active: bool
    """The account is open; nobody with a closed one is given a task."""


@dataclass(frozen=True, slots=True)
class PostRow:
    post: Post
    department_name: str
    holders: tuple[Holding, ...]
    coming: tuple[Holding, ...] = ()
    """Who will hold it from a later day on."""

    @property
    def is_vacant(self) -> bool:
        return self.post.is_active and not any(one.is_active for one in self.holders)


def get_post(session: Session, post_id: int) -> Post:
    """Raises `NotFound`."""
    post = session.get(Post, post_id)
    if post is None:
        raise NotFound("post.not_found", post=post_id)
    return post


def add_post(session: Session, actor: Actor, code: str, name: str, department_id: int, role: Role) -> Post:
    """Raises `Conflict` when the code is taken, `NotPermitted`."""
    authorise(actor, Permission.MANAGE_ORGANISATION)
    post = Post(code=code, name=name, department_id=department_id, role=Role(role).value)
    with refusing_duplicates(session, Conflict("organisation.code_taken", taken=code, field="code")):
        session.add(post)
        session.flush()
    return post


def edit_post(
    session: Session, actor: Actor, post_id: int, changes: Mapping[str, Any], *, seen: Mapping[str, Any] | None = None
) -> Post:
    """Rename or close a post. Role and department stay: a post with another role is another post.

    Raises `ChangedMeanwhile` when the row is not what was `seen` (`values_seen`).
    """
    authorise(actor, Permission.MANAGE_ORGANISATION)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise Conflict("organisation.field_fixed", field=sorted(unknown)[0])
    post = get_post(session, post_id)
    check_seen(session, post, EDITABLE, seen)
    for name, value in changes.items():
        setattr(post, name, value)
    session.flush()
    return post


def hold_post(
    session: Session,
    actor: Actor,
    post_id: int,
    person_id: int,
    rank: Rank,
    since: datetime,
    until: datetime | None = None,
) -> PostHolding:
    """Put a person on a post from `since` on, as A or as B. A new A holder ends the former one's holding.

    Raises `Conflict` when the person holds the post already or the account is closed, `NotPermitted`.
    """
    authorise(actor, Permission.MANAGE_PEOPLE)
    post, person = get_post(session, post_id), get_person(session, person_id)
    if not person.is_active or not post.is_active:
        raise Conflict("post.closed", person=person.name, post=post.name)
    taken = Conflict("post.held_already", person=person.name, post=post.name)
    running = (PostHolding.post_id == post_id, held_now(since))
    if session.scalar(select(PostHolding.id).where(*running, PostHolding.person_id == person_id)) is not None:
        raise taken
    if rank == Rank.A:
        session.execute(update(PostHolding).where(*running, PostHolding.rank == Rank.A).values(until=since))
    holding = PostHolding(post_id=post_id, person_id=person_id, rank=Rank(rank).value, since=since, until=until)
    with refusing_duplicates(session, taken):
        session.add(holding)
        session.flush()
    return holding


def end_holding(session: Session, actor: Actor, holding_id: int, now: datetime) -> None:
    """Take a person off a post; twice changes nothing. Raises `NotFound`, `NotPermitted`."""
    authorise(actor, Permission.MANAGE_PEOPLE)
    holding = session.get(PostHolding, holding_id)
    if holding is None:
        raise NotFound("post.no_holding")
    if holding.until is None or holding.until > now:
        holding.until = max(now, holding.since)
    session.flush()


def list_posts(session: Session, now: datetime, *, department_id: int | None = None) -> list[PostRow]:
    """Posts with those who hold them now or will, by department and code."""
    query = select(Post, Department.name).join(Department).order_by(Department.code, Post.code)
    if department_id is not None:
        query = query.where(Post.department_id == department_id)
    holders: dict[int, tuple[Holding, ...]] = {}
    coming: dict[int, tuple[Holding, ...]] = {}
    rows = session.execute(
        select(PostHolding, Person.name, Person.is_active)
        .join(Person, Person.id == PostHolding.person_id)
        # One that was ended before it began has no length.
        .where(or_(PostHolding.until.is_(None), and_(PostHolding.until > now, PostHolding.until > PostHolding.since)))
        .order_by(PostHolding.rank, PostHolding.id)
    )
    for held, name, is_active in rows:
        entry = Holding(held.id, held.person_id, name, held.rank, held.since, held.until, is_active)
        when = coming if held.since > now else holders
        when[held.post_id] = (*when.get(held.post_id, ()), entry)
    return [
        PostRow(post, department, holders.get(post.id, ()), coming.get(post.id, ()))
        for post, department in session.execute(query)
    ]
