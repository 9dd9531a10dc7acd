"""Built-in functions that take all numbers of a list together (DMN 10.3.4.4): sum, mean, median …"""

from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import cmp_to_key, reduce
from typing import Any

from engine.expressions.feel.arithmetic import added
from engine.expressions.feel.built_in import Table
from engine.expressions.feel.comparing import ordered
from engine.expressions.feel.temporal import DaysDuration, MonthsDuration
from engine.expressions.feel.values import NUMBERS

STATISTICS = Table()
_FORMS = ("list: list", "n...: any")


def given(values: tuple[Any, ...]) -> list[Any]:
    """The elements, whether they came as one list or as several arguments."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)


def _numbers(name: str) -> Callable[[Callable[[list[Decimal]], Any]], Any]:
    """Register a function that is null unless every element is a number and the arithmetic works out."""

    def register(run: Callable[[list[Decimal]], Any]) -> Any:
        def checked(*values: Any) -> Any:
            items = given(values)
            if not all(isinstance(item, Decimal) for item in items):
                return None
            try:
                return run(items)
            except (InvalidOperation, DivisionByZero, Overflow):
                return None

        return STATISTICS.add(name, *_FORMS)(checked)

    return register


def total(items: list[Decimal]) -> Decimal:
    return reduce(NUMBERS.add, items, Decimal(0))


@STATISTICS.add("sum", *_FORMS)
def sum_of(*values: Any) -> Any:
    """Numbers, or durations of one kind; null for an empty list."""
    items = given(values)
    if items and all(isinstance(item, DaysDuration) for item in items):
        return reduce(added, items)
    if items and all(isinstance(item, MonthsDuration) for item in items):
        return reduce(added, items)
    if not items or not all(isinstance(item, Decimal) for item in items):
        return None
    try:
        return total(items)
    except Overflow:
        return None


@_numbers("product")
def product(items: list[Decimal]) -> Decimal | None:
    return reduce(NUMBERS.multiply, items) if items else None


@_numbers("mean")
def mean(items: list[Decimal]) -> Decimal | None:
    return NUMBERS.divide(total(items), Decimal(len(items))) if items else None


@_numbers("median")
def median(items: list[Decimal]) -> Decimal | None:
    if not items:
        return None
    middle, ranked = len(items) // 2, sorted(items)
    if len(items) % 2:
        return ranked[middle]
    return NUMBERS.divide(NUMBERS.add(ranked[middle - 1], ranked[middle]), Decimal(2))


@_numbers("stddev")
def standard_deviation(items: list[Decimal]) -> Decimal | None:
    """Of a sample: divided by one less than the count."""
    if len(items) < 2:
        return None
    average = NUMBERS.divide(total(items), Decimal(len(items)))
    squares = [NUMBERS.power(NUMBERS.subtract(item, average), Decimal(2)) for item in items]
    return NUMBERS.sqrt(NUMBERS.divide(total(squares), Decimal(len(items) - 1)))


@_numbers("mode")
def mode(items: list[Decimal]) -> list[Decimal]:
    """The most frequent numbers, ascending."""
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


@STATISTICS.add("min", *_FORMS)
def minimum(*values: Any) -> Any:
    return _extreme(given(values), 0)


@STATISTICS.add("max", *_FORMS)
def maximum(*values: Any) -> Any:
    return _extreme(given(values), -1)


def _extreme(items: list[Any], index: int) -> Any:
    if not items or any(ordered(items[0], item) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(lambda left, right: ordered(left, right) or 0))[index]
