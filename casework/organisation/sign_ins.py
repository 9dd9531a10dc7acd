"""Sign in, stay signed in, sign out; lock-out after wrong passwords; change of password."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Executable, Row, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.errors import Refusal, StorageUnavailable
from casework.office import Office
from casework.organisation.api_token import ApiToken
from casework.organisation.passwords import check_new_password
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.organisation.sign_in import SignIn

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)

_HELD_NOW = and_(
    PostHolding.person_id == Person.id,
    PostHolding.since <= bindparam("now"),
    or_(PostHolding.until.is_(None), PostHolding.until > bindparam("now")),
)
# Every request asks one of these first, so they are put together once.
_PERSON_WITH_POSTS = (
    select(
        Person.id.label("person_id"),
        Person.name,
        Person.username,
        Person.language,
        Person.theme,
        Person.department_id,
        Person.point_id,
        Person.must_change_password,
        Post.id.label("post_id"),
        Post.role,
        Post.department_id.label("post_department_id"),
    )
    .select_from(Person)
    .outerjoin(PostHolding, _HELD_NOW)
    .outerjoin(Post, and_(Post.id == PostHolding.post_id, Post.is_active))
    .where(Person.is_active)
)
_BY_PERSON = _PERSON_WITH_POSTS.where(Person.id == bindparam("person"))
_BY_PEOPLE = _PERSON_WITH_POSTS.where(Person.id.in_(bindparam("people", expanding=True)))
_BY_TOKEN = (
    _PERSON_WITH_POSTS.add_columns(SignIn.id, SignIn.last_seen_at, SignIn.expires_at, SignIn.idle_seconds)
    .join(SignIn, SignIn.person_id == Person.id)
    .where(SignIn.token_hash == bindparam("token"), SignIn.ended_at.is_(None))
)
_BY_API_TOKEN = (
    _PERSON_WITH_POSTS.add_columns(ApiToken.id.label("token_id"), ApiToken.last_used_at)
    .join(ApiToken, ApiToken.person_id == Person.id)
    .where(
        ApiToken.token_hash == bindparam("token"),
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now")),
    )
)


class SignInFailed(Refusal):
    """User name or password is wrong; it is not said which."""


class AccountLocked(Refusal):
    """Too many wrong passwords; `params["until"]` says how long."""


class AccountClosed(Refusal):
    """An administrator closed this account."""


class WrongPassword(Refusal):
    """The present password was not right."""


@dataclass(frozen=True, slots=True)
class SignInResult:
    """Either a token with its person, or the refusal; a refusal is no exception here because it must be counted."""

    token: str
    person: Person | None
    refusal: Refusal | None


def sign_in(session: Session, office: Office, username: str, password: str, now: datetime) -> SignInResult:
    """A new sign-in for the person with this name and password.

    Five wrong passwords in a row lock the account for 15 minutes, in which the right one does not help either. The
    answer takes as long for a name nobody has.
    """
    person = session.scalar(select(Person).where(Person.username == username.strip().lower()))
    is_right = office.passwords.matches(None if person is None else person.password_hash, password)
    if person is None:
        return _refused(SignInFailed("sign_in.failed"))
    if person.is_locked(now):
        return _refused(AccountLocked("sign_in.locked", until=person.locked_until))
    if not is_right:
        return _refused(_count_failure(session, person, now))
    if not person.is_active:
        return _refused(AccountClosed("sign_in.closed"))
    person.failed_attempts, person.locked_until = 0, None
    if office.passwords.is_outdated(person.password_hash):
        person.password_hash = office.passwords.hash(password)
    token = new_token()
    session.add(
        SignIn(
            token_hash=hash_token(token),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
            idle_seconds=int(office.settings.session_idle.total_seconds()),
            expires_at=now + office.settings.session_lifetime,
        )
    )
    session.flush()
    return SignInResult(token, person, None)


def recognise(office: Office, token: str, now: datetime) -> Actor | None:
    """The person behind a browser's token; None when it is unknown, ended, idle too long or past its lifetime.

    One statement; at most once a minute a second one, which notes that the person was seen, takes the write lock.
    """
    with office.database.reading() as session:
        found = _find_sign_in(session, token, now)
    if found is not None and found.is_due:
        # On a full disk cases can still be read.
        with suppress(StorageUnavailable), office.database.transaction() as session:
            _note_seen(session, found, now)
    return None if found is None else found.actor


def recognise_program(office: Office, token: str, now: datetime) -> Actor | None:
    """The person in whose name a program acts with this token; None when it is unknown, expired or revoked.

    That the token was used is noted at most once a minute.
    """
    with office.database.reading() as session:
        rows = _read(session, _BY_API_TOKEN, now=now, token=hash_token(token))
    if not rows:
        return None
    if rows[0].last_used_at is None or now - rows[0].last_used_at >= SEEN_EVERY:
        with suppress(StorageUnavailable), office.database.transaction() as session:
            session.execute(update(ApiToken).where(ApiToken.id == rows[0].token_id).values(last_used_at=now))
    return _actor(rows)


def actor_for_person(session: Session, person_id: int, now: datetime) -> Actor | None:
    """The actor that this person would be if signed in now: for the command line, sweeps and the demo."""
    rows = _read(session, _BY_PERSON, now=now, person=person_id)
    return _actor(rows) if rows else None


def actors_for_people(session: Session, people: Iterable[int], now: datetime) -> dict[int, Actor]:
    """The same for several people at once; who is not there any more is left out."""
    rows = sorted(_read(session, _BY_PEOPLE, now=now, people=sorted(set(people))), key=lambda row: row.person_id)
    return {person: _actor(list(theirs)) for person, theirs in groupby(rows, key=lambda row: row.person_id)}


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End the sign-in of this token; an unknown or ended one is left as it is."""
    session.execute(
        update(SignIn).where(SignIn.token_hash == hash_token(token), SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def change_password(
    session: Session, office: Office, actor: Actor, old: str, new: str, now: datetime, *, token: str | None = None
) -> None:
    """Replace one's own password; every other sign-in of this person ends (with `token`, that one stays).

    Raises `WrongPassword` and `PasswordRefused`.
    """
    person = session.get_one(Person, actor.person_id)
    if not office.passwords.matches(person.password_hash, old):
        raise WrongPassword("password.wrong", field="old")
    check_new_password(new, person.username)
    if new == old:
        raise WrongPassword("password.same", field="new")
    person.password_hash = office.passwords.hash(new)
    person.must_change_password = False
    end_sign_ins(session, person.id, now, except_token=token)
    session.flush()


def end_sign_ins(session: Session, person_id: int, now: datetime, *, except_token: str | None = None) -> None:
    """Sign this person out everywhere."""
    query = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    if except_token is not None:
        query = query.where(SignIn.token_hash != hash_token(except_token))
    session.execute(query)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Found:
    actor: Actor
    sign_in_id: int
    is_due: bool
    """Whether it is time to write down again that the person was seen."""


def _find_sign_in(session: Session, token: str, now: datetime) -> _Found | None:
    rows = _read(session, _BY_TOKEN, now=now, token=hash_token(token))
    if not rows:
        return None
    first = rows[0]
    if now >= first.expires_at or now - first.last_seen_at >= timedelta(seconds=first.idle_seconds):
        return None
    return _Found(_actor(rows), first.id, now - first.last_seen_at >= SEEN_EVERY)


def _note_seen(session: Session, found: _Found, now: datetime) -> None:
    session.execute(update(SignIn).where(SignIn.id == found.sign_in_id).values(last_seen_at=now))


def _refused(refusal: Refusal) -> SignInResult:
    return SignInResult("", None, refusal)


def _count_failure(session: Session, person: Person, now: datetime) -> Refusal:
    if person.locked_until is not None:
        # The former lock is over: counting starts anew.
        person.failed_attempts, person.locked_until = 0, None
        session.flush()
    # Counted by the database, so that tries at the same time all count.
    session.execute(update(Person).where(Person.id == person.id).values(failed_attempts=Person.failed_attempts + 1))
    session.refresh(person, ["failed_attempts"])
    if person.failed_attempts < MOST_FAILURES:
        return SignInFailed("sign_in.failed")
    person.locked_until = now + LOCKED_FOR
    session.flush()
    return AccountLocked("sign_in.locked", until=person.locked_until)


def _read(session: Session, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
    """The rows, read past the ORM, which would cost as much as a third of a step."""
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values).all()


def _actor(rows: Any) -> Actor:
    first: Row[Any] = rows[0]
    return Actor(
        person_id=first.person_id,
        name=first.name,
        username=first.username,
        language=first.language,
        department_id=first.department_id,
        point_id=first.point_id,
        roles=frozenset((row.role, row.post_department_id) for row in rows if row.post_id is not None),
        post_ids=frozenset(row.post_id for row in rows if row.post_id is not None),
        must_change_password=first.must_change_password,
        theme=first.theme,
    )
