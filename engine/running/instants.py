"""Timers: when they are due. ISO-8601 instants, durations and cycles; legal clocks and working days are casework's."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from engine.model import Node, Timer, TimerKind
from engine.running.errors import Fault, shown

if TYPE_CHECKING:
    from engine.running.tokens import Token

LOCAL = ZoneInfo("Asia/Shanghai")
"""What an instant without an offset means."""

FARTHEST = timedelta(days=200 * 365)
"""From now, either way: beyond it lies a slip of the pen, and in the end what no calendar can show."""

MOST_WORKDAYS = 100_000

DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)


class Waiting(NamedTuple):
    """When a timer is due, how often a cycle fires after that (None: without end), and how many working days it counts.

    `due` moves with the calendar when working days are counted: then a cycle goes on from `since`, not from `due`.
    """

    due: datetime | None
    repeats: int | None = 0
    workdays: int | None = None
    since: datetime | None = None

    @property
    def remembered(self) -> str | None:
        """What the token keeps: the instant it waits for, or the one from which a cycle counts, and how many days."""
        if self.since is not None:
            return f"{self.since.isoformat()}/{self.workdays}"
        return None if self.due is None else self.due.isoformat()


def due_of(timer: Timer, token: Token) -> Waiting:
    surroundings = token.journey.surroundings
    if timer.clock is not None:
        return Waiting(surroundings.due(timer.clock))
    if timer.workdays is not None:
        if surroundings.after_workdays is None:
            raise Fault("running.no_calendar", element=token.spec.element_id)
        days = token.journey.count(timer.workdays, token, MOST_WORKDAYS)
        due = surroundings.after_workdays(surroundings.now, days)
        # Of no working days a cycle would fire for ever at one instant.
        is_repeating = timer.kind is TimerKind.CYCLE and days > 0
        return Waiting(due, None, days, surroundings.now) if is_repeating else Waiting(due, workdays=days)
    value = None if timer.value is None else token.journey.value(timer.value, token)
    if timer.kind is TimerKind.CYCLE:
        return Waiting(*first_of_cycle(value, surroundings.now, token.spec.element_id))
    return Waiting(instant_of(value, surroundings.now, token.spec.element_id))


def is_cycle(node: Node) -> bool:
    timer = node.event.timer if node.event is not None else None
    return timer is not None and timer.kind is TimerKind.CYCLE and timer.clock is None


def next_of_cycle(node: Node, remembered: str, token: Token) -> Waiting:
    """The firing after the one that was `remembered`; firings that were missed are made up for one by one."""
    assert node.event is not None and node.event.timer is not None
    timer, surroundings = node.event.timer, token.journey.surroundings
    if timer.workdays is not None:
        assert surroundings.after_workdays is not None
        counted_from, _, counted = remembered.partition("/")
        # By the calendar as it is now: the timer has moved with it. An older snapshot keeps the instant itself.
        last = datetime.fromisoformat(counted_from)
        last = surroundings.after_workdays(last, int(counted)) if counted else last
        days = max(token.journey.count(timer.workdays, token, MOST_WORKDAYS), 1)
        return Waiting(surroundings.after_workdays(last, days), None, days, last)
    assert timer.value is not None
    value = token.journey.value(timer.value, token)
    parts = str(value).strip().split("/")
    duration = next((part for part in parts if DURATION.match(part) and part != "P"), "")
    return Waiting(_next(datetime.fromisoformat(remembered), duration, token.spec.element_id))


def instant_of(value: Any, now: datetime, element: str) -> datetime:
    """The instant a value means: an instant, a date (its first moment), a duration from now, or their ISO text."""
    found: datetime | None = None
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime.combine(value, time())
    elif isinstance(value, timedelta):
        found = now + value if abs(value) <= FARTHEST else None
    elif value is not None:
        found = _read(str(value).strip(), now)
    if found is None:
        text = str(value).strip()
        is_length = isinstance(value, timedelta) or (DURATION.match(text) and text[-2:-1].isdigit())
        code = "running.instant_too_far" if is_length else "running.not_an_instant"
        raise Fault(code, element=element, value=shown(value))
    if found.tzinfo is None:
        found = found.replace(tzinfo=LOCAL)
    if abs(found - now) > FARTHEST:
        raise Fault("running.instant_too_far", element=element, value=shown(value))
    return found.astimezone(now.tzinfo)


def after(start: datetime, duration: str) -> datetime | None:
    """`start` plus an ISO-8601 duration; months and years by the calendar. None: not a duration."""
    match = DURATION.match(duration)
    if match is None or not _is_length(duration):
        return None
    part = {name: Decimal(text or 0) for name, text in match.groupdict().items() if name != "sign"}
    sign = -1 if match["sign"] else 1
    days = part["weeks"] * 7 + part["days"]
    seconds = part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]
    try:
        moved = _add_months(start, sign * int(part["years"] * 12 + part["months"]))
        return moved + sign * timedelta(days=float(days), seconds=float(seconds))
    except (OverflowError, ValueError):
        return None


def _is_length(text: str) -> bool:
    """Whether the text is an ISO-8601 duration."""
    return DURATION.match(text) is not None and text[-1] not in "PT"


def _read(text: str, now: datetime) -> datetime | None:
    found = after(now, text)
    if found is None:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return None
    return found


def first_of_cycle(value: Any, now: datetime, element: str) -> tuple[datetime, int | None]:
    """`R[n]/<duration>`, `R[n]/<start>/<duration>` or `R[n]/<duration>/<end>`; a bare duration repeats for ever.

    Of a cycle that began long ago only what is still to come counts; one with an end is counted back from it.
    """
    parts = str(value).strip().split("/")
    repeats: int | None = None
    if match := re.fullmatch(r"R(\d{0,9})", parts[0], re.ASCII):
        repeats = int(match[1]) - 1 if match[1] else None
        parts = parts[1:]
    is_length = [_is_length(part) for part in parts]
    found: datetime | None = None
    if is_length == [True]:
        found = _next(now, parts[0], element)
    elif is_length == [True, False]:
        found, repeats = _until(instant_of(parts[1], now, element), parts[0], now, repeats, element)
    elif is_length == [False, True]:
        found, repeats = _still_to_come(instant_of(parts[0], now, element), parts[1], now, repeats, element)
    if found is None or (repeats is not None and repeats < 0):
        raise Fault("running.not_an_instant", element=element, value=shown(value))
    if abs(found - now) > FARTHEST:
        raise Fault("running.instant_too_far", element=element, value=shown(value))
    return found.astimezone(now.tzinfo), repeats


def _next(previous: datetime, duration: str, element: str) -> datetime:
    """One interval later; an interval of nothing would fire for ever at one instant."""
    following = after(previous, duration)
    if following is None:
        raise Fault("running.instant_too_far", element=element, value=shown(duration))
    if following <= previous:
        raise Fault("running.cycle_stands_still", element=element, value=duration)
    return following


def _until(
    end: datetime, duration: str, now: datetime, repeats: int | None, element: str
) -> tuple[datetime, int | None]:
    """The next instant of a cycle whose last one is `end`; that one alone when all are over."""
    step = _next(now, duration, element) - now
    if not _goes_by_calendar(duration):
        left = max((end - now - timedelta(microseconds=1)) // step, 0)
        left = left if repeats is None else min(left, repeats)
        return end - left * step, left
    first, left = end, 0
    while (
        (repeats is None or left < repeats) and (earlier := after(first, f"-{duration}")) is not None and earlier > now
    ):
        first, left = earlier, left + 1
    return first, left


def _goes_by_calendar(duration: str) -> bool:
    """Months and years are not all of one length."""
    return re.search(r"[YM]", duration.partition("T")[0]) is not None


def _still_to_come(
    first: datetime, duration: str, now: datetime, repeats: int | None, element: str
) -> tuple[datetime, int | None]:
    """The next instant of a cycle that began at `first`; when all are over, its last one."""
    step = _next(first, duration, element) - first
    if first < now and not _goes_by_calendar(duration):
        passed = (now - first) // step if repeats is None else min((now - first) // step, repeats)
        first, repeats = first + passed * step, None if repeats is None else repeats - passed
    while first < now and (repeats is None or repeats > 0):
        first, repeats = _next(first, duration, element), None if repeats is None else repeats - 1
    return first, repeats


def _add_months(start: datetime, months: int) -> datetime:
    if not months:
        return start
    local = start.astimezone(LOCAL)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(start.tzinfo)
