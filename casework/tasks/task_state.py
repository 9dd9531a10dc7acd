"""A task as it is read for claiming and completing it: its row and its case in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, literal
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.cases.case_state import CASE, CASE_WITH_AROUND, COLUMNS, split_row
from casework.cases.happenings import close_reason_words
from casework.catalogue.item_form import ItemForm
from casework.errors import Conflict, NotFound
from casework.office import Office
from casework.organisation.person import Person
from casework.tasks import task as tasks
from casework.tasks.draft import Draft
from casework.tasks.task import Task
from engine.contract import Key

_HOLDER, _DOER, _OTHER = aliased(Person), aliased(Person), aliased(Task)
_TASK_COLUMNS = tuple(TASK.c[name].label(f"task_{name}") for name in TASK.c.keys())
_WITH_CASE = (
    CASE_WITH_AROUND.join(TASK, TASK.c.case_id == CASE.c.id)
    .outerjoin(_HOLDER, _HOLDER.id == TASK.c.claimed_by)
    .outerjoin(_DOER, _DOER.id == TASK.c.completed_by)
    .outerjoin(
        ItemForm,
        (ItemForm.item_version_id == CASE.c.item_version_id) & (TASK.c.form_key == literal("item:") + ItemForm.role),
    )
    .add_columns(
        *_TASK_COLUMNS,
        _HOLDER.name.label("holder_name"),
        _DOER.name.label("doer_name"),
        exists().where(Draft.task_id == TASK.c.id).label("has_draft"),
        # Whether it is the only open one: then no other has to be looked for when it is done.
        (~exists().where(_OTHER.case_id == TASK.c.case_id, _OTHER.closed_at.is_(None), _OTHER.id != TASK.c.id)).label(
            "is_alone"
        ),
        ItemForm.form.label("item_form"),
    )
    .where(TASK.c.id == bindparam("task_id"))
)


class TaskAlreadyClaimed(Conflict):
    """Somebody else was first: `params` name the holder and the instant."""


class TaskNotOpen(Conflict):
    """The task is done or was withdrawn: by whom and when, or why."""


@dataclass(slots=True)
class TaskState:
    """The columns of a task row that matter for acting on it, with the names of its people."""

    id: int
    case_id: int
    path: str
    element: str
    run: int
    name: str
    status: str
    roles: list[list[Any]]
    department_id: int | None
    lane: str | None
    claimed_by: int | None
    claimed_at: datetime | None
    completed_by: int | None
    acting_for_id: int | None
    outcome: Any
    opened_at: datetime
    closed_at: datetime | None
    form_key: str | None
    outcomes: dict[str, Any] | None
    document_kind: str | None
    separate_from: str | None
    close_reason: str | None
    once_key: str | None
    holder_name: str | None
    doer_name: str | None
    has_draft: bool
    is_alone: bool
    item_form: Any

    @property
    def key(self) -> Key:
        return Key(self.path, self.element, self.run)

    @property
    def is_in_branch(self) -> bool:
        """Whether the task is one of several branches (departments, reviewers) that work side by side."""
        return any("." in segment.rpartition("#")[2] for segment in self.path.split("/"))

    def check_open(self) -> None:
        """Raise `TaskNotOpen` unless the task still waits."""
        if self.status == tasks.DONE:
            raise TaskNotOpen("task.done", task=self.name, holder=self.doer_name or "系统", at=self.closed_at)
        if self.status == tasks.CANCELLED:
            why = close_reason_words(self.close_reason)
            raise TaskNotOpen("task.cancelled", task=self.name, at=self.closed_at, reason=why)

    def already_claimed(self) -> TaskAlreadyClaimed:
        return TaskAlreadyClaimed(
            "task.already_claimed", task=self.name, holder=self.holder_name or "", at=self.claimed_at
        )


_FIELDS = tuple(TaskState.__dataclass_fields__)


def open_task_file(
    session: Session, office: Office, task_id: int, actor: Actor, now: datetime
) -> tuple[TaskState, CaseFile]:
    """The task, and its case on the desk. Raises `NotFound`."""
    row = read_task_row(session.connection(), task_id)
    case, around = split_row(row)
    task = task_of(row)
    file = CaseFile(session=session, office=office, case=case, around=around, actor=actor, now=now)
    if task.form_key is not None:
        file.scratch["item_forms"] = {task.form_key: task.item_form}
    return task, file


def read_task_row(connection: Connection, task_id: int) -> Row[Any]:
    """The raw row with case, surroundings and task. Raises `NotFound`."""
    row = connection.execute(_WITH_CASE, {"task_id": task_id}).one_or_none()
    if row is None:
        raise NotFound("task.unknown", task=task_id)
    return row


def task_of(row: Row[Any]) -> TaskState:
    values = row._mapping
    return TaskState(**{name: values[f"task_{name}"] if f"task_{name}" in values else values[name] for name in _FIELDS})


__all__ = ["COLUMNS", "TaskAlreadyClaimed", "TaskNotOpen", "TaskState", "open_task_file", "read_task_row", "task_of"]
