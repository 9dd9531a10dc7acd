"""Equality and order of FEEL values (DMN 10.3.2.13, table 42). None as an answer is FEEL's null: not comparable."""

from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel.temporal import (
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    instant,
    offset_at,
)
from engine.expressions.feel.values import Range

_EPOCH = Date(1970, 1, 1)


def equal(left: Any, right: Any, budget: Budget) -> bool | None:
    """`left = right`. Null equals only null; values of different kinds give null."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in (Decimal, str, bool, Date, DaysDuration, MonthsDuration):
        return bool(left == right)
    if left is right:
        return True
    budget.spend(1)
    if kind is list:
        return len(left) == len(right) and _all_equal(list(zip(left, right, strict=True)), budget)
    if kind is dict:
        return left.keys() == right.keys() and _all_equal([(left[key], right[key]) for key in left], budget)
    if kind is Range:
        same_kind = (left.low_closed, left.high_closed) == (right.low_closed, right.high_closed)
        return same_kind and _all_equal([(left.low, right.low), (left.high, right.high)], budget)
    if kind in (Time, DateTime):
        return _same_moment(left, right)
    return None


def _all_equal(pairs: list[tuple[Any, Any]], budget: Budget) -> bool | None:
    budget.spend(len(pairs))
    return all(equal(left, right, budget) is True for left, right in pairs)


def _same_moment(left: Any, right: Any) -> bool:
    left_local, right_local = _zone(left) is None, _zone(right) is None
    return left_local == right_local and moment(left) == moment(right)


def _zone(value: Time | DateTime) -> Any:
    return value.zone if isinstance(value, Time) else value.time.zone


def moment(value: Time | DateTime) -> int:
    """Nanoseconds in UTC by which times or dates and times are ordered."""
    if isinstance(value, DateTime):
        return instant(value)
    return value.local_nanos - (offset_at(value.zone, _EPOCH, value) or 0) * NANOS


def ordered(left: Any, right: Any) -> int | None:
    """-1, 0 or 1 as `left` stands before, at or behind `right`; None when they cannot be compared."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in (Decimal, str, DaysDuration, MonthsDuration, Date):
        return -1 if left < right else int(left > right)
    if kind in (Time, DateTime):
        if (_zone(left) is None) != (_zone(right) is None):
            return None
        a, b = moment(left), moment(right)
        return -1 if a < b else int(a > b)
    return None


def compared(operator: str, left: Any, right: Any, budget: Budget) -> bool | None:
    """The result of `= != < <= > >=`."""
    if operator in ("=", "!="):
        same = equal(left, right, budget)
        return same if operator == "=" or same is None else not same
    order = ordered(left, right)
    if order is None:
        return None
    match operator:
        case "<":
            return order < 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0
        case _:
            return order >= 0


def within(value: Any, bounds: Range) -> bool | None:
    """Whether the value lies in the range; null when it cannot be compared with an end."""
    if value is None or (bounds.low is None and bounds.high is None):
        return None
    if bounds.low is not None:
        order = ordered(value, bounds.low)
        if order is None:
            return None
        if order < 0 or (order == 0 and not bounds.low_closed):
            return False
    if bounds.high is not None:
        order = ordered(value, bounds.high)
        if order is None:
            return None
        if order > 0 or (order == 0 and not bounds.high_closed):
            return False
    return True


def passes(value: Any, test: Any, budget: Budget) -> bool | None:
    """Whether `value in test` holds for one test value: an equal value, a range around it, or a list with either."""
    if isinstance(test, Range):
        return equal(value, test, budget) if isinstance(value, Range) else within(value, test)
    if isinstance(test, list) and not isinstance(value, list):
        budget.spend(len(test))
        return any(passes(value, item, budget) is True for item in test)
    if isinstance(test, list):
        budget.spend(len(test))
        return equal(value, test, budget) is True or any(equal(value, item, budget) is True for item in test)
    return equal(value, test, budget)
