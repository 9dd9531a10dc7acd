"""The present request's actor, office and clock, for views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, g

from casework.actor import Actor
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.calendars import working_calendar
from casework.database import Session
from casework.errors import NotFound
from casework.office import Office
from casework.organisation.places import Place, place_of

OFFICE = "banjian_office"


def office() -> Office:
    return cast(Office, current_app.extensions[OFFICE])


def actor() -> Actor:
    """Who acts; only pages behind a sign-in may ask."""
    return cast(Actor, g.actor)


def now() -> datetime:
    """One instant for the whole request, so that a page never contradicts itself."""
    if "now" not in g:
        g.now = office().clock.now()
    return cast(datetime, g.now)


@contextmanager
def transaction() -> Iterator[Session]:
    """A transaction of this request; inside `one_transaction` always the same, undone when its block fails."""
    if "held" in g:
        with cast(_Held, g.held).undone_by_failure() as session:
            yield session
        return
    with office().database.transaction() as session:
        yield session
    g.has_committed = True


def has_committed() -> bool:
    """Whether something that this request did has been kept."""
    return bool(g.get("has_committed"))


@contextmanager
def rehearsal() -> Iterator[Session]:
    with office().database.rehearsal() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """What is committed, and inside `one_transaction` what that has written."""
    if "held" in g and g.held.session is not None:
        yield cast(Session, g.held.session)
        return
    with office().database.reading() as session:
        yield session


@contextmanager
def one_transaction() -> Iterator[_Held]:
    """Until the end of the block every `transaction()` is the same one, begun when it is first asked for.

    All is kept at the end of the block, or nothing when an exception leaves it.
    """
    with ExitStack() as stack:
        held = g.held = _Held(stack)
        try:
            yield held
        finally:
            del g.held
    if held.session is not None:
        g.has_committed = True


@dataclass
class _Held:
    stack: ExitStack
    session: Session | None = None

    @contextmanager
    def undone_by_failure(self) -> Iterator[Session]:
        session = self.opened()
        try:
            yield session
        except BaseException:
            # Whoever answers the refusal with a page reads what is committed, and nothing of this is kept with it.
            self.session = None
            session.rollback()
            raise

    def opened(self) -> Session:
        if self.session is None:
            self.session = self.stack.enter_context(office().database.transaction())
        return self.session


def own_calendar(session: Session) -> WorkingCalendar:
    """The working calendar where the actor works. Raises `NotFound` before a centre was set up."""
    place = own_place(session)
    if place.calendar_id is None:
        raise NotFound("calendar.no_centre")
    return working_calendar(session, place.calendar_id, place.calendar_revision)


def own_place(session: Session) -> Place:
    """Where the actor works, read once per request: page and layout both need it."""
    if "place" not in g:
        g.place = place_of(session, actor())
    return cast(Place, g.place)
