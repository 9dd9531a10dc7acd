"""Incidents: what stands still or went wrong, and trying it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.case_file import take_file
from casework.cases.case_rows import TABLES
from casework.cases.stepping import step_file
from casework.errors import Conflict, NotFound, WordedError
from casework.incidents.incident import Incident
from casework.office import Office
from casework.organisation.person import Person
from casework.page import PAGE_SIZE, Page, page_of
from casework.permissions import Permission, authorise
from engine.contract import Key, Retry
from engine.errors import EngineError

INCIDENT = TABLES["incident"]
_RESOLVE = (
    update(INCIDENT)
    .where(INCIDENT.c.id == bindparam("row"))
    .values(resolved_at=bindparam("now"), resolved_by=bindparam("by"))
)


_ROWS = (
    select(Incident, Case.case_no, Case.title, Person.name)
    .outerjoin(Case, Case.id == Incident.case_id)
    .outerjoin(Person, Person.id == Incident.resolved_by)
)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with the case it belongs to and who saw to it; `code` and `params` make the sentence."""

    incident: Incident
    case_no: str | None
    title: str | None
    resolved_by: str | None


def list_incidents(
    session: Session, actor: Actor, *, is_open: bool = True, page: int = 1, size: int = PAGE_SIZE
) -> Page[IncidentRow]:
    """Incidents, the latest first. Raises `NotPermitted`."""
    authorise(actor, Permission.REPAIR_INCIDENT)
    query = _ROWS.where(Incident.resolved_at.is_(None) if is_open else Incident.resolved_at.is_not(None))
    found = page_of(session, query.order_by(Incident.at.desc(), Incident.id.desc()), page, size)
    return Page([IncidentRow(*row) for row in found.rows], found.total, found.number, found.size)


def count_incidents(session: Session, actor: Actor) -> tuple[int, int]:
    """How many are open, and how many were seen to. Raises `NotPermitted`."""
    authorise(actor, Permission.REPAIR_INCIDENT)
    every, done = session.execute(select(func.count(Incident.id), func.count(Incident.resolved_at))).one()
    return every - done, done


def list_incidents_after(
    session: Session, actor: Actor, last_id: int | None, *, size: int = PAGE_SIZE
) -> list[IncidentRow]:
    """Open incidents older than a given one, for programs that read on, the latest first. Raises `NotPermitted`."""
    authorise(actor, Permission.REPAIR_INCIDENT)
    query = _ROWS.where(Incident.resolved_at.is_(None)).order_by(Incident.id.desc()).limit(size)
    if last_id is not None:
        query = query.where(Incident.id < last_id)
    return [IncidentRow(*row) for row in session.execute(query)]


def retry_incident(session: Session, office: Office, actor: Actor, incident_id: int, now: datetime) -> Incident | None:
    """Try again where the token is parked; an incident without one is only marked as seen to.

    Gives the new incident when the case stops again, at this step or a later one; None when it goes on.
    """
    incident = _open_incident(session, actor, incident_id)
    if not incident.is_parked or incident.case_id is None or incident.element is None:
        session.connection().execute(_RESOLVE, {"row": incident_id, "now": now, "by": actor.row_id})
        session.expire(incident)
        return None
    file = take_file(session, office, incident.case_id, actor, now)
    # Somebody may have seen to it while we waited for the case.
    session.refresh(incident)
    _open_incident(session, actor, incident_id)
    file.run_later(_RESOLVE, [{"row": incident_id, "now": now, "by": actor.row_id}])
    step_file(file, Retry(Key(incident.path, incident.element, incident.run)))
    session.expire(incident)
    newer = select(Incident).where(Incident.case_id == file.case.id, Incident.id > incident_id, Incident.is_parked)
    return session.scalars(newer.order_by(Incident.id).limit(1)).first()


def resolve_incident(session: Session, actor: Actor, incident_id: int, now: datetime) -> None:
    """Mark an incident as seen to without trying again. Raises `Conflict` for one that parks a case."""
    incident = _open_incident(session, actor, incident_id)
    if incident.is_parked:
        raise Conflict("incident.parks_case")
    session.connection().execute(_RESOLVE, {"row": incident_id, "now": now, "by": actor.row_id})
    session.expire(incident)


def record_incident(
    session: Session,
    code: str,
    params: dict[str, Any],
    now: datetime,
    *,
    case_id: int | None = None,
    key: Key | None = None,
) -> None:
    """Note what a sweep could not do; the same still open is not noted twice."""
    path, element, run = key or Key("", "", 1)
    known = select(INCIDENT.c.id).where(
        INCIDENT.c.case_id == case_id,
        INCIDENT.c.code == code,
        INCIDENT.c.path == path,
        INCIDENT.c.element == element,
        INCIDENT.c.resolved_at.is_(None),
    )
    if session.execute(known.limit(1)).first() is None:
        values = {"path": path, "element": element, "run": run, "code": code, "params": params, "is_parked": False}
        session.execute(insert(INCIDENT).values(case_id=case_id, at=now, **values))


def problem_words(problem: Exception) -> dict[str, str]:
    """What went wrong, as parameters of an incident: a sentence in both languages, or what Python says of a fault."""
    if isinstance(problem, WordedError | EngineError):
        return {"problem": problem.in_language("zh"), "problem_en": problem.in_language("en")}
    return {"problem": f"{type(problem).__name__}: {problem}"}


def _open_incident(session: Session, actor: Actor, incident_id: int) -> Incident:
    authorise(actor, Permission.REPAIR_INCIDENT)
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound("incident.unknown")
    if incident.resolved_at is not None:
        raise Conflict("incident.resolved", at=incident.resolved_at)
    return incident
