"""The State Council's holiday notices 2004–2026 as a first filling of the calendar table (from `chinesecalendar`).

A year the package does not know is unpublished: an administrator loads its notice.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar import constants

from casework.clocks.calendar import DayKind, OfficeHours, WorkingCalendar

MAKE_UP_LABEL = "调休上班"
# The package shortens three names; notices write them in full. Its tables name a day by the English word.
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
CHINESE_NAMES = {day.value: FULL_NAMES.get(day.chinese, day.chinese) for day in constants.Holiday}


def published_years() -> frozenset[int]:
    """The years whose notice the installed package knows."""
    return frozenset(day.year for day in constants.holidays)


def published_days(year: int) -> dict[date, DayKind] | None:
    """The holidays and make-up days of `year`, or None when its notice is not known."""
    if year not in published_years():
        return None
    days = {
        day: DayKind(off=True, label=CHINESE_NAMES[holiday])
        for day, holiday in constants.holidays.items()
        if day.year == year
    }
    make_up = {day: DayKind(off=False, label=MAKE_UP_LABEL) for day in constants.workdays if day.year == year}
    return dict(sorted((days | make_up).items()))


def seeded_calendar(hours: OfficeHours | None = None) -> WorkingCalendar:
    """A calendar of every published year, before any local change."""
    years = published_years()
    days = {day: kind for year in sorted(years) for day, kind in (published_days(year) or {}).items()}
    return WorkingCalendar(days=days, hours=hours or OfficeHours(), published_years=years)
