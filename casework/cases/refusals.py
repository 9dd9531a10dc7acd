"""What a case answers when its state does not allow something, in the words of both languages."""

from __future__ import annotations

from casework.cases.case_state import CaseState
from casework.cases.status import DECISION_NAMES, OUTCOME_NAMES, words_of
from casework.errors import Conflict


def already_decided(case: CaseState) -> Conflict:
    decision = words_of(DECISION_NAMES, case.decision)
    return Conflict("case.already_decided", case=case.case_no, decision=decision, at=case.decided_at)


def has_ended(case: CaseState) -> Conflict:
    return Conflict("case.has_ended", case=case.case_no, outcome=words_of(OUTCOME_NAMES, case.outcome))


def not_accepted(case: CaseState) -> Conflict:
    return Conflict("case.not_accepted", case=case.case_no)
