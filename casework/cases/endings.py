"""Ending a case from outside its flow, and putting its record right: 撤回, 作废, 更正. Always with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases import milestones
from casework.cases.case_file import CaseFile, open_file
from casework.cases.lengths import within
from casework.cases.refusals import has_ended
from casework.cases.status import Outcome
from casework.cases.step_book import StepBook
from casework.cases.stepping import StepResult, finish, run
from casework.errors import Refusal, Words
from casework.notices.sending import tell_applicant
from casework.office import Office
from casework.permissions import Permission, authorise
from casework.personal_values import references_in
from casework.search.searching import index_case
from engine.contract import Cancel

CORRECTABLE: dict[str, Words] = {
    "title": Words("标题", "title"),
    "agent_name": Words("代理人", "agent"),
    "business_key": Words("业务编号", "business key"),
    "priority": Words("优先级", "priority"),
}
LENGTHS = {"title": 200, "agent_name": 64, "business_key": 128}
VARIABLE = "variable:"


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
    file = open_file(session, office, case_id, actor, now)
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
    file = open_file(session, office, case_id, actor, now)
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
    file = open_file(session, office, case_id, actor, now)
    authorise(actor, Permission.VOID_CASE, file.case.department_id)
    name = file.around.item_name or file.case.title
    tell_applicant(file, f"您申请的“{name}”（{file.case.case_no}）已退回，原因：{reason.strip()}。有疑问请到窗口咨询。")
    return _leave(file, Outcome.RETURNED, reason, expected_revision)


def correct_case(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    changes: Mapping[str, Any],
    reason: str,
    now: datetime,
    *,
    expected_revision: int | None = None,
) -> None:
    """更正: entries of the case get other values; what stood there before stays in the history.

    Keys are those of `CORRECTABLE`, or `variable:<name>` for a variable of the case. Raises `Refusal` for others, for
    no difference and without a reason.
    """
    file = open_file(session, office, case_id, actor, now)
    authorise(actor, Permission.CORRECT_CASE, file.case.department_id)
    file.check_revision(expected_revision)
    if not reason.strip():
        raise Refusal("case.reason_missing", field="reason")
    corrected = [entry for name, value in changes.items() if (entry := _correct(file, name, value))]
    if not corrected:
        raise Refusal("case.nothing_to_correct")
    file.happened("case.corrected", entries=corrected, reason=reason.strip())
    file.write()
    case, around = file.case, file.around
    index_case(file.connection, case.id, case.case_no, around.applicant_name, around.item_name, case.title)


def _leave(file: CaseFile, outcome: Outcome, reason: str, expected_revision: int | None) -> StepResult:
    file.check_revision(expected_revision)
    case = file.case
    if not reason.strip():
        raise Refusal("case.reason_missing", field="reason")
    if case.outcome is not None:
        raise has_ended(case)
    book, command = StepBook(), Cancel(outcome.value)
    milestones.leave(file, outcome, reason.strip())
    if case.snapshot is not None:
        # The flow is told after the milestone, so that its end does not look like an ordinary one.
        case.ended_at = None
        run(file, command, book, {"outcome": outcome.value})
        case.ended_at = case.ended_at or file.now
    return finish(file, book, command)


def _correct(file: CaseFile, name: str, value: Any) -> list[Any] | None:
    """Change one entry; gives `[name, before, after]`, or None when it stands so already."""
    case = file.case
    if name.startswith(VARIABLE):
        root = dict(case.document.get("", {}))
        variable = name.removeprefix(VARIABLE)
        before = root.get(variable)
        # Sealed values are put right where they are sealed; here they would stand in clear.
        if variable not in root or references_in([before, value]):
            raise Refusal("case.not_correctable", name=variable, allowed=sorted(root))
        root[variable] = value
        case.document = {**case.document, "": root}
    elif name in CORRECTABLE:
        before = getattr(case, name)
        if isinstance(value, str):
            value = within(value, LENGTHS.get(name, 200), name)
        if name == "title" and not str(value or "").strip():
            raise Refusal("case.title_missing", field="title")
        setattr(case, name, value)
    else:
        raise Refusal("case.not_correctable", name=name, allowed=list(CORRECTABLE.values()))
    return None if before == value else [name, before, value]
