"""Time badges: the state of a clock as icon, word, number and colour (interface reference §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.clocks.calendar import WorkingCalendar
from casework.clocks.clock_set import SPECIAL_NAMES, SURVEY_NAME
from casework.clocks.standing import Standing, State
from casework.clocks.wording import day_words, standing_words
from web.frame.i18n import choose, language, t

ICONS = {
    State.NORMAL: "clock",
    State.SOON: "hourglass",
    State.LAST: "alarm",
    State.OVER: "alarm",
    State.YELLOW: "card",
    State.RED: "card-x",
    State.PAUSED: "player-pause",
    State.DONE: "circle-check",
}
LOOKS = {State.OVER: "last"}


@dataclass(frozen=True)
class Badge:
    """`kind` is the class name behind `bj-t-`."""

    kind: str
    icon: str
    strong: str
    rest: str = ""


def badge(stands: Standing, due: datetime, calendar: WorkingCalendar, *, pause_kind: str | None = None) -> Badge:
    """The badge for a clock that stands like this."""
    lang = "en" if language() == "en" else "zh"
    words = standing_words(stands, due, calendar, lang)
    rest = choose(SPECIAL_NAMES.get(pause_kind, SURVEY_NAME)) if stands.state is State.PAUSED and pause_kind else ""
    return Badge(LOOKS.get(stands.state, stands.state.value), ICONS[stands.state], words, rest)


def due_words(due: datetime, calendar: WorkingCalendar, *, provisional: bool = False) -> str:
    """10月12日 周一, marked when the calendar of that year is not published yet."""
    lang = "en" if language() == "en" else "zh"
    words = day_words(calendar.local(due).date(), calendar, lang)
    return f"{words} {t('workbench.provisional')}" if provisional else words
