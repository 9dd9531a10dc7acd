"""Machine work for somebody outside the step: an outbox row with tries, back-off and an end in success or incident."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime

WAITING, TAKEN, DONE, FAILED, WITHDRAWN = "waiting", "taken", "done", "failed", "withdrawn"


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("case_id", "path", "element", "run"),
        Index("ix_job_next", "topic", "next_at", postgresql_where=text("status in ('waiting', 'taken')"),
              sqlite_where=text("status in ('waiting', 'taken')")),
        # Read by the sweep that takes jobs back from programs that were not heard of.
        Index("ix_job_taken", "next_at", postgresql_where=text("status = 'taken'"),
              sqlite_where=text("status = 'taken'")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    path: Mapped[str] = mapped_column(String(400), default="")
    element: Mapped[str] = mapped_column(String(128))
    run: Mapped[int] = mapped_column(default=1)
    topic: Mapped[str] = mapped_column(String(128))
    payload: Mapped[Any] = mapped_column(Json, default=dict)
    status: Mapped[str] = mapped_column(String(12), default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    retries: Mapped[int] = mapped_column(default=3)
    """Tries left."""
    next_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """Not before; while taken, the instant at which the worker's claim lapses."""
    worker: Mapped[str | None] = mapped_column(String(64))
    last_error: Mapped[str | None] = mapped_column(Text)
