"""A certificate or approval (证照): its number and text, and who took it away when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime


class Certificate(Base):
    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    received_by: Mapped[str | None] = mapped_column(String(64))
    received_id_ref: Mapped[str | None] = mapped_column(String(32))
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    way: Mapped[str | None] = mapped_column(String(16))
    """window, courier or electronic."""
