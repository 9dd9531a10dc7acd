"""The methods of strings, lists, maps and numbers that JUEL texts may use; each is our own function on data."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.errors import ExpressionFailed
from engine.expressions.juel.coercion import as_boolean, as_number, as_text, equal


def called(value: Any, name: str, arguments: list[Any], budget: Budget) -> Any:
    """The result of the method; fails when the value is null or of a kind that lacks it."""
    if value is None:
        raise ExpressionFailed(f"空值没有方法 {name}()", f"null has no method {name}()")
    if name in _ANY:
        return _ANY[name](value, arguments, budget)
    table = next((methods for kind, methods in _BY_KIND.items() if isinstance(value, kind)), {})
    if name not in table:
        raise ExpressionFailed(f"此值没有方法 {name}()", f"this value has no method {name}()")
    if isinstance(value, list | dict):
        budget.spend(len(value))
    return table[name](value, *arguments)


def _whole(value: Any) -> int:
    position = as_number(value)
    if abs(position) > 10**9:
        raise ExpressionFailed("位置超出范围", "the position is out of range")
    return int(position)


def _substring(text: str, start: Any, end: Any = None) -> str:
    first, last = _whole(start), len(text) if end is None else _whole(end)
    if not 0 <= first <= last <= len(text):
        raise ExpressionFailed("截取的位置超出范围", "the position of the substring is out of range")
    return text[first:last]


def _element(items: list[Any], position: Any) -> Any:
    index = _whole(position)
    return items[index] if 0 <= index < len(items) else None


def _concat(value: Any, arguments: list[Any], budget: Budget) -> str:
    text = as_text(value) + as_text(arguments[0])
    budget.grow(len(text))
    return text


_ANY: dict[str, Callable[[Any, list[Any], Budget], Any]] = {
    "equals": lambda value, arguments, budget: equal(value, arguments[0], budget),
    "toString": lambda value, arguments, budget: as_text(value),
    "concat": _concat,
    "booleanValue": lambda value, arguments, budget: as_boolean(value),
}
_STRING: dict[str, Callable[..., Any]] = {
    "contains": lambda text, other: as_text(other) in text,
    "equalsIgnoreCase": lambda text, other: text.lower() == as_text(other).lower(),
    "isEmpty": lambda text: text == "",
    "isBlank": lambda text: not text.strip(),
    "length": lambda text: Decimal(len(text)),
    "startsWith": lambda text, other: text.startswith(as_text(other)),
    "endsWith": lambda text, other: text.endswith(as_text(other)),
    "toLowerCase": lambda text: text.lower(),
    "toUpperCase": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "indexOf": lambda text, other: Decimal(text.find(as_text(other))),
    "substring": _substring,
    "intValue": lambda text: as_number(text).to_integral_value("ROUND_DOWN"),
    "longValue": lambda text: as_number(text).to_integral_value("ROUND_DOWN"),
    "doubleValue": as_number,
}
_LIST: dict[str, Callable[..., Any]] = {
    "contains": lambda items, other: any(equal(item, other, Budget()) for item in items if type(item) is type(other)),
    "indexOf": lambda items, other: Decimal(next((n for n, item in enumerate(items) if item == other), -1)),
    "isEmpty": lambda items: not items,
    "size": lambda items: Decimal(len(items)),
    "get": _element,
}
_MAP: dict[str, Callable[..., Any]] = {
    "containsKey": lambda entries, key: as_text(key) in entries,
    "get": lambda entries, key: entries.get(as_text(key)),
    "isEmpty": lambda entries: not entries,
    "size": lambda entries: Decimal(len(entries)),
}
_NUMBER: dict[str, Callable[..., Any]] = {
    "intValue": lambda value: value.to_integral_value("ROUND_DOWN"),
    "longValue": lambda value: value.to_integral_value("ROUND_DOWN"),
    "doubleValue": lambda value: value,
}
_BY_KIND: dict[type, dict[str, Callable[..., Any]]] = {str: _STRING, list: _LIST, dict: _MAP, Decimal: _NUMBER}
