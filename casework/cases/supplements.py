"""补正: one notice with everything that is missing; a second may hold only what is missing still (Art. 32(4))."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from casework.cases.acceptance import check_not_silent, start_notice_clock
from casework.cases.case_file import CaseFile
from casework.cases.handed_in import without_remark
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import CountedFrom, Limit
from casework.documents.drawing import chinese_day, clause, draw_up, local_day
from casework.documents.official_document import OfficialDocument
from casework.errors import Conflict, Refusal
from casework.notices.sending import matter_of, tell_applicant, until_words
from forms.blanks import trimmed

SUPPLEMENT_DAYS = 30
_EARLIER = (
    select(OfficialDocument.body)
    .where(OfficialDocument.case_id == bindparam("of_case"), OfficialDocument.kind == "D03")
    .order_by(OfficialDocument.id)
)


def ask_for_supplement(file: CaseFile, missing: Sequence[str], justification: str = "") -> dict[str, Any]:
    """D03 with every missing or unfit thing (material codes or sentences); the supplement clock starts.

    Raises `Refusal` naming the field when nothing is listed or when a second notice asks for something new without a
    justification, `Conflict` after acceptance.
    """
    case = file.case
    if case.accepted_at is not None:
        raise Conflict("supplement.after_acceptance", case=case.case_no)
    check_not_silent(file)
    wanted = _named(file, missing)
    if not wanted:
        raise Refusal("supplement.nothing_listed", field="missing")
    first, new = _check_second_notice(file, wanted, justification)
    item = file.item_version
    days = item.supplement_days if item is not None else SUPPLEMENT_DAYS
    file.clocks.stop(ClockKind.NOTICE, file.now)
    limit = Limit(days, counted_from=CountedFrom.RECEIVED, source="补正期限")
    clock = file.clocks.start(ClockKind.SUPPLEMENT, limit, file.now)
    case.supplement_asked_at = file.now
    until = chinese_day(local_day(clock.due_at)) if clock.due_at else ""
    file.happened("supplement.asked_again" if first else "supplement.asked", missing=wanted)
    fields = {"missing": wanted, "until": until, "provisional": clock.is_provisional, "first": first}
    fields["has_new"] = bool(new)
    row = draw_up(file, "D03", {**fields, "justification": justification.strip()})
    whole, last = "；".join(clause(one) for one in wanted), "请"
    if until:
        last = f"请于 {until_words(until, provisional=clock.is_provisional)}前"
    tell_applicant(file, f"您申请的{matter_of(file)}需要补正：{whole}。{last}一次补齐。补正通知书：{row['number']}。")
    return row


def receive_supplement(file: CaseFile) -> None:
    """The completed supplement has reached the system: receipt and the five days count anew from now."""
    if file.case.supplement_asked_at is None:
        raise Conflict("supplement.not_asked", case=file.case.case_no)
    file.case.received_at = file.now
    file.case.supplement_asked_at = None
    file.clocks.stop(ClockKind.SUPPLEMENT, file.now)
    start_notice_clock(file)
    file.happened("supplement.received")


def _named(file: CaseFile, missing: Sequence[str]) -> list[str]:
    """Codes of the item's materials as their names; sentences as they are; nothing twice."""
    item = file.around.item
    names = {material.code: material.name for material in item.materials} if item is not None else {}
    words = [str(one).strip() for one in missing]
    return list(dict.fromkeys(names.get(word, word) for word in words if word))


def _check_second_notice(file: CaseFile, wanted: list[str], justification: str) -> tuple[str, list[str]]:
    """The number of the first notice, empty when this is the first, and what this one asks for besides."""
    if file.clocks.latest(ClockKind.SUPPLEMENT) is None:
        # Every notice starts this clock.
        return "", []
    bodies = file.connection.execute(_EARLIER, {"of_case": file.case.id}).scalars().all()
    if not bodies:
        return "", []
    told = {without_remark(one) for body in bodies for one in body["missing"]}
    new = [one for one in wanted if without_remark(one) not in told]
    if new and not trimmed(justification):
        raise Refusal("supplement.new_items", field="missing", items=new)
    if new:
        file.happened("oversight.second_notice", new=new, justification=justification.strip())
    return str(bodies[0]["number"]), new
