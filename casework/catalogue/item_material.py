"""A material (要件) that an item asks for, with the standard it is examined by (CAT-06, CAT-11)."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, one_of


class MaterialForm(StrEnum):
    PAPER = "paper"
    ELECTRONIC = "electronic"
    BOTH = "both"


class ItemMaterial(Base):
    __tablename__ = "item_material"

    id: Mapped[Key]
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    no: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    is_required: Mapped[bool] = mapped_column(default=True)
    originals: Mapped[int] = mapped_column(default=1)
    copies: Mapped[int] = mapped_column(default=0)
    form: Mapped[str] = mapped_column(String(20), default=MaterialForm.BOTH.value)
    source: Mapped[str] = mapped_column(String(200), default="")
    standard: Mapped[str] = mapped_column(Text, default="")
    tolerable: Mapped[bool] = mapped_column(default=False)
    """May be handed in after acceptance (容缺后补)."""
    sample_note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("item_version_id", "code"),
        UniqueConstraint("item_version_id", "no"),
        one_of("form", MaterialForm),
    )
