"""Calls a function that is a value, e.g. the one `sort` was given."""

from typing import Any

from engine.expressions.feel.built_in import BuiltIn
from engine.expressions.feel.values import Function
from engine.expressions.frame import Frame


def call_value(function: Any, values: list[Any], frame: Frame, names: tuple[str, ...] = ()) -> Any:
    """What the function gives for the arguments; null when it is none or they do not fit."""
    if isinstance(function, BuiltIn):
        return function.call(values, names, frame)
    if not isinstance(function, Function):
        return None
    if names:
        by_name = dict(zip(names, values, strict=True))
        if set(by_name) - set(function.parameters):
            return None
        values = [by_name.get(parameter) for parameter in function.parameters]
    return function.run(values, frame) if len(values) == len(function.parameters) else None
