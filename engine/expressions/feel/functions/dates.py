"""Built-in functions on dates (DMN 10.3.4.7 and 10.3.4.10). The present instant is given, never read from a clock."""

import datetime
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel.built_in import Table
from engine.expressions.feel.comparing import equal
from engine.expressions.feel.temporal import Date, DateTime, Time, month_length
from engine.expressions.feel.values import from_python
from engine.expressions.frame import Frame

DATES = Table()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()


@DATES.add("now", "", takes_frame=True)
def now(frame: Frame) -> Any:
    """The instant the evaluation was given, null when it was given none."""
    return from_python(frame.root.now, Budget())


@DATES.add("today", "", takes_frame=True)
def today(frame: Frame) -> Any:
    moment = frame.root.now
    return None if moment is None else from_python(moment.date(), Budget())


def _date(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@DATES.add("day of year", "date: day")
def day_of_year(value: Date | DateTime) -> Decimal:
    date = _date(value)
    return Decimal(date.number - Date(date.year, 1, 1).number + 1)


@DATES.add("day of week", "date: day")
def day_of_week(value: Date | DateTime) -> str:
    return _DAYS[(_date(value).number + 3) % 7]


@DATES.add("month of year", "date: day")
def month_of_year(value: Date | DateTime) -> str:
    return _MONTHS[_date(value).month - 1]


@DATES.add("week of year", "date: day")
def week_of_year(value: Date | DateTime) -> Decimal:
    """The ISO 8601 week."""
    date = _date(value)
    # The calendar repeats every 400 years, weekdays included.
    return Decimal(datetime.date(2000 + date.year % 400, date.month, date.day).isocalendar().week)


@DATES.add("last day of month", "date: day")
def last_day_of_month(value: Date | DateTime) -> Date:
    date = _date(value)
    return Date(date.year, date.month, month_length(date.year, date.month))


@DATES.add("is", "value1: any, value2: any", takes_frame=True)
def is_same(frame: Frame, left: Any, right: Any) -> bool:
    """Same kind and same parts: unlike `=`, two times in different zones are never the same."""
    if isinstance(left, Time | DateTime) or isinstance(right, Time | DateTime):
        return type(left) is type(right) and left == right
    return left is right or (left is not None and equal(left, right, frame.root.budget) is True)
