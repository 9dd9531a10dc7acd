"""An official document (文书): numbered without gaps, its text frozen and hashed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime


class OfficialDocument(Base):
    """`body` holds the frozen fields in canonical JSON, `html` the printed text, `sha256` the digest of both."""

    __tablename__ = "official_document"
    __table_args__ = (
        # Under its first name, which SQLite does not change without building the table anew.
        UniqueConstraint("kind", "year", "organ", "serial", name="uq_official_document_kind_year_point_code_serial"),
        Index("ix_official_document_case", "case_id"),
        Index("ix_official_document_number", "number"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    """The task it was drawn up for (`banjian:document`): of parallel branches each needs its own."""
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    organ: Mapped[str] = mapped_column(String(32))
    """The word for the organ that begins the number (机关代字): each organ counts for itself."""
    serial: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[Any] = mapped_column(Json)
    html: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recipient: Mapped[str] = mapped_column(String(200), default="")
    prints: Mapped[int] = mapped_column(default=0)
    """How often it was printed; every print after the first is a reprint (补打)."""


class DocumentSeries(Base):
    """The last serial drawn, per kind, year and organ; drawn inside the step's transaction, so no gap can appear."""

    __tablename__ = "document_series"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organ: Mapped[str] = mapped_column(String(32), primary_key=True)
    last: Mapped[int]
