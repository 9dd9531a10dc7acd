"""Everything the page of a task shows: what is asked, what others said, what may be done and why not.

Every action is listed whether it is allowed or not; one that is not says why and who may (interface reference §1.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.case_views import CaseView, TaskLine, view_of
from casework.cases.diagrams import definition_of
from casework.delegation.delegations import acting_for_now
from casework.errors import NotFound, Refusal
from casework.office import Office
from casework.permissions import Permission, authorise
from casework.personal_values import is_reference, references_in, reveal_many
from casework.tasks.claims import check_held
from casework.tasks.draft import Draft
from casework.tasks.entitlement import check_separation, entitle, is_offered, name_acted_for
from casework.tasks.insiders import may_know, may_unmask
from casework.tasks.prefill import prefilled
from casework.tasks.remark import Phrase
from casework.tasks.task import CANCELLED, CLAIMED, DONE
from casework.tasks.task_forms import form_of, offered_values
from casework.tasks.task_state import TaskState, open_task_file
from forms.parts import Form
from forms.schema import required_keys

OPINION = "opinion_text"
"""Key of the opinion in a draft, beside the form's fields."""
SUBMIT = ("提交", "Submit")
# What the clerks of this house say most; everybody adds their own.
COMMON_PHRASES = (
    "同意。",
    "材料齐全，符合法定形式。",
    "经审查，符合条件，拟同意，报批准。",
    "材料与现场不一致，请核实后重报。",
)


@dataclass(frozen=True, slots=True)
class Button:
    """One outcome: its value, its words, the fields that become required with it."""

    value: Any
    name: tuple[str, str]
    is_default: bool
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something one might do; `refusal` says why not now."""

    name: str
    refusal: Refusal | None = None

    @property
    def is_allowed(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True)
class TaskView:
    """What a task page is made of; `case` is the page of its case."""

    task: TaskState
    case: CaseView
    form: Form | None
    data: Mapping[str, Any]
    """Present values of the form's fields, the person's draft over them; personal values masked."""
    opinion: str
    """As far as it was typed into the draft."""
    draft_saved_at: datetime | None
    buttons: Sequence[Button]
    is_multiple: bool
    actions: Mapping[str, Action]
    opinions: Sequence[TaskLine]
    phrases: Sequence[str]
    document_missing: bool
    """The step needs a document that has not been drawn up yet."""
    documentation: str
    """What the designer wrote at the element."""
    principal_id: int | None
    """For whom the actor would act, None in their own name."""
    principal_name: str
    may_unmask: bool
    """Whether they may see the identifiers of the case in full."""

    @property
    def due_at(self) -> datetime | None:
        """When the step itself falls due (环节时限), if it has a limit of its own and still waits."""
        return None if self.is_over else next((one.due_at for one in self.case.tasks if one.id == self.task.id), None)

    @property
    def days_spent(self) -> int:
        """Working days of every round of the step so far, this one too: a return opens it anew."""
        here, calendar = (self.task.path, self.task.element), self.case.file.calendar
        spans = [(one.opened_at, one.closed_at or self.case.file.now) for one in self.case.tasks
                 if (one.path, one.element) == here and one.run <= self.task.run]  # fmt: skip
        days = (tuple(calendar.local(instant).date() for instant in span) for span in spans)
        return sum(calendar.working_days_between(first, last) for first, last in days)

    @property
    def is_mine(self) -> bool:
        return self.task.status == CLAIMED and self.task.claimed_by == self.case.file.actor.person_id

    @property
    def is_over(self) -> bool:
        return self.task.status in (DONE, CANCELLED)


def task_view(
    session: Session, office: Office, actor: Actor, task_id: int, now: datetime, *, acting_for: int | None = None
) -> TaskView:
    """The task with its case. Raises `NotFound` for a task of a case the actor may not see.

    What is not the actor's is shown in the name of somebody whose it is, if they act for one: whatever led here.
    """
    task, file = open_task_file(session, office, task_id, actor, now)
    held_for = task.acting_for_id if task.claimed_by == actor.person_id else None
    principal = acting_for or held_for or _principal_of(file, task)
    if not may_know(file, task, principal):
        raise NotFound("task.unknown", task=task_id)
    actions = actions_of(file, task, principal)
    file.actor = actor
    case = view_of(file)
    definition = definition_of(file)
    form = form_of(file, definition, task.form_key, task.name)
    draft = session.get(Draft, (task.id, actor.person_id)) if task.has_draft else None
    typed = _typed(file, draft)
    data = _present(prefilled(file, definition, form, task, case.tasks), typed, case.masked) if form else {}
    return TaskView(
        task=task,
        case=case,
        form=form,
        data={**data, **offered_values(file, form)},
        opinion=str(typed.get(OPINION, "")),
        draft_saved_at=None if draft is None else draft.saved_at,
        buttons=buttons_of(task, form),
        is_multiple=bool((task.outcomes or {}).get("multiple")),
        actions=actions,
        opinions=[line for line in case.tasks if line.status == DONE and _says_something(case, line)],
        phrases=_phrases(session, actor),
        document_missing=_lacks_document(task, case),
        documentation=_documentation(definition, task.element),
        principal_id=principal,
        principal_name=name_acted_for(file, principal),
        may_unmask=may_unmask(file, principal if actions["complete"].is_allowed else None),
    )


def _principal_of(file: CaseFile, task: TaskState) -> int | None:
    """In whose name the actor may do what is not theirs; None when it is theirs, over, or nobody's they act for."""
    actor = file.actor
    if task.closed_at is not None or task.claimed_by == actor.person_id:
        return None
    if task.claimed_by is None and is_offered(task.roles, actor):
        return None
    for row in acting_for_now(file.session, actor, file.now):
        try:
            entitle(file, task, row.principal_id)
            return row.principal_id
        except Refusal:
            continue
        finally:
            file.actor = actor
    return None


def _says_something(case: CaseView, line: TaskLine) -> bool:
    return bool(line.opinion or line.outcome_name or case.answers.get(line.id))


def buttons_of(task: TaskState, form: Form | None) -> list[Button]:
    """The outcome buttons, or one button 提交 when the data decide."""
    options = (task.outcomes or {}).get("options", [])
    if not options:
        return [Button(None, SUBMIT, True, _required(form, None))]
    return [
        Button(value, (str(name), str(name)), bool(rest and rest[0]), _required(form, value))
        for value, name, *rest in options
    ]


def actions_of(file: CaseFile, task: TaskState, principal: int | None) -> dict[str, Action]:
    """claim, complete, release, transfer and assign with the reason where one is not possible."""
    actor = file.actor
    checks: dict[str, Callable[[], None]] = {
        "complete": lambda: _may_do(file, task, principal),
        "release": lambda: check_held(task, actor),
        "transfer": lambda: check_held(task, actor),
        "assign": lambda: _may_assign(file, task),
    }
    actions = {}
    for name, check in checks.items():
        file.actor = actor
        try:
            task.check_open()
            check()
            actions[name] = Action(name)
        except Refusal as refusal:
            actions[name] = Action(name, refusal)
    file.actor = actor
    # Who may do it may take it.
    return {"claim": replace(actions["complete"], name="claim"), **actions}


def _may_do(file: CaseFile, task: TaskState, principal: int | None) -> None:
    entitle(file, task, principal)
    check_separation(file, task)


def _may_assign(file: CaseFile, task: TaskState) -> None:
    authorise(file.actor, Permission.ASSIGN_TASK, task.department_id or file.case.department_id)


def _required(form: Form | None, outcome: Any) -> tuple[str, ...]:
    return () if form is None else tuple(sorted(required_keys(form, outcome)))


def _present(variables: Mapping[str, Any], typed: Mapping[str, Any], masked: Mapping[str, str]) -> dict[str, Any]:
    """What the form's fields hold: the case's values masked, what the person typed as they typed it."""
    return {**_shown(variables, masked), **{key: value for key, value in typed.items() if key != OPINION}}


def _typed(file: CaseFile, draft: Draft | None) -> Mapping[str, Any]:
    """The draft with the numbers the person typed themselves in plain."""
    if draft is None:
        return {}
    plain = reveal_many(file.session, file.office.vault, set(references_in(draft.data)))
    shown: Mapping[str, Any] = _shown(draft.data, plain)
    return shown


def _shown(value: Any, masked: Mapping[str, str]) -> Any:
    if is_reference(value):
        return masked.get(value["ref"], "")
    if isinstance(value, Mapping):
        return {key: _shown(one, masked) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one, masked) for one in value]
    return value


def _phrases(session: Session, actor: Actor) -> list[str]:
    own = session.scalars(select(Phrase.text).where(Phrase.person_id == actor.person_id).order_by(Phrase.id.desc()))
    return [*own, *COMMON_PHRASES]


def _lacks_document(task: TaskState, case: CaseView) -> bool:
    met = any(task.is_met_by(document.kind, document.issued_at, document.task_id) for document in case.documents)
    return task.document_kind is not None and not met


def _documentation(definition: Any, element: str) -> str:
    for process in definition.processes.values():
        found = _node(process.body, element)
        if found is not None:
            return str(found.documentation)
    return ""


def _node(scope: Any, element: str) -> Any:
    if element in scope.nodes:
        return scope.nodes[element]
    bodies = (node.body for node in scope.nodes.values() if node.body is not None)
    return next((found for found in (_node(body, element) for body in bodies) if found is not None), None)
