"""The clock on the wall of every hall (design §6: instants are UTC in the database, this for people)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date, language: str, *, with_year: bool = True) -> str:
    """`2026年10月9日`, `9 Oct 2026` in English."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if with_year else text


def moment_words(instant: datetime, language: str) -> str:
    """`2026年10月9日 18:00` on the wall: with its year, for what is kept and read later."""
    there = instant.astimezone(SHANGHAI)
    return f"{day_words(there.date(), language)} {there:%H:%M}"
