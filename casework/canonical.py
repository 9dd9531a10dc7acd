"""JSON with one spelling per value: keys sorted, no spaces, numbers with a fraction exact."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import orjson

OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


_DECODER = json.JSONDecoder(parse_float=Decimal)


class NotJson(TypeError):
    """The value cannot be written as JSON: an object, a number that is not finite, a key that is no text."""


class JsonText(str):
    """A text that is canonical JSON already: a JSON column takes it as it is."""


def write_json(value: Any) -> str:
    """The canonical text of `value`; dates and instants as ISO 8601. Raises `NotJson`."""
    try:
        return orjson.dumps(value, default=_exact, option=OPTIONS).decode()
    except TypeError:
        # orjson stops at integers beyond 64 bits and at lone surrogates; JSON does not.
        return _write(value)


def read_json(text: str) -> Any:
    """The value of a JSON text; numbers with a fraction or exponent come back as `Decimal`, exact."""
    return _DECODER.decode(text)


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(_number(value))
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    mapping = getattr(value, "items", None)
    if mapping is not None:
        return dict(mapping())
    raise TypeError(f"{type(value).__name__} is not JSON")


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise NotJson(f"{value} is not a finite number")
    return str(value)


def _write(value: Any) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=True)
        case int():
            return str(int(value))
        case float():
            if not math.isfinite(value):
                raise NotJson(f"{value} is not a finite number")
            return repr(value)
        case Decimal():
            return _number(value)
        case list() | tuple():
            return "[" + ",".join(_write(one) for one in value) + "]"
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise NotJson("a key of a JSON object must be text")
            return "{" + ",".join(f"{json.dumps(key)}:{_write(value[key])}" for key in sorted(value)) + "}"
        case _:
            try:
                return orjson.dumps(value, default=_exact, option=OPTIONS).decode()
            except TypeError as error:
                raise NotJson(str(error)) from error
