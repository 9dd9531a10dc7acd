"""How a clock stands now: the seven words of the time language, plus overdue before the first card.

Pages and the API show these; cards themselves are drawn by the instants in `casework/clocks/alarms.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casework.clocks.alarms import red_at, yellow_at
from casework.clocks.calendar import WorkingCalendar

SOON_DAYS = 3


class State(StrEnum):
    """Persisted in saved views and the address of filters, so the values do not change."""

    NORMAL = "normal"
    SOON = "soon"
    LAST = "last"
    OVER = "over"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True)
class Standing:
    """The state of a clock; `days` are working days left (negative: overdue), `card` is the one drawn so far.

    A clock that is done keeps the card it had; `days` then says how early (or late) it ended. Nothing is left or
    overdue while it is paused, so `days` is 0 then. `in_time` is false from the first instant after the due one.
    """

    state: State
    days: int
    card: State | None = None
    in_time: bool = True


def remaining(now: datetime, due: datetime, calendar: WorkingCalendar) -> int:
    """Working days after today up to the due day (“剩 n 日”), negative for working days past it (“超 n 日”).

    Today itself is in neither count: 0 means due today, or missed today, or missed with no working day since.
    """
    today, last = calendar.local(now).date(), calendar.local(due).date()
    return calendar.working_days_between(today, last)


def standing(
    now: datetime,
    due: datetime,
    calendar: WorkingCalendar,
    *,
    red_after: int = 1,
    is_paused: bool = False,
    ended_at: datetime | None = None,
) -> Standing:
    """How the clock due at `due` stands at `now`; `ended_at` is when it was met or stopped for good.

    Up to and including `due` is in time. Overdue (`over`) lasts until the yellow card, the closing time one working
    day later; yellow until the red card, `red_after` working days after that.
    """
    if ended_at is not None:
        days, card = remaining(ended_at, due, calendar), _card(ended_at, due, calendar, red_after)
        return Standing(State.DONE, days, card, in_time=ended_at <= due)
    if is_paused:
        return Standing(State.PAUSED, 0)
    days = remaining(now, due, calendar)
    if now <= due:
        return Standing(_before_due(days, now, due, calendar), days)
    card = _card(now, due, calendar, red_after)
    return Standing(card or State.OVER, days, card, in_time=False)


def _before_due(days: int, now: datetime, due: datetime, calendar: WorkingCalendar) -> State:
    if calendar.local(now).date() == calendar.local(due).date():
        return State.LAST
    return State.SOON if days <= SOON_DAYS else State.NORMAL


def _card(instant: datetime, due: datetime, calendar: WorkingCalendar, red_after: int) -> State | None:
    if instant >= red_at(due, calendar, red_after):
        return State.RED
    return State.YELLOW if instant >= yellow_at(due, calendar) else None
