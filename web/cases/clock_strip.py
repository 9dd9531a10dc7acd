"""“Why is it due on that day”: the strip of days, each counted or skipped, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.cases.case_views import ClockView
from casework.clocks.limits import DayCode, DayLine
from casework.clocks.wording import line_words
from web.frame import moments
from web.frame.i18n import language, t


@dataclass(frozen=True)
class Cell:
    look: str
    weekday: str
    day: str
    short: str
    words: str


@dataclass(frozen=True)
class Strip:
    cells: Sequence[Cell]
    counted: int
    skipped: int
    stopped: int


def strip_of(clock: ClockView, today: date) -> Strip:
    """The days of a clock from its start to its due day."""
    cells, month = [], 0
    for line in clock.due.days:
        cells.append(_cell(line, today, is_first=line.date.month != month, is_due=line is clock.due.days[-1]))
        month = line.date.month
    stopped = sum(1 for line in clock.due.days if _is_stopped(line))
    counted = sum(1 for line in clock.due.days if line.counted)
    return Strip(cells, counted, len(cells) - counted - stopped, stopped)


def _short_key(line: DayLine) -> str:
    """The day it began is not counted (期间开始之日不计), and says so."""
    if line.code is DayCode.START:
        return "cases.strip_start"
    return "cases.strip_stop" if _is_stopped(line) else "cases.strip_off"


def _is_stopped(line: DayLine) -> bool:
    return line.code is DayCode.SUSPENDED


def _first_text(day: date, lang: str) -> str:
    """The first day of a month names it: 12/1, 1 Dec."""
    return f"{day.month}/{day.day}" if lang == "zh" else moments.day_text(day)


def _cell(line: DayLine, today: date, *, is_first: bool, is_due: bool) -> Cell:
    lang = language()
    if line.counted:
        look = "due" if is_due else "count" if line.date <= today else "future"
    else:
        look = "stop" if _is_stopped(line) else "off"
    if line.code is DayCode.MAKE_UP and line.counted:
        look += " makeup"
    if line.date == today:
        look += " today"
    day = _first_text(line.date, lang) if is_first else str(line.date.day)
    short = str(line.number) if line.counted else t(_short_key(line))
    words = f"{moments.day_text(line.date)}: {line_words(line, lang)}"
    return Cell(
        look, moments.weekday(line.date)[-1:] if lang == "zh" else moments.weekday(line.date), day, short, words
    )
