"""A task as it is read for claiming and completing it: its row and its case in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.canonical import read_json, write_json
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.cases.case_state import CASE, CASE_WITH_AROUND, WIDTH, split_row
from casework.cases.happenings import close_reason_words
from casework.documents.kinds import ONCE
from casework.errors import Conflict, NotFound, Words
from casework.office import Office
from casework.organisation.person import Person
from casework.personal_values import found_among, hash_personal, like_numbers, note_found
from casework.tasks import task as tasks
from casework.tasks.draft import Draft
from casework.tasks.task import Task
from casework.types import KEY_TYPE
from engine.contract import Key


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
    revision: int
    closed_at: datetime | None
    form_key: str | None
    outcomes: dict[str, Any] | None
    document_kind: str | None
    separate_from: str | None
    close_reason: str | None
    is_read: bool
    once_key: str | None
    holder_name: str | None
    """Of who holds it, or did it."""
    has_draft: bool
    is_alone: bool
    """Whether it is the only open one: then no other has to be looked for when it is done."""
    newcomer: int | None
    """Who asks, if they have done no task of the case so far, neither themselves nor through a deputy."""

    @property
    def key(self) -> Key:
        return Key(self.path, self.element, self.run)

    @property
    def scope(self) -> str:
        """The scope path of its own variables: its input parameters."""
        own = f"{self.element}#{self.run}"
        return f"{self.path}/{own}" if self.path else own

    def is_met_by(self, kind: str, issued_at: datetime, task_id: int | None) -> bool:
        """Whether a document of the case is the one that this task must produce: the next round needs its own, and so
        does each of the branches that work side by side."""
        is_own = task_id in (None, self.id) and issued_at >= self.opened_at
        return kind == self.document_kind and (kind in ONCE or is_own)

    def check_open(self) -> None:
        """Raise `TaskNotOpen` unless the task still waits."""
        if self.status == tasks.DONE:
            raise TaskNotOpen(
                "task.done", task=self.name, holder=self.holder_name or Words("系统", "the system"), at=self.closed_at
            )
        if self.status == tasks.CANCELLED:
            why = close_reason_words(self.close_reason)
            raise TaskNotOpen("task.cancelled", task=self.name, at=self.closed_at, reason=why)

    def already_claimed(self) -> TaskAlreadyClaimed:
        return TaskAlreadyClaimed(
            "task.already_claimed", task=self.name, holder=self.holder_name or "", at=self.claimed_at
        )


_HOLDER, _OTHER = aliased(Person), aliased(Task)
_WHO = bindparam("who", type_=KEY_TYPE)
_DONE_BY_WHO = or_(_OTHER.completed_by == _WHO, _OTHER.acting_for_id == _WHO)
_OWN = {field: TASK.c[field] for field in TaskState.__dataclass_fields__ if field in TASK.c}
_HOLD = (
    select(CASE.c.id)
    .join(TASK, TASK.c.case_id == CASE.c.id)
    .where(TASK.c.id == bindparam("task_id"))
    .with_for_update(of=CASE, key_share=True)
)
_WITH_CASE = (
    CASE_WITH_AROUND.join(TASK, TASK.c.case_id == CASE.c.id)
    .outerjoin(_HOLDER, _HOLDER.id == func.coalesce(TASK.c.completed_by, TASK.c.claimed_by))
    .add_columns(
        # In the order of the fields of `TaskState`.
        *_OWN.values(),
        _HOLDER.name,
        exists().where(Draft.task_id == TASK.c.id),
        ~exists().where(_OTHER.case_id == TASK.c.case_id, _OTHER.closed_at.is_(None), _OTHER.id != TASK.c.id),
        case((~exists().where(_OTHER.case_id == TASK.c.case_id, _OTHER.status == tasks.DONE, _DONE_BY_WHO), _WHO)),
    )
    .where(TASK.c.id == bindparam("task_id"))
)


@cache
def _statement(dialect: str) -> Executable:
    return _WITH_CASE.add_columns(found_among("hashes", dialect))


def open_task_file(
    session: Session, office: Office, task_id: int, actor: Actor, now: datetime, *, typed: Any = None
) -> tuple[TaskState, CaseFile]:
    """The task, and its case on the desk; numbers that were `typed` are looked up with it. Raises `NotFound`."""
    hashes = [hash_personal(office.vault, *one) for one in like_numbers(typed)]
    row = _read(session.connection(), task_id, now, actor.row_id, hashes)
    note_found(session, hashes, read_json(row[-1] or "[]"))
    state, around = split_row(session, office, row)
    file = CaseFile(session=session, office=office, case=state, around=around, actor=actor, now=now)
    return TaskState(*row[WIDTH:-1]), file


def take_task_file(
    session: Session, office: Office, task_id: int, actor: Actor, now: datetime
) -> tuple[TaskState, CaseFile]:
    """The same after whoever acts on the case at this moment, and before everybody else. Raises `NotFound`."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        # There a transaction has the whole database for itself since it began.
        connection.execute(_HOLD, {"task_id": task_id})
    task, file = open_task_file(session, office, task_id, actor, now)
    file.is_held = True
    return task, file


def read_task(connection: Connection, task_id: int, now: datetime) -> TaskState:
    """The task as it stands now. Raises `NotFound`."""
    return TaskState(*_read(connection, task_id, now)[WIDTH:-1])


def unwritten_task(values: Mapping[str, Any]) -> TaskState:
    """A task that is no row yet, from the columns it will have."""
    own: dict[str, Any] = {name: values.get(name) for name in _OWN} | {"id": 0, "case_id": 0}
    return TaskState(**own, holder_name=None, has_draft=False, is_alone=True, newcomer=None)


def _read(
    connection: Connection, task_id: int, now: datetime, who: int | None = None, hashes: Sequence[str] = ()
) -> Row[Any]:
    values = {"task_id": task_id, "at": now, "who": who, "hashes": write_json(hashes)}
    row = connection.execute(_statement(connection.dialect.name), values).one_or_none()
    if row is None:
        raise NotFound("task.unknown", task=task_id)
    return row
