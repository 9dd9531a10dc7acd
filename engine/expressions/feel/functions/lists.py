"""Built-in functions on lists (DMN 10.3.4.4). Positions count from 1, or from -1 at the end."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.errors import ExpressionFailed
from engine.expressions.feel.built_in import Table
from engine.expressions.feel.calling import call_value
from engine.expressions.feel.comparing import equal, ordered
from engine.expressions.feel.values import MAX_DEPTH, Function
from engine.expressions.frame import Frame

LISTS = Table()


def same(left: Any, right: Any, budget: Budget) -> bool:
    return equal(left, right, budget) is True


@LISTS.add("list contains", "list: list, element: any", takes_frame=True)
def list_contains(frame: Frame, items: list[Any], wanted: Any) -> bool:
    return any(same(item, wanted, frame.root.budget) for item in items)


@LISTS.add("count", "list: list")
def count(items: list[Any]) -> Decimal:
    return Decimal(len(items))


@LISTS.add("all", "list: list", "b...: any")
def all_of(*values: Any) -> bool | None:
    items = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
    return _decided(items, decisive=False)


@LISTS.add("any", "list: list", "b...: any")
def any_of(*values: Any) -> bool | None:
    items = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
    return _decided(items, decisive=True)


def _decided(items: list[Any], *, decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return not decisive if all(item is (not decisive) for item in items) else None


def index_at(items: list[Any], position: Decimal) -> int | None:
    """Python's index for a FEEL position."""
    if not position or position != position.to_integral_value() or not -len(items) <= position <= len(items):
        return None
    return int(position) - 1 if position > 0 else len(items) + int(position)


@LISTS.add("sublist", "list: list, start position: number, length?: number")
def sublist(items: list[Any], start: Decimal, length: Decimal | None) -> list[Any] | None:
    first = index_at(items, start)
    if first is None:
        return None
    if length is None:
        return items[first:]
    return items[first : first + int(length)] if 0 <= length <= len(items) - first else None


@LISTS.add("append", "list: list, item...: any")
def append(items: list[Any], *more: Any) -> list[Any]:
    return [*items, *more]


@LISTS.add("concatenate", "list...: list")
def concatenate(*lists: list[Any]) -> list[Any]:
    return [item for items in lists for item in items]


@LISTS.add("insert before", "list: list, position: number, newItem: any")
def insert_before(items: list[Any], position: Decimal, new: Any) -> list[Any] | None:
    index = index_at(items, position)
    return None if index is None else [*items[:index], new, *items[index:]]


@LISTS.add("remove", "list: list, position: number")
def remove(items: list[Any], position: Decimal) -> list[Any] | None:
    index = index_at(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@LISTS.add("list replace", "list: list, position: number, newItem: any")
def list_replace(items: list[Any], position: Decimal, new: Any) -> list[Any] | None:
    index = index_at(items, position)
    return None if index is None else [*items[:index], new, *items[index + 1 :]]


@LISTS.add("list replace", "list: list, match: function, newItem: any", takes_frame=True)
def list_replace_matching(frame: Frame, items: list[Any], match: Function, new: Any) -> list[Any] | None:
    answers = [call_value(match, [item, new], frame) for item in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [new if answer else item for item, answer in zip(items, answers, strict=True)]


@LISTS.add("reverse", "list: list")
def reverse(items: list[Any]) -> list[Any]:
    return items[::-1]


@LISTS.add("index of", "list: list, match: any", takes_frame=True)
def index_of(frame: Frame, items: list[Any], wanted: Any) -> list[Decimal]:
    return [Decimal(n) for n, item in enumerate(items, 1) if same(item, wanted, frame.root.budget)]


@LISTS.add("distinct values", "list: list", takes_frame=True)
def distinct_values(frame: Frame, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        frame.root.budget.spend(len(kept))
        if not any(same(item, other, frame.root.budget) for other in kept):
            kept.append(item)
    return kept


@LISTS.add("duplicate values", "list: list", takes_frame=True)
def duplicate_values(frame: Frame, items: list[Any]) -> list[Any]:
    """The values that come more than once (Camunda)."""
    budget = frame.root.budget
    budget.spend(len(items) * len(items))
    repeated = [item for item in items if sum(same(item, other, budget) for other in items) > 1]
    return distinct_values(frame, repeated)  # type: ignore[no-any-return]


@LISTS.add("union", "list...: list", takes_frame=True)
def union(frame: Frame, *lists: list[Any]) -> list[Any]:
    return distinct_values(frame, concatenate(*lists))  # type: ignore[no-any-return]


@LISTS.add("flatten", "list: list", takes_frame=True)
def flatten(frame: Frame, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    _flatten(items, flat, frame.root.budget, 0)
    return flat


def _flatten(items: list[Any], flat: list[Any], budget: Budget, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ExpressionFailed("数据嵌套太深", "the data are nested too deeply")
    budget.spend(len(items) + 1)
    for item in items:
        if isinstance(item, list):
            _flatten(item, flat, budget, depth + 1)
        else:
            flat.append(item)


@LISTS.add("sort", "list: list, precedes?: function", takes_frame=True)
def sort(frame: Frame, items: list[Any], precedes: Function | None) -> list[Any] | None:
    """By the function that says whether its first argument stands before its second, or ascending without one."""

    def by_function(left: Any, right: Any) -> int:
        frame.root.budget.spend(1)
        if call_value(precedes, [left, right], frame) is True:
            return -1
        return 1 if call_value(precedes, [right, left], frame) is True else 0

    if precedes is not None:
        return sorted(items, key=cmp_to_key(by_function))
    if items and any(ordered(items[0], item) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(lambda left, right: ordered(left, right) or 0))
