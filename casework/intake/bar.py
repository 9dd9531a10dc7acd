"""A bar (限制申请): who deceived in a matter of public safety may not apply for it again for a while (Art. 78–79)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime, one_of


class BarGround(StrEnum):
    FALSE_APPLICATION = "false_application"
    """隐瞒有关情况或者提供虚假材料申请: one year (Art. 78)."""
    DECEIT = "deceit"
    """以欺骗、贿赂等不正当手段取得: three years (Art. 79)."""


class Bar(Base):
    """By applicant and item, whatever its version; the last day is barred still."""

    __tablename__ = "bar"
    __table_args__ = (
        one_of("ground", BarGround),
        CheckConstraint("last_day >= first_day", name="period"),
        Index("ix_bar_applicant", "applicant_id", "item_id"),
    )

    id: Mapped[Key]
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    ground: Mapped[str] = mapped_column(String(20))
    first_day: Mapped[date] = mapped_column(Date)
    """The day of the decision that found it."""
    last_day: Mapped[date] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(String(120))
    """The number of the decision (文号), or that of the case."""
    reason: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lift_reason: Mapped[str] = mapped_column(Text, default="")
