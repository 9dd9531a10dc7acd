"""Enforcing a form on the server with marshmallow schemas generated from the same file the browser draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from forms.conditions import Filling, IsTrue, prepare
from forms.errors import FormInvalid, Problem, quote
from forms.parts import Field, Form, Group, ListOf, Part, outcome_texts
from forms.paths import ROWS
from forms.values import AROUND, Around, Rows, Value

DEEPEST_DATA = 20
UNKNOWN = "unknown"
NOT_A_GROUP = "type"


class FormSchema(Schema):
    """Base of the generated schemas: keys the form does not know are errors."""

    error_messages = {UNKNOWN: UNKNOWN, NOT_A_GROUP: NOT_A_GROUP}

    class Meta:
        unknown = RAISE


def no_conditions(expression: str, scope: Mapping[str, Any]) -> bool:
    """Stands for FEEL where a form has no conditions; a form that has some needs the real one."""
    raise ValueError(f"the form has the condition “{expression}”; validate needs is_true to evaluate it")


def validate(
    form: Form,
    data: Mapping[str, Any],
    *,
    outcome: Any = None,
    scope: Mapping[str, Any] | None = None,
    is_true: IsTrue = no_conditions,
    today: date | None = None,
) -> dict[str, Any]:
    """The cleaned data, safe to store as JSON, or `FormInvalid` with the problems of each field.

    Text is trimmed, numbers are exact, identity numbers tidied and upper-cased, choices are the option's own value.
    Hidden, read-only and disabled fields are dropped; an optional field sent empty is None, one not sent is absent;
    a key the form does not know is an error. `outcome` is the value of the button pressed, or those ticked, for
    `banjian:requiredFor` and, as `outcome`, for `banjian:refuseIf`. `scope` holds the variables of the case, for
    conditions, `valuesKey` and references to personal values. `is_true` evaluates a FEEL condition (without its `=`) in
    a scope. `today` is the day no birth may lie after and for dates that may not have passed, and what conditions know
    as `today`; without it neither is checked.
    """
    if _is_deeper(data, DEEPEST_DATA):
        raise FormInvalid({"": [Problem("field.not_a_group", {"label": form.id})]})
    around = ({"today": today} if today is not None else {}) | dict(scope or {})
    filling = Filling(is_true=is_true, outcomes=outcome_texts(outcome), chosen=outcome, scope=around)
    prepared = prepare(form.parts, data, filling)
    token = AROUND.set(Around(today=today, scope=around))
    try:
        loaded = schema_of(form)().load(prepared)
    except ValidationError as problem:
        raise FormInvalid(dict(_flatten(problem.messages))) from problem
    finally:
        AROUND.reset(token)
    return dict(loaded)


def schema_of(form: Form) -> type[Schema]:
    """The schema class of a form, generated once per content."""
    return _generated(form.content_hash, _ByHash(form))


def required_keys(form: Form, outcome: Any = None) -> frozenset[str]:
    """The keys of top-level fields that must be filled for `outcome`, as far as they are shown."""
    chosen = outcome_texts(outcome)
    return frozenset(
        one.key
        for one in _fields(form.parts)
        if isinstance(one, Field) and (one.checks.required or chosen & one.required_for)
    )


class _ByHash:
    """Lets the cache compare forms by their hash alone."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and other.form.content_hash == self.form.content_hash

    def __hash__(self) -> int:
        return hash(self.form.content_hash)


@lru_cache(maxsize=2048)
def _generated(content_hash: str, wrapped: _ByHash) -> type[Schema]:
    return _schema(wrapped.form.parts)


def _schema(parts: tuple[Part, ...], inside: tuple[str, ...] = ()) -> type[Schema]:
    return _node({one.path: one for one in _fields(parts)}, inside)


def _node(by_path: Mapping[tuple[str, ...], Field | ListOf], inside: tuple[str, ...]) -> type[Schema]:
    """A schema for paths that begin at the same place: one field per first step, nested where more steps follow.

    `inside` is the path of the list in whose rows they stand.
    """
    members: dict[str, fields.Field[Any]] = {}
    for number, step in enumerate(dict.fromkeys(path[0] for path in by_path)):
        inner = {path[1:]: one for path, one in by_path.items() if path[0] == step}
        # Neutral attribute names: a key such as `load` or `Meta` must not replace a part of the schema.
        members[f"member_{number}"] = _member(step, inner, inside)
    return FormSchema.from_dict(members, name="GeneratedFormSchema")


def _member(step: str, inner: Mapping[tuple[str, ...], Field | ListOf], inside: tuple[str, ...]) -> fields.Field[Any]:
    names: dict[str, Any] = {"data_key": step, "attribute": step}
    match inner.get(()):
        case Field() as one:
            return Value(one, inside, **names)
        case ListOf() as rows:
            return Rows(rows, _schema(rows.parts, (*inside, *rows.path, ROWS)), **names)
        case None:
            return fields.Nested(_node(inner, inside), error_messages={"null": NOT_A_GROUP}, **names)


def _fields(parts: tuple[Part, ...]) -> Iterator[Field | ListOf]:
    for part in parts:
        if isinstance(part, Group):
            yield from _fields(part.parts)
        else:
            yield part


def _flatten(messages: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, list[Problem]]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flatten(inner, path if key == "_schema" else (*path, str(key)))
        return
    where = ".".join(path)
    yield where, [one if isinstance(one, Problem) else _named(str(one), path) for one in messages]


def _named(code: str, path: tuple[str, ...]) -> Problem:
    if code == UNKNOWN:
        return Problem("field.unknown", {"key": quote(".".join(path))})
    return Problem("field.not_a_group", {"label": quote(".".join(path))})


def _is_deeper(data: Any, limit: int) -> bool:
    """Whether containers nest deeper than `limit`, found without recursion: the data come from a stranger."""
    level: list[Any] = [data]
    for _ in range(limit):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(one: Any) -> list[Any]:
    inner = one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else ()
    return [each for each in inner if isinstance(each, Mapping | list)]


__all__ = ["FormInvalid", "required_keys", "schema_of", "validate"]
