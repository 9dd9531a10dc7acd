"""Complete a task: permission, form, outcome and the step of the case in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_file import CaseFile, hold_case
from casework.cases.case_rows import TASK
from casework.cases.diagrams import definition_of
from casework.cases.lengths import LONGEST_TEXT, within
from casework.cases.stepping import StepResult, step_file
from casework.documents.kinds import KINDS
from casework.documents.official_document import OfficialDocument
from casework.errors import Refusal, Stale, Words
from casework.office import Office
from casework.tasks import task as tasks
from casework.tasks.claims import lost_to
from casework.tasks.draft import Draft
from casework.tasks.drafts import known_values
from casework.tasks.entitlement import check_separation, entitle, is_offered
from casework.tasks.insiders import hidden_from_strangers
from casework.tasks.task_forms import check_data, form_of
from casework.tasks.task_state import TaskState, open_task_file, read_task
from engine.contract import Complete
from engine.running.values import same
from forms.parts import outcome_text

_FINISH = (
    update(TASK)
    .where(
        TASK.c.id == bindparam("row"),
        TASK.c.closed_at.is_(None),
        or_(TASK.c.claimed_by.is_(None), TASK.c.claimed_by == bindparam("holder")),
    )
    .values(
        status=tasks.DONE,
        completed_by=bindparam("by"),
        acting_for_id=bindparam("for_whom"),
        closed_at=bindparam("now"),
        outcome=bindparam("chosen"),
        opinion=bindparam("said"),
        once_key=bindparam("key"),
        is_read=True,
    )
)
_FORGET_DRAFTS = delete(Draft).where(Draft.task_id == bindparam("row"))
_ISSUED = select(OfficialDocument.kind, OfficialDocument.issued_at, OfficialDocument.task_id).where(
    OfficialDocument.case_id == bindparam("of_case"), OfficialDocument.kind == bindparam("kind")
)
_NEXT = (
    select(TASK.c.id, TASK.c.roles, TASK.c.claimed_by)
    .where(TASK.c.case_id == bindparam("of_case"), TASK.c.closed_at.is_(None))
    .order_by(TASK.c.id)
)


@dataclass(frozen=True, slots=True)
class Completed:
    """What the person sees next: the case, and the next task of the same case that is theirs, if there is one."""

    case_no: str
    next_task_id: int | None
    status: str
    is_over: bool = False
    is_repeat: bool = False


def complete_task(
    session: Session,
    office: Office,
    actor: Actor,
    task_id: int,
    now: datetime,
    *,
    outcome: Any = None,
    data: Mapping[str, Any] | None = None,
    opinion: str = "",
    expected_revision: int | None = None,
    once_key: str | None = None,
    acting_for: int | None = None,
) -> Completed:
    """Hand in a task; one that nobody holds is claimed by it.

    The same `once_key` again (a double click) gives the first answer. Raises `TaskAlreadyClaimed`, `TaskNotOpen`,
    `NotOffered`, `SelfApproval`, `Stale` (something that concerns the task happened since `expected_revision`: not
    what other branches do for themselves), `FormNotAccepted` (fields named), `Refusal` for the outcome or a missing
    document, and what engine and operations refuse.
    """
    task, file = open_task_file(session, office, task_id, actor, now, typed=data)
    may_race = once_key is not None or not task.is_alone
    if may_race and hold_case(file.connection, file.case.id) not in (None, file.case.revision):
        # A double click and other branches take their turns with us; what they did meanwhile is read with the task.
        task, file = open_task_file(session, office, task_id, actor, now)
    case, file.is_held = file.case, may_race
    if once_key and task.once_key == once_key and task.completed_by == actor.row_id:
        return Completed(case.case_no, _stored_next(file), case.status, case.is_over, is_repeat=True)
    with hidden_from_strangers(file, task, acting_for):
        task.check_open()
        entitle(file, task, acting_for)
    if expected_revision is None or not max(case.all_revision, task.revision) <= expected_revision <= case.revision:
        file.check_revision(expected_revision)
    check_separation(file, task)
    chosen = check_outcome(task, outcome)
    clean = checked_data(file, task, data or {}, chosen)
    opinion = within(opinion, LONGEST_TEXT, "opinion")
    check_document(file, task)
    _finish(file, task, chosen, opinion, once_key)
    told = told_of(file, task, chosen, opinion)
    try:
        result = step_file(file, Complete(task.key, clean, chosen), told=told)
    except Stale:
        # What moved the case may have been this very task, in other hands.
        read_task(file.connection, task.id, now).check_open()
        raise
    others = not task.is_alone
    return Completed(result.case_no, next_of(file, result, with_others=others), result.status, result.is_over)


def check_outcome(task: TaskState, outcome: Any) -> Any:
    """The chosen option's value (or the list of values with check boxes). Raises `Refusal` naming the options."""
    buttons = task.outcomes
    if buttons is None:
        return None
    options = buttons["options"]
    names = [name for _, name, _ in options]
    given = outcome if isinstance(outcome, list) else [] if outcome is None else [outcome]
    if not given:
        raise Refusal("task.outcome_missing", task=task.name, options=names, field="outcome")
    if len(given) > 1 and not buttons["multiple"]:
        raise Refusal("task.outcome_not_one", task=task.name, options=names, field="outcome")
    chosen = [_option(task, value, options) for value in given]
    alone = next((name for value, name, is_default in chosen if is_default), None)
    if len(chosen) > 1 and alone is not None:
        # The default branch is taken only when no other is: whoever ticks both would be answered half.
        raise Refusal("task.outcome_alone", task=task.name, outcome=alone, field="outcome")
    values = [value for value, _, _ in chosen]
    return values if buttons["multiple"] else values[0]


def next_of(file: CaseFile, result: StepResult, *, with_others: bool = True) -> int | None:
    """The next task of the case that the actor may do: one just opened, else one that waits already (`with_others`)."""
    for row in result.opened:
        if row.claimed_by == file.actor.person_id or (row.claimed_by is None and is_offered(row.roles, file.actor)):
            return row.id
    return None if result.is_over or not with_others else _stored_next(file)


def _stored_next(file: CaseFile) -> int | None:
    for row in file.connection.execute(_NEXT, {"of_case": file.case.id}):
        if row.claimed_by == file.actor.person_id or (row.claimed_by is None and is_offered(row.roles, file.actor)):
            return int(row.id)
    return None


def _option(task: TaskState, value: Any, options: list[list[Any]]) -> list[Any]:
    """The option that is meant: by its value, by the text of it (a plain form sends nothing else), or by its name."""
    means: list[Callable[[Any, str], bool]] = [
        lambda stored, name: same(value, stored),
        lambda stored, name: str(value) == outcome_text(stored),
        lambda stored, name: value == name,
    ]
    for means_it in means:
        for option in options:
            if means_it(option[0], option[1]):
                return option
    code = "task.outcome_missing" if value == "" else "task.outcome_unknown"
    names = [name for _, name, _ in options]
    raise Refusal(code, task=task.name, outcome=value, options=names, field="outcome")


def checked_data(file: CaseFile, task: TaskState, data: Mapping[str, Any], outcome: Any) -> dict[str, Any]:
    """The data as the task's form takes them. Raises `FormNotAccepted`."""
    if not data and task.form_key is None:
        return {}
    form = form_of(file, definition_of(file), task.form_key, task.name)
    return check_data(file, form, data, outcome, known_values(file, task))


def check_document(file: CaseFile, task: TaskState) -> None:
    """Raise `Refusal` while the document that the task needs has not been drawn up since it opened."""
    kind = task.document_kind
    if kind is None:
        return
    of_kind = {"of_case": file.case.id, "kind": kind}
    issued = [(row["kind"], row["issued_at"], row["task_id"]) for row in file.rows["official_document"]]
    issued += () if file.is_new else file.connection.execute(_ISSUED, of_kind)
    if not any(task.is_met_by(*one) for one in issued):
        known = KINDS.get(kind)
        named = kind if known is None else Words(f"{known.title}（{kind}）", f"{known.english} ({kind})")
        raise Refusal("task.document_missing", task=task.name, document=named)


def _finish(file: CaseFile, task: TaskState, outcome: Any, opinion: str, once_key: str | None) -> None:
    """Of two people who hand in the same task only one finds its row open."""
    values = {
        "row": task.id,
        "holder": task.claimed_by if task.claimed_by is not None else file.actor.row_id,
        "by": file.actor.row_id,
        "for_whom": file.actor.acting_for,
        "now": file.now,
        "chosen": outcome,
        "said": opinion or None,
        "key": once_key,
    }
    file.win(_FINISH, values, lambda: lost_to(file, task))
    file.scratch["finished"] = task.key
    if task.has_draft:
        file.run_later(_FORGET_DRAFTS, [{"row": task.id}])


def told_of(file: CaseFile, task: TaskState, outcome: Any, opinion: str) -> dict[str, Any]:
    """What the history tells of a completion; with the first one after acceptance the case is being handled."""
    if file.case.accepted_at is not None and file.case.handling_at is None:
        file.case.handling_at = file.now
    told: dict[str, Any] = {"name": task.name}
    if outcome is not None:
        told["outcome"] = outcome
        told["outcome_name"] = _outcome_name(task, outcome)
    if opinion:
        told["opinion"] = opinion
    return told


def _outcome_name(task: TaskState, outcome: Any) -> str:
    options = task.outcomes["options"] if task.outcomes else []
    chosen = outcome if isinstance(outcome, list) else [outcome]
    return "、".join(str(name) for value, name, _ in options if any(same(value, one) for one in chosen))
