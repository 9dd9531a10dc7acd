"""The blueprint of this group and the choices that its pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint

from casework.database import Base, Session
from casework.organisation.people import find_person, list_people, suggest_people
from casework.organisation.person import Person
from casework.organisation.places import list_departments, list_points
from casework.organisation.post import Rank
from casework.organisation.role import Role
from casework.organisation.seen import ChangedMeanwhile, values_seen
from web.frame.current import actor, now
from web.frame.i18n import choose, t
from web.frame.moments import ZONE, local
from web.frame.typed import SEEN, FieldRefused, Typed, changed_meanwhile, seen_in

blueprint = Blueprint("organisation", __name__, template_folder="templates")

MOST_OFFERED = 50
"""Suggestions of a field for a person; typing brings others (`/people/offered`)."""


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, choose(role.words)) for role in Role]


def department_choices(session: Session, *, with_closed: bool = False) -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in list_departments(session, with_closed=with_closed)]


def point_choices(session: Session) -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in list_points(session)]


def people_offered(session: Session, text: str = "") -> list[tuple[str, str]]:
    """What a field for a person suggests, with the department: 李建平（lijianping）, 城管局."""
    found = suggest_people(session, actor(), text, MOST_OFFERED)
    return [(offered(person), department) for person, department in found]


def offered(person: Person) -> str:
    return f"{person.name}（{person.username}）"


def person_typed(session: Session, text: str, field: str) -> Person:
    """The person named by a suggestion, a user name, or a name that only one person bears. Raises `Refusal`."""
    username = text.rpartition("（")[2].removesuffix("）").strip().lower()
    found = find_person(session, username)
    if found is None:
        named = [row.person for row in list_people(session, actor(), now(), text=text).rows if row.person.name == text]
        if len(named) != 1:
            raise FieldRefused("organisation.which_person", field=field, text=text)
        found = named[0]
    return found


def stored(row: Base, names: Iterable[str]) -> Typed:
    """The form of a row that is there, which says what it was made from."""
    values = values_seen(row, names)
    return Typed({**values, SEEN: seen_in(values)})


def others_changed(
    error: ChangedMeanwhile, labels: Mapping[str, str], choices: Mapping[str, Mapping[Any, str]]
) -> Typed:
    """The form again with what others changed meanwhile, in the words of its fields and of the choices in them."""

    def words(name: str, value: Any) -> str:
        if isinstance(value, bool) and name not in choices:
            return t("frame.yes" if value else "frame.no")
        return str(choices.get(name, {}).get(value, value)) if value not in (None, "") else t("organisation.empty")

    changes = (
        f"{t(labels[name])}{t('cases.colon')}{words(name, was)} → {words(name, error.after[name])}"
        for name, was in error.before.items()
    )
    return changed_meanwhile(error, changes, seen_in(error.seen))


def rank_typed(form: Mapping[str, str]) -> Rank:
    return Rank.B if form.get("rank") == "B" else Rank.A


def start_of(day: date | None, otherwise: datetime) -> datetime:
    """Midnight in Beijing, or `otherwise` when the day is today or not given."""
    if day is None or day == local(otherwise).date():
        return otherwise
    return datetime.combine(day, time(0), tzinfo=ZONE)


def end_of(day: date | None) -> datetime | None:
    """The midnight after the day, so that the day itself still counts."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZONE)


def first_or_none(rows: Iterable[Any], row_id: int) -> Any | None:
    return next((row for row in rows if row.id == row_id), None)
