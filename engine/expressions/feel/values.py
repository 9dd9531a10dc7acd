"""The values of FEEL and their way in from Python and JSON and out again.

| FEEL | here |
|---|---|
| number | `decimal.Decimal`, 34 digits |
| string, boolean, null, list, context | `str`, `bool`, `None`, `list`, `dict` |
| date, time, durations | the classes of `temporal` |
| range, function | `Range`, `Function` |
"""

import datetime
import math
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.errors import ExpressionFailed
from engine.expressions.feel import temporal
from engine.expressions.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time, Zone

NUMBERS = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""IEEE 754 decimal128, as DMN 10.3.2.3.1 asks."""
MAX_DEPTH = 100
"""How deep data from outside may nest."""


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two ends; an end that is None is open to infinity."""

    low: Any
    high: Any
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value: written in FEEL, or built in."""

    parameters: tuple[str, ...]
    run: Callable[[list[Any], Any], Any]
    """Arguments in order of the parameters and the calling frame."""
    kinds: tuple[Any, ...] = field(default=())
    source: Any = None


def number(value: Decimal | int | str) -> Decimal | None:
    """The decimal rounded to 34 digits, None when it is none or too big."""
    try:
        result = NUMBERS.create_decimal(value)
    except (InvalidOperation, Overflow, ValueError):
        return None
    return result if result.is_finite() else None


def from_python(value: Any, budget: Budget, depth: int = 0) -> Any:
    """The FEEL value of what JSON, a form or Python code brings; always a copy, never the caller's own list or dict.

    Floats count as the decimal they print as, so 0.1 is exactly 0.1. An unknown kind of object is null.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Enumerations and marked-up text are strings of a kind of their own, which FEEL would take for something else.
        return value if type(value) is str else str.__str__(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, int):
        return number(value) if abs(value) >= 10**34 else Decimal(value)
    if isinstance(value, float):
        return number(repr(value))
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        if depth > MAX_DEPTH:
            raise ExpressionFailed("数据嵌套太深", "the data are nested too deeply")
        budget.grow(len(value) + 1)
        if isinstance(value, Mapping):
            return {str(key): from_python(item, budget, depth + 1) for key, item in value.items()}
        return [from_python(item, budget, depth + 1) for item in value]
    return _from_time(value)


def _from_time(value: Any) -> Any:
    match value:
        case datetime.datetime():
            date = Date(value.year, value.month, value.day)
            return DateTime(date, _from_clock(value.timetz(), value.utcoffset()))
        case datetime.date():
            return Date(value.year, value.month, value.day)
        case datetime.time():
            return _from_clock(value, value.utcoffset())
        case datetime.timedelta():
            return DaysDuration((value.days * 86_400 + value.seconds) * temporal.NANOS + value.microseconds * 1000)
        case Date() | Time() | DateTime() | DaysDuration() | MonthsDuration() | Range() | Function():
            return value
        case _:
            return None


def _from_clock(value: datetime.time, offset: datetime.timedelta | None) -> Time:
    zone = None if offset is None else Zone(int(offset.total_seconds()))
    if isinstance(value.tzinfo, zoneinfo.ZoneInfo) and value.tzinfo.key:
        zone = Zone(None, value.tzinfo.key)
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, zone)


def to_python(value: Any) -> Any:
    """The value as Python's own type where one exists: `date`, `datetime`, `time`, `timedelta`; else as it is."""
    match value:
        case Date() if 1 <= value.year <= 9999:
            return datetime.date(value.year, value.month, value.day)
        case Time():
            return datetime.time(value.hour, value.minute, value.second, value.nanos // 1000, _python_zone(value.zone))
        case DateTime() if 1 <= value.date.year <= 9999:
            return datetime.datetime.combine(to_python(value.date), to_python(value.time))
        case DaysDuration() if abs(value.nanos) < 10**9 * 86_400 * temporal.NANOS:
            return datetime.timedelta(microseconds=value.nanos // 1000)
        case list():
            return [to_python(item) for item in value]
        case dict():
            return {key: to_python(item) for key, item in value.items()}
        case _:
            return value


def _python_zone(zone: Zone | None) -> datetime.tzinfo | None:
    if zone is None:
        return None
    if zone.name is not None:
        return zoneinfo.ZoneInfo(zone.name)
    return datetime.timezone(datetime.timedelta(seconds=zone.offset or 0))


def to_json(value: Any) -> Any:
    """The value as JSON can hold it.

    A whole number up to 63 bits is an int. Any other number is the float that prints as it when it has at most 15
    digits, so money to the cent comes back exactly; longer ones are rounded to 17 digits, beyond 10^308 null. Dates,
    times and durations become their ISO 8601 text, a range its FEEL text, a function null.
    """
    match value:
        case None | bool() | str():
            return value
        case Decimal():
            if abs(value) < 2**63 and value == value.to_integral_value():
                return int(value)
            nearest = float(value)
            return nearest if math.isfinite(nearest) else None
        case list() | tuple():
            return [to_json(item) for item in value]
        case dict():
            return {key: to_json(item) for key, item in value.items()}
        case Date() | Time() | DateTime() | DaysDuration() | MonthsDuration():
            return str(value)
        case Range():
            return _range_text(value)
        case _:
            return value if isinstance(value, int | float) else None


def _range_text(value: Range) -> str:
    low, high = ("null" if end is None else str(end) for end in (value.low, value.high))
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"


def weigh(value: Any, budget: Budget) -> None:
    """Charge the whole size of a value as it would be written out, where shared parts appear again and again."""
    budget.grow(_size(value, {}, 0))


def _size(value: Any, known: dict[int, int], depth: int) -> int:
    """Elements and characters; a part met before is not walked again, so sharing cannot make the walk long."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, dict | list):
        return 1
    if depth > MAX_DEPTH:
        raise ExpressionFailed("结果嵌套太深", "the result is nested too deeply")
    if id(value) not in known:
        parts = value.values() if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_size(part, known, depth + 1) for part in parts)
    return known[id(value)]
