"""An entry of the leave register (请假台账): who was away when, for how many working days, and who stood in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime


class Ended(StrEnum):
    """How a leave ended (销假)."""

    ON_TIME = "on_time"
    EARLY = "early"
    CANCELLED = "cancelled"


class Leave(Base):
    """`halves`: half working days on the centre's calendar; after an early return only those really taken."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="period"),
        Index(None, "person_id", "first_day"),
        Index(None, "department_id", "first_day"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    from_noon: Mapped[bool] = mapped_column(default=False)
    until_noon: Mapped[bool] = mapped_column(default=False)
    halves: Mapped[int]
    is_over_month: Mapped[bool] = mapped_column(default=False)
    """With it more than seven working days fall into one month."""
    is_over_year: Mapped[bool] = mapped_column(default=False)
    """With it more than thirty working days fall into one year."""
    registered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    ended: Mapped[str | None] = mapped_column(String(10))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    returned_on: Mapped[date | None] = mapped_column(Date)
