"""What it means for a case to reach a milestone: which instant is noted, which clocks stop and start.

Every function is idempotent: the first instant stands, so that an operation and a drawn milestone may both say it.
"""

from __future__ import annotations

from datetime import datetime

from casework.cases.case_file import CaseFile
from casework.cases.refusals import already_decided, has_ended, not_accepted
from casework.cases.status import APPROVED, DENIED, CaseType, Outcome
from casework.clocks import case_clocks
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import CountedFrom, Limit
from casework.errors import Refusal, Words

SUPERIOR_DAYS = 20
DECISION_CLOCKS = (ClockKind.STATUTORY, ClockKind.PROMISED)


def reach(file: CaseFile, milestone: str) -> None:
    """Reach a milestone named in a diagram (`banjian:milestone`); after a side exit there is none left to reach.

    `accepted` is the matter of `casework/cases/acceptance.py`. Raises `Refusal` for a name nobody knows.
    """
    if file.case.outcome is not None:
        return
    match milestone:
        case "decided:approved":
            decide(file, APPROVED)
        case "decided:denied":
            decide(file, DENIED)
        case "concluded":
            conclude(file)
        case "delivered":
            deliver(file)
        case "at_superior":
            go_to_superior(file)
        case "withdrawn" | "terminated":
            leave(file, Outcome(milestone))
        case _:
            raise Refusal("milestone.unknown", milestone=milestone)


def accept(file: CaseFile, *, is_deemed: bool = False) -> bool:
    """受理: the handling clocks start. Deemed acceptance reaches back to the receipt (Art. 32(4)).

    False when the case was accepted before. Raises `Conflict` when it has ended.
    """
    case = file.case
    if case.accepted_at is not None:
        return False
    _still_open(file)
    case.accepted_at = case.received_at if is_deemed else file.now
    case.is_deemed_accepted = is_deemed
    case.supplement_asked_at = None
    for kind in (ClockKind.NOTICE, ClockKind.SUPPLEMENT):
        file.clocks.stop(kind, file.now)
    _start_handling_clocks(file)
    file.happened("milestone.accepted", accepted_at=case.accepted_at, **({"deemed": True} if is_deemed else {}))
    return True


def decide(file: CaseFile, decision: str) -> bool:
    """决定: the statutory clock stops at this instant, the promised one too unless the item says otherwise (Art. 42).

    False when the same decision was made before. Raises `Conflict` when the other one was.
    """
    case = file.case
    if case.decided_at is not None:
        if case.decision != decision:
            raise already_decided(case)
        return False
    _still_open(file)
    if case.accepted_at is None:
        raise not_accepted(case)
    case.decided_at, case.decision = file.now, decision
    file.clocks.stop(ClockKind.STATUTORY, file.now)
    file.clocks.stop(ClockKind.SUPERIOR, file.now)
    _end_pause(file)
    file.happened("milestone.decided", decision=decision)
    item = file.item_version
    if decision == DENIED or item is None or item.concluded_at_decision:
        file.clocks.stop(ClockKind.PROMISED, file.now)
        conclude(file)
    if item is not None and case.case_type != CaseType.INTERNAL:
        limit = Limit(item.delivery_days, counted_from=CountedFrom.ACCEPTED, source="行政许可法第四十四条")
        file.clocks.start(ClockKind.DELIVERY, limit, file.now)
    return True


def conclude(file: CaseFile) -> bool:
    """办结: nothing of ours is due any more but the delivery."""
    if file.case.concluded_at is not None or file.case.outcome is not None:
        return False
    file.case.concluded_at = file.now
    for kind in (*DECISION_CLOCKS, ClockKind.SUPERIOR, ClockKind.CONTACT):
        file.clocks.stop(kind, file.now)
    file.happened("milestone.concluded")
    return True


def make_available(file: CaseFile) -> None:
    """The result lies ready and the applicant was told: whenever they come, nothing of ours is due any more (Art. 44).

    A promise that runs past the decision (`concluded_at_decision` is false) covers making the certificate, not waiting
    for the applicant.
    """
    conclude(file)
    file.clocks.stop(ClockKind.DELIVERY, file.now)


def deliver(file: CaseFile) -> bool:
    """送达: handed over, posted, or served electronically."""
    if file.case.delivered_at is not None:
        return False
    make_available(file)
    file.case.delivered_at = file.now
    file.happened("milestone.delivered")
    return True


def go_to_superior(file: CaseFile, days: int | None = None) -> bool:
    """上报: our own promise ends, the superior's clock runs (domain FWD-05)."""
    if file.case.at_superior_at is not None:
        return False
    _still_open(file)
    file.case.at_superior_at = file.now
    _end_pause(file)
    for kind in DECISION_CLOCKS:
        file.clocks.stop(kind, file.now)
    limit = Limit(days or SUPERIOR_DAYS, counted_from=CountedFrom.ACCEPTED, source="上级机关办理时限")
    file.clocks.start(ClockKind.SUPERIOR, limit, file.now)
    file.happened("milestone.at_superior")
    return True


def leave(file: CaseFile, outcome: Outcome, reason: str | Words = "") -> bool:
    """A side exit (withdrawn, voided, returned …).

    Raises `Conflict` after the decision: then a case can only be terminated, as when an approved fee is never paid.
    """
    case = file.case
    if case.outcome is not None:
        return False
    if case.decided_at is not None and outcome is not Outcome.TERMINATED:
        raise already_decided(case)
    case.outcome, case.ended_at = outcome.value, file.now
    stop_all_clocks(file)
    told = reason._asdict() if isinstance(reason, Words) and reason.zh != reason.en else str(reason)
    file.happened(f"milestone.{outcome.value}", **({"reason": told} if reason else {}))
    return True


def end(file: CaseFile, reason: str = "completed") -> None:
    """The flow has come to its end: what is still open of the milestones follows."""
    case = file.case
    if case.outcome is not None:
        case.ended_at = case.ended_at or file.now
        return
    if reason == "cancelled":
        leave(file, Outcome.TERMINATED)
        return
    conclude(file)
    case.outcome, case.ended_at = Outcome.NORMAL.value, file.now
    stop_all_clocks(file)


def stop_all_clocks(file: CaseFile) -> None:
    _end_pause(file)
    for clock in list(file.clocks.all_running()):
        file.clocks.stop(clock.kind, file.now)


def _end_pause(file: CaseFile) -> None:
    """What stood still stands no longer: nothing is counted any more, and the record says when the pause ended."""
    if file.clocks.open_pause is not None:
        case_clocks.resume(file)


def _still_open(file: CaseFile) -> None:
    if file.case.outcome is not None:
        raise has_ended(file.case)


def promise_of(file: CaseFile) -> Limit | None:
    """What is promised to a case of its kind; None for a case without an item."""
    item = file.item_version
    return None if item is None else item.promised_for(file.case.case_type)


def start_promise(file: CaseFile) -> None:
    """Start the promised clock; it counts from where the item says, and never past what the law allows."""
    promised = promise_of(file)
    if promised is not None and file.case.accepted_at is not None:
        statutory = file.clocks.running(ClockKind.STATUTORY)
        file.clocks.start(ClockKind.PROMISED, promised, _start_of(file, promised), within=statutory)


def receipt_for_counting(file: CaseFile) -> datetime:
    """What reaches us while the doors are shut counts as received when they open next; the record keeps the instant."""
    return file.calendar.next_opening(file.case.received_at)


def _start_handling_clocks(file: CaseFile) -> None:
    item = file.item_version
    if item is not None and item.statutory is not None:
        file.clocks.start(ClockKind.STATUTORY, item.statutory, _start_of(file, item.statutory))
    start_promise(file)


def _start_of(file: CaseFile, limit: Limit) -> datetime:
    """From where a limit counts; documents are complete when the receipt was noted, which a supplement moves."""
    case = file.case
    if limit.counted_from is CountedFrom.ACCEPTED and case.accepted_at is not None and not case.is_deemed_accepted:
        return case.accepted_at
    return receipt_for_counting(file)
