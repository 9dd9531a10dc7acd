"""A human task: one activation of a drawn task, offered to posts or people, claimed by one, done once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime

OPEN, CLAIMED, DONE, CANCELLED = "open", "claimed", "done", "cancelled"
WAITING = (OPEN, CLAIMED)


class Task(Base):
    """`(path, element, run)` is the engine's key; it stays the same through save, load and a new version."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("case_id", "path", "element", "run"),
        CheckConstraint("status <> 'claimed' or claimed_by is not null", name="claimed_has_a_person"),
        # Read by the inbox (what I hold, by due) and by who may see a case (what I ever held).
        Index("ix_task_claimed_by", "claimed_by", "status", "due_at", postgresql_where=text("claimed_by is not null"),
              sqlite_where=text("claimed_by is not null")),
        # Read by the tab 委托: what I do in somebody's name.
        Index("ix_task_acting_for", "acting_for_id", postgresql_where=text("acting_for_id is not null"),
              sqlite_where=text("acting_for_id is not null")),
        Index("ix_task_completed_by", "completed_by", "closed_at", postgresql_where=text("completed_by is not null"),
              sqlite_where=text("completed_by is not null")),
        Index("ix_task_waiting_due", "department_id", "due_at", postgresql_where=text("closed_at is null"),
              sqlite_where=text("closed_at is null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    path: Mapped[str] = mapped_column(String(400), default="")
    element: Mapped[str] = mapped_column(String(128))
    run: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16), default="userTask")
    status: Mapped[str] = mapped_column(String(12), default=OPEN)
    roles: Mapped[Any] = mapped_column(Json, default=list)
    """Who it was offered to: `[role, department id | null]` or `["person", id]`."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    lane: Mapped[str | None] = mapped_column(String(64))
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """For whom the holder acts under a delegation (受托)."""
    outcome: Mapped[Any | None] = mapped_column(Json)
    opinion: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the case when the task opened: no page that was made before it can be about it."""
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    span: Mapped[str | None] = mapped_column(String(12))
    """`2wd`, `4h`: what `due_at` was counted as from `opened_at`, to be counted anew when the calendar changes."""
    follow_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    priority: Mapped[int] = mapped_column(default=50)
    form_key: Mapped[str | None] = mapped_column(String(128))
    outcomes: Mapped[Any | None] = mapped_column(Json)
    """The buttons: `{variable, multiple, options: [[value, name, is_default], …]}`."""
    document_kind: Mapped[str | None] = mapped_column(String(8))
    separate_from: Mapped[str | None] = mapped_column(String(128))
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whose act brought the task here."""
    close_reason: Mapped[str | None] = mapped_column(String(200))
    is_read: Mapped[bool] = mapped_column(default=False)
    once_key: Mapped[str | None] = mapped_column(String(64))
    """The one-time key of the form that completed it: a double click gets the first answer."""


class TaskOffer(Base):
    """One post (role in a department; department null = everywhere) or one person who may claim. Gone when closed."""

    __tablename__ = "task_offer"
    __table_args__ = (
        CheckConstraint("(role is null) <> (person_id is null)", name="role_or_person"),
        Index("ix_task_offer_role", "role", "department_id", postgresql_where=text("role is not null"),
              sqlite_where=text("role is not null")),
        Index("ix_task_offer_person", "person_id", postgresql_where=text("person_id is not null"),
              sqlite_where=text("person_id is not null")),
    )  # fmt: skip

    id: Mapped[Key]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    role: Mapped[str | None] = mapped_column(String(24))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
