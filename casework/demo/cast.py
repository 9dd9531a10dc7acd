"""Who acts in the demo: its people with their posts, the first-named holder of a post before the stand-ins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import running_at
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.organisation.role import Role
from casework.organisation.sign_ins import actor_for_person

# One task in so many is done by somebody who is not the first-named holder of the post.
STAND_IN = 6


@dataclass(frozen=True)
class Cast:
    """Everybody, by user name, by number and by post."""

    people: dict[str, Actor]
    numbers: dict[int, Actor]
    holders: dict[tuple[str, int], list[Actor]]
    everywhere: dict[str, list[Actor]]
    departments: dict[str, int]

    def named(self, username: str) -> Actor:
        return self.people[username]

    def of(self, role: Role, department: str) -> list[Actor]:
        return self.holders[role.value, self.departments[department]]

    def names_in(self, department: str) -> tuple[str, ...]:
        """Names of the department's people, its leaders last."""
        inside = self.departments[department]
        return tuple(actor.name for actor in self.people.values() if actor.department_id == inside)

    def offered(self, roles: Sequence[Sequence[Any]], chance: Random) -> Iterator[Actor]:
        """Those a task was offered to, who is likeliest to take it first, nobody twice."""
        found: dict[int, Actor] = {}
        for role, where in roles:
            if role == "person":
                holders = [self.numbers[where]]
            elif where is None:
                holders = self.everywhere.get(role, [])
            else:
                holders = self.holders.get((role, where), [])
            found |= {actor.person_id: actor for actor in holders if actor.person_id not in found}
        people = list(found.values())
        if len(people) > 1 and chance.randrange(STAND_IN) == 0:
            people = [people[1], people[0], *people[2:]]
        yield from people


def gather_cast(session: Session, now: datetime) -> Cast:
    """Read everybody once; the demo changes no posts."""
    numbers = {}
    for person_id in session.scalars(select(Person.id).order_by(Person.id)):
        actor = actor_for_person(session, person_id, now)
        if actor is not None:
            numbers[person_id] = actor
    holders: dict[tuple[str, int], list[Actor]] = {}
    everywhere: dict[str, list[Actor]] = {}
    query = (
        select(Post.role, Post.department_id, PostHolding.person_id)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .order_by(PostHolding.rank, PostHolding.id)
    )
    for role, department_id, person_id in session.execute(query):
        holders.setdefault((role, department_id), []).append(numbers[person_id])
        everywhere.setdefault(role, []).append(numbers[person_id])
    departments = {row.code: row.id for row in session.execute(select(Department.code, Department.id))}
    return Cast({one.username: one for one in numbers.values()}, numbers, holders, everywhere, departments)


def deputy_of(session: Session, cast: Cast, person: Actor, now: datetime) -> Actor | None:
    """Who acts for a person that has delegated everything at this instant."""
    found = session.scalar(
        select(Delegation.deputy_id).where(
            Delegation.principal_id == person.person_id, Delegation.scope == "all", running_at(now)
        )
    )
    return None if found is None else cast.numbers[found]
