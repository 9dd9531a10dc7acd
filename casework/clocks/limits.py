"""From a limit and the day it started to the instant it ends, with one line per day counted or skipped and why.

Rules: Civil Code Art. 201–203, Permit Law Art. 42, 45 and 82, domain B.2 and its corrections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from casework.clocks.calendar import ONE_DAY, WorkingCalendar
from casework.clocks.months import months_after
from casework.errors import Refusal

MOST = {"working_day": 2500, "calendar_day": 3650, "month": 120, "hour": 5000}


class LimitOutOfRange(Refusal):
    """Nobody could keep such a limit, or it is less than nothing."""


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    HOUR = "hour"


class CountedFrom(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DOCUMENTS_COMPLETE = "documents_complete"


@dataclass(frozen=True)
class Limit:
    """So many units, counted from which event, and the rule that says so (`source`, e.g. 行政许可法第四十二条)."""

    amount: int
    unit: Unit = Unit.WORKING_DAY
    counted_from: CountedFrom = CountedFrom.ACCEPTED
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        object.__setattr__(self, "counted_from", CountedFrom(self.counted_from))
        if not 0 <= self.amount <= MOST[self.unit]:
            raise LimitOutOfRange("clocks.limit_out_of_range", amount=self.amount, most=MOST[self.unit], unit=self.unit)


# Within these the applicant is told what is missing, else the case counts as accepted.
NOTICE = Limit(5, Unit.WORKING_DAY, CountedFrom.RECEIVED, "《中华人民共和国行政许可法》第三十二条第一款第（四）项")


@dataclass(frozen=True)
class Pause:
    """The clock stood from `stop` to `resume`; None: it still stands, and `planned_end` is when it should go on."""

    stop: datetime
    resume: datetime | None = None
    planned_end: datetime | None = None

    def __post_init__(self) -> None:
        if self.resume is not None and self.resume < self.stop:
            raise ValueError(f"resumed {self.resume} before stopped {self.stop}")


class DayCode(StrEnum):
    """What a day meant to the count; the words stand in `casework/clocks/texts.py`."""

    START = "start"
    WORKING = "working"
    MAKE_UP = "make_up"
    SHORT_DAY = "short_day"
    CALENDAR = "calendar"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SUSPENDED = "suspended"
    MOVED = "moved"
    CARRIED = "carried"
    SAME_DAY = "same_day"
    HOURS = "hours"
    EXTENDED = "extended"


@dataclass(frozen=True)
class DayLine:
    """One day of the count: its number if it was counted, else the reason it was not."""

    date: date
    counted: bool
    number: int | None
    code: DayCode
    label: str
    provisional: bool = False

    @property
    def weekday(self) -> int:
        """0 = Monday … 6 = Sunday."""
        return self.date.weekday()


@dataclass(frozen=True)
class Due:
    """When a limit ends (aware, local), and why.

    `paused`: the clock stands now, nothing is due; `at` only says when it would be if the clock went on at its planned
    end, or now when that is unknown or past. `provisional`: the count runs through a year not yet published.
    """

    at: datetime
    provisional: bool
    paused: bool = False
    _lines: Callable[[], Sequence[DayLine]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def days(self) -> tuple[DayLine, ...]:
        """One line per day from the start to the end, both included; made when first asked for."""
        return tuple(self._lines())


def due_at(
    start: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    suspensions: Sequence[Pause] = (),
    extensions: int = 0,
    as_of: datetime | None = None,
) -> Due:
    """When `limit`, started at `start` and lengthened by `extensions` working days (Art. 42), ends.

    Days: the day of the event is not counted; the end is the closing time of the last day; 0 is the closing time of
    the same working day, or of the next one after hours and on a holiday. Days d with stop < d ≤ resume are not
    counted; an end that falls inside a pause moves to the closing time of the day of resuming. Calendar days and
    months that end on a holiday move to the next working day. Hours run from the instant itself, within office hours.
    `as_of` is needed while a pause is open; an open pause without it raises `ValueError`.
    """
    paused = any(pause.resume is None for pause in suspensions)
    closed = _closed(suspensions, as_of, calendar)
    local, amount, at = calendar.local(start), limit.amount, None
    match limit.unit:
        case Unit.HOUR:
            at, days = _count_hours(local, amount, calendar, closed)
        case Unit.WORKING_DAY if amount + extensions and not closed:
            return _due_unpaused(local, amount + extensions, calendar)
        case Unit.WORKING_DAY:
            days = _count_working_days(local, amount + extensions, calendar, closed)
        case Unit.CALENDAR_DAY:
            days = _count_calendar_days(local, amount, calendar, closed)
        case Unit.MONTH:
            length = (months_after(local.date(), amount) - local.date()).days
            days = _count_calendar_days(local, length, calendar, closed)
    if extensions and limit.unit is not Unit.WORKING_DAY:
        at = None
        _append_working_days(extensions, calendar, days, closed, DayCode.EXTENDED)
    at = at or _carry_over(calendar, days, closed)
    return Due(at, any(line.provisional for line in days), paused, lambda: days)


def _due_unpaused(start: datetime, amount: int, calendar: WorkingCalendar) -> Due:
    """The common case without walking the days: every case is counted this way when it is accepted."""
    last = calendar.add_working_days(start.date(), amount)
    years = range(start.year, last.year + 1)
    return Due(
        at=calendar.closing(last),
        provisional=not calendar.published_years.issuperset(years),
        _lines=lambda: _count_working_days(start, amount, calendar, []),
    )


def explain(
    start: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    suspensions: Sequence[Pause] = (),
    extensions: int = 0,
    as_of: datetime | None = None,
) -> tuple[DayLine, ...]:
    """One line per day from the start to the end of the limit, both included: the `days` of `due_at`."""
    return due_at(start, limit, calendar, suspensions, extensions, as_of).days


def starts_after(limit: Limit, outer: Limit) -> bool:
    """Whether `limit` waits for acceptance while `outer` runs since the papers came in."""
    return limit.counted_from is CountedFrom.ACCEPTED and outer.counted_from is not CountedFrom.ACCEPTED


def first_breach(
    limit: Limit, outer: Limit, calendar: WorkingCalendar, year: int, notice: Limit = NOTICE
) -> date | None:
    """The first day of `year` on which a case received at opening would have `limit` end after `outer`.

    None when a promise keeps within the law all year, whatever the units of the two. Both count from the same instant,
    unless `starts_after`: then `limit` starts at the last moment acceptance may take, the end of `notice`.
    """
    day = calendar.add_working_days(date(year, 1, 1), 0)
    while day.year == year:
        start = calendar.opening(day)
        begin = due_at(start, notice, calendar).at if starts_after(limit, outer) else start
        if due_at(begin, limit, calendar).at > due_at(start, outer, calendar).at:
            return day
        day = calendar.next_working_day(day)
    return None


@dataclass(frozen=True)
class _Closed:
    stop: datetime
    resume: datetime

    def excludes(self, day: date) -> bool:
        return self.stop.date() < day <= self.resume.date()


def _closed(pauses: Iterable[Pause], as_of: datetime | None, calendar: WorkingCalendar) -> list[_Closed]:
    closed = []
    for pause in sorted(pauses, key=lambda one: one.stop):
        resume = pause.resume
        if resume is None:
            if as_of is None:
                raise ValueError("the clock stands: say as of which instant the end is wanted")
            resume = max(as_of, pause.planned_end or as_of, pause.stop)
        closed.append(_Closed(calendar.local(pause.stop), calendar.local(resume)))
    return closed


def _line(calendar: WorkingCalendar, day: date, code: DayCode | None = None, number: int | None = None) -> DayLine:
    why, label = calendar.why(day)
    return DayLine(
        date=day,
        counted=number is not None,
        number=number,
        code=code or DayCode(why.value),
        label=label,
        provisional=calendar.is_provisional(day),
    )


def _count_working_days(
    start: datetime, amount: int, calendar: WorkingCalendar, pauses: list[_Closed]
) -> list[DayLine]:
    if amount == 0:
        return _same_day(start, calendar)
    days = [_line(calendar, start.date(), DayCode.START)]
    _append_working_days(amount, calendar, days, pauses)
    return days


def _count_calendar_days(
    start: datetime, amount: int, calendar: WorkingCalendar, pauses: list[_Closed]
) -> list[DayLine]:
    if amount == 0:
        return _same_day(start, calendar)
    day = start.date()
    days = [_line(calendar, day, DayCode.START)]
    number = 0
    while number < amount:
        day += ONE_DAY
        if any(pause.excludes(day) for pause in pauses):
            days.append(_line(calendar, day, DayCode.SUSPENDED))
        else:
            number += 1
            days.append(_line(calendar, day, DayCode.CALENDAR, number))
    if not calendar.is_working(day):
        _append_until_working(calendar, days, DayCode.MOVED)
    return days


def _same_day(start: datetime, calendar: WorkingCalendar) -> list[DayLine]:
    day = start.date()
    if calendar.is_working(day) and start <= calendar.closing(day):
        return [_line(calendar, day, DayCode.SAME_DAY)]
    days = [_line(calendar, day, DayCode.START)]
    _append_until_working(calendar, days, DayCode.SAME_DAY)
    return days


def _append_working_days(
    amount: int, calendar: WorkingCalendar, days: list[DayLine], pauses: list[_Closed], code: DayCode | None = None
) -> None:
    day, number = days[-1].date, 0
    while number < amount:
        day += ONE_DAY
        if not calendar.is_working(day):
            days.append(_line(calendar, day))
        elif any(pause.excludes(day) for pause in pauses):
            days.append(_line(calendar, day, DayCode.SUSPENDED))
        else:
            number += 1
            days.append(_line(calendar, day, code, number))


def _append_until_working(calendar: WorkingCalendar, days: list[DayLine], code: DayCode) -> None:
    day = days[-1].date + ONE_DAY
    while not calendar.is_working(day):
        days.append(_line(calendar, day))
        day += ONE_DAY
    days.append(_line(calendar, day, code))


def _carry_over(calendar: WorkingCalendar, days: list[DayLine], pauses: list[_Closed]) -> datetime:
    """Move an end that falls inside a pause to the day of resuming: nothing falls due while the clock stands."""
    for pause in pauses:
        day = days[-1].date
        if not (pause.stop < calendar.closing(day) and day < pause.resume.date()):
            continue
        while day < pause.resume.date():
            day += ONE_DAY
            code = DayCode.SUSPENDED if calendar.is_working(day) else None
            days.append(_line(calendar, day, code))
        if calendar.is_working(day) and pause.resume <= calendar.closing(day):
            days[-1] = _line(calendar, day, DayCode.CARRIED)
        else:
            _append_until_working(calendar, days, DayCode.CARRIED)
    return calendar.closing(days[-1].date)


def _count_hours(
    start: datetime, amount: int, calendar: WorkingCalendar, pauses: list[_Closed]
) -> tuple[datetime, list[DayLine]]:
    left = timedelta(hours=amount)
    at = calendar.next_opening(start)
    for pause in pauses:
        if pause.resume <= at:
            continue
        run = calendar.office_time_between(at, pause.stop)
        # A pause that begins at the very end of the count comes too late to move it.
        if run >= left:
            break
        left -= run
        at = calendar.next_opening(pause.resume)
    at = calendar.add_office_time(at, left)
    days = [_line(calendar, start.date(), DayCode.START)]
    day = start.date()
    while day < at.date():
        day += ONE_DAY
        is_paused = any(pause.stop.date() < day < pause.resume.date() for pause in pauses)
        code = DayCode.SUSPENDED if is_paused else DayCode.HOURS
        days.append(_line(calendar, day, code if calendar.is_working(day) else None))
    return at, days
