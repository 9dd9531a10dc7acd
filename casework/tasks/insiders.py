"""Who learns anything of a task: whoever may see its case, had it offered, or does it in somebody's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from casework.cases.case_file import CaseFile
from casework.cases.case_lists import is_visible
from casework.errors import NotFound, Refusal
from casework.tasks.entitlement import entitle, is_offered
from casework.tasks.task_state import TaskState


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
    if actor.is_system or is_offered(task.roles, actor) or is_visible(file.session, actor, file.case):
        return True
    try:
        if principal is not None:
            entitle(file, task, principal)
    except Refusal:
        return False
    finally:
        file.actor = actor
    return principal is not None
