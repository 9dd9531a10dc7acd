"""Which roles somebody holds in a department, as a column of another statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, bindparam, exists, func, or_, select, type_coerce

from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.types import UTCDateTime


def roles_held_in(department_id: Any) -> Any:
    """The roles of the posts that are held in the department at the instant `:at`, joined by commas; null for none."""
    at = bindparam("at", type_=UTCDateTime)
    is_held = exists().where(
        PostHolding.post_id == Post.id,
        PostHolding.since <= at,
        or_(PostHolding.until.is_(None), PostHolding.until > at),
        Person.id == PostHolding.person_id,
        Person.is_active,
    )
    return (
        select(func.aggregate_strings(type_coerce(Post.role, Text), ","))
        .where(Post.department_id == department_id, Post.is_active, is_held)
        .scalar_subquery()
    )
