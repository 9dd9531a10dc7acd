"""Drafts: what somebody typed into a task is kept as typed, for them alone, and moves no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, select, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.canonical import write_json
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.cases.diagrams import definition_of
from casework.errors import Refusal
from casework.office import Office
from casework.personal_values import is_reference
from casework.tasks.draft import Draft
from casework.tasks.entitlement import entitle
from casework.tasks.insiders import hidden_from_strangers
from casework.tasks.task_forms import form_of, put_back_masked, seal_personal, visible_variables
from casework.tasks.task_state import TaskState, open_task_file
from casework.types import insert_into

MOST_BYTES = 256 * 1024
_READ = select(Draft.data, Draft.saved_at).where(
    Draft.task_id == bindparam("task"), Draft.person_id == bindparam("person")
)
_SEEN = update(TASK).where(TASK.c.id == bindparam("row"), TASK.c.is_read.is_(False)).values(is_read=True)


def save_draft(
    session: Session,
    office: Office,
    actor: Actor,
    task_id: int,
    data: Mapping[str, Any],
    now: datetime,
    *,
    acting_for: int | None = None,
) -> datetime:
    """Keep what was typed, however incomplete; the later draft replaces the earlier. Gives the instant saved.

    Identity and telephone numbers typed into their fields are sealed here too. Raises `TaskNotOpen`, `NotOffered`,
    `TaskAlreadyClaimed`.
    """
    task, file = open_task_file(session, office, task_id, actor, now)
    with hidden_from_strangers(file, task, acting_for):
        task.check_open()
        entitle(file, task, acting_for)
    if len(write_json(dict(data))) > MOST_BYTES:
        raise Refusal("task.data_too_large", most=MOST_BYTES // 1024)
    form = form_of(file, definition_of(file), task.form_key, task.name) if task.form_key else None
    kept = dict(data)
    if form is not None:
        # A number that was shown masked and comes back so must not be sealed with its stars.
        kept = seal_personal(file, form, put_back_masked(file, form, kept, known_values(file, task)))
    values = {"task_id": task_id, "person_id": actor.person_id, "data": kept, "saved_at": now}
    session.execute(_save_statement(session.get_bind().dialect.name), values)
    return now


def known_values(file: CaseFile, task: TaskState) -> dict[str, Any]:
    """What the task sees of the case, and over it the references of the numbers in the actor's own draft."""
    known = visible_variables(file.case.document, task.scope)
    draft = find_draft(file.session, file.actor, task.id) if task.has_draft else None
    # What a draft sealed comes back as its reference, which the case does not hold yet.
    return known | {name: value for name, value in (draft[0] if draft else {}).items() if is_reference(value)}


def find_draft(session: Session, actor: Actor, task_id: int) -> tuple[dict[str, Any], datetime] | None:
    """What the actor typed into the task and when, if anything."""
    row = session.execute(_READ, {"task": task_id, "person": actor.person_id}).one_or_none()
    return None if row is None else (dict(row.data), row.saved_at)


def mark_read(session: Session, task_id: int) -> None:
    """The holder has opened the task: it is no longer shown as new."""
    session.connection().execute(_SEEN, {"row": task_id})


@cache
def _save_statement(dialect: str) -> Insert:
    statement = insert_into(Draft, dialect)
    return statement.on_conflict_do_update(
        index_elements=["task_id", "person_id"],
        set_={"data": statement.excluded.data, "saved_at": statement.excluded.saved_at},
    )
