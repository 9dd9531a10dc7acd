"""Upload, publish, make current and retire diagrams; a running case keeps the version it began with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, and_, func, select, update
from sqlalchemy.orm import Session, defer

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.lengths import within
from casework.definitions.bundles import own_files
from casework.definitions.checking import Checked, check_files, write_findings
from casework.definitions.compiled import content_hash
from casework.definitions.definition_version import (
    LONGEST_NAME,
    DefinitionRow,
    DefinitionStatus,
    DefinitionVersion,
)
from casework.errors import Conflict, NotFound, Refusal
from casework.permissions import Permission, authorise
from casework.types import insert_into
from engine.checking.finding import Finding


class DiagramUnreadable(Refusal):
    """Not even the process's name can be read; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("definition.unreadable")
        self.findings = findings


class DiagramHasErrors(Conflict):
    """Findings of level error forbid publishing; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("definition.has_errors", count=sum(1 for finding in findings if finding.level == "error"))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class DefinitionLine:
    """A line of the list of diagrams."""

    id: int
    key: str
    name: str
    versions: int
    current_number: int | None
    current_id: int | None
    newest_id: int
    newest_status: str
    running_cases: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with how many cases run on it."""

    version: DefinitionVersion
    running_cases: int


def store_draft(
    session: Session,
    actor: Actor,
    files: Mapping[str, str],
    note: str,
    now: datetime,
    *,
    key: str | None = None,
    checked: Checked | None = None,
) -> DefinitionVersion:
    """A new version of the diagram in `files`: `checked` when it may be published, `draft` when it has errors.

    Give `checked` (from `check_files`) to have the check done before the transaction. The same files uploaded again
    give the version that has them. Raises `DiagramUnreadable`, `NotPermitted`.
    """
    authorise(actor, Permission.UPLOAD_DEFINITIONS)
    result = checked or check_files(files, key, session)
    if result.key is None:
        raise DiagramUnreadable(result.findings)
    within(result.key, LONGEST_NAME, "key")
    own = own_files(files)
    # Two who upload at once go one after the other, the first time too.
    values = {"key": result.key, "name": (result.name or result.key)[:LONGEST_NAME]}
    session.execute(_know(session.get_bind().dialect.name), values)
    row = session.scalars(select(DefinitionRow).where(DefinitionRow.key == result.key).with_for_update()).one()
    newest = _newest(session, row.id)
    status = DefinitionStatus.DRAFT if result.definition is None else DefinitionStatus.CHECKED
    if newest is not None and newest.published_at is None and own_files(newest.files) == own:
        newest.findings, newest.status, newest.note = write_findings(result.findings), status.value, note
        session.flush()
        return newest
    version = DefinitionVersion(
        definition_id=row.id,
        number=1 if newest is None else newest.number + 1,
        status=status.value,
        is_current=False,
        content_hash=content_hash(own),
        files=own,
        known_variables=list(result.known_variables),
        findings=write_findings(result.findings),
        note=note,
        created_by=actor.row_id,
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


@cache
def _know(dialect: str) -> Insert:
    statement: Insert = insert_into(DefinitionRow, dialect).on_conflict_do_nothing(index_elements=["key"])
    return statement


def publish(
    session: Session, actor: Actor, version_id: int, now: datetime, *, checked: Checked | None = None
) -> DefinitionVersion:
    """Pin the called processes in their current versions, compile, and make this the version new cases begin with.

    Cases already running keep theirs. Raises `DiagramHasErrors`, `Conflict` when published or retired, `NotPermitted`.
    """
    authorise(actor, Permission.PUBLISH_DEFINITIONS)
    version = get_version(session, version_id)
    row = session.get_one(DefinitionRow, version.definition_id, with_for_update=True)
    session.refresh(version)
    if version.status == DefinitionStatus.RETIRED:
        raise Conflict("definition.retired", number=version.number)
    if version.published_at is not None:
        raise Conflict("definition.published_already", number=version.number)
    result = checked or check_files(version.files, row.key, session)
    if result.definition is None:
        version.findings, version.status = write_findings(result.findings), DefinitionStatus.DRAFT.value
        raise DiagramHasErrors(result.findings)
    version.files = dict(result.files)
    version.known_variables = list(result.known_variables)
    version.content_hash = content_hash(result.files)
    version.printed = dict(result.definition.printed)
    version.findings = write_findings(result.findings)
    version.status = DefinitionStatus.PUBLISHED.value
    version.published_by, version.published_at = actor.row_id, now
    row.name = (result.name or row.key)[:LONGEST_NAME]
    session.flush()
    _set_current(session, version)
    return version


def make_current(session: Session, actor: Actor, version_id: int) -> DefinitionVersion:
    """Let new cases begin with this published version, for instance the previous one; twice changes nothing.

    Raises `Conflict` when it was never published or is retired, `NotPermitted`.
    """
    authorise(actor, Permission.PUBLISH_DEFINITIONS)
    version = get_version(session, version_id)
    if version.status == DefinitionStatus.RETIRED:
        raise Conflict("definition.retired", number=version.number)
    if version.status != DefinitionStatus.PUBLISHED:
        raise Conflict("definition.not_published", number=version.number)
    _set_current(session, version)
    return version


def retire(session: Session, actor: Actor, version_id: int) -> DefinitionVersion:
    """Never offer this version again; cases running on it go on. Raises `Conflict` for the current version."""
    authorise(actor, Permission.PUBLISH_DEFINITIONS)
    version = get_version(session, version_id)
    if version.is_current:
        raise Conflict("definition.current_stays", number=version.number)
    version.status = DefinitionStatus.RETIRED.value
    session.flush()
    return version


def get_version(session: Session, version_id: int) -> DefinitionVersion:
    """Raises `NotFound`."""
    version = session.get(DefinitionVersion, version_id)
    if version is None:
        raise NotFound("definition.not_found", version=version_id)
    return version


def current_version_id(session: Session, key: str) -> int:
    """The version that new cases of this diagram begin with. Raises `NotFound` and `Conflict` (none published)."""
    rows = session.execute(
        select(DefinitionRow.id, DefinitionVersion.id)
        .outerjoin(
            DefinitionVersion, (DefinitionVersion.definition_id == DefinitionRow.id) & DefinitionVersion.is_current
        )
        .where(DefinitionRow.key == key)
    ).one_or_none()
    if rows is None:
        raise NotFound("definition.unknown_key", key=key)
    if rows[1] is None:
        raise Conflict("definition.no_current", key=key)
    return int(rows[1])


def list_definitions(session: Session) -> list[DefinitionLine]:
    """Every diagram with its versions and running cases, by key."""
    counted = session.execute(
        select(DefinitionVersion.definition_id, func.count())
        .join(Case, Case.definition_version_id == DefinitionVersion.id)
        .where(Case.ended_at.is_(None))
        .group_by(DefinitionVersion.definition_id)
    )
    running = dict(counted.all())
    versions: dict[int, list[tuple[int, int, str, bool]]] = {}
    rows = session.execute(
        select(
            DefinitionVersion.definition_id,
            DefinitionVersion.id,
            DefinitionVersion.number,
            DefinitionVersion.status,
            DefinitionVersion.is_current,
        ).order_by(DefinitionVersion.number)
    )
    for definition_id, version_id, number, status, is_current in rows:
        versions.setdefault(definition_id, []).append((version_id, number, status, is_current))
    lines = []
    for row in session.scalars(select(DefinitionRow).order_by(DefinitionRow.key)):
        own = versions[row.id]
        current = next((one for one in own if one[3]), None)
        lines.append(
            DefinitionLine(
                id=row.id,
                key=row.key,
                name=row.name,
                versions=len(own),
                current_number=None if current is None else current[1],
                current_id=None if current is None else current[0],
                newest_id=own[-1][0],
                newest_status=own[-1][2],
                running_cases=running.get(row.id, 0),
            )
        )
    return lines


def versions_of(session: Session, key: str) -> list[VersionLine]:
    """The versions of a diagram, newest first; the texts of each are read when asked for. Raises `NotFound`."""
    definition_id = session.scalar(select(DefinitionRow.id).where(DefinitionRow.key == key))
    if definition_id is None:
        raise NotFound("definition.unknown_key", key=key)
    running = func.count(Case.id)
    rows = session.execute(
        select(DefinitionVersion, running)
        .outerjoin(Case, and_(Case.definition_version_id == DefinitionVersion.id, Case.ended_at.is_(None)))
        .where(DefinitionVersion.definition_id == definition_id)
        .group_by(DefinitionVersion.id)
        .order_by(DefinitionVersion.number.desc())
        .options(defer(DefinitionVersion.files), defer(DefinitionVersion.printed))
    )
    return [VersionLine(version, count) for version, count in rows]


def running_cases_of(session: Session, version_id: int) -> int:
    """How many cases that have not ended began with this version."""
    query = select(func.count()).select_from(Case)
    return session.scalar(query.where(Case.definition_version_id == version_id, Case.ended_at.is_(None))) or 0


def _newest(session: Session, definition_id: int) -> DefinitionVersion | None:
    return session.scalar(
        select(DefinitionVersion)
        .where(DefinitionVersion.definition_id == definition_id)
        .order_by(DefinitionVersion.number.desc())
        .limit(1)
    )


def _set_current(session: Session, version: DefinitionVersion) -> None:
    session.get_one(DefinitionRow, version.definition_id, with_for_update=True)
    others = update(DefinitionVersion).where(
        DefinitionVersion.definition_id == version.definition_id,
        DefinitionVersion.is_current,
        DefinitionVersion.id != version.id,
    )
    # The database allows one current version, so the old one steps down first.
    session.execute(others.values(is_current=False))
    version.is_current = True
    session.flush()
