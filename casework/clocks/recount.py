"""What a change of a working calendar asks for: every open clock it may touch is counted anew, a case at a time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime

BETWEEN = " | "


def cause_words(cause: str) -> tuple[str, str]:
    """A cause in Chinese and English; older ones are in Chinese only."""
    chinese, _, english = cause.partition(BETWEEN)
    return chinese, english or chinese


class Recount(Base):
    """One change of one calendar; resumable: cases up to `after_case_id` have been seen to."""

    __tablename__ = "calendar_recount"
    __table_args__ = (
        Index("ix_calendar_recount_open", "id", postgresql_where=text("finished_at is null"),
              sqlite_where=text("finished_at is null")),
    )  # fmt: skip

    id: Mapped[Key]
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"))
    cause: Mapped[str] = mapped_column(String(200))
    """In both languages, the Chinese first: `cause_words` takes them apart."""
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    """The days between which the calendar counts differently; a clock that touches none of them stays."""
    after_case_id: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    taken_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """A worker has it until then."""
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecountedClock(Base):
    """A clock whose due instant moved, for the report before and after."""

    __tablename__ = "recounted_clock"
    __table_args__ = (Index("ix_recounted_clock_recount", "recount_id"),)

    id: Mapped[Key]
    recount_id: Mapped[int] = mapped_column(ForeignKey("calendar_recount.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(16))
    before: Mapped[datetime | None] = mapped_column(UTCDateTime)
    after: Mapped[datetime | None] = mapped_column(UTCDateTime)
