"""What Flowable and Activiti write differently from Camunda 7: people as BPMN resource expressions, mail tasks."""

from __future__ import annotations

import re

from engine.reading.dialects.extras import Extras
from engine.reading.names import Element, children, tag, text_of

_CALL = re.compile(r"^(user|group)\(([^()]*)\)$")


def read(element: Element) -> Extras:
    """People of `humanPerformer` and `potentialOwner`: `user(kermit), group(management)`; plain names are groups."""
    users: list[str] = []
    groups: list[str] = []
    for owner in children(element, "potentialOwner"):
        for kind, name in _people(owner):
            (users if kind == "user" else groups).append(name)
    assignee = None
    for performer in children(element, "humanPerformer", "performer"):
        for kind, name in _people(performer, plain="user"):
            if kind == "user":
                assignee = assignee or name
            else:
                groups.append(name)
    return Extras(assignee=assignee, users=",".join(users) or None, groups=",".join(groups) or None)


def _people(owner: Element, plain: str = "group") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for expression in owner.iter(tag("formalExpression"), tag("expression")):
        for part in _split(text_of(expression)):
            call = _CALL.match(part)
            found.append((call[1], call[2].strip()) if call else (plain, part))
    return found


def _split(text: str) -> list[str]:
    """By commas, but not by those inside `${…}`."""
    return [part.strip() for part in re.findall(r"(?:[$#]\{[^}]*\}|[^,])+", text) if part.strip()]
