"""A message to somebody outside or inside the house, waiting to be sent: the outbox page shows them honestly."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime

WAITING, SENT, FAILED = "waiting", "sent", "failed"
SMS, EMAIL, PLATFORM = "sms", "email", "platform"


class OutgoingNotice(Base):
    """`recipient` is a name or post; a telephone number stands only behind `recipient_ref`."""

    __tablename__ = "outgoing_notice"
    __table_args__ = (Index("ix_outgoing_notice_case", "case_id"), Index("ix_outgoing_notice_status", "status", "at"))

    id: Mapped[Key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    channel: Mapped[str] = mapped_column(String(12), default=PLATFORM)
    recipient: Mapped[str] = mapped_column(String(120))
    recipient_ref: Mapped[str | None] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    status: Mapped[str] = mapped_column(String(12), default=WAITING)
