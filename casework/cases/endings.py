"""Ending a case from outside its flow: 撤回, 作废, 退件. Always with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases import milestones
from casework.cases.case_file import CaseFile, take_file
from casework.cases.lengths import LONGEST_TEXT, within
from casework.cases.refusals import has_ended
from casework.cases.status import Outcome
from casework.cases.step_book import StepBook
from casework.cases.stepping import StepResult, finish, run
from casework.errors import Refusal
from casework.notices.sending import tell_applicant
from casework.office import Office
from casework.permissions import Permission, authorise
from engine.contract import Cancel
from forms.blanks import trimmed


def withdraw_case(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    reason: str,
    now: datetime,
    *,
    expected_revision: int | None = None,
) -> StepResult:
    """撤回 on the applicant's wish, until the decision: flow, tasks and clocks end.

    Raises `Conflict` after the decision or the end, `Refusal` without a reason, `NotPermitted`.
    """
    file = take_file(session, office, case_id, actor, now)
    authorise(actor, Permission.WITHDRAW_CASE, file.case.department_id)
    return _leave(file, Outcome.WITHDRAWN, reason, expected_revision)


def void_case(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    reason: str,
    now: datetime,
    *,
    expected_revision: int | None = None,
) -> StepResult:
    """作废 of a case registered by mistake; the record stays and shows it. Raises as `withdraw_case`."""
    file = take_file(session, office, case_id, actor, now)
    authorise(actor, Permission.VOID_CASE, file.case.department_id)
    return _leave(file, Outcome.VOIDED, reason, expected_revision)


def return_case(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    reason: str,
    now: datetime,
    *,
    expected_revision: int | None = None,
) -> StepResult:
    """退件: the delay is the applicant's; the case ends as returned and the applicant is told. Raises as above."""
    file = take_file(session, office, case_id, actor, now)
    authorise(actor, Permission.VOID_CASE, file.case.department_id)
    name = file.around.item_name or file.case.title
    tell_applicant(file, f"您申请的“{name}”（{file.case.case_no}）已退回，原因：{reason.strip()}。有疑问请到窗口咨询。")
    return _leave(file, Outcome.RETURNED, reason, expected_revision)


def _leave(file: CaseFile, outcome: Outcome, reason: str, expected_revision: int | None) -> StepResult:
    file.check_revision(expected_revision)
    case = file.case
    if not trimmed(reason):
        raise Refusal("case.reason_missing", field="reason")
    if case.outcome is not None:
        raise has_ended(case)
    book, command = StepBook(), Cancel(outcome.value)
    milestones.leave(file, outcome, within(reason, LONGEST_TEXT, "reason"))
    if case.snapshot is not None:
        # The flow is told after the milestone, so that its end does not look like an ordinary one.
        case.ended_at = None
        run(file, command, book, {"outcome": outcome.value})
        case.ended_at = case.ended_at or file.now
    return finish(file, book, command)
