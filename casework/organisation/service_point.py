"""A place where people are served: centre, sub-centre, branch hall, community centre; together a tree (ORG-01)."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Key, one_of


class PointKind(StrEnum):
    CENTRE = "centre"
    SUB_CENTRE = "sub_centre"
    BRANCH_HALL = "branch_hall"
    COMMUNITY_CENTRE = "community_centre"


class ServicePoint(Base):
    __tablename__ = "service_point"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """Also the prefix of case numbers and of the document series of this place."""
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id"), index=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(50), default="")

    __table_args__ = (one_of("kind", PointKind),)
