"""A post (岗位) of a department with one role, and who holds it: the A holder, and B holders who stand in (AB岗)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.organisation.role import Role
from casework.types import Key, UTCDateTime, one_of


class Rank(StrEnum):
    A = "A"
    B = "B"


class Post(Base):
    __tablename__ = "post"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    role: Mapped[str] = mapped_column(String(30))
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (one_of("role", Role), Index(None, "department_id", "role"))


class PostHolding(Base):
    """A person holds a post from `since` until `until` (None: until further notice)."""

    __tablename__ = "post_holding"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rank: Mapped[str] = mapped_column(String(1))
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        one_of("rank", Rank),
        CheckConstraint("until IS NULL OR until >= since", name="period"),
        # Nobody holds the same post twice at a time, neither as A nor as B.
        Index(
            "uq_post_holding_open",
            "post_id",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )
