"""A drawn timer that waits: an instant of its own, or that of the legal clock it is bound to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime


class Timer(Base):
    """`due_at` null: bound to a clock that stands. `next_try_at` postpones a timer whose step failed."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("case_id", "path", "element", "run"),
        Index("ix_timer_due", "due_at", postgresql_where=text("due_at is not null"),
              sqlite_where=text("due_at is not null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    path: Mapped[str] = mapped_column(String(400), default="")
    element: Mapped[str] = mapped_column(String(128))
    run: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    clock: Mapped[str | None] = mapped_column(String(16))
    span: Mapped[str | None] = mapped_column(String(12))
    """`5wd`, `4h`: what `due_at` was counted as from `armed_at`, to be counted anew when the calendar changes."""
    armed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """A worker that takes the timer moves this ahead, so that no other takes it meanwhile."""
