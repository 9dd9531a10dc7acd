"""A person who works with the platform."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime, one_of


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class Person(Base):
    __tablename__ = "person"

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(String(50), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    password_hash: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id"), index=True)
    phone: Mapped[str] = mapped_column(String(50), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str | None] = mapped_column(String(5))
    """As chosen by or for the person; None: as the browser asks."""
    theme: Mapped[str | None] = mapped_column(String(10))
    """As chosen by the person; None: light."""

    __table_args__ = (one_of("language", Language, nullable=True), one_of("theme", Theme, nullable=True))

    def is_locked(self, now: datetime) -> bool:
        """Whether too many wrong passwords keep this person out at `now`."""
        return self.locked_until is not None and now < self.locked_until
