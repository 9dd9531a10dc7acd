"""The present request's actor, office and clock, for views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from flask import current_app, g

from casework.actor import Actor
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.calendars import calendar_of
from casework.database import Session
from casework.office import Office

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
    with office().database.transaction() as session:
        yield session


@contextmanager
def rehearsal() -> Iterator[Session]:
    with office().database.rehearsal() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    with office().database.reading() as session:
        yield session


def own_calendar(session: Session) -> WorkingCalendar:
    """The working calendar where the actor works, read once per request: page and layout both need it."""
    if "calendar" not in g:
        g.calendar = calendar_of(session, actor().point_id)
    return cast(WorkingCalendar, g.calendar)
