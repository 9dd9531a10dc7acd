"""A program's request or a page's form that changed something, with its answer: sent again, it gets the same one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime


class AnsweredRequest(Base):
    """Written in the transaction of the change itself: both stand, or neither."""

    __tablename__ = "answered_request"
    __table_args__ = (UniqueConstraint("person_id", "once_key"), Index("ix_answered_request_at", "at"))

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    once_key: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 over address and body: another request under the same key is a mistake of the program."""
    status: Mapped[int | None]
    headers: Mapped[Any] = mapped_column(Json, default=dict)
    body: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was answered; it is forgotten after a week."""
