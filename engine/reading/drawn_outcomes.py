"""`banjian:outcomes`: buttons that the designer wrote at a task.

Either a list `value:name, value:name` (a name alone is its own value), or JSON: a list of `{"value", "name"}`, or
`{"variable": …, "options": […]}` when the variable is to be named too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True, slots=True)
class DrawnOption:
    value: Any
    name: str


@dataclass(frozen=True, slots=True)
class DrawnOutcomes:
    options: tuple[DrawnOption, ...]
    variable: str | None = None


def drawn_outcomes(text: str) -> DrawnOutcomes | None:
    """The drawn buttons; None when the text is neither form, has no option or names a value twice."""
    found = _from_json(text) if text.strip()[:1] in ("[", "{") else _from_list(text)
    if found is None or not found.options:
        return None
    values = [repr(option.value) for option in found.options]
    return found if len(set(values)) == len(values) else None


def _from_list(text: str) -> DrawnOutcomes:
    options: list[DrawnOption] = []
    for part in text.replace("，", ",").split(","):
        value, colon, name = part.replace("：", ":").partition(":")
        if value.strip():
            options.append(DrawnOption(value.strip(), name.strip() if colon and name.strip() else value.strip()))
    return DrawnOutcomes(tuple(options))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _from_json(text: str) -> DrawnOutcomes | None:
    try:
        drawn = json.loads(text, parse_constant=_no_constant)
        json.dumps(drawn, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    variable = drawn.get("variable") if isinstance(drawn, dict) else None
    entries = drawn.get("options") if isinstance(drawn, dict) else drawn
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and "value" in entry for entry in entries):
        return None
    if any(not isinstance(entry["value"], str | int | float | bool) for entry in entries):
        return None
    options = (DrawnOption(entry["value"], str(entry.get("name") or entry["value"])) for entry in entries)
    return DrawnOutcomes(tuple(options), variable if isinstance(variable, str) and variable else None)
