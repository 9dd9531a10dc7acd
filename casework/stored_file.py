"""A file that somebody uploaded: its bytes lie on disk under their digest, the row says what they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import UTCDateTime


class StoredFile(Base):
    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the content."""
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(120))
    stored_at: Mapped[datetime] = mapped_column(UTCDateTime)
