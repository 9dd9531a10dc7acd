"""A year of a working calendar as twelve months of weeks, every day with the reason why it counts or not."""

from __future__ import annotations

import calendar as plain
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from casework.clocks.calendar import Why, WorkingCalendar


@dataclass(frozen=True)
class Day:
    """`label` is the calendar's own word: 国庆节, 周末, 调休上班."""

    day: date
    why: Why
    label: str

    @property
    def is_plain(self) -> bool:
        return self.why in (Why.WORKING, Why.WEEKEND)


@dataclass(frozen=True)
class Span:
    """Days in a row that are what they are for the same reason."""

    first: date
    last: date
    why: Why
    label: str


@dataclass(frozen=True)
class Month:
    """`weeks` run from Monday to Sunday; None stands for days of a neighbour month."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(day for week in self.weeks for day in week if day is not None)

    @property
    def working_days(self) -> int:
        return sum(1 for day in self.days if day.why in (Why.WORKING, Why.MAKE_UP, Why.SHORT_DAY))

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is special in this month, holidays and make-up days in a row taken together."""
        return tuple(_spans(self.days))


def months_of(calendar: WorkingCalendar, year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    weeks_of = plain.Calendar(firstweekday=plain.MONDAY).monthdatescalendar
    return tuple(
        Month(
            number,
            tuple(
                tuple(_day(calendar, day) if day.month == number else None for day in week)
                for week in weeks_of(year, number)
            ),
        )
        for number in range(1, 13)
    )


def _day(calendar: WorkingCalendar, day: date) -> Day:
    why, label = calendar.why(day)
    return Day(day, why, label)


def _spans(days: tuple[Day, ...]) -> Iterator[Span]:
    for (why, label), rows in groupby(days, key=lambda day: (day.why, day.label)):
        run = list(rows)
        if not run[0].is_plain:
            yield Span(run[0].day, run[-1].day, why, label)
