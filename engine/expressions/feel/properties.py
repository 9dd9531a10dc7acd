"""`value.name`: entries of contexts and the parts of dates, times, durations and ranges (DMN 10.3.2.5, table 53)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel.temporal import (
    DAY_SECONDS,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    offset_at,
)
from engine.expressions.feel.values import Range


def property_of(value: Any, name: str, budget: Budget) -> Any:
    """The entry or part; of a list, the list of its elements' entries; null when there is none."""
    if type(value) is dict:
        return value.get(name)
    if type(value) is list:
        budget.spend(len(value))
        budget.grow(len(value))
        return [property_of(item, name, budget) for item in value]
    read = _PROPERTIES.get((type(value), name))
    return None if read is None else read(value)


def _offset(value: DateTime) -> DaysDuration | None:
    offset = offset_at(value.time.zone, value.date, value.time)
    return None if offset is None else DaysDuration(offset * NANOS)


def _time_offset(value: Time) -> DaysDuration | None:
    if value.zone is None or value.zone.offset is None:
        return None
    return DaysDuration(value.zone.offset * NANOS)


def _part(value: int, unit: int, wrap: int | None = None) -> Decimal:
    """Whole units of a signed amount, cut towards zero."""
    amount = abs(value) // unit
    if wrap is not None:
        amount %= wrap
    return Decimal(-amount if value < 0 else amount)


def _seconds(value: DaysDuration) -> Decimal:
    nanos = abs(value.nanos) % (60 * NANOS)
    return Decimal(-nanos if value.nanos < 0 else nanos) / NANOS


_DATE: dict[str, Callable[[Date], Any]] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal((date.number + 3) % 7 + 1),
}
_TIME: dict[str, Callable[[Time], Any]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": lambda time: Decimal(time.second) + Decimal(time.nanos) / NANOS,
    "time offset": _time_offset,
    "timezone": lambda time: time.zone.name if time.zone else None,
}


def _of_date(read: Callable[[Date], Any]) -> Callable[[DateTime], Any]:
    return lambda value: read(value.date)


def _of_time(read: Callable[[Time], Any]) -> Callable[[DateTime], Any]:
    return lambda value: read(value.time)


_PROPERTIES: dict[tuple[type, str], Callable[[Any], Any]] = {
    **{(Date, name): read for name, read in _DATE.items()},
    **{(Time, name): read for name, read in _TIME.items()},
    **{(DateTime, name): _of_date(read) for name, read in _DATE.items()},
    **{(DateTime, name): _of_time(read) for name, read in _TIME.items()},
    (DateTime, "time offset"): _offset,
    (DaysDuration, "days"): lambda value: _part(value.nanos, DAY_SECONDS * NANOS),
    (DaysDuration, "hours"): lambda value: _part(value.nanos, 3600 * NANOS, 24),
    (DaysDuration, "minutes"): lambda value: _part(value.nanos, 60 * NANOS, 60),
    (DaysDuration, "seconds"): _seconds,
    (MonthsDuration, "years"): lambda value: _part(value.months, 12),
    (MonthsDuration, "months"): lambda value: _part(value.months, 1, 12),
    (Range, "start"): lambda value: value.low,
    (Range, "end"): lambda value: value.high,
    (Range, "start included"): lambda value: value.low_closed,
    (Range, "end included"): lambda value: value.high_closed,
}
