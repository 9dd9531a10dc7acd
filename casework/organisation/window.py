"""A counter (窗口) at which one department, or several in turn, receive people."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key


class Window(Base):
    __tablename__ = "service_window"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id"), index=True)
