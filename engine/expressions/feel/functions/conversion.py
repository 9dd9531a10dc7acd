"""Built-in conversion functions (DMN 10.3.4.1)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.errors import ExpressionFailed, ExpressionSyntax
from engine.expressions.feel import temporal, tree
from engine.expressions.feel.built_in import Table
from engine.expressions.feel.comparing import ordered
from engine.expressions.feel.parser import parse
from engine.expressions.feel.temporal import (
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    Zone,
)
from engine.expressions.feel.values import MAX_DEPTH, NUMBERS, Range, number
from engine.expressions.frame import Frame

CONVERSION = Table()
_PLAIN_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SEPARATORS = frozenset([None, " ", ",", "."])


@CONVERSION.add("number", "from: string, grouping separator?: string, decimal separator?: string")
def to_number(text: str, grouping: str | None, point: str | None) -> Decimal | None:
    if grouping not in _SEPARATORS or point not in (None, ",", ".") or (grouping is not None and grouping == point):
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    return number(plain) if _PLAIN_NUMBER.fullmatch(plain) else None


@CONVERSION.add("number", "from: number")
def same_number(value: Decimal) -> Decimal:
    return value


@CONVERSION.add("string", "from: any, mask?: string", takes_frame=True)
def to_string(frame: Frame, value: Any, mask: str | None) -> str | None:
    return None if value is None else written(value, frame.root.budget)


def written(value: Any, budget: Budget, nested: bool = False, depth: int = 0) -> str:
    """The value as FEEL writes it; a string inside a list or context stands in quotes."""
    if depth > MAX_DEPTH:
        raise ExpressionFailed("结果嵌套太深", "the result is nested too deeply")
    match value:
        case str():
            budget.grow(len(value))
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"' if nested else value
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain_number(value)
        case list():
            budget.spend(len(value) + 1)
            return "[" + ", ".join(written(item, budget, True, depth + 1) for item in value) + "]"
        case dict():
            budget.spend(len(value) + 1)
            entries = (f"{key}: {written(item, budget, True, depth + 1)}" for key, item in value.items())
            return "{" + ", ".join(entries) + "}"
        case Range():
            ends = [written(end, budget, True, depth + 1) for end in (value.low, value.high)]
            return f"{'[' if value.low_closed else '('}{'..'.join(ends)}{']' if value.high_closed else ')'}"
        case Date() | Time() | DateTime() | DaysDuration() | MonthsDuration():
            return str(value)
    return "function"


def plain_number(value: Decimal) -> str:
    """All digits, without exponent unless it would add more than forty zeros, and without zeros at the end."""
    exponent = value.as_tuple().exponent
    if not value:
        return "0"
    if isinstance(exponent, int) and -40 < exponent < 40:
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value.normalize(NUMBERS))


@CONVERSION.add("date", "from: string")
def date_from_text(text: str) -> Date | None:
    return temporal.to_date(text)


@CONVERSION.add("date", "from: day")
def date_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@CONVERSION.add("date", "year: number, month: number, day: number")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    parts = _whole(year, month, day)
    return None if parts is None else temporal.a_date(*parts)


def _whole(*values: Decimal) -> tuple[int, ...] | None:
    if any(value != value.to_integral_value() or abs(value) > temporal.MAX_YEAR for value in values):
        return None
    return tuple(int(value) for value in values)


@CONVERSION.add("time", "from: string")
def time_from_text(text: str) -> Time | None:
    return temporal.to_time(text)


@CONVERSION.add("time", "from: moment")
def time_of(value: Date | DateTime | Time) -> Time:
    match value:
        case Time():
            return value
        case DateTime():
            return value.time
        case _:
            return Time(0, 0, 0, 0, Zone(0))


@CONVERSION.add("time", "hour: number, minute: number, second: number, offset?: days duration")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None) -> Time | None:
    parts = _whole(hour, minute)
    if parts is None or not 0 <= second < 60:
        return None
    zone = None if offset is None else Zone(offset.nanos // NANOS)
    nanos = int(second % 1 * NANOS)
    return temporal.a_time(parts[0], parts[1], int(second), nanos, zone)


@CONVERSION.add("date and time", "from: string")
def moment_from_text(text: str) -> DateTime | None:
    date = temporal.to_date(text)
    return DateTime(date, Time(0, 0, 0)) if date else temporal.to_date_time(text)


@CONVERSION.add("date and time", "from: date and time")
def same_moment(value: DateTime) -> DateTime:
    return value


@CONVERSION.add("date and time", "date: day, time: time")
def moment_from_parts(date: Date | DateTime, time: Time) -> DateTime:
    return DateTime(date_of(date), time)


@CONVERSION.add("date and time", "date and time: date and time, timezone: string")
def moment_in_zone(value: DateTime, zone: str) -> DateTime | None:
    """The same instant on the clocks of another zone."""
    named = temporal.to_time("00:00:00" + (zone if zone[:1] in "Zz+-" else "@" + zone))
    if named is None or named.zone is None:
        return None
    utc = temporal.instant(value)
    local = temporal.moment_of(utc, Zone(0))
    if local is None:
        return None
    offset = temporal.offset_at(named.zone, local.date, local.time) or 0
    return temporal.moment_of(utc + offset * NANOS, named.zone)


@CONVERSION.add("duration", "from: string")
def to_duration(text: str) -> DaysDuration | MonthsDuration | None:
    return temporal.to_duration(text)


@CONVERSION.add("duration", "from: duration")
def same_duration(value: DaysDuration | MonthsDuration) -> DaysDuration | MonthsDuration:
    return value


@CONVERSION.add("years and months duration", "from: day, to: day")
def months_between(start: Date | DateTime, end: Date | DateTime) -> MonthsDuration:
    """Whole months from one day to the other, towards zero."""
    first, last = date_of(start), date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return MonthsDuration(months)


@CONVERSION.add("range", "from: string")
def to_range(text: str) -> Range | None:
    """A range written as `[1..10]` with literal ends (DMN 1.5)."""
    try:
        node = parse(text)
    except ExpressionSyntax:
        return None
    if not isinstance(node, tree.RangeLiteral) or (node.low is None and node.high is None):
        return None
    low, high = _end(node.low), _end(node.high)
    if _UNFIT in (low, high) or (low is not None and high is not None and ordered(low, high) not in (-1, 0)):
        return None
    return Range(low, high, node.low_closed, node.high_closed)


_UNFIT = object()


def _end(node: tree.Node | None) -> Any:
    """The end of a range text: a literal, or a conversion of a literal string."""
    match node:
        case None:
            return None
        case tree.Literal(value) if not isinstance(value, bool):
            return value
        case tree.AtLiteral(text):
            return temporal.from_at(text) or _UNFIT
        case tree.Call(tree.Name(name), (tree.Literal(str(text)),)) if name in _FROM_TEXT:
            return _FROM_TEXT[name](text) or _UNFIT
    return _UNFIT


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "date": temporal.to_date,
    "time": temporal.to_time,
    "date and time": temporal.to_date_time,
    "duration": temporal.to_duration,
}
