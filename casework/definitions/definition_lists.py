"""What the pages about diagrams list: each diagram with its newest version, its findings, its items, its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.catalogue.item import Item, ItemVersion, VersionStatus
from casework.definitions.bundles import own_files
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.definitions.definitions import DefinitionLine, get_version, list_definitions
from casework.errors import Conflict, NotFound
from casework.organisation.person import Person
from casework.permissions import Permission, authorise


@dataclass(frozen=True, slots=True)
class DiagramLine:
    """A diagram; `newest_number`, `findings` (level -> count), `by` and `at` are those of its newest version."""

    line: DefinitionLine
    newest_number: int
    findings: Mapping[str, int]
    items: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BoundItem:
    """An item whose version in force runs on the diagram."""

    code: str
    name: str
    version_number: int


def list_diagrams(session: Session, on: date) -> list[DiagramLine]:
    """Every diagram by key; items are counted that are in force on a day."""
    lines = list_definitions(session)
    newest = {
        row.id: row
        for row in session.execute(
            select(
                DefinitionVersion.id,
                DefinitionVersion.number,
                DefinitionVersion.findings,
                DefinitionVersion.created_at,
                DefinitionVersion.published_at,
                Person.name,
            )
            .outerjoin(Person, Person.id == func.coalesce(DefinitionVersion.published_by, DefinitionVersion.created_by))
            .where(DefinitionVersion.id.in_([line.newest_id for line in lines]))
        )
    }
    items = dict(
        session.execute(
            select(ItemVersion.definition_key, func.count()).where(*_in_force(on)).group_by(ItemVersion.definition_key)
        ).all()
    )
    return [
        DiagramLine(
            line=line,
            newest_number=newest[line.newest_id].number,
            findings=Counter(one["level"] for one in newest[line.newest_id].findings),
            items=items.get(line.key, 0),
            by=newest[line.newest_id].name or "",
            at=newest[line.newest_id].published_at or newest[line.newest_id].created_at,
        )
        for line in lines
    ]


def get_definition(session: Session, key: str) -> DefinitionRow:
    """Raises `NotFound`."""
    row = session.scalar(select(DefinitionRow).where(DefinitionRow.key == key))
    if row is None:
        raise NotFound("definition.unknown_key", key=key)
    return row


def definition_of(session: Session, version: DefinitionVersion) -> DefinitionRow:
    """The diagram that the version belongs to."""
    return session.get_one(DefinitionRow, version.definition_id)


def items_bound(session: Session, key: str, on: date) -> list[BoundItem]:
    """The items in force on a day that run on the diagram, by code."""
    rows = session.execute(
        select(Item.code, ItemVersion.name, ItemVersion.number)
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .where(ItemVersion.definition_key == key, *_in_force(on))
        .order_by(Item.code)
    )
    return [BoundItem(*row) for row in rows]


def files_beside(session: Session, key: str) -> dict[str, str]:
    """The tables and forms of the version in use (else of the newest), for a diagram that is uploaded without them."""
    query = (
        select(DefinitionVersion.files)
        .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
        .where(DefinitionRow.key == key)
        .order_by(DefinitionVersion.is_current.desc(), DefinitionVersion.number.desc())
        .limit(1)
    )
    files = own_files(session.scalar(query) or {})
    return {name: text for name, text in files.items() if name.endswith((".dmn", ".form"))}


def names_of_people(session: Session, ids: set[int | None]) -> dict[int, str]:
    """Names by key of the people who uploaded and published."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})))
    return dict(rows.all())


def note_version(session: Session, actor: Actor, version_id: int, note: str) -> DefinitionVersion:
    """What changed in this version, in the words of who publishes it. Raises `Conflict` once it is published."""
    authorise(actor, Permission.UPLOAD_DEFINITIONS)
    version = get_version(session, version_id)
    if version.published_at is not None:
        raise Conflict("definition.published_already", number=version.number)
    version.note = note.strip()
    session.flush()
    return version


def _in_force(on: date) -> tuple[Any, ...]:
    return (
        ItemVersion.status == VersionStatus.PUBLISHED,
        ItemVersion.valid_from <= on,
        or_(ItemVersion.valid_to.is_(None), ItemVersion.valid_to >= on),
    )
