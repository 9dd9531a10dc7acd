"""A diagram under its key, and its versions: the files as uploaded, what was found, what was printed for the engine."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime, one_of

LONGEST_NAME = 200


class DefinitionStatus(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    RETIRED = "retired"


class DefinitionRow(Base):
    __tablename__ = "definition"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """The id of the process in the diagram."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))


class DefinitionVersion(Base):
    __tablename__ = "definition_version"

    id: Mapped[Key]
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    """`draft`: findings of level error; `checked`: none, may be published."""
    is_current: Mapped[bool] = mapped_column(default=False)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 over names and contents of `files`; also the key of the compiled form."""
    files: Mapped[Any] = mapped_column(Json)
    """File name to text; from publishing on with the called processes it was published with."""
    known_variables: Mapped[Any] = mapped_column(Json, default=list)
    """What the forms of the items bound to it wrote when it was published: they decide which buttons
    a task has in cases of no item; other cases go by the forms of their own (`Definitions.get`)."""
    printed: Mapped[Any | None] = mapped_column(Json)
    """Start event to the XML that the engine's library reads."""
    findings: Mapped[Any] = mapped_column(Json, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("definition_id", "number"),
        Index(
            "uq_definition_version_current",
            "definition_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        one_of("status", DefinitionStatus),
        CheckConstraint("NOT is_current OR status = 'published'", name="current_is_published"),
    )
