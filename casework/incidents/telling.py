"""An incident in words: what happened, and the drawn name of the step where it happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.case import Case
from casework.errors import Refusal, Words
from casework.incidents.incident import Incident
from casework.office import Office
from casework.tasks.staffing import ROLES
from casework.texts import TEXTS as CASEWORK_TEXTS
from engine.texts import TEXTS as ENGINE_TEXTS
from engine.texts import text


def cause_of(incident: Incident) -> Words:
    """What went wrong, in both languages; an unknown code stands for itself."""
    # Of a release before this one: `code` of what a sweep met.
    params: dict[str, Any] = {name: value for name, value in (incident.params or {}).items() if name != "code"}
    # Rules about diagrams may have the same name as something that happens to a case; the case is meant.
    if incident.code not in CASEWORK_TEXTS and incident.code in ENGINE_TEXTS:
        in_english = {**params, "message": params["message_en"]} if "message_en" in params else params
        return Words(text(incident.code, "zh", params), text(incident.code, "en", in_english))
    if "roles" in params:
        params["roles"] = _wanted(params)
    if "problem_en" in params:
        params["problem"] = Words(params["problem"], params["problem_en"])
    told = Refusal(incident.code, **params)
    return Words(told.in_language("zh"), told.in_language("en"))


def _wanted(params: dict[str, Any]) -> Words:
    """Whom a task asked for: roles by their names and with their department, other words as they were drawn."""
    found = [_named(word, params.get("department") or "") for word in str(params["roles"]).split("、") if word]
    return Words.listed(found) if found else Words("没有指定岗位", "no post is named")


def _named(word: str, department: str) -> Words:
    name, _, code = word.partition("@")
    if name not in ROLES:
        return Words(word, word)
    role, place = ROLES[name].words, code or department
    return Words(f"{place}{role.zh}", f"{role.en}, {place}") if place else role


class Stopped(Protocol):
    """What stands at an element of a case's diagram: an incident, or a job."""

    @property
    def id(self) -> int: ...
    @property
    def case_id(self) -> int | None: ...
    @property
    def element(self) -> str | None: ...


def step_names(session: Session, office: Office, stopped: Iterable[Stopped]) -> dict[int, str]:
    """Id of the incident or job -> the name that the diagram gives its element; what has no name is left out."""
    rows = list(stopped)
    query = select(Case.id, Case.definition_version_id).where(Case.id.in_({one.case_id for one in rows}))
    versions = dict(session.execute(query).all())
    names: dict[int, str] = {}
    for one in rows:
        version_id = versions.get(one.case_id) if one.case_id is not None else None
        if version_id is None or one.element is None:
            continue
        name = _name_in(office, session, version_id, one.element)
        if name:
            names[one.id] = name
    return names


def _name_in(office: Office, session: Session, version_id: int, element: str) -> str:
    try:
        definition = office.definitions.get(version_id, session)
    except Refusal:
        return ""
    for process in definition.processes.values():
        scopes = [process.body]
        while scopes:
            scope = scopes.pop()
            if element in scope.nodes:
                return str(scope.nodes[element].name)
            scopes += [node.body for node in scope.nodes.values() if node.body is not None]
    return ""
