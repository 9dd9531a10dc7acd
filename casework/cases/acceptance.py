"""Acceptance with its voucher: whoever accepts, the applicant gets D01, and a refusal is always D02 (Art. 32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from casework.cases import milestones
from casework.cases.case_file import CaseFile
from casework.cases.grounds import GROUND_LAWS, GROUND_WORDS, Ground
from casework.cases.status import WITHOUT_PAPERS, CaseType, Outcome
from casework.catalogue.items import is_item_in_force
from casework.clocks.calendar import SHANGHAI
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import NOTICE, Limit, due_at
from casework.documents.drawing import acceptance_fields, draw_up, is_permit
from casework.errors import Conflict, Refusal, Words
from casework.notices.sending import matter_of, tell_applicant, until_words
from forms.blanks import trimmed


def accept_case(
    file: CaseFile,
    *,
    is_deemed: bool = False,
    tolerant: bool = False,
    materials: list[str] | None = None,
    later: list[str] | None = None,
    until: date | None = None,
) -> dict[str, Any] | None:
    """受理 with D01. None when the case was accepted before; internal matters are accepted without a document.

    After the end of the notice limit it was accepted by law already (视同受理), whoever says so now.
    Raises `Refusal` when nobody applies, when the item was not in force on the day of receipt (CAT-02), or allows no
    容缺受理.
    """
    item = file.item_version
    is_deemed = is_deemed or is_accepted_by_silence(file)
    if file.case.applicant_id is None and not is_deemed:
        raise Refusal("acceptance.nobody_applies", case=file.case.case_no)
    if item is not None:
        received = file.case.received_at.astimezone(SHANGHAI).date()
        # The case goes on under the version it came in with; whether anything is accepted is a question to the item.
        if not item.is_in_force(received) and not is_item_in_force(file.session, item.item_id, received):
            raise Refusal("item.not_in_force", item=item.name, day=received)
        if tolerant and not item.tolerant_allowed:
            raise Refusal("acceptance.not_tolerant", item=item.name)
    if not milestones.accept(file, is_deemed=is_deemed):
        return None
    if is_deemed:
        file.scratch["close_reason"] = "deemed_accepted"
        file.happened("oversight.not_told_in_time", received_at=file.case.received_at)
    if item is None or file.case.case_type == CaseType.INTERNAL:
        return None
    fields = acceptance_fields(file, tolerant=tolerant, materials=materials, later=later, until=until)
    row = draw_up(file, "D01", fields)
    promised = until_words(fields["promised_due"], provisional=fields["provisional"])
    limit = f"，承诺 {promised}前办结" if file.clocks.due(ClockKind.PROMISED) else ""
    tell_applicant(file, f"您申请的{matter_of(file)}已受理{limit}。受理通知书：{row['number']}。", passing=True)
    return row


def check_complete(file: CaseFile, present: Sequence[str]) -> None:
    """Raise `Refusal` while a material that the item requires is not among those found in order."""
    item = file.around.item
    wanted = [one.name for one in item.materials if one.is_required] if item is not None else []
    missing = [name for name in wanted if name not in present]
    if missing:
        raise Refusal("acceptance.materials_missing", field="materials", missing=missing)


def refuse_case(
    file: CaseFile, ground: Ground, reason: str | Words = "", right_body: str = "", *, is_barred: bool = False
) -> dict[str, Any]:
    """不予受理 with D02: numbered, with its reason, the right body where that is the ground, and the remedies.

    A reason of one's own stands behind the words of the ground, never in their place; it is needed where the ground
    has none. Raises `Refusal` naming the field, also for the right body when the application is not for this one;
    `Conflict` after acceptance. Who is barred cannot apply at all, so nothing of theirs is accepted by silence.
    """
    if file.case.accepted_at is not None:
        raise Conflict("case.already_accepted", case=file.case.case_no, at=file.case.accepted_at)
    if not is_barred:
        check_not_silent(file)
    if ground is Ground.NOT_COMPETENT and not trimmed(right_body):
        raise Refusal("acceptance.right_body_missing", field="right_body")
    why = _why(ground, reason)
    if not why.zh:
        raise Refusal("acceptance.reason_missing", field="reason")
    # The Permit Law says nothing of other matters.
    law = GROUND_LAWS.get(ground, "") if is_permit(file) else ""
    row = draw_up(file, "D02", {"reason": why.zh, "right_body": right_body.strip(), "law": law})
    milestones.leave(file, Outcome.REFUSED, why)
    return row


def _why(ground: Ground, reason: str | Words) -> Words:
    """The words of the ground with the reason of one's own behind them."""
    words = GROUND_WORDS.get(ground, Words("", ""))
    own = reason if isinstance(reason, Words) else Words(trimmed(reason), trimmed(reason))
    if words.zh in own.zh:
        return own
    return Words(f"{words.zh}：{own.zh}", f"{words.en}: {own.en}") if own.zh else words


def is_accepted_by_silence(file: CaseFile) -> bool:
    """Whether the days within which the applicant was to be told are over and nothing was told (Art. 32(4)): from that
    instant on it is accepted, though the worker that says so may come later."""
    due = _notice_due(file)
    return due is not None and file.now > due


def check_not_silent(file: CaseFile) -> None:
    """Raise `Refusal` when the case is accepted by silence: then nothing is asked for or refused any more."""
    if is_accepted_by_silence(file):
        raise Refusal("acceptance.by_silence", case=file.case.case_no, due=_notice_due(file))


def start_notice_clock(file: CaseFile) -> None:
    """The days within which the applicant is told everything that is missing, once."""
    file.clocks.start(ClockKind.NOTICE, _notice_limit(file), milestones.receipt_for_counting(file))


def _notice_limit(file: CaseFile) -> Limit:
    return NOTICE if file.item_version is None else file.item_version.notice


def _notice_due(file: CaseFile) -> datetime | None:
    """When the days for telling the applicant are over; None once something was told, or when nothing has to be.

    For what reached us before it was registered (a letter) they have run since it came.
    """
    if not file.is_new:
        return file.clocks.due(ClockKind.NOTICE)
    case = file.case
    if case.received_at >= file.now or case.case_type in WITHOUT_PAPERS:
        return None
    return due_at(milestones.receipt_for_counting(file), _notice_limit(file), file.calendar).at
