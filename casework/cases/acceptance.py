"""Acceptance with its voucher: whoever accepts, the applicant gets D01, and a refusal is always D02 (Art. 32)."""

from __future__ import annotations

from typing import Any

from casework.cases import milestones
from casework.cases.case_file import CaseFile
from casework.cases.status import CaseType, Outcome
from casework.clocks.calendar import SHANGHAI
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import CountedFrom, Limit
from casework.documents.drawing import acceptance_fields, draw_up
from casework.errors import Conflict, Refusal

NOTICE_DAYS = 5
NOTICE_SOURCE = "行政许可法第三十二条第一款第（四）项"


def accept_case(
    file: CaseFile, *, is_deemed: bool = False, tolerant: bool = False, materials: list[str] | None = None
) -> dict[str, Any] | None:
    """受理 with D01. None when the case was accepted before; internal matters are accepted without a document.

    Raises `Refusal` when the item was not in force on the day of receipt (CAT-02), or allows no 容缺受理.
    """
    item = file.item_version
    if item is not None:
        received = file.case.received_at.astimezone(SHANGHAI).date()
        if not item.is_in_force(received):
            raise Refusal("item.not_in_force", item=item.name, day=received)
        if tolerant and not item.tolerant_allowed:
            raise Refusal("acceptance.not_tolerant", item=item.name)
    if not milestones.accept(file, is_deemed=is_deemed):
        return None
    if is_deemed:
        file.scratch["close_reason"] = "deemed_accepted"
    if item is None or file.case.case_type == CaseType.INTERNAL:
        return None
    return draw_up(file, "D01", acceptance_fields(file, tolerant=tolerant, materials=materials))


def refuse_case(file: CaseFile, reason: str, right_body: str = "", law: str = "") -> dict[str, Any]:
    """不予受理 with D02: numbered, with the reason, the right body where there is one, and the remedies."""
    if not reason.strip():
        raise Refusal("acceptance.reason_missing", field="reason")
    if file.case.accepted_at is not None:
        raise Conflict("case.already_accepted", case=file.case.case_no, at=file.case.accepted_at)
    row = draw_up(file, "D02", {"reason": reason.strip(), "right_body": right_body.strip(), "law": law.strip()})
    milestones.leave(file, Outcome.REFUSED, reason.strip())
    return row


def start_notice_clock(file: CaseFile) -> None:
    """The five working days within which the applicant is told everything that is missing, once."""
    limit = Limit(NOTICE_DAYS, counted_from=CountedFrom.RECEIVED, source=NOTICE_SOURCE)
    file.clocks.start(ClockKind.NOTICE, limit, file.case.received_at)
