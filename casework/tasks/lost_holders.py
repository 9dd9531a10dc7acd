"""What somebody holds who may no longer do it is offered again: under a delegation that ended, or a closed account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from casework.actor import SYSTEM
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import running_at
from casework.errors import Conflict, NotFound, Words
from casework.office import Office
from casework.organisation.person import Person
from casework.tasks.claims import give_back
from casework.tasks.task import CLAIMED, Task, TaskOffer
from casework.tasks.task_state import open_task_file

DELEGATION_OVER = Words("委托已结束", "the delegation is over")
ACCOUNT_CLOSED = Words("账号已停用", "the account is closed")


def give_back_held(office: Office, now: datetime, limit: int = 100) -> int:
    """Give back up to `limit` tasks held under delegations that are over and as many of closed accounts.

    Each in its own transaction. What was meant for one person alone stays; the chief gives it to somebody.
    """
    is_offered = exists().where(TaskOffer.task_id == Task.id)
    held = select(Task.id).where(Task.status == CLAIMED, is_offered).limit(limit)
    running = exists().where(
        Delegation.deputy_id == Task.claimed_by, Delegation.principal_id == Task.acting_for_id, running_at(now)
    )
    delegated = held.where(Task.acting_for_id.is_not(None), ~running)
    left = held.where(Task.claimed_by.in_(select(Person.id).where(~Person.is_active)))
    with office.database.reading() as session:
        found = dict.fromkeys(session.scalars(left), ACCOUNT_CLOSED)
        found |= dict.fromkeys(session.scalars(delegated), DELEGATION_OVER)
    return sum(_give_back(office, task_id, reason, now) for task_id, reason in found.items())


def _give_back(office: Office, task_id: int, reason: Words, now: datetime) -> int:
    try:
        with office.database.transaction() as session:
            task, file = open_task_file(session, office, task_id, SYSTEM, now)
            if task.status != CLAIMED:
                return 0
            give_back(file, task, reason)
    except (Conflict, NotFound):
        # Somebody acts on the task at this moment; what is still held is found by the next round.
        return 0
    return 1
