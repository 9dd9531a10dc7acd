"""Operations that plan or redirect: branches of a joint case, submission upward, change of case type, side exits."""

from __future__ import annotations

from dataclasses import replace

from casework.cases import milestones
from casework.cases.case_file import CaseFile
from casework.cases.case_types import change_type
from casework.cases.status import Outcome
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import Unit
from casework.documents.drawing import draw_up
from casework.errors import Refusal
from casework.operations.operation import Inputs, OperationFailed, Outputs
from casework.operations.telling import start_contact


def plan_branches(file: CaseFile, inputs: Inputs) -> Outputs:
    """The member departments of a joint item, in its order; `departments` of the plan may narrow or reorder them."""
    item = file.item_version
    members = list(item.member_departments) if item is not None else []
    chosen = inputs.texts("departments")
    outside = [code for code in chosen if members and code not in members]
    if outside:
        raise Refusal("plan.not_a_member", field="departments", department=outside[0], members=members)
    planned = chosen or members
    if not planned:
        raise Refusal("plan.no_members", field="departments")
    file.happened("branches.planned", departments=planned)
    return {"departments": planned}


def submit_upward(file: CaseFile, inputs: Inputs) -> Outputs:
    """上报: the letter with its number; our clocks end, the superior's and the contact duty begin."""
    body = inputs.text("body", inputs.text("superior", ""))
    if not body:
        raise Refusal("upward.body_missing", field="body")
    opinion = inputs.text("opinion", "初审同意，请予审批。")
    letter = draw_up(file, "D25", {"superior": body, "opinion": opinion}, recipient=body)
    milestones.go_to_superior(file, inputs.number("days", 0) or None)
    start_contact(file)
    due = file.clocks.due(ClockKind.SUPERIOR)
    return {"document_number": letter["number"], "superior_due": due.isoformat() if due else None}


def hold_superior(file: CaseFile, inputs: Inputs) -> Outputs:
    """The superior wants papers: its clock and the contact duty stand until they are sent."""
    for kind in (ClockKind.SUPERIOR, ClockKind.CONTACT):
        file.clocks.stop(kind, file.now)
    file.happened("superior.asked", request=inputs.text("request"))
    return {}


def resume_superior(file: CaseFile, inputs: Inputs) -> Outputs:
    """The papers went up: what was left of the superior's time runs on, and so does the contact duty."""
    before = file.clocks.latest(ClockKind.SUPERIOR)
    if before is None or before.stopped_at is None or before.due_at is None:
        raise OperationFailed("operation.superior_runs")
    calendar = file.calendar
    stood, due = (calendar.local(instant).date() for instant in (before.stopped_at, before.due_at))
    left = max(1, calendar.working_days_between(stood, due))
    clock = file.clocks.start(ClockKind.SUPERIOR, replace(before.limit, amount=left, unit=Unit.WORKING_DAY), file.now)
    start_contact(file)
    file.happened("superior.supplied", supplied=inputs.text("supplied"), days=left)
    return {"superior_due": clock.due_at.isoformat() if clock.due_at else None}


def change_case_type(file: CaseFile, inputs: Inputs) -> Outputs:
    """Another kind of case, with its reason on record (C12.6)."""
    change_type(file, inputs.text("case_type"), inputs.text("reason", ""))
    return {"case_type": file.case.case_type}


def terminate_case(file: CaseFile, inputs: Inputs) -> Outputs:
    """A side exit: supplement_lapsed, withdrawn, returned, terminated."""
    word = inputs.text("outcome", Outcome.TERMINATED.value)
    if word not in {member.value for member in Outcome} or word == Outcome.NORMAL:
        raise OperationFailed("operation.outcome", outcome=word)
    milestones.leave(file, Outcome(word), inputs.text("reason", ""))
    return {"outcome": word}
