"""A delegation that ends gives its work back: what the deputy holds in the principal's name is offered again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from casework.actor import SYSTEM
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import running_at
from casework.errors import Conflict, NotFound
from casework.office import Office
from casework.tasks.claims import give_back
from casework.tasks.task import CLAIMED, Task
from casework.tasks.task_state import open_task_file

REASON = "委托已结束"


def give_back_delegated(office: Office, now: datetime, limit: int = 100) -> int:
    """Give back up to `limit` tasks held under delegations that are over; each in its own transaction."""
    running = exists().where(
        Delegation.deputy_id == Task.claimed_by, Delegation.principal_id == Task.acting_for_id, running_at(now)
    )
    query = select(Task.id).where(Task.status == CLAIMED, Task.acting_for_id.is_not(None), ~running).limit(limit)
    with office.database.reading() as session:
        found = list(session.scalars(query))
    return sum(_give_back(office, task_id, now) for task_id in found)


def _give_back(office: Office, task_id: int, now: datetime) -> int:
    try:
        with office.database.transaction() as session:
            task, file = open_task_file(session, office, task_id, SYSTEM, now)
            if task.status != CLAIMED:
                return 0
            give_back(file, task, REASON)
    except (Conflict, NotFound):
        # Somebody acts on the task at this moment; what is still held is found by the next round.
        return 0
    return 1
