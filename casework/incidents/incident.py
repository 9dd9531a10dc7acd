"""Something a person must look at: the case is parked there, or a sweep gave up on it for now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime


class Incident(Base):
    """`code` and `params` make the sentence; `is_parked`: a token stands still until it is tried again."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_case", "case_id"),
        Index("ix_incident_open", "at", postgresql_where=text("resolved_at is null"),
              sqlite_where=text("resolved_at is null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    path: Mapped[str] = mapped_column(String(400), default="")
    element: Mapped[str | None] = mapped_column(String(128))
    run: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(80))
    params: Mapped[Any] = mapped_column(Json, default=dict)
    is_parked: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
