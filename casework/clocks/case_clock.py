"""The legal clocks of a case, their pauses (Art. 45) and their extensions (Art. 42)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime


class CaseClock(Base):
    """One run of one clock; a clock that starts again is a new row of the next generation.

    `due_at` null: it stands in a pause whose end nobody has planned. An extension or a pause makes a new generation,
    so that alarms of the old deadline are not raised again.
    """

    __tablename__ = "case_clock"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        Index("uq_case_clock_no", "case_id", "no", unique=True),
        Index("uq_case_clock_running", "case_id", "kind", unique=True, postgresql_where=text("stopped_at is null"),
              sqlite_where=text("stopped_at is null")),
        Index("ix_case_clock_due", "due_at", postgresql_where=text("stopped_at is null"),
              sqlite_where=text("stopped_at is null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    no: Mapped[int] = mapped_column(server_default="0")
    """The how manieth clock of the case it is: by it a clock is found again when the clocks are written."""
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(16))
    counted_from: Mapped[str] = mapped_column(String(24))
    source: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    generation: Mapped[int] = mapped_column(default=1)
    extension: Mapped[int] = mapped_column(default=0)
    """Working days added by `Extension`."""
    is_provisional: Mapped[bool] = mapped_column(default=False)


class Suspension(Base):
    """Time that does not count (特别程序): one of eight kinds, told to the applicant in writing."""

    __tablename__ = "suspension"
    __table_args__ = (
        Index("ix_suspension_case", "case_id"),
        Index("uq_suspension_open", "case_id", unique=True, postgresql_where=text("resumed_at is null"),
              sqlite_where=text("resumed_at is null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(24))
    basis: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("official_document.id"))
    stopped_at: Mapped[datetime] = mapped_column(UTCDateTime)
    planned_end: Mapped[datetime | None] = mapped_column(UTCDateTime)
    resumed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Extension(Base):
    """A clock lengthened once, with a reason, by somebody who may."""

    __tablename__ = "extension"

    id: Mapped[Key]
    case_clock_id: Mapped[int] = mapped_column(ForeignKey("case_clock.id"), index=True)
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    approver: Mapped[str] = mapped_column(String(120))
    """The head of the body, or of the government for joint cases, as named in the notice."""
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("official_document.id"))
