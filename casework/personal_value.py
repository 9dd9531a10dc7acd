"""An ID number or phone number, stored once and encrypted; everything else holds `{"ref": "personal:<id>"}`."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, one_of


class PersonalKind(StrEnum):
    ID_NUMBER = "id_number"
    PHONE = "phone"


class PersonalValue(Base):
    __tablename__ = "personal_value"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))
    cipher: Mapped[str] = mapped_column(Text)
    keyed_hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("kind", "keyed_hash"), one_of("kind", PersonalKind))
