"""The status of a case, derived from its milestones and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from casework.errors import Words


class CaseType(StrEnum):
    """The seven kinds of cases (办件类型)."""

    INSTANT = "instant"
    PROMISED = "promised"
    JOINT = "joint"
    FORWARDED = "forwarded"
    SPECIAL = "special"
    REPLY = "reply"
    CONSULTATION = "consultation"
    INTERNAL = "internal"
    """Staff matters (请假 …): a case, but no 办件."""


WITHOUT_PAPERS = frozenset({CaseType.CONSULTATION, CaseType.REPLY})
"""Kinds of cases that are answered without the item's form and papers."""


class Status(StrEnum):
    RECEIVED = "received"
    RETURNED_FOR_SUPPLEMENT = "returned_for_supplement"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    AT_SUPERIOR = "at_superior"
    DECIDED = "decided"
    CONCLUDED = "concluded"
    DELIVERED = "delivered"
    ARCHIVED = "archived"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    TERMINATED = "terminated"


class Outcome(StrEnum):
    """How a case ended (办结方式); they are monitored apart from one another."""

    NORMAL = "normal"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    RETURNED = "returned"
    SUPPLEMENT_LAPSED = "supplement_lapsed"
    TERMINATED = "terminated"


APPROVED, DENIED = "approved", "denied"

TYPE_NAMES: dict[str, tuple[str, str]] = {
    CaseType.INSTANT: ("即办件", "instant"),
    CaseType.PROMISED: ("承诺件", "promised"),
    CaseType.JOINT: ("联办件", "joint"),
    CaseType.FORWARDED: ("转报件", "forwarded"),
    CaseType.SPECIAL: ("特办件", "special"),
    CaseType.REPLY: ("答复件", "reply"),
    CaseType.CONSULTATION: ("咨询件", "consultation"),
    CaseType.INTERNAL: ("内部事务", "internal matter"),
}
STATUS_NAMES: dict[str, tuple[str, str]] = {
    Status.RECEIVED: ("已收件", "received"),
    Status.RETURNED_FOR_SUPPLEMENT: ("待补正", "awaiting supplement"),
    Status.REFUSED: ("不予受理", "not accepted"),
    Status.ACCEPTED: ("已受理", "accepted"),
    Status.HANDLING: ("办理中", "in progress"),
    Status.SUSPENDED: ("停表中", "clock stopped"),
    Status.AT_SUPERIOR: ("上级办理中", "with the superior body"),
    Status.DECIDED: ("已决定", "decided"),
    Status.CONCLUDED: ("已办结", "concluded"),
    Status.DELIVERED: ("已送达", "delivered"),
    Status.ARCHIVED: ("已归档", "archived"),
    Status.ANSWERED: ("已答复", "answered"),
    Status.WITHDRAWN: ("已撤回", "withdrawn"),
    Status.VOIDED: ("已作废", "voided"),
    Status.TERMINATED: ("已终止", "terminated"),
}
OUTCOME_NAMES: dict[str, tuple[str, str]] = {
    Outcome.NORMAL: ("正常办结", "concluded"),
    Outcome.REFUSED: ("不予受理", "not accepted"),
    Outcome.WITHDRAWN: ("撤回", "withdrawn"),
    Outcome.VOIDED: ("作废办结", "voided"),
    Outcome.RETURNED: ("退回办结", "returned"),
    Outcome.SUPPLEMENT_LAPSED: ("补交不来办结", "supplement never came"),
    Outcome.TERMINATED: ("终止", "terminated"),
}

DECISION_NAMES: dict[str, tuple[str, str]] = {APPROVED: ("准予", "approved"), DENIED: ("不予批准", "denied")}

_SIDE_EXITS = {
    Outcome.REFUSED: Status.REFUSED,
    Outcome.WITHDRAWN: Status.WITHDRAWN,
    Outcome.VOIDED: Status.VOIDED,
    Outcome.RETURNED: Status.TERMINATED,
    Outcome.SUPPLEMENT_LAPSED: Status.TERMINATED,
    Outcome.TERMINATED: Status.TERMINATED,
}


def words_of(names: Mapping[str, tuple[str, str]], code: str | None) -> Words:
    """A code in the words of both languages; one nobody knows is shown as it is."""
    return Words(*names.get(code or "", (code or "", code or "")))


class Milestones(Protocol):
    """What the status is read from: a case row, or anything with its milestones."""

    case_type: str
    supplement_asked_at: datetime | None
    accepted_at: datetime | None
    handling_at: datetime | None
    at_superior_at: datetime | None
    decided_at: datetime | None
    concluded_at: datetime | None
    delivered_at: datetime | None
    archived_at: datetime | None
    outcome: str | None
    is_paused: bool


def status_of(case: Milestones) -> Status:
    """The one status of a case; the latest milestone on the way wins, a side exit wins over all."""
    if case.outcome is not None and case.outcome != Outcome.NORMAL:
        return _SIDE_EXITS[Outcome(case.outcome)]
    if case.archived_at:
        return Status.ARCHIVED
    if case.delivered_at:
        return Status.DELIVERED
    if case.concluded_at:
        is_answer = case.case_type in (CaseType.CONSULTATION, CaseType.REPLY) and case.decided_at is None
        return Status.ANSWERED if is_answer else Status.CONCLUDED
    if case.decided_at:
        return Status.DECIDED
    if case.is_paused:
        return Status.SUSPENDED
    if case.at_superior_at:
        return Status.AT_SUPERIOR
    if case.accepted_at:
        return Status.HANDLING if case.handling_at else Status.ACCEPTED
    return Status.RETURNED_FOR_SUPPLEMENT if case.supplement_asked_at else Status.RECEIVED
