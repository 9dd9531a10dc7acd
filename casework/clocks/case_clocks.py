"""Suspension and extension of a case's clocks as the law allows them, each told in writing (Art. 42, 45)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from casework.cases.case_file import CaseFile
from casework.cases.case_rows import KeyOf
from casework.cases.lengths import within
from casework.cases.refusals import already_decided, not_accepted
from casework.cases.surroundings import after_workdays
from casework.catalogue.item import BaseType, ItemVersion
from casework.clocks.clock_set import (
    CLOCK_NAMES,
    MEASURED_NAMES,
    PAUSE_NAMES,
    SPECIAL_NAMES,
    SURVEY,
    ClockKind,
    ClockRow,
    PauseRow,
    SpecialKind,
)
from casework.clocks.limits import Unit
from casework.documents.drawing import chinese_instant, draw_up, limit_words, local_day
from casework.documents.kinds import PERMIT
from casework.errors import Conflict, Refusal, Words
from casework.organisation.person import Person
from casework.organisation.role import Role
from casework.tasks.task import DONE, Task
from forms.blanks import trimmed

EXTENSION_DAYS, JOINT_EXTENSION_DAYS = 10, 15
GOVERNMENT = Words("政府负责人", "the head of the government")
OWN_HEAD = Words("本机关负责人", "the head of this body")
EXTENDABLE = frozenset({ClockKind.STATUTORY, ClockKind.PROMISED})
"""Art. 42 lengthens the time of handling, not that of telling the applicant or of delivery."""
HEARING_DAYS, HEARING_NOTICE_DAYS = 20, 7
"""A hearing is organised within twenty working days and its notice goes out seven before it (Art. 47, 48, 82)."""
MOST_PLANNED_DAYS = 180
"""For the other kinds the law names no number: a house rule, so that no case stands for ever by a slip of the pen."""
EXAMINING = frozenset({Role.HANDLER.value, Role.REVIEWER.value})
ART_45 = "《中华人民共和国行政许可法》第四十五条"
_KIND_OF_WORD = {words[0]: kind for kind, words in PAUSE_NAMES.items()} | {"踏勘": SURVEY}


def suspend(file: CaseFile, kind: str, reason: str, planned_days: int = 0, basis: str = "") -> PauseRow | None:
    """停表: one of the eight kinds of Art. 45 that the item lists, told in writing with the days it is to take.

    A site survey (现场踏勘) or a publication (公示) is not among the eight: it stops the clock only when the item cites
    a basis for it, else gives None. Raises `Refusal` for other kinds and for more days than the kind may take, and
    `Conflict` before acceptance, after the decision, with the superior body, in a pause.
    """
    kind = _KIND_OF_WORD.get(kind, kind)
    cited = _basis_in_item(file.item_version, kind)
    if kind in MEASURED_NAMES and not cited:
        return None
    if kind not in PAUSE_NAMES:
        allowed = [Words(*words) for words in SPECIAL_NAMES.values()]
        raise Refusal("suspension.unknown_kind", field="kind", kind=kind, allowed=allowed)
    if cited is None:
        raise Refusal("suspension.not_listed", field="kind", kind=Words(*PAUSE_NAMES[kind]))
    if not trimmed(reason):
        raise Refusal("suspension.reason_missing", field="reason")
    _check_planned(kind, planned_days)
    _check_running(file)
    planned_end = after_workdays(file, file.now, planned_days)
    # What the clerk writes may add to Art. 45, but for a measured kind only the item's own basis counts.
    cited = cited if kind in MEASURED_NAMES else within(basis, 200, "basis") or cited or ART_45
    pause = file.clocks.pause(kind, cited, reason.strip(), file.now, planned_end)
    notice = draw_up(file, "D24", _notice_fields(file, pause, local_day(planned_end)))
    pause.document = KeyOf(notice)
    file.happened("clock.suspended", kind=kind, reason=pause.reason, planned_end=planned_end, notice=notice["number"])
    return pause


def check_hearing(file: CaseFile, notice_on: date | None, held_on: date | None, host: str) -> None:
    """Raise `Refusal` unless a hearing was held, seven working days after its notice or later, by somebody who has not
    examined the case (Art. 48, 82)."""
    if host in _examiners(file):
        raise Refusal("hearing.host_examined", field="hearing_host", host=host)
    if notice_on is None or held_on is None:
        return
    if held_on > file.today:
        raise Refusal("hearing.not_held_yet", field="hearing_on", day=held_on)
    earliest = file.calendar.add_working_days(notice_on, HEARING_NOTICE_DAYS)
    if held_on < earliest:
        raise Refusal("hearing.notice_too_short", field="hearing_on", notice=notice_on, earliest=earliest)


def _examiners(file: CaseFile) -> frozenset[str]:
    """Names of those who have done a handler's or a reviewer's task of the case."""
    query = (
        select(Person.name, Task.roles)
        .join(Task, Task.completed_by == Person.id)
        .where(Task.case_id == file.case.id, Task.status == DONE)
    )
    rows = file.session.execute(query).all()
    return frozenset(row.name for row in rows if any(role in EXAMINING for role, _ in row.roles or ()))


def resume(file: CaseFile) -> PauseRow:
    """恢复计时; the due instants move by the working days that were excluded."""
    pause = file.clocks.resume(file.now)
    file.happened("clock.resumed", kind=pause.kind, stopped_at=pause.stopped_at)
    return pause


def extend(file: CaseFile, clock: str, reason: str, approver: str, amount: int | None = None) -> dict[str, Any]:
    """延期: the named clock, once, before it and the promised one expire; at most 10 working days, joint cases 15.

    They follow the end of the limit, in whatever unit that is counted. The promised date moves along only if the item
    allows it, and never past the statutory one. D07 tells the applicant. Gives the row of the document.
    """
    check_extendable(file, clock)
    item = file.item_version
    if not trimmed(reason):
        raise Refusal("extension.reason_missing", field="reason")
    approver = within(approver, 120, "approver")
    if not approver:
        role = GOVERNMENT if _is_joint(item) else OWN_HEAD
        raise Refusal("extension.approver_missing", field="approver", role=role)
    promised = file.clocks.running(ClockKind.PROMISED)
    days = _lawful_amount(item, amount)
    extended = file.clocks.extend(clock, days, file.now)
    if clock == ClockKind.PROMISED:
        _check_within_law(file, extended)
    _record(file, extended, days, reason.strip(), approver.strip())
    if clock == ClockKind.STATUTORY and promised is not None and item is not None and item.promised_moves:
        _move_promise(file, promised, extended, days, reason.strip(), approver.strip())
    return _tell(file, extended, days, reason.strip(), approver.strip())


def check_extendable(file: CaseFile, clock: str) -> None:
    """Raise `Refusal` or `Conflict` unless the clock may be extended now, whatever the reason and whoever approves."""
    item = file.item_version
    if item is not None and not item.extension_allowed:
        raise Refusal("extension.not_allowed", item=item.name)
    if clock not in EXTENDABLE:
        raise Refusal("extension.other_clock", field="clock", clock=Words(*CLOCK_NAMES[clock]))
    promised = file.clocks.running(ClockKind.PROMISED)
    if promised is not None and file.clocks.is_over(promised, file.now):
        raise Refusal("clock.extension_too_late", clock=Words(*CLOCK_NAMES[ClockKind.PROMISED]), due=promised.due_at)
    if clock == ClockKind.PROMISED and item is not None and not item.promised_moves:
        raise Refusal("extension.promise_stands", item=item.name, field="clock")
    file.clocks.check_extendable(clock, file.now)


def special_kinds(item: ItemVersion | None) -> list[tuple[str, str, bool]]:
    """The kinds a case of the item may go through, each with its name and whether it stops the clock: the measured ones
    always, those of Art. 45 as far as the item lists them."""
    listed = {kind: _basis_in_item(item, kind) for kind in PAUSE_NAMES}
    kinds = [*MEASURED_NAMES, *(kind for kind in SPECIAL_NAMES if listed[kind] is not None)]
    return [(str(kind), PAUSE_NAMES[kind][0], bool(listed[kind]) or kind not in MEASURED_NAMES) for kind in kinds]


def is_survey(kind: str) -> bool:
    """Whether this word means a site survey."""
    return _KIND_OF_WORD.get(kind, kind) == SURVEY


def _check_planned(kind: str, days: int) -> None:
    if days < 1:
        raise Refusal("suspension.days_missing", field="planned_days")
    most = HEARING_DAYS if kind == SpecialKind.HEARING else MOST_PLANNED_DAYS
    if days > most:
        words = Words(*PAUSE_NAMES[kind])
        raise Refusal("suspension.too_long", field="planned_days", kind=words, days=days, most=most)


def _check_running(file: CaseFile) -> None:
    if file.case.accepted_at is None:
        raise not_accepted(file.case)
    if file.case.decided_at is not None:
        raise already_decided(file.case)
    if file.case.at_superior_at is not None:
        # Our own time ended there; the superior's stands by another act.
        raise Conflict("clock.not_running", clock=Words(*CLOCK_NAMES[ClockKind.PROMISED]))


def _basis_in_item(item: ItemVersion | None, kind: str) -> str | None:
    """The basis the item cites for a kind: None = not listed, empty = listed without words of its own.

    Of a hearing the permit law itself is the basis, for every permit (Art. 46, 47).
    """
    listed = _listed_basis(item, kind)
    is_lawful = kind == SpecialKind.HEARING and item is not None and item.item_type == PERMIT
    return "" if listed is None and is_lawful else listed


def _listed_basis(item: ItemVersion | None, kind: str) -> str | None:
    listed: Any = item.special_kinds if item is not None else list(SpecialKind)
    if isinstance(listed, Mapping):
        return str(listed[kind] or "") if kind in listed else None
    for one in listed or ():
        name, basis = (one.get("kind"), one.get("basis")) if isinstance(one, Mapping) else (one, "")
        if _KIND_OF_WORD.get(str(name), str(name)) == kind:
            return str(basis or "")
    return None


def _notice_fields(file: CaseFile, pause: PauseRow, planned_end: date) -> dict[str, Any]:
    return {
        "special": PAUSE_NAMES[pause.kind][0],
        "reason": pause.reason,
        "basis": pause.basis,
        "stopped": chinese_instant(pause.stopped_at),
        "planned_end": planned_end,
        "provisional": file.calendar.is_provisional(planned_end),
    }


def _is_joint(item: ItemVersion | None) -> bool:
    return item is not None and item.base_type == BaseType.JOINT


def _lawful_amount(item: ItemVersion | None, amount: int | None) -> int:
    """By how many working days a limit may be lengthened, whatever its own unit: as asked, at most what Art. 42 allows,
    which also stands for no wish."""
    most = JOINT_EXTENSION_DAYS if _is_joint(item) else EXTENSION_DAYS
    if amount is not None and not 0 < amount <= most:
        raise Refusal("extension.out_of_range", field="amount", amount=amount, most=most)
    return amount or most


def _check_within_law(file: CaseFile, promised: ClockRow) -> None:
    law = file.clocks.running(ClockKind.STATUTORY)
    if law is not None and law.due_at and promised.due_at and promised.due_at > law.due_at:
        raise Refusal("extension.past_the_law", field="amount", promised=promised.due_at, law=law.due_at)


def _move_promise(
    file: CaseFile, promised: ClockRow, statutory: ClockRow, days: int, reason: str, approver: str
) -> None:
    """Lengthen the promise as far as the statutory date lets it."""
    if promised.extension or statutory.due_at is None:
        return
    for amount in range(days, 0, -1):
        promised.extension = amount
        file.clocks.count(promised, file.now)
        if promised.due_at is not None and promised.due_at <= statutory.due_at:
            promised.generation += 1
            _record(file, promised, amount, reason, approver)
            return
    promised.extension = 0
    file.clocks.count(promised, file.now)


def _record(file: CaseFile, clock: ClockRow, amount: int, reason: str, approver: str) -> None:
    if clock.id is None:
        raise Conflict("clock.just_started", clock=Words(*CLOCK_NAMES[clock.kind]))
    file.add(
        "extension",
        case_clock_id=clock.id,
        amount=amount,
        reason=reason,
        approver=approver,
        approver_id=file.actor.acting_for or file.actor.row_id,
        at=file.now,
        document_id=None,
    )
    file.happened("clock.extended", clock=clock.kind, amount=amount, reason=reason, approver=approver, due=clock.due_at)


def _tell(file: CaseFile, clock: ClockRow, days: int, reason: str, approver: str) -> dict[str, Any]:
    fields = {
        "reason": reason,
        "approver": approver,
        "clock": CLOCK_NAMES[clock.kind][0],
        "amount": limit_words(days, Unit.WORKING_DAY),
        "due": _due_words(file.clocks.due(clock.kind)),
        "provisional": clock.is_provisional,
    }
    notice = draw_up(file, "D07", fields)
    for row in file.rows["extension"]:
        row["document_id"] = KeyOf(notice)
    return notice


def _due_words(due: datetime | None) -> Any:
    return local_day(due) if due else "恢复计时后另行确定"
