"""An item's own form for one role (`formKey="item:<role>"`), as form-js JSON."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key


class ItemForm(Base):
    __tablename__ = "item_form"

    id: Mapped[Key]
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    role: Mapped[str] = mapped_column(String(30))
    """A role, or `intake` for what the applicant states."""
    form: Mapped[Any] = mapped_column(Json)

    __table_args__ = (UniqueConstraint("item_version_id", "role"),)
