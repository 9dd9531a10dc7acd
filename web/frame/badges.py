"""Time badges: the state of a clock as icon, word, number and colour (interface reference §5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from casework.cases.case_lists import CaseRow
from casework.cases.case_views import CaseView, ClockView
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.clock_set import PAUSE_NAMES, ClockKind
from casework.clocks.limits import Limit
from casework.clocks.standing import Standing, State, standing
from casework.clocks.wording import day_words, limit_words, standing_words
from casework.fees import payment_order
from casework.tasks.inbox import DUTIES
from web.frame.current import now
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
    lang = language()
    words = standing_words(stands, due, calendar, lang)
    rest = choose(PAUSE_NAMES[pause_kind]) if stands.state is State.PAUSED and pause_kind else ""
    return Badge(LOOKS.get(stands.state, stands.state.value), ICONS[stands.state], words, rest)


def due_words(due: datetime, calendar: WorkingCalendar, *, provisional: bool = False) -> str:
    """10月12日 周一, marked when the calendar of that year is not published yet.

    `provisional` may speak of another clock of the case, too: a day of a year that is known stays.
    """
    day = calendar.local(due).date()
    words = day_words(day, calendar, language())
    return t("frame.provisional_day", day=words) if provisional and calendar.is_provisional(day) else words


@dataclass(frozen=True)
class DueBadge:
    badge: Badge
    day: str


def case_badge(row: CaseRow) -> DueBadge | None:
    """How the promised clock of a case in a list stands, and the day it falls due."""
    stands = row.standing(now())
    if stands is None or row.promised_due_at is None:
        return None
    shown = badge(stands, row.promised_due_at, row.calendar)
    if row.is_sent_up:
        shown = replace(shown, strong=t("frame.sent_up" if stands.in_time else "frame.sent_up_late"))
    return DueBadge(shown, due_words(row.promised_due_at, row.calendar, provisional=row.is_provisional))


def step_badge(due: datetime, calendar: WorkingCalendar) -> DueBadge:
    """The same for the clock of one step (环节时限), which runs while that of the case is stopped, too."""
    shown = badge(standing(now(), due, calendar), due, calendar)
    return DueBadge(shown, due_words(due, calendar, provisional=True))


def main_clock(view: CaseView) -> ClockView | None:
    """The clock that now matters: of the superior while the case is there, else the promise and what comes before it.

    None when nobody promises anything any more: a case that was withdrawn or voided was neither in time nor late.
    """
    clocks = [view.clock(kind) for kind in ("superior", "promised", "statutory", "supplement", "notice")]
    running = next((one for one in clocks if one is not None and one.is_running), None)
    if running is not None or view.case.concluded_at is None:
        return running
    return view.clock("promised") or view.clock("statutory")


def task_clock(view: CaseView) -> ClockView | None:
    """The clock of the case by which its waiting tasks are listed: the promise while it runs, then what is due next.

    While the applicant owes the fee nobody here is late with handing over.
    """
    promised = view.clock(ClockKind.PROMISED)
    if promised is not None and promised.is_running:
        return promised
    owes = any(one.status == payment_order.OPEN for one in view.payments)
    duties = (one for one in view.clocks if one.is_running and one.kind in DUTIES)
    due = [one for one in duties if not (owes and one.kind == ClockKind.DELIVERY)]
    return min(due, key=lambda one: one.due.at, default=None) or main_clock(view)


def pressing_badge(view: CaseView, clock: ClockView | None, step_due: datetime | None = None) -> DueBadge | None:
    """What presses most: the nearer of a clock of the case and that of one of its steps.

    A stopped clock tells its kind and when it is to go on, another one than the promise its name.
    """
    calendar, pause = view.file.calendar, view.pause
    runs = clock is not None and clock.standing is not None and clock.is_running and pause is None
    if step_due is not None and not (clock is not None and runs and clock.due.at < step_due):
        step = step_badge(step_due, calendar)
        return replace(step, badge=replace(step.badge, rest=t("frame.step_clock")))
    if clock is None or clock.standing is None:
        return None
    shown = clock_badge(clock, calendar)
    if clock.kind != ClockKind.PROMISED and not shown.badge.rest:
        shown = replace(shown, badge=replace(shown.badge, rest=choose(clock.name)))
    if pause is None or not clock.is_running:
        return shown
    rest = choose(PAUSE_NAMES[pause.kind])
    return DueBadge(replace(shown.badge, rest=rest), resumption_words(pause.planned_end, calendar, provisional=True))


def resumption_words(at: datetime | None, calendar: WorkingCalendar, *, provisional: bool = False) -> str:
    """预计 12月25日 周五 恢复, or that it was to be so; nothing for a clock whose resumption nobody knows."""
    if at is None:
        return ""
    day = due_words(at, calendar, provisional=provisional)
    return t("frame.resumes" if at >= now() else "frame.resumes_late", day=day)


def clock_badge(clock: ClockView, calendar: WorkingCalendar) -> DueBadge:
    """The same for one clock on the page of a case."""
    due = clock.row.due_at if clock.row.stopped_at is not None and clock.row.due_at else clock.due.at
    stands = clock.standing
    shown = badge(stands, due, calendar) if stands is not None else Badge("done", "circle-check", "")
    return DueBadge(shown, due_words(due, calendar, provisional=clock.due.provisional))


def bar_colour(clock: ClockView, kind: str) -> str:
    """How the bar of a clock looks whose badge is of this kind."""
    if not clock.is_running:
        return "ok"
    if kind in ("red", "yellow", "last") and not (clock.standing and clock.standing.in_time):
        return "bad"
    return "soon" if kind in ("soon", "last") else "pri"


def clock_amount(clock: ClockView) -> str:
    """10 个工作日, extensions included."""
    return limit_words(clock.row.limit, language(), clock.row.extension)


def limit_text(limit: Limit) -> str:
    """10 个工作日 in the reader's language."""
    return limit_words(limit, language())
