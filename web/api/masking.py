"""The data of a form as a program gets them: its own fields only, identity and telephone numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.personal_values import mask
from forms.parts import Form, personal_paths, written_variables


def masked_data(form: Form | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields hold, every personal one masked, so that it can be sent back; masked already, it stays so."""
    if form is None:
        return {}
    names = written_variables(form)
    masked: dict[str, Any] = {name: value for name, value in data.items() if name in names}
    for path in personal_paths(form):
        masked = _masked(masked, path.replace("[]", ".[]").split("."))
    return masked


def _masked(node: Any, steps: list[str]) -> Any:
    if not steps:
        return mask(node) if isinstance(node, str) and "*" not in node else node
    step, rest = steps[0], steps[1:]
    if step == "[]":
        return [_masked(row, rest) for row in node] if isinstance(node, list) else node
    if not isinstance(node, Mapping) or step not in node:
        return node
    return {**node, step: _masked(node[step], rest)}
