"""Draw up the document that a task must produce (`banjian:document`), before it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.documents.drawing import FOR_TASK
from casework.errors import Refusal
from casework.office import Office
from casework.operations.deciding import draw_up_document
from casework.operations.operation import Inputs, OperationFailed
from casework.tasks.entitlement import check_separation, entitle
from casework.tasks.insiders import hidden_from_strangers
from casework.tasks.task_state import open_task_file


def draw_up_for_task(
    session: Session,
    office: Office,
    actor: Actor,
    task_id: int,
    fields: Mapping[str, Any],
    now: datetime,
    *,
    acting_for: int | None = None,
) -> str:
    """Number and freeze the task's document; gives its number. Raises as `claim_task`, and `Refusal` naming a field."""
    task, file = open_task_file(session, office, task_id, actor, now)
    with hidden_from_strangers(file, task, acting_for):
        task.check_open()
        entitle(file, task, acting_for)
    check_separation(file, task)
    kind = task.document_kind
    if kind is None:
        raise Refusal("task.no_document", task=task.name)
    file.scratch[FOR_TASK] = task.id
    try:
        outputs = draw_up_document(file, Inputs("draw_up", {**fields, "kind": kind}))
    except OperationFailed as failure:
        raise Refusal("document.not_drawn", problem=failure.words) from failure
    file.write_beside()
    return str((outputs or {})["document_number"])
