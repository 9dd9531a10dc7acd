"""People: add, change, close, find; who holds a role somewhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.database import refusing_duplicates
from casework.errors import Conflict, NotFound, Refusal
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.passwords import check_new_password
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.organisation.seen import check_seen
from casework.organisation.sign_ins import end_sign_ins
from casework.page import PAGE_SIZE, Page, containing, page_of
from casework.permissions import Permission, authorise

EDITABLE = frozenset({"name", "department_id", "point_id", "phone", "language", "theme", "is_active"})
OWN = frozenset({"phone", "language", "theme"})
# No signs that look alike, so that it can be read out over the telephone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: Person
    department_name: str | None
    posts: tuple[tuple[str, str, str], ...]
    """(post name, role, rank) of the posts held now."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post with the role that was asked for."""

    person_id: int
    name: str
    rank: str
    post_id: int
    username: str


def get_person(session: Session, person_id: int) -> Person:
    """Raises `NotFound`."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person.not_found", person=person_id)
    return person


def find_person(session: Session, username: str) -> Person | None:
    return session.scalar(select(Person).where(Person.username == username))


def add_person(
    session: Session,
    office: Office,
    actor: Actor,
    username: str,
    name: str,
    *,
    password: str | None = None,
    must_change_password: bool = True,
    **fields: Any,
) -> tuple[Person, str]:
    """A new person and the first password, made up here unless given; it must be changed at the first sign-in.

    Raises `Conflict` when the user name is taken, `Refusal` when it is no user name, `NotPermitted`.
    """
    authorise(actor, Permission.MANAGE_PEOPLE)
    login = username.strip().lower()
    if not 2 <= len(login) <= 50 or not login.isascii() or not login.replace(".", "").replace("-", "").isalnum():
        raise Refusal("person.bad_username", username=username, field="username")
    if not name.strip():
        raise Refusal("person.no_name", field="name")
    _check_fields(fields, EDITABLE)
    first = new_password() if password is None else password
    person = Person(
        username=login,
        name=name.strip(),
        password_hash=office.passwords.hash(first),
        must_change_password=must_change_password,
        **fields,
    )
    with refusing_duplicates(session, Conflict("person.username_taken", username=login, field="username")):
        session.add(person)
        session.flush()
    return person, first


def edit_person(
    session: Session,
    actor: Actor,
    person_id: int,
    changes: Mapping[str, Any],
    now: datetime,
    *,
    seen: Mapping[str, Any] | None = None,
) -> Person:
    """Change a person's fields; everybody may change phone, language and theme of their own.

    Closing an account ends its sign-ins at once. Raises `NotFound`, `NotPermitted`, `Conflict` on closing one's own,
    `ChangedMeanwhile` when the row is not what was `seen` (`values_seen`).
    """
    if person_id != actor.person_id or not set(changes) <= OWN:
        authorise(actor, Permission.MANAGE_PEOPLE)
    _check_fields(changes, EDITABLE)
    person = get_person(session, person_id)
    check_seen(session, person, EDITABLE, seen)
    if changes.get("is_active") is False:
        if person_id == actor.person_id:
            raise Conflict("person.not_yourself", field="is_active")
        end_sign_ins(session, person_id, now)
    for name, value in changes.items():
        setattr(person, name, value)
    session.flush()
    return person


def reset_password(session: Session, office: Office, actor: Actor, person_id: int, now: datetime) -> str:
    """A new first password for somebody who forgot theirs; unlocks the account and ends its sign-ins."""
    authorise(actor, Permission.MANAGE_PEOPLE)
    person = get_person(session, person_id)
    fresh = new_password()
    person.password_hash = office.passwords.hash(fresh)
    person.must_change_password = True
    person.failed_attempts, person.locked_until = 0, None
    end_sign_ins(session, person_id, now)
    session.flush()
    return fresh


def new_password() -> str:
    """A password that may be read out: three groups, letters and digits."""
    while True:
        fresh = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
        try:
            check_new_password(fresh, "\0")
        except Refusal:
            continue
        return fresh


def list_people(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    department_id: int | None = None,
    role: str | None = None,
    with_closed: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[PersonRow]:
    """People by part of name or user name, department and role, with the posts they hold now."""
    authorise(actor, Permission.SEE_PEOPLE)
    query = select(Person).order_by(Person.is_active.desc(), Person.department_id, Person.username)
    if not with_closed:
        query = query.where(Person.is_active)
    query = query.where(_called(text))
    if department_id is not None:
        query = query.where(Person.department_id == department_id)
    if role is not None:
        query = query.where(Person.id.in_(_holders(role, None, now).with_only_columns(Person.id).order_by(None)))
    found = page_of(session, query, page, size)
    posts = _posts_of(session, [person.id for person in found.rows], now)
    names = dict(session.execute(select(Department.id, Department.name)).all())
    rows = [PersonRow(person, names.get(person.department_id), posts.get(person.id, ())) for person in found.rows]
    return Page(rows, found.total, found.number, found.size)


def who_holds(session: Session, role: str, department_id: int | None, at: datetime) -> list[Holder]:
    """The people with a post of this role in the department (None: in any) at an instant, A holders first."""
    return [Holder(*row) for row in session.execute(_holders(role, department_id, at))]


def suggest_people(session: Session, actor: Actor, text: str, most: int) -> list[tuple[Person, str]]:
    """Active people by part of name or user name, each with the department; those of the actor's own come first."""
    authorise(actor, Permission.SEE_PEOPLE)
    is_far = case((Person.department_id == actor.department_id, 0), else_=1)
    query = (
        select(Person, func.coalesce(Department.short_name, ""))
        .outerjoin(Department, Department.id == Person.department_id)
        .where(Person.is_active, _called(text))
        .order_by(is_far, Person.department_id, Person.username)
        .limit(most)
    )
    return [(person, department) for person, department in session.execute(query)]


def held_now(at: datetime) -> Any:
    """The condition on `PostHolding` that it runs at `at`."""
    return and_(PostHolding.since <= at, or_(PostHolding.until.is_(None), PostHolding.until > at))


def _called(text: str) -> Any:
    """The condition that name or user name contains the text; an empty one holds for everybody."""
    pattern = containing(text.strip())
    return or_(Person.name.like(pattern, escape="!"), Person.username.ilike(pattern, escape="!"))


def _holders(role: str, department_id: int | None, at: datetime) -> Select[*tuple[Any, ...]]:
    query = (
        select(Person.id, Person.name, PostHolding.rank, Post.id, Person.username)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(Post.role == role, Post.is_active, Person.is_active, held_now(at))
        .order_by(PostHolding.rank, Person.id)
    )
    return query if department_id is None else query.where(Post.department_id == department_id)


def _posts_of(session: Session, ids: list[int], now: datetime) -> dict[int, tuple[tuple[str, str, str], ...]]:
    rows = session.execute(
        select(PostHolding.person_id, Post.name, Post.role, PostHolding.rank)
        .join(Post, Post.id == PostHolding.post_id)
        .where(PostHolding.person_id.in_(ids), Post.is_active, held_now(now))
        .order_by(Post.code)
    )
    found: dict[int, tuple[tuple[str, str, str], ...]] = {}
    for person_id, name, role, rank in rows:
        found[person_id] = (*found.get(person_id, ()), (name, role, rank))
    return found


def _check_fields(fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    unknown = set(fields) - allowed
    if unknown:
        raise Conflict("organisation.field_fixed", field=sorted(unknown)[0])
