"""Dates for people, as the interface reference writes them: 10月9日 周五 18:00."""

from __future__ import annotations

from datetime import date, datetime, time

from casework.clocks.zone import MONTHS, SHANGHAI, day_words
from web.frame.current import now
from web.frame.i18n import language

ZONE = SHANGHAI
_WEEKDAYS = (
    ("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"),
    ("周日", "Sun"),
)  # fmt: skip


def local(instant: datetime) -> datetime:
    return instant.astimezone(ZONE)


def today() -> date:
    """The present day in Beijing."""
    return local(now()).date()


def day_end() -> datetime:
    """The last instant of the present day in Beijing."""
    return datetime.combine(today(), time.max, tzinfo=ZONE)


def month_start() -> datetime:
    """The first instant of the present month in Beijing."""
    return datetime.combine(today().replace(day=1), time(0), tzinfo=ZONE)


def weekday(day: date) -> str:
    zh, en = _WEEKDAYS[day.weekday()]
    return zh if language() == "zh" else en


def month_text(day: date) -> str:
    """`10月` or `Oct`."""
    return f"{day.month}月" if language() == "zh" else MONTHS[day.month - 1]


def day_text(value: date | datetime | None, *, today: date | None = None, with_weekday: bool = False) -> str:
    """`10月9日`, with the year when it is not this one; `9 Oct` in English."""
    if value is None:
        return ""
    day = local(value).date() if isinstance(value, datetime) else value
    other_year = today is not None and day.year != today.year
    text = day_words(day, language(), with_year=other_year)
    if not with_weekday:
        return text
    return f"{text} {weekday(day)}" if language() == "zh" else f"{weekday(day)} {text}"


def moment_text(instant: datetime | None, *, today: date | None = None, with_weekday: bool = False) -> str:
    """Day and minute in Beijing time; `今天 08:52` when `today` is given and it is today."""
    if instant is None:
        return ""
    there = local(instant)
    if today is not None and there.date() == today:
        return f"{'今天' if language() == 'zh' else 'today'} {there:%H:%M}"
    return f"{day_text(there.date(), today=today, with_weekday=with_weekday)} {there:%H:%M}"


def full_moment_text(instant: datetime | None) -> str:
    """Unmistakable: 2026-10-09 18:00:05."""
    return "" if instant is None else f"{local(instant):%Y-%m-%d %H:%M:%S}"


def money_text(fen: int | None) -> str:
    return "" if fen is None else f"¥{fen / 100:,.2f}"
