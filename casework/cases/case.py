"""A case (办件): one application or internal matter, its milestones, its variables and its place in the flow.

The row is the lock: whoever writes a step compares `revision` and swaps it (`casework/cases/case_file.py`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Json, Key, UTCDateTime


class Case(Base):
    """Status derives from the milestones alone (`status_of`); the column exists for lists."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("decision is null or decided_at is not null", name="decision_has_an_instant"),
        CheckConstraint("ended_at is null or outcome is not null", name="ended_has_an_outcome"),
        Index("ix_case_department_status", "department_id", "status", "received_at"),
        Index("ix_case_applicant", "applicant_id", "item_version_id"),
        Index("ix_case_opened_by", "opened_by", "received_at"),
        Index("ix_case_first_contact", "first_contact_id", postgresql_where=text("first_contact_id is not null"),
              sqlite_where=text("first_contact_id is not null")),
        Index("ix_case_promised_due", "promised_due_at", postgresql_where=text("ended_at is null"),
              sqlite_where=text("ended_at is null")),
        Index("ix_case_to_archive", "ended_at", postgresql_where=text("archived_at is null and ended_at is not null"),
              sqlite_where=text("archived_at is null and ended_at is not null")),
        Index("ix_case_definition_version", "definition_version_id"),
        Index("ix_case_business_key", "business_key", postgresql_where=text("business_key is not null"),
              sqlite_where=text("business_key is not null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_no: Mapped[str] = mapped_column(String(40), unique=True)
    case_type: Mapped[str] = mapped_column(String(16))
    item_version_id: Mapped[int | None] = mapped_column(ForeignKey("item_version.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id"))
    definition_version_id: Mapped[int | None] = mapped_column(ForeignKey("definition_version.id"))
    start_event: Mapped[str | None] = mapped_column(String(128))
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("applicant.id"))
    agent_name: Mapped[str | None] = mapped_column(String(64))
    agent_phone_ref: Mapped[str | None] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[str] = mapped_column(String(16), default="counter")
    status: Mapped[str] = mapped_column(String(24))

    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    supplement_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When D03 went out and nothing complete has come back since."""
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    is_deemed_accepted: Mapped[bool] = mapped_column(default=False)
    handling_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The first task done after acceptance."""
    at_superior_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    concluded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the flow came to its end, or the case left it by a side exit."""
    outcome: Mapped[str | None] = mapped_column(String(24))

    statutory_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    promised_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    is_paused: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=50)

    revision: Mapped[int] = mapped_column(default=0)
    all_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """The last one that concerns every open task: all but what other branches of the flow do for themselves."""
    snapshot: Mapped[Any | None] = mapped_column(Json)
    document: Mapped[Any] = mapped_column(Json, default=dict)
    business_key: Mapped[str | None] = mapped_column(String(128))
    first_contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    change: Mapped[str] = mapped_column(String(64), default="")
    """Kind of the last happening: what a stale page is told."""

    head_hash: Mapped[str] = mapped_column(String(64), default="")
    happening_count: Mapped[int] = mapped_column(default=0)
