"""A human task as it opens: who may do it, until when, with which buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.contract import LIMIT, OpenedTask
from engine.expressions import Expression, ExpressionError
from engine.running import instants
from engine.running.errors import Fault, shown

if TYPE_CHECKING:
    from engine.running.tokens import Token

DEFAULT_PRIORITY = 50
HIGHEST_PRIORITY = 1_000_000


def opened_task(token: Token) -> OpenedTask:
    """Everything evaluated in the scope of the token.

    People who cannot be found out do not keep the task from opening: it then belongs to nobody, and casework finds an
    owner. A due date that makes no sense is a fault.
    """
    node, staffing = token.spec.node, token.spec.node.assignment
    unresolved: list[str] = []
    assignee = _names((staffing.assignee,) if staffing.assignee is not None else (), token, unresolved)
    return OpenedTask(
        key=token.key,
        kind=node.kind.value,
        name=node.name,
        roles=_names(staffing.roles, token, unresolved),
        users=_names(staffing.users, token, unresolved),
        assignee=assignee[0] if assignee else None,
        department=_department(token),
        form_key=node.form_key,
        due_at=_instant(node.due, token),
        follow_up_at=_instant(node.follow_up, token),
        priority=DEFAULT_PRIORITY
        if node.priority is None
        else token.journey.count(node.priority, token, HIGHEST_PRIORITY),
        limit=limit_of(token),
        outcomes=node.outcomes,
        document=node.document,
        separate_from=node.separate_from,
        lane=node.lane,
        documentation=node.documentation,
        unresolved=tuple(unresolved),
    )


def _names(parts: Sequence[Expression | str], token: Token, unresolved: list[str]) -> tuple[str, ...]:
    """Names without repetition; each part is a text, a comma list or an expression that gives one or a list."""
    found: list[str] = []
    for part in parts:
        value: Any = part
        if not isinstance(part, str):
            try:
                value = token.journey.evaluate(part, token)
            except ExpressionError:
                unresolved.append(part.text)
                continue
        values = value if isinstance(value, list) else [value]
        names = [str(item) for item in values if isinstance(item, str | int) and not isinstance(item, bool)]
        if not isinstance(part, str) and len(names) < len(values):
            unresolved.append(part.text)
        found.extend(name.strip() for text in names for name in text.split(",") if name.strip())
    return tuple(dict.fromkeys(found))


def _instant(expression: Expression | None, token: Token) -> datetime | None:
    if expression is None:
        return None
    value = token.journey.value(expression, token)
    return None if value is None else instants.instant_of(value, token.journey.surroundings.now, token.spec.element_id)


def limit_of(token: Token) -> str | None:
    """The step's own limit as a text; an expression that gives null leaves the step without one."""
    limit = token.spec.node.limit
    if limit is None or isinstance(limit, str):
        return limit
    value = token.journey.value(limit, token)
    if value is not None and LIMIT.fullmatch(str(value)) is None:
        raise Fault("running.not_a_limit", element=token.spec.element_id, value=shown(value))
    return None if value is None else str(value)


def _department(token: Token) -> str | None:
    """The department of the nearest enclosing branch over departments."""
    current: Token | None = token
    while current is not None and current.parent is not None:
        multi = current.spec.node.multi
        if current.index is not None and multi is not None:
            if multi.department is not None:
                return token.journey.text(multi.department, current)
            own = token.journey.variables.scope(current.scope)
            if multi.element_variable == "department" and isinstance(own.get("department"), str):
                return str(own["department"])
        current = current.parent
    return None
