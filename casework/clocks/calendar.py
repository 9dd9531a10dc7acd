"""The working calendar of a centre: which days count, and when its doors open and close.

Days that nobody wrote down are judged by their weekday, but for the holidays that have a date of their own in law. In a
year without notice they are *provisional*: it adds the lunar holidays and says which days are moved (domain B.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

from casework.clocks.office_hours import Intervals, OfficeHours, check_intervals
from casework.clocks.zone import SHANGHAI
from casework.errors import Refusal

FIRST_YEAR, LAST_YEAR = 2000, 2100
ONE_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a day is or is not a working day."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    SHORT_DAY = "short_day"


LABELS = {
    Why.WORKING: "工作日",
    Why.WEEKEND: "周末",
    Why.HOLIDAY: "放假",
    Why.MAKE_UP: "调休上班",
    Why.SHORT_DAY: "半天上班",
}


class CalendarExhausted(Refusal):
    """The day lies outside the years the calendar can count in."""

    def __init__(self, year: int) -> None:
        super().__init__("clocks.calendar_exhausted", year=year, first=FIRST_YEAR, last=LAST_YEAR)


class NotAWorkingDay(Refusal):
    """Opening or closing was asked of a day on which the doors stay shut."""

    def __init__(self, day: date, label: str) -> None:
        super().__init__("clocks.not_a_working_day", day=day, label=label)


@dataclass(frozen=True)
class DayKind:
    """An exceptional day: off (`label` names the holiday), on in spite of a weekend, or on with `hours` of its own."""

    off: bool
    label: str = ""
    hours: Intervals | None = None

    def __post_init__(self) -> None:
        if self.hours is not None:
            if self.off:
                raise ValueError("a day off has no hours")
            check_intervals(self.hours)


FIXED_SINCE = 2025
"""Since then 全国年节及纪念日放假办法 gives the holidays below (Art. 2, as amended in 2024)."""
_NEW_YEAR, _LABOUR, _NATIONAL = (DayKind(off=True, label=name) for name in ("元旦", "劳动节", "国庆节"))
FIXED_HOLIDAYS: Mapping[tuple[int, int], DayKind] = MappingProxyType(
    {(1, 1): _NEW_YEAR, (5, 1): _LABOUR, (5, 2): _LABOUR, (10, 1): _NATIONAL, (10, 2): _NATIONAL, (10, 3): _NATIONAL}
)
"""Month and day: certain in every year, whatever its notice moves besides."""


@dataclass(frozen=True)
class _Year:
    working: tuple[int, ...]
    """Ordinals of the working days in order."""
    before: tuple[int, ...]
    """How many working days lie before the n-th day (0-based) of the year; one entry more than days."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Counts working days in O(1) within a year; equal calendars are equal and hash alike.

    `days` lists the exceptions to Monday–Friday; `published_years` are those whose State Council notice is loaded.
    Instants given must be aware; instants returned are aware in `zone`.
    """

    days: Mapping[date, DayKind]
    hours: OfficeHours = OfficeHours()
    published_years: frozenset[int] = frozenset()
    zone: ZoneInfo = SHANGHAI
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(sorted(self.days.items()))))

    def __hash__(self) -> int:
        return hash((tuple(self.days.items()), self.hours, self.published_years, self.zone.key))

    # Which days count

    def _kind(self, day: date) -> DayKind | None:
        """What is known of `day` beyond its weekday."""
        kind = self.days.get(day)
        return FIXED_HOLIDAYS.get((day.month, day.day)) if kind is None and day.year >= FIXED_SINCE else kind

    def is_working(self, day: date) -> bool:
        kind = self._kind(day)
        return day.weekday() < 5 if kind is None else not kind.off

    def why(self, day: date) -> tuple[Why, str]:
        """Why `day` counts or not, with the Chinese label people know it by: 国庆节, 周末, 调休上班."""
        kind = self._kind(day)
        weekend = day.weekday() >= 5
        if kind is None:
            why, label = (Why.WEEKEND if weekend else Why.WORKING), ""
        elif kind.off:
            why, label = Why.HOLIDAY, kind.label
        elif weekend:
            why, label = Why.MAKE_UP, kind.label
        else:
            why, label = (Why.WORKING if kind.hours is None else Why.SHORT_DAY), kind.label
        return why, label or LABELS[why]

    def is_provisional(self, day: date) -> bool:
        """Whether `day` lies in a year whose notice has not been published, so that it may still change."""
        return day.year not in self.published_years

    # Counting

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted (before it, if negative).

        Zero gives `day` itself, or the next working day if it is none.
        """
        if count < 0:
            return self._subtract(day, -count)
        if count == 0:
            return day if self.is_working(day) else self.add_working_days(day, 1)
        year = day.year
        passed = self._passed(day)
        while True:
            working = self._year(year).working
            if passed + count <= len(working):
                return date.fromordinal(working[passed + count - 1])
            count -= len(working) - passed
            year, passed = year + 1, 0

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days d satisfy after < d ≤ until; negative when `until` lies before `after`."""
        if until < after:
            return -self.working_days_between(until, after)
        whole_years = sum(len(self._year(year).working) for year in range(after.year, until.year))
        return whole_years + self._passed(until) - self._passed(after)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.add_working_days(day, -1)

    # Opening and closing

    def local(self, instant: datetime) -> datetime:
        """`instant` on the clock of the centre. Raises `ValueError` for a naive one."""
        if instant.tzinfo is None:
            raise ValueError(f"{instant} has no time zone")
        return instant.astimezone(self.zone)

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The open intervals of `day` as aware instants; none on a day off."""
        if not self.is_working(day):
            return ()
        kind = self.days.get(day)
        own = kind.hours if kind is not None else None
        return tuple((self._at(day, start), self._at(day, end)) for start, end in own or self.hours.on(day))

    def opening(self, day: date) -> datetime:
        """The first instant `day` is open. Raises `NotAWorkingDay`."""
        return self._open(day)[0][0]

    def closing(self, day: date) -> datetime:
        """The last instant of `day`, up to which an act is in time (Civil Code Art. 203). Raises `NotAWorkingDay`."""
        return self._open(day)[-1][1]

    def next_opening(self, instant: datetime) -> datetime:
        """`instant` itself while the doors are open, else the next instant they open.

        What arrives through the portal after hours or on a holiday counts as received then (domain B.2 rule 4).
        """
        local = self.local(instant)
        for start, end in self.intervals(local.date()):
            if local <= end:
                return max(local, start)
        return self.opening(self.next_working_day(local.date()))

    def add_office_time(self, instant: datetime, length: timedelta) -> datetime:
        """The instant at which `length` of open time has passed since `instant`."""
        if length < timedelta(0):
            raise ValueError("office time only runs forward")
        local = self.next_opening(instant)
        day = local.date()
        while True:
            for start, end in self.intervals(day):
                begin = max(start, local)
                if begin <= end and length <= end - begin:
                    return begin + length
                length -= max(end - begin, timedelta(0))
            day = self.next_working_day(day)

    def office_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long the doors were open between two instants; zero if `end` is not after `start`."""
        first, last = self.local(start), self.local(end)
        total = timedelta(0)
        day = first.date()
        while day <= last.date():
            for begin, finish in self.intervals(day):
                total += max(min(finish, last) - max(begin, first), timedelta(0))
            day += ONE_DAY
        return total

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)

    def _open(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        intervals = self.intervals(day)
        if not intervals:
            raise NotAWorkingDay(day, self.why(day)[1])
        return intervals

    def _subtract(self, day: date, count: int) -> date:
        year = day.year
        before = self._passed(day) - (1 if self.is_working(day) else 0)
        while True:
            working = self._year(year).working
            if count <= before:
                return date.fromordinal(working[before - count])
            count -= before
            year -= 1
            before = len(self._year(year).working)

    def _passed(self, day: date) -> int:
        """Working days of the year up to and including `day`."""
        return self._year(day.year).before[day.toordinal() - date(day.year, 1, 1).toordinal() + 1]

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise CalendarExhausted(year)
            first, end = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
            works = [self.is_working(date.fromordinal(ordinal)) for ordinal in range(first, end)]
            known = _Year(
                working=tuple(first + n for n, is_working in enumerate(works) if is_working),
                before=tuple(accumulate(works, initial=0)),
            )
            # A racing thread computes the same value, so no lock is needed.
            self._years[year] = known
        return known


__all__ = [
    "SHANGHAI",
    "CalendarExhausted",
    "DayKind",
    "NotAWorkingDay",
    "OfficeHours",
    "Why",
    "WorkingCalendar",
]
