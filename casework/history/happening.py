"""One line of a case's history. Rows are only ever added; each holds the hash of the one before it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime


class Happening(Base):
    __tablename__ = "happening"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    """1, 2, 3 … within the case."""
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: the system."""
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """In whose name (甲代乙)."""
    data: Mapped[Any] = mapped_column(Json)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("uq_happening_case_id_seq", "case_id", "seq", unique=True),)
