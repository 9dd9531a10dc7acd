"""A delegation (工作委托): within a period one person may act in another's name."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime, one_of


class Scope(StrEnum):
    ALL = "all"
    ITEMS = "items"


class Delegation(Base):
    """`ends_at` is exclusive; a revoked delegation ended at `revoked_at`.

    `interrupted_by_id`: it stands still for that delegation of a leave, and goes on when the leave ends early.
    """

    __tablename__ = "delegation"

    id: Mapped[Key]
    principal_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    scope: Mapped[str] = mapped_column(String(10), default=Scope.ALL.value)
    item_ids: Mapped[Any] = mapped_column(Json, default=list)
    reason: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    interrupted_by_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        one_of("scope", Scope),
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("principal_id <> deputy_id", name="not_to_oneself"),
        Index(None, "deputy_id", "ends_at"),
        Index(None, "principal_id", "ends_at"),
        Index(None, "interrupted_by_id"),
    )

    @property
    def is_revoked(self) -> bool:
        """Whether it was ended for good; what only stands still goes on."""
        return self.revoked_at is not None and self.interrupted_by_id is None

    def is_running(self, now: datetime) -> bool:
        return self.revoked_at is None and self.starts_at <= now < self.ends_at

    def is_interrupted(self, now: datetime) -> bool:
        """Whether it stands still for a leave, and goes on when that ends early."""
        return self.interrupted_by_id is not None and now < self.ends_at

    def covers(self, item_id: int | None) -> bool:
        """Whether the delegation reaches cases of this item."""
        return self.scope == Scope.ALL or item_id in self.item_ids


class ForbiddenPair(Base):
    """Two people of whom neither may act for the other (近亲属, 互相监督 …); kept in both directions by one row."""

    __tablename__ = "forbidden_pair"

    id: Mapped[Key]
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("first_id < second_id", name="ordered"),
        Index("uq_forbidden_pair_people", "first_id", "second_id", unique=True),
    )
