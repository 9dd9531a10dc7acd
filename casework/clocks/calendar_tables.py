"""The working calendar of a place as it is stored: office hours, years whose notice is loaded, exceptional days."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, one_of


class CalendarDayKind(StrEnum):
    OFF = "off"
    WORKING = "working"
    HALF = "half"


class Calendar(Base):
    __tablename__ = "calendar"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    hours: Mapped[Any] = mapped_column(Json)
    """`OfficeHours` as JSON, see `calendars.write_hours`."""
    revision: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 over hours, published years and days: calendars that count alike have the same one."""


class CalendarYear(Base):
    __tablename__ = "calendar_year"

    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_published: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(Text, default="")


class CalendarDay(Base):
    __tablename__ = "calendar_day"

    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(50), default="")
    hours: Mapped[Any | None] = mapped_column(Json)
    """Only for `half`: the open intervals of this day."""

    __table_args__ = (one_of("kind", CalendarDayKind),)
