"""`+ - * / **` and negation on numbers, strings, dates and durations (DMN 10.3.2.7). Errors are null."""

from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel.comparing import moment
from engine.expressions.feel.temporal import (
    DAY_SECONDS,
    MAX_YEAR,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    Zone,
    clock_of,
    day_of,
    moment_of,
    month_length,
)
from engine.expressions.feel.values import NUMBERS

_OPERATIONS = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}
_MAX_DURATION = 10**27
UTC = Zone(0)


def calculated(operator: str, left: Any, right: Any, budget: Budget) -> Any:
    """The result of one operation, None where FEEL has none."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _OPERATIONS[operator](left, right)
        except (InvalidOperation, DivisionByZero, Overflow):
            return None
    if type(left) is str and type(right) is str:
        if operator != "+":
            return None
        budget.grow(len(left) + len(right))
        return left + right
    match operator:
        case "+":
            return added(left, right)
        case "-":
            return _subtracted(left, right)
        case "*":
            return _multiplied(left, right)
        case "/":
            return _divided(left, right)
    return None


def negated(value: Any) -> Any:
    match value:
        case Decimal():
            return value.copy_negate() if value else Decimal(0)
        case DaysDuration():
            return DaysDuration(-value.nanos)
        case MonthsDuration():
            return MonthsDuration(-value.months)
    return None


def added(left: Any, right: Any) -> Any:
    """A date, time or duration plus a duration, in either order."""
    match left, right:
        case ((DaysDuration() | MonthsDuration()), (Date() | Time() | DateTime())):
            return added(right, left)
        case DaysDuration(), DaysDuration():
            return _days(left.nanos + right.nanos)
        case MonthsDuration(), MonthsDuration():
            return _months(left.months + right.months)
        case Date(), MonthsDuration():
            return _later(left, right.months)
        case Date(), DaysDuration():
            # DMN takes the date as midnight UTC and forgets the time of day of the sum.
            return day_of((left.number * DAY_SECONDS * NANOS + right.nanos) // (DAY_SECONDS * NANOS))
        case DateTime(), MonthsDuration():
            date = _later(left.date, right.months)
            return DateTime(date, left.time) if date else None
        case DateTime(), DaysDuration():
            return moment_of(left.local_nanos + right.nanos, left.time.zone)
        case Time(), DaysDuration():
            return clock_of(left.local_nanos + right.nanos, left.zone)
    return None


def _subtracted(left: Any, right: Any) -> Any:
    if isinstance(left, Date) and isinstance(right, Date):
        return _days((left.number - right.number) * DAY_SECONDS * NANOS)
    if isinstance(left, Date | DateTime) and isinstance(right, Date | DateTime):
        left, right = _at_midnight(left), _at_midnight(right)
    if isinstance(left, Time | DateTime) and type(left) is type(right):
        if (_zone(left) is None) != (_zone(right) is None):
            return None
        return _days(moment(left) - moment(right))
    if isinstance(right, DaysDuration | MonthsDuration):
        return added(left, negated(right))
    return None


def _at_midnight(value: Date | DateTime) -> DateTime:
    return DateTime(value, clock_of(0, UTC)) if isinstance(value, Date) else value


def _zone(value: Time | DateTime) -> Any:
    return value.zone if isinstance(value, Time) else value.time.zone


def _multiplied(left: Any, right: Any) -> Any:
    match left, right:
        case Decimal(), (DaysDuration() | MonthsDuration()):
            return _multiplied(right, left)
        case DaysDuration(), Decimal():
            return _days(_whole(NUMBERS.multiply, left.nanos, right))
        case MonthsDuration(), Decimal():
            return _months(_whole(NUMBERS.multiply, left.months, right))
    return None


def _divided(left: Any, right: Any) -> Any:
    match left, right:
        case DaysDuration(), DaysDuration():
            return calculated("/", Decimal(left.nanos), Decimal(right.nanos), Budget(0))
        case MonthsDuration(), MonthsDuration():
            return calculated("/", Decimal(left.months), Decimal(right.months), Budget(0))
        case DaysDuration(), Decimal():
            return _days(_whole(NUMBERS.divide, left.nanos, right))
        case MonthsDuration(), Decimal():
            return _months(_whole(NUMBERS.divide, left.months, right))
    return None


def _whole(operation: Any, amount: int, factor: Decimal) -> int | None:
    """The amount of a scaled duration, cut to whole units."""
    try:
        result = operation(Decimal(amount), factor)
        return int(result) if abs(result) < _MAX_DURATION else None
    except (InvalidOperation, DivisionByZero, Overflow):
        return None


def _days(nanos: int | None) -> DaysDuration | None:
    return None if nanos is None or abs(nanos) > _MAX_DURATION else DaysDuration(nanos)


def _months(months: int | None) -> MonthsDuration | None:
    return None if months is None or abs(months) > _MAX_DURATION else MonthsDuration(months)


def _later(date: Date, months: int) -> Date | None:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if abs(year) > MAX_YEAR:
        return None
    return Date(year, month + 1, min(date.day, month_length(year, month + 1)))
