"""A sign-in: the browser holds a random token, the database only its hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, UTCDateTime


class SignIn(Base):
    __tablename__ = "sign_in"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    idle_seconds: Mapped[int]
    """How long it lives without being used."""
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """The end however much it is used."""
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
