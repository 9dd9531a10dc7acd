"""Hand a task over (转办) and give it to somebody (派件, 改派); always with a reason, always on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.cases.lengths import LONGEST_TEXT, within
from casework.errors import NotFound, Refusal
from casework.office import Office
from casework.organisation.person import Person
from casework.organisation.sign_ins import actor_for_person
from casework.permissions import Permission, authorise
from casework.tasks import task as tasks
from casework.tasks.claims import check_held, lost_to
from casework.tasks.entitlement import check_separation, entitle, is_offered, offered_words
from casework.tasks.insiders import hidden_from_strangers
from casework.tasks.task_state import TaskState, open_task_file

_HAND = (
    update(TASK)
    .where(
        TASK.c.id == bindparam("row"),
        TASK.c.closed_at.is_(None),
        # Taken away meanwhile? Only the holder that was seen may lose it.
        TASK.c.claimed_by.is_not_distinct_from(bindparam("holder")),
    )
    .values(
        status=tasks.CLAIMED,
        claimed_by=bindparam("to"),
        claimed_at=bindparam("now"),
        acting_for_id=None,
        sender_id=bindparam("sender"),
        is_read=False,
    )
)


def transfer_task(
    session: Session, office: Office, actor: Actor, task_id: int, to_person: int, reason: str, now: datetime
) -> TaskState:
    """转办: the holder gives the task to a colleague who has a post for it.

    Raises `Conflict` when the actor does not hold it, `Refusal` without a reason or for somebody without the post,
    `SelfApproval` when the colleague must be apart from it.
    """
    task, file = open_task_file(session, office, task_id, actor, now)
    with hidden_from_strangers(file, task):
        task.check_open()
        check_held(task, actor)
        entitle(file, task, None)
    return _hand_over(file, task, to_person, reason, "task.transferred")


def assign_task(
    session: Session, office: Office, actor: Actor, task_id: int, to_person: int, reason: str, now: datetime
) -> TaskState:
    """派件 of an unclaimed task, 改派 of a claimed one, by the chief representative of the task's department.

    Raises `NotPermitted` (which role may) and as `transfer_task`. A first assignment needs no reason.
    """
    task, file = open_task_file(session, office, task_id, actor, now)
    with hidden_from_strangers(file, task):
        authorise(actor, Permission.ASSIGN_TASK, task.department_id or file.case.department_id)
        task.check_open()
    kind = "task.assigned" if task.claimed_by is None else "task.reassigned"
    return _hand_over(file, task, to_person, reason, kind)


def _hand_over(file: CaseFile, task: TaskState, to_person: int, reason: str, kind: str) -> TaskState:
    reason = within(reason, LONGEST_TEXT, "reason")
    if kind != "task.assigned" and not reason:
        raise Refusal("task.reason_missing", field="reason")
    if to_person == task.claimed_by:
        raise Refusal("task.to_oneself", task=task.name, field="to_person")
    receiver = _fit_person(file, task, to_person)
    values = {"row": task.id, "to": to_person, "now": file.now, "sender": file.actor.row_id, "holder": task.claimed_by}
    file.win(_HAND, values, lambda: lost_to(file, task))
    data: dict[str, Any] = {"at": list(task.key), "name": task.name, "to": receiver.person_id, "to_name": receiver.name}
    data |= {"reason": reason} if reason else {}
    file.happened(kind, **data, **({"from": task.claimed_by} if task.claimed_by else {}))
    file.write_beside()
    task.status, task.claimed_by, task.claimed_at, task.holder_name = tasks.CLAIMED, to_person, file.now, receiver.name
    return task


def _fit_person(file: CaseFile, task: TaskState, person_id: int) -> Actor:
    """The receiver, if one of the posts the task is for is theirs and they may do it."""
    receiver = actor_for_person(file.session, person_id, file.now)
    if receiver is None:
        if file.session.get(Person, person_id) is None:
            raise NotFound("person.unknown", person=person_id, field="to_person")
        raise Refusal("person.unknown", person=person_id, field="to_person")
    if task.roles and not is_offered(task.roles, receiver):
        words = offered_words(task.roles)
        raise Refusal("task.person_unfit", person=receiver.name, task=task.name, role=words, field="to_person")
    giver, file.actor = file.actor, receiver
    try:
        check_separation(file, task)
    finally:
        file.actor = giver
    return receiver
