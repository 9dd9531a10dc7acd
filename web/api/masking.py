"""Identity and telephone numbers in the data of a form, masked: a program never gets them in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.personal_values import mask
from forms.parts import Form, personal_paths


def masked_data(form: Form | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with every personal field masked; what is masked already stays as it is."""
    masked: dict[str, Any] = dict(data)
    for path in () if form is None else personal_paths(form):
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
