"""Change the kind of a case on record; a downgrade shows in the history (C12.6, FWD-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.acceptance import start_notice_clock
from casework.cases.case_file import CaseFile, take_file
from casework.cases.milestones import promise_of, start_promise
from casework.cases.refusals import already_decided, has_ended
from casework.cases.status import TYPE_NAMES, WITHOUT_PAPERS, CaseType
from casework.catalogue.eligibility import check_served
from casework.clocks.clock_set import ClockKind
from casework.errors import Refusal, Words
from casework.office import Office
from casework.permissions import Permission, authorise
from forms.blanks import trimmed

# Kinds of which an item must be: a promised item may not pass as instant, nor any other as forwarded.
ONLY_FOR_ITEMS = frozenset({CaseType.INSTANT, CaseType.JOINT, CaseType.FORWARDED})


def check_type(case_type: str, base_type: str | None, *, field: str = "case_type") -> CaseType:
    """The kind, if an item of this base type may be handled so. Raises `Refusal` naming the field."""
    try:
        kind = CaseType(case_type)
    except ValueError:
        raise Refusal("case_type.unknown", field=field, case_type=case_type) from None
    if base_type is not None and kind in ONLY_FOR_ITEMS and kind != base_type:
        raise Refusal(
            "case_type.not_for_item",
            field=field, case_type=Words(*TYPE_NAMES[kind]), base_type=Words(*TYPE_NAMES[base_type]),
        )  # fmt: skip
    return kind


def change_type(file: CaseFile, case_type: str, reason: str) -> None:
    """The case is of another kind from now on; where that kind is promised another limit, the promised clock restarts.

    Raises `Refusal` without a reason, for a kind the item may not have and when the item does not serve the applicant;
    `Conflict` after the decision.
    """
    case = file.case
    if not trimmed(reason):
        raise Refusal("case_type.reason_missing", field="reason")
    kind = check_type(case_type, file.around.base_type)
    if case.decided_at is not None:
        raise already_decided(case)
    promised_before = promise_of(file)
    before, case.case_type = case.case_type, kind.value
    if before == case.case_type:
        return
    if file.item_version is not None:
        check_served(file.item_version, file.around.applicant_kind, kind)
    if before in WITHOUT_PAPERS and case.accepted_at is None:
        # What was to be answered is an application now, which has its days for the one-time notice.
        start_notice_clock(file)
    told: dict[str, Any] = {"before": before, "after": case.case_type, "reason": reason.strip()}
    if promise_of(file) != promised_before and file.clocks.running(ClockKind.PROMISED) is not None:
        file.clocks.stop(ClockKind.PROMISED, file.now)
        start_promise(file)
        told["due"] = file.clocks.due(ClockKind.PROMISED)
    file.happened("case.type_changed", **told)


def close_channel(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    reason: str,
    now: datetime,
    *,
    expected_revision: int | None = None,
) -> None:
    """关闭绿色通道: from now on the case is an ordinary one of its item's kind, and its promise is the full one.

    Raises `NotPermitted` for anybody but the duty leader, `Conflict` after decision or end, `Refusal` without a reason
    or when no channel is open.
    """
    file = take_file(session, office, case_id, actor, now)
    authorise(actor, Permission.CLOSE_CHANNEL)
    file.check_revision(expected_revision)
    if file.case.outcome is not None:
        raise has_ended(file.case)
    if file.case.case_type != CaseType.SPECIAL:
        raise Refusal("case_type.no_channel", case=file.case.case_no)
    change_type(file, file.around.base_type or CaseType.PROMISED, reason)
    file.write()
