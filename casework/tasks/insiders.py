"""Who learns anything of a task: whoever may see its case, had it offered, or does it in somebody's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.case_lists import is_visible
from casework.cases.unmasking import reveal_in
from casework.errors import NotFound, Refusal
from casework.office import Office
from casework.permissions import Permission, authorise, is_permitted
from casework.tasks.entitlement import entitle, is_offered, principal_of
from casework.tasks.task_state import TaskState, open_task_file


@contextmanager
def hidden_from_strangers(file: CaseFile, task: TaskState, principal: int | None = None) -> Iterator[None]:
    """Around what may refuse an act on the task: a stranger is only told that there is no such task.

    Else the numbers could be tried one after another for names of steps and of who holds them.
    """
    try:
        yield
    except Refusal:
        if not may_know(file, task, principal):
            raise NotFound("task.unknown", task=task.id) from None
        raise


def may_know(file: CaseFile, task: TaskState, principal: int | None) -> bool:
    """Whether the actor had the task offered, may see its case, or may do it in the principal's name."""
    actor = file.actor
    if actor.is_system or is_offered(task.roles, actor) or is_visible(file.session, actor, file.case, file.now):
        return True
    try:
        if principal is not None:
            entitle(file, task, principal)
    except Refusal:
        return False
    finally:
        file.actor = actor
    return principal is not None


def file_at_task(
    session: Session, office: Office, actor: Actor, task_id: int, now: datetime, acting_for: int | None
) -> CaseFile:
    """The case of a task, for who may know of it; what a deputy took or would take is said in the principal's name."""
    task, file = open_task_file(session, office, task_id, actor, now)
    held_for = task.acting_for_id if task.claimed_by == actor.person_id and task.closed_at is None else None
    whom = held_for if acting_for is None else acting_for
    with hidden_from_strangers(file, task, whom):
        if whom is not None and whom != actor.person_id:
            entitle(file, task, whom)
        elif not may_know(file, task, None):
            raise NotFound("task.unknown", task=task_id)
    return file


def unmask_at_task(
    session: Session,
    office: Office,
    actor: Actor,
    task_id: int,
    reference: str,
    now: datetime,
    *,
    acting_for: int | None = None,
) -> str:
    """The plain text of a reference of the task's case; a deputy may see what the principal may, in that name.

    The look is recorded. Raises `NotFound`, `NotPermitted`, and as `save_draft` for a deputy.
    """
    file = file_at_task(session, office, actor, task_id, now, acting_for)
    principal = file.actor.acting_for
    if not may_unmask(file, principal):
        authorise(actor, Permission.REVEAL_PERSONAL, file.case.department_id)
    return reveal_in(file, reference)


def may_unmask(file: CaseFile, principal: int | None) -> bool:
    """Whether the file's actor, or the one in whose name they act, may see the identifiers of the case in full."""
    department = file.case.department_id
    if is_permitted(file.actor, Permission.REVEAL_PERSONAL, department):
        return True
    return principal is not None and is_permitted(principal_of(file, principal), Permission.REVEAL_PERSONAL, department)
