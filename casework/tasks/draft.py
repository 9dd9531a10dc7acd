"""What somebody typed into a task and has not handed in: kept per person, moves no clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, UTCDateTime


class Draft(Base):
    __tablename__ = "draft"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    data: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
