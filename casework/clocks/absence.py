"""How many days somebody is away: working days on the centre's calendar, halves counted as halves (item 1, leave)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from casework.clocks.calendar import ONE_DAY, WorkingCalendar
from casework.errors import Refusal

HALF = Decimal("0.5")
NOON = time(12)


class AbsenceReversed(Refusal):
    """The last day lies before the first."""


def days_absent(
    first: date, last: date, calendar: WorkingCalendar, *, from_noon: bool = False, until_noon: bool = False
) -> Decimal:
    """Working days from `first` to `last`, both included, in steps of 0.5; zero if the doors are shut throughout.

    `from_noon`: present on the morning of the first day; `until_noon`: back on the afternoon of the last one. A day on
    which the office is open only before or only after noon counts half. Raises `AbsenceReversed`, `CalendarExhausted`.
    """
    if last < first:
        raise AbsenceReversed("clocks.absence_reversed", first=first, last=last)
    # Refuses years nobody can count in before the days are walked.
    calendar.working_days_between(first, last)
    halves, day = 0, first
    while day <= last:
        is_open_before, is_open_after = _open(day, calendar)
        halves += is_open_before and not (from_noon and day == first)
        halves += is_open_after and not (until_noon and day == last)
        day += ONE_DAY
    return halves * HALF


def _open(day: date, calendar: WorkingCalendar) -> tuple[bool, bool]:
    intervals = calendar.intervals(day)
    return any(start.time() < NOON for start, _ in intervals), any(end.time() > NOON for _, end in intervals)
