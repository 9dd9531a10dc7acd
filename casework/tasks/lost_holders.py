"""What somebody holds who may no longer do it is offered again.

A delegation ended, the two may not act for one another any more, a post was given up, an account closed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select

from casework.actor import SYSTEM
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import is_pair, running_at
from casework.errors import Conflict, NotFound, Words
from casework.office import Office
from casework.organisation.person import Person
from casework.tasks.claims import give_back
from casework.tasks.empty_posts import can_be_taken
from casework.tasks.task import CLAIMED, Task, TaskOffer
from casework.tasks.task_state import open_task_file

DELEGATION_OVER = Words("委托已结束", "the delegation is over")
PAIR_FORBIDDEN = Words("两人之间不得代办", "the two may not act for one another")
POST_GIVEN_UP = Words("已不在这项任务的岗位上", "the post for it was given up")
ACCOUNT_CLOSED = Words("账号已停用", "the account is closed")


def give_back_held(office: Office, now: datetime, limit: int = 100) -> int:
    """Give back up to `limit` tasks for each reason why who holds them may not do them any more.

    Each in its own transaction. What was meant for one person alone stays; the chief gives it to somebody.
    """
    is_offered = exists().where(TaskOffer.task_id == Task.id)
    held = select(Task.id).where(Task.closed_at.is_(None), Task.status == CLAIMED, is_offered).limit(limit)
    running = exists().where(
        Delegation.deputy_id == Task.claimed_by, Delegation.principal_id == Task.acting_for_id, running_at(now)
    )
    delegated = held.where(Task.acting_for_id.is_not(None), ~running)
    forbidden = exists().where(is_pair(Task.claimed_by, Task.acting_for_id))
    wanted = {
        POST_GIVEN_UP: held.where(~can_be_taken(now, func.coalesce(Task.acting_for_id, Task.claimed_by))),
        PAIR_FORBIDDEN: held.where(forbidden),
        DELEGATION_OVER: delegated,
        ACCOUNT_CLOSED: held.where(Task.claimed_by.in_(select(Person.id).where(~Person.is_active))),
    }
    found: dict[int, Words] = {}
    with office.database.reading() as session:
        for reason, query in wanted.items():
            found |= dict.fromkeys(session.scalars(query), reason)
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
