"""A department that works in the centre (进驻部门): it owns items and people (ORG-02, ORG-03)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key


class Department(Base):
    __tablename__ = "department"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(40))
    is_vertical: Mapped[bool] = mapped_column(default=False)
    """Managed by its own superior authority (垂管) and not by the city."""
    is_active: Mapped[bool] = mapped_column(default=True)
    # People point at their department too, so this one constraint is added after both tables exist.
    fallback_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))
    """Gets a task that resolves to nobody."""
