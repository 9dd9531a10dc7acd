"""Whether somebody may do a task, in their own name or in somebody's (甲代乙), and why not.

Handler and approver are apart where the item or the diagram asks for it, deputies included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, or_, select

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TASK
from casework.delegation.delegations import CaseFacts, may_act_for
from casework.errors import NotPermitted, Refusal, Words
from casework.organisation.person import Person
from casework.organisation.role import Role, role_words
from casework.organisation.sign_ins import actor_for_person
from casework.tasks import task as tasks
from casework.tasks.task_state import TaskState

# Variable of the step: by deputy and principal what was found of the two.
DEPUTED = "deputed"
HANDLERS = frozenset({Role.HANDLER})
APPROVERS = frozenset({Role.CHIEF, Role.LEADER})
_DONE_BY = (
    select(TASK.c.element, TASK.c.name, TASK.c.roles, Person.name)
    .join(Person, Person.id == TASK.c.completed_by)
    .where(
        TASK.c.case_id == bindparam("of_case"),
        TASK.c.status == tasks.DONE,
        or_(
            TASK.c.completed_by.in_((bindparam("actor"), bindparam("principal"))),
            TASK.c.acting_for_id.in_((bindparam("actor"), bindparam("principal"))),
        ),
    )
    .distinct()
)


class NotOffered(NotPermitted):
    """The task is for other posts; `params["role"]` names them."""


class SelfApproval(Refusal):
    """Who handled a case may not approve it, nor may their deputy in their name."""


def is_offered(roles: list[list[Any]], actor: Actor) -> bool:
    """Whether one of the posts or people a task was offered to is the actor's own."""
    for role, where in roles:
        if role == "person":
            if where == actor.person_id:
                return True
        elif actor.has_role(role, where):
            return True
    return False


def offered_words(roles: list[list[Any]]) -> Words:
    """Who a task is for, as people say it."""
    words = [role_words(role) if role != "person" else Words("指定的人员", "the person named") for role, _ in roles]
    return Words.listed(dict.fromkeys(words)) if words else Words("指定的人员", "the person named")


def entitle(file: CaseFile, task: TaskState, acting_for: int | None) -> None:
    """Make sure that the file's actor may do the task now, and act in the principal's name if one is given.

    What was taken in somebody's name is done in that name, for as long as the delegation runs. Nobody but the holder
    may once it is claimed, and the holder only with a post for it. Raises `TaskAlreadyClaimed`, `NotOffered`,
    `MayNotActFor`.
    """
    actor = file.actor
    held_for = task.acting_for_id if task.claimed_by == actor.person_id else None
    whom = held_for if acting_for is None else acting_for
    if whom is None or whom == actor.person_id:
        file.actor = person = replace(actor, acting_for=None) if actor.acting_for else actor
    else:
        file.actor, person = _deputed(file, actor, whom)
    if task.claimed_by is not None and task.claimed_by not in (actor.person_id, person.person_id):
        raise task.already_claimed()
    # One that names no posts is for its holder alone; of others the post must still be theirs, though they took it.
    is_theirs = not task.roles and person.person_id == (held_for or task.claimed_by)
    if actor.is_system or is_theirs or is_offered(task.roles, person):
        return
    raise NotOffered("task.not_offered", task=task.name, role=offered_words(task.roles))


def _deputed(file: CaseFile, actor: Actor, whom: int) -> tuple[Actor, Actor]:
    """Who acts (甲代乙), and the principal with their posts; asked once."""
    known = file.scratch.setdefault(DEPUTED, {})
    if (actor.person_id, whom) not in known:
        facts = CaseFacts(file.around.item_id, file.around.applicant_person_id)
        acts = may_act_for(file.session, actor, whom, facts, file.now)
        known[actor.person_id, whom] = acts, principal_of(file, whom)
    found: tuple[Actor, Actor] = known[actor.person_id, whom]
    return found


def name_acted_for(file: CaseFile, whom: int | None) -> str:
    """The principal's name, as far as the file's actor was found entitled in it; else empty."""
    known = file.scratch.get(DEPUTED, {}).get((file.actor.person_id, whom))
    return known[1].name if known else ""


def principal_of(file: CaseFile, person_id: int) -> Actor:
    """The principal with the posts they hold: a deputy may do what the principal may."""
    found = actor_for_person(file.session, person_id, file.now)
    return found or Actor(person_id=person_id, name="", username="")


def check_separation(file: CaseFile, task: TaskState, just_done: Iterable[TaskState] = ()) -> None:
    """Raise `SelfApproval` when actor or principal did the part this task must be apart from, or applies themselves.

    `just_done` is what the actor has done of the case before anything of it is written.
    """
    own = {file.actor.person_id, file.actor.acting_for} - {None, 0}
    approves = bool(_roles(task.roles) & APPROVERS)
    if (approves or task.separate_from is not None) and file.around.applicant_person_id in own:
        raise SelfApproval("task.own_application", task=task.name)
    item_forbids = file.around.handler_not_approver
    wants = (task.separate_from is not None and (item_forbids or file.around.item_id is None)) or (
        item_forbids and approves
    )
    if not wants:
        return
    for element, name, roles, person in _done_by(file, task, just_done):
        if element == task.separate_from or (item_forbids and approves and bool(_roles(roles) & HANDLERS)):
            raise SelfApproval("task.self_approval", task=task.name, other=name, person=person)


def _done_by(
    file: CaseFile, task: TaskState, just_done: Iterable[TaskState]
) -> Iterator[tuple[str, str, list[list[Any]], str]]:
    """Element, name, roles and doer of what the actor or their principal did of the case."""
    for one in just_done:
        yield one.element, one.name, one.roles, file.actor.name
    if not file.is_new and {file.actor.row_id, file.actor.acting_for} - {None} != {task.newcomer}:
        actor, principal = file.actor.row_id, file.actor.acting_for
        values = {"of_case": file.case.id, "actor": actor, "principal": actor if principal is None else principal}
        yield from map(tuple, file.connection.execute(_DONE_BY, values))


def _roles(roles: list[list[Any]]) -> set[str]:
    return {role for role, _ in roles}
