"""A human task as it opens: who may do it, until when, with which buttons."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.contract import OpenedTask
from engine.expressions import Expression
from engine.running import instants
from engine.running.errors import Fault

if TYPE_CHECKING:
    from engine.running.tokens import Token

DEFAULT_PRIORITY = 50


def opened_task(token: Token) -> OpenedTask:
    """Everything evaluated in the scope of the token."""
    node, staffing = token.spec.node, token.spec.node.assignment
    assignee = _texts(staffing.assignee, token)
    return OpenedTask(
        key=token.key,
        kind=node.kind.value,
        name=node.name,
        roles=_all_texts(staffing.roles, token),
        users=_all_texts(staffing.users, token),
        assignee=assignee[0] if assignee else None,
        department=_department(token),
        form_key=node.form_key,
        due_at=_instant(node.due, token),
        follow_up_at=_instant(node.follow_up, token),
        priority=DEFAULT_PRIORITY if node.priority is None else token.journey.count(node.priority, token, 1_000_000),
        limit=node.limit,
        outcomes=node.outcomes,
        document=node.document,
        separate_from=node.separate_from,
        lane=node.lane,
        documentation=node.documentation,
    )


def _all_texts(parts: tuple[Expression | str, ...] | tuple[Expression, ...], token: Token) -> tuple[str, ...]:
    found = [text for part in parts for text in _texts(part, token)]
    return tuple(dict.fromkeys(found))


def _texts(part: Expression | str | None, token: Token) -> list[str]:
    if part is None:
        return []
    value: Any = part if isinstance(part, str) else token.journey.evaluate(part, token)
    values = value if isinstance(value, list) else [value]
    if not all(item is None or isinstance(item, str | int) for item in values):
        raise Fault("running.not_a_name", element=token.spec.element_id, value=repr(value)[:80])
    return [name.strip() for item in values if item is not None for name in str(item).split(",") if name.strip()]


def _instant(expression: Expression | None, token: Token) -> datetime | None:
    if expression is None:
        return None
    value = token.journey.value(expression, token)
    return None if value is None else instants.instant_of(value, token.journey.surroundings.now, token.spec.element_id)


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
