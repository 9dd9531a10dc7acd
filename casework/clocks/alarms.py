"""When a due instant draws its cards, the yellow and the red one (domain A18 and its correction)."""

from __future__ import annotations

from datetime import datetime

from casework.clocks.calendar import WorkingCalendar


def yellow_at(due: datetime, calendar: WorkingCalendar) -> datetime:
    """Closing time one working day after the due day."""
    return calendar.closing(calendar.add_working_days(calendar.local(due).date(), 1))


def red_at(due: datetime, calendar: WorkingCalendar, red_after: int = 1) -> datetime:
    """Closing time `red_after` working days after the day of the yellow card."""
    if red_after < 1:
        raise ValueError(f"a red card needs at least one working day after the yellow one, not {red_after}")
    return calendar.closing(calendar.add_working_days(calendar.local(due).date(), 1 + red_after))
