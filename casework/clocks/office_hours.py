"""When the doors are open: daily intervals, different by weekday, in force from a date (domain X3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

Interval = tuple[time, time]
Intervals = tuple[Interval, ...]

NINE_TO_SIX: Intervals = ((time(9), time(12)), (time(14), time(18)))


@dataclass(frozen=True)
class OfficeHours:
    """Opening intervals of one centre in local time; the default is 9–12 and 14–18.

    `by_weekday` holds exceptions as (0 = Monday … 6 = Sunday, intervals). Days before `valid_from` follow `earlier`,
    so a change of hours never moves a due instant that lies in the past.
    """

    intervals: Intervals = NINE_TO_SIX
    by_weekday: tuple[tuple[int, Intervals], ...] = ()
    valid_from: date = date.min
    earlier: OfficeHours | None = None

    def __post_init__(self) -> None:
        check_intervals(self.intervals)
        for weekday, intervals in self.by_weekday:
            if not 0 <= weekday <= 6:
                raise ValueError(f"weekday {weekday} is not 0 (Monday) to 6 (Sunday)")
            check_intervals(intervals)
        if self.earlier is None and self.valid_from != date.min:
            raise ValueError(f"hours valid from {self.valid_from} need `earlier` hours for the days before")

    def on(self, day: date) -> Intervals:
        """The intervals that hold on `day` if it is a working day."""
        if self.earlier is not None and day < self.valid_from:
            return self.earlier.on(day)
        return dict(self.by_weekday).get(day.weekday(), self.intervals)


def check_intervals(intervals: Intervals) -> None:
    """Raise `ValueError` unless there is an interval and all are in order without overlap."""
    if not intervals:
        raise ValueError("office hours need at least one interval")
    marks = [mark for interval in intervals for mark in interval]
    if any(later <= earlier for earlier, later in zip(marks, marks[1:], strict=False)):
        raise ValueError(f"office hours must rise without overlap: {intervals}")
