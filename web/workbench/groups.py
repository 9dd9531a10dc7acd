"""The rows of a list in the groups of the workbench: overdue, today, within three working days, later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from casework.clocks.standing import State
from casework.tasks.inbox import TaskRow
from web.frame.badges import Badge, badge, due_words, resumption_words
from web.frame.i18n import t

OVERDUE, TODAY, SOON, LATER, NONE = "overdue", "today", "soon", "later", "none"
_GROUP = {
    State.OVER: OVERDUE,
    State.YELLOW: OVERDUE,
    State.RED: OVERDUE,
    State.LAST: TODAY,
    State.SOON: SOON,
    State.NORMAL: LATER,
    State.PAUSED: LATER,
    State.DONE: LATER,
}


@dataclass(frozen=True)
class Line:
    row: TaskRow
    badge: Badge | None
    due_text: str
    group: str


@dataclass(frozen=True)
class Group:
    key: str
    lines: list[Line]


def lines_of(rows: Iterable[TaskRow], now: datetime) -> Iterator[Line]:
    """Rows with their badge and the day they fall due."""
    for row in rows:
        stands, due = row.standing(now), row.due_at or row.case_due_at
        if stands is None or due is None:
            yield Line(row, None, "", NONE)
            continue
        shown = badge(stands, due, row.calendar, pause_kind=row.pause_kind)
        if row.is_step_clock:
            shown = replace(shown, rest=t("frame.step_clock"))
        if stands.state is State.PAUSED and row.pause_planned_end:
            day = resumption_words(row.pause_planned_end, row.calendar, provisional=row.is_provisional)
        else:
            day = due_words(due, row.calendar, provisional=row.is_provisional)
        yield Line(row, shown, day, _GROUP[stands.state])


def grouped(lines: Iterable[Line]) -> list[Group]:
    """Neighbouring lines of one group; lists come sorted by due instant."""
    return [Group(key, list(members)) for key, members in groupby(lines, key=lambda line: line.group)]
