"""Keys and paths: `applicant.phone` is the value `phone` inside the group `applicant`."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from forms.errors import FormRefused

MOST_STEPS = 8
LONGEST_STEP = 64
MISSING = object()
ROWS = "[]"

# Names with a meaning of their own in JavaScript or in the database's documents of personal values.
TAKEN = frozenset({"__proto__", "prototype", "constructor", "ref"})


class Claims:
    """The paths taken so far in one form or one row; two components may not write to the same place."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, ...]] = set()
        self._inner: set[tuple[str, ...]] = set()

    def claim(self, path: tuple[str, ...], name: str) -> None:
        """Take `path`. Raises `FormRefused` if it is taken, lies inside a taken one or around one."""
        above = {path[:n] for n in range(1, len(path))}
        if path in self._taken or path in self._inner or above & self._taken:
            raise FormRefused("form.key_twice", element=name)
        self._taken.add(path)
        self._inner |= above


def parse_key(key: Any, name: str, kind: str) -> tuple[str, ...]:
    """The steps of a key. Raises `FormRefused` for a missing or unusable one."""
    if key is None or key == "":
        raise FormRefused("form.key_missing", element=name, type=kind)
    steps = tuple(key.split(".")) if isinstance(key, str) else ()
    reason = _fault(steps)
    if reason is not None:
        raise FormRefused("form.key_invalid", element=name, reason=reason)
    return steps


def _fault(steps: tuple[str, ...]) -> tuple[str, str] | None:
    if not steps or len(steps) > MOST_STEPS:
        return (f"要有 1 至 {MOST_STEPS} 级", f"it needs 1 to {MOST_STEPS} levels")
    for step in steps:
        if step in TAKEN:
            return (f"“{step}”是保留名", f"“{step}” is reserved")
        if not re.fullmatch(r"\w+", step) or len(step) > LONGEST_STEP:
            return ("有空的、太长的或带符号的一级", "a level is empty, too long or has signs in it")
    return None


def take(data: Any, path: tuple[str, ...]) -> Any:
    """The value at `path` of nested mappings, or `MISSING`."""
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return MISSING
        data = data[step]
    return data


def take_every(data: Any, path: tuple[str, ...]) -> list[Any]:
    """All values at `path`, in every row where `ROWS` stands in it."""
    found = [data]
    for step in path:
        if step == ROWS:
            found = [row for one in found if isinstance(one, list | tuple) for row in one]
        else:
            found = [one[step] for one in found if isinstance(one, Mapping) and step in one]
    return found


def put(data: MutableMapping[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set the value at `path`, making the mappings on the way; what is no mapping on the way stays as it is."""
    for step in path[:-1]:
        inner = data.setdefault(step, {})
        if not isinstance(inner, MutableMapping):
            return
        data = inner
    data[path[-1]] = value


def drop(data: Any, path: tuple[str, ...]) -> None:
    """Remove the value at `path` if it is there."""
    holder = take(data, path[:-1])
    if isinstance(holder, MutableMapping):
        holder.pop(path[-1], None)
