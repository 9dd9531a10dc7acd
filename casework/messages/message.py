"""Messages: what a case waits for, and what has arrived and waits for a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime


class MessageWait(Base):
    """A catching element; `correlation` null = by case number or business key only."""

    __tablename__ = "message_wait"
    __table_args__ = (
        UniqueConstraint("case_id", "path", "element", "run"),
        Index("ix_message_wait_name", "kind", "name", "correlation"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    path: Mapped[str] = mapped_column(String(400), default="")
    element: Mapped[str] = mapped_column(String(128))
    run: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(8), default="message")
    name: Mapped[str] = mapped_column(String(128))
    correlation: Mapped[str | None] = mapped_column(String(128))


class InboxMessage(Base):
    """A message from outside or from another case, an early one waits until it expires; or a signal for one wait."""

    __tablename__ = "inbox_message"
    __table_args__ = (
        Index("ix_inbox_message_waiting", "name", "key", postgresql_where=text("delivered_at is null"),
              sqlite_where=text("delivered_at is null")),
        Index("ix_inbox_message_case", "case_id"),
    )  # fmt: skip

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(8), default="message")
    key: Mapped[str | None] = mapped_column(String(128))
    """Case number, business key or correlation value; null for a signal, which names its wait."""
    payload: Mapped[Any] = mapped_column(Json, default=dict)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    """Where a message arrived; of a signal the case that waited when it was thrown, with `path`, `element`, `run`."""
    path: Mapped[str | None] = mapped_column(String(400))
    element: Mapped[str | None] = mapped_column(String(128))
    run: Mapped[int | None]
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Set when its delivery broke: until then it is left alone."""
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who delivered it, and in whose name it arrives; null: a case did."""
