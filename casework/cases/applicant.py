"""Who applies (申请人): a person or an organisation, known once by the keyed hash of its identity number."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key

PERSON, ORGANISATION = "person", "organisation"
KINDS = (PERSON, ORGANISATION)


class Applicant(Base):
    """Identity number and telephone stand sealed elsewhere; here are references and the hash to find them by."""

    __tablename__ = "applicant"
    __table_args__ = (UniqueConstraint("kind", "id_hash"), Index("ix_applicant_name", "name"))

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    id_type: Mapped[str] = mapped_column(String(24), default="id_card")
    id_number_ref: Mapped[str | None] = mapped_column(String(32))
    id_hash: Mapped[str | None] = mapped_column(String(64))
    phone_ref: Mapped[str | None] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(200), default="")
    legal_representative: Mapped[str] = mapped_column(String(64), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Set when a member of staff applies for an internal matter."""
