"""Which parts of a form are hidden, locked or required for the data at hand.

As in the browser: conditions see all that was sent, and of a field that was not, what the case knows; what is hidden or
locked is then dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from forms.blanks import trimmed
from forms.numbers import parse_number, to_json
from forms.parts import Field, Group, Kind, ListOf, Part
from forms.paths import MISSING, drop, put, take

CLEARED = object()
"""An optional value sent empty: it replaces an earlier one, while a value not sent at all leaves it alone."""

REFUSED = object()
"""A value that cannot be beside the others (`banjian:refuseIf`)."""

IsTrue = Callable[[str, Mapping[str, Any]], bool | None]
"""Whether a condition is true in a scope; None where it has no answer."""

TICKED = {"true": True, "on": True, "1": True, "yes": True, "false": False, "off": False, "0": False, "no": False}
MULTIPLE = frozenset({Kind.CHECKLIST, Kind.TAGLIST})
TEXTS = frozenset({Kind.TEXTFIELD, Kind.TEXTAREA})


@dataclass(frozen=True)
class Filling:
    """What the conditions depend on besides the data: the outcomes chosen, what the case knows, how FEEL is run."""

    is_true: IsTrue
    outcomes: frozenset[str] = frozenset()
    chosen: Any = None
    """The value of the button pressed: what `banjian:refuseIf` knows as `outcome`."""
    demands: bool = True
    """Whether required values must be there."""
    scope: Mapping[str, Any] = field(default_factory=dict)


def prepare(parts: tuple[Part, ...], data: Mapping[str, Any], filling: Filling) -> dict[str, Any]:
    """A copy of `data` without hidden and locked values.

    None marks each required value that is missing, `CLEARED` each optional one that was sent empty, `REFUSED` each that
    cannot be beside the others.
    """
    prepared = deepcopy(dict(data))
    seen = {**filling.scope, **_as_seen(parts, deepcopy(dict(data)), filling.scope)}
    _prepare(parts, prepared, seen, filling)
    return prepared


def is_empty(value: Any) -> bool:
    """Whether nothing was filled in: blank text, nothing chosen, no row."""
    return value is MISSING or value is None or value == [] or (isinstance(value, str) and not trimmed(value))


def to_tick(value: Any) -> bool | None:
    """Yes or no, also as browsers write them; None for anything else."""
    if isinstance(value, bool):
        return value
    return TICKED.get(value.strip().lower()) if isinstance(value, str) else None


def _prepare(
    parts: tuple[Part, ...], data: MutableMapping[str, Any], seen: Mapping[str, Any], filling: Filling
) -> None:
    for part in parts:
        is_hidden = False if part.hide is None else filling.is_true(part.hide, seen)
        if is_hidden:
            _drop_all(part, data)
            continue
        # Where its condition has no answer, browsers mostly hide a part, but not always: it is taken, not demanded.
        asking = filling if is_hidden is False else replace(filling, demands=False)
        match part:
            case Field():
                _prepare_field(part, data, seen, asking)
            case Group():
                _prepare(part.parts, data, seen, asking)
            case ListOf():
                _prepare_rows(part, data, seen, asking)


def _prepare_field(one: Field, data: MutableMapping[str, Any], seen: Mapping[str, Any], filling: Filling) -> None:
    if one.is_locked or (one.locked_if is not None and filling.is_true(one.locked_if, seen)):
        drop(data, one.path)
        return
    value = take(data, one.path)
    is_blank = is_empty(value) or (one.kind is Kind.CHECKBOX and to_tick(value) is False)
    if not is_blank:
        known = seen if filling.chosen is None else {**seen, "outcome": filling.chosen}
        if one.refuse_if is not None and filling.is_true(one.refuse_if, known):
            put(data, one.path, REFUSED)
        return
    if filling.demands and (one.checks.required or filling.outcomes & one.required_for):
        put(data, one.path, None)
    elif value is not MISSING:
        put(data, one.path, CLEARED)


def _prepare_rows(rows: ListOf, data: MutableMapping[str, Any], seen: Mapping[str, Any], filling: Filling) -> None:
    found = take(data, rows.path)
    if found is not MISSING and is_empty(found):
        put(data, rows.path, [])
    if not isinstance(found, list):
        return
    beheld = take(seen, rows.path)
    for number, row in enumerate(found):
        if isinstance(row, dict):
            shown = beheld[number] if isinstance(beheld, list) and number < len(beheld) else row
            own = shown if isinstance(shown, Mapping) else row
            _prepare(rows.parts, row, {**seen, **own, "this": own, "parent": seen, "i": [number + 1]}, filling)


def _drop_all(part: Part, data: MutableMapping[str, Any]) -> None:
    match part:
        case Group():
            for inner in part.parts:
                _drop_all(inner, data)
        case _:
            drop(data, part.path)


def _as_seen(parts: tuple[Part, ...], data: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The data as conditions see them: numbers typed as text are numbers, and every field has a value."""
    for part in parts:
        match part:
            case Field():
                sent = take(data, part.path)
                put(data, part.path, _seen_value(part, take(known, part.path) if sent is MISSING else sent))
            case Group():
                _as_seen(part.parts, data, known)
            case ListOf():
                rows = take(data, part.path)
                if isinstance(rows, list):
                    seen = [_as_seen(part.parts, row, {}) if isinstance(row, dict) else row for row in rows]
                    put(data, part.path, seen)
    return data


def _seen_value(one: Field, value: Any) -> Any:
    if one.kind is Kind.CHECKBOX:
        return to_tick(value) or False
    if one.kind in MULTIPLE:
        return [] if is_empty(value) else value
    if is_empty(value):
        return "" if one.kind in TEXTS else None
    if one.kind is Kind.NUMBER and not one.keeps_number_as_text:
        number = parse_number(value)
        return value if number is None else to_json(number)
    return value
