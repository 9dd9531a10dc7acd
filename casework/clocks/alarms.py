"""When a due instant raises its alarms: reminder, warning, yellow card, red card (domain A18 and its correction)."""

from __future__ import annotations

from datetime import datetime

from casework.clocks.calendar import WorkingCalendar


def reminder_at(due: datetime, calendar: WorkingCalendar, start: datetime | None = None) -> datetime | None:
    """The same time on the previous working day; None if that lies before the clock's `start`."""
    local = calendar.local(due)
    day = calendar.previous_working_day(local.date())
    at = datetime.combine(day, local.timetz())
    return None if start is not None and at < start else at


def warning_at(due: datetime, calendar: WorkingCalendar, start: datetime | None = None) -> datetime | None:
    """Opening of the last day; None if that lies before the clock's `start`."""
    at = calendar.opening(calendar.local(due).date())
    return None if start is not None and at < start else at


def yellow_at(due: datetime, calendar: WorkingCalendar) -> datetime:
    """Closing time one working day after the due day."""
    return calendar.closing(calendar.add_working_days(calendar.local(due).date(), 1))


def red_at(due: datetime, calendar: WorkingCalendar, red_after: int = 1) -> datetime:
    """Closing time `red_after` working days after the day of the yellow card."""
    if red_after < 1:
        raise ValueError(f"a red card needs at least one working day after the yellow one, not {red_after}")
    return calendar.closing(calendar.add_working_days(calendar.local(due).date(), 1 + red_after))
