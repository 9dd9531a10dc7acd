"""What happened to a case, in words for people: the important lines first, all of them on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.cases.case_views import CaseView
from casework.cases.happenings import HAPPENINGS
from casework.history.histories import HistoryLine
from forms.answers import Answer
from web.cases.particulars import particulars
from web.frame.i18n import choose, language, t

# Look and icon per kind of happening; kinds that are not here are details, shown with the whole record only.
MATTERS: Mapping[str, tuple[str, str]] = {
    "case.received": ("done", "inbox"),
    "case.corrected_on_the_spot": ("done", "edit"),
    "case.corrected": ("stop", "edit"),
    "milestone.refused": ("back", "ban"),
    "milestone.withdrawn": ("back", "arrow-back-up"),
    "milestone.voided": ("back", "ban"),
    "milestone.returned": ("back", "arrow-back-up"),
    "milestone.supplement_lapsed": ("back", "ban"),
    "milestone.terminated": ("back", "ban"),
    "fee.reduced": ("done", "check"),
    "fee.waived": ("done", "check"),
    "task.reassigned": ("stop", "user-share"),
    "case.type_changed": ("stop", "edit"),
    "milestone.accepted": ("done", "file-check"),
    "milestone.at_superior": ("stop", "send"),
    "milestone.decided": ("done", "check"),
    "milestone.concluded": ("done", "circle-check"),
    "milestone.delivered": ("done", "send"),
    "milestone.archived": ("done", "file-check"),
    "clock.recounted": ("stop", "clock"),
    "clock.suspended": ("stop", "player-pause"),
    "clock.resumed": ("done", "clock"),
    "clock.extended": ("stop", "hourglass"),
    "document.issued": ("done", "file-text"),
    "supplement.asked": ("stop", "arrow-back-up"),
    "supplement.asked_again": ("stop", "arrow-back-up"),
    "supplement.received": ("done", "inbox"),
    "fee.ordered": ("done", "file-text"),
    "fee.paid": ("done", "check"),
    "certificate.issued": ("done", "file-check"),
    "contact.recorded": ("done", "send"),
    "task.completed": ("done", "check"),
    "task.transferred": ("stop", "user-share"),
    "task.assigned": ("stop", "user-share"),
    "task.offered_to_fallback": ("back", "alert-triangle"),
    "oversight.not_told_in_time": ("back", "alert-triangle"),
    "oversight.second_notice": ("back", "alert-triangle"),
    "delegation.interrupted": ("stop", "user-share"),
    "delegation.resumed": ("ok", "user-share"),
    "leave.substitute_lost": ("back", "alert-triangle"),
    "incident.retried": ("back", "alert-triangle"),
}


@dataclass(frozen=True)
class Line:
    seq: int
    at: datetime
    who: str
    title: str
    detail: str
    look: str
    icon: str
    is_important: bool
    data: Mapping[str, Any]
    hash: str
    answers: Sequence[Answer]
    """What was written in the form of the task that this line completed, or what was put right."""


def timeline(view: CaseView) -> list[Line]:
    """All lines, newest first."""
    answers = {(task.path, task.element, task.run): view.answers.get(task.id, ()) for task in view.tasks}
    return [_line(line, _said(line, view, answers)) for line in reversed(view.history)]


def _said(
    line: HistoryLine, view: CaseView, answers: Mapping[tuple[str, str, int], Sequence[Answer]]
) -> Sequence[Answer]:
    """What was written in the form of a completed task, or what a correction changed."""
    if line.kind == "task.completed":
        return answers.get(tuple(line.data["at"]), ())
    pairs = ((one, zip(one.before, one.after, strict=True)) for one in view.corrections.get(line.seq, ()))
    return [Answer(choose(one.label), (f"{zh[0]} → {zh[1]}", f"{en[0]} → {en[1]}")) for one, (zh, en) in pairs]


def _line(line: HistoryLine, said: Sequence[Answer]) -> Line:
    look, icon = MATTERS.get(line.kind, ("", "circle-check"))
    data: Mapping[str, Any] = line.data or {}
    who = line.who
    return Line(
        seq=line.seq, at=line.at, who=choose((who.zh, who.en)), title=_title(line.kind, data),
        detail=particulars(line.kind, data), look=look, icon=icon, is_important=line.kind in MATTERS, data=data,
        hash=line.hash, answers=said,
    )  # fmt: skip


def _title(kind: str, data: Mapping[str, Any]) -> str:
    words = choose(HAPPENINGS.get(kind, (kind, kind)))
    if language() == "en":
        words = words[:1].upper() + words[1:]
    name = data.get("name") or data.get("title")
    return f"{words}{t('cases.colon')}{name}" if name else words
