"""An item (事项) and its dated versions: running cases keep the version they were accepted under (CAT-01, CAT-09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.clocks.green_channel import shortened
from casework.clocks.limits import NOTICE, CountedFrom, Limit, Unit
from casework.database import Base
from casework.types import Json, Key, UTCDateTime, one_of

SPECIAL = "special"
"""The kind of case that goes through the green channel."""
GREEN_DAYS = "green_days"


class BaseType(StrEnum):
    INSTANT = "instant"
    PROMISED = "promised"
    JOINT = "joint"
    FORWARDED = "forwarded"


class VersionStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Item(Base):
    __tablename__ = "item"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    local_code: Mapped[str] = mapped_column(String(60), default="")
    is_internal: Mapped[bool] = mapped_column(default=False)
    """A matter of the staff (leave …): not offered to the public."""


class ItemVersion(Base):
    """What holds for an item from `valid_from` until `valid_to`, both included (None: until further notice)."""

    __tablename__ = "item_version"

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default=VersionStatus.DRAFT.value)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(200))
    item_type: Mapped[str] = mapped_column(String(20))
    """Code of GB/T 39046 A.1, 01 = 行政许可 …"""
    base_type: Mapped[str] = mapped_column(String(20))
    conditions: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    procedure_text: Mapped[str] = mapped_column(Text, default="")
    result_name: Mapped[str] = mapped_column(String(200), default="")
    fee_rule: Mapped[Any | None] = mapped_column(Json)
    fee_basis: Mapped[str] = mapped_column(Text, default="")
    fee_licence: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Number of the 收费许可证, or the list of fees that takes its place; empty in versions of before it was asked."""
    statutory_amount: Mapped[int | None]
    statutory_unit: Mapped[str | None] = mapped_column(String(20))
    statutory_from: Mapped[str | None] = mapped_column(String(30))
    statutory_source: Mapped[str] = mapped_column(String(200), default="")
    promised_amount: Mapped[int]
    promised_unit: Mapped[str] = mapped_column(String(20), default=Unit.WORKING_DAY.value)
    promised_from: Mapped[str] = mapped_column(String(30), default=CountedFrom.ACCEPTED.value)
    promised_source: Mapped[str] = mapped_column(String(200), default="")
    converted_amount: Mapped[int | None]
    """What an instant item promises to a case handled as a promised one (转承诺件).

    Every instant item states it; None in versions of before that rule, whose converted cases keep the promise of all.
    """
    converted_unit: Mapped[str | None] = mapped_column(String(20))
    notice_amount: Mapped[int | None]
    """Within what a law of its own has the applicant told what is missing; None: five working days (Art. 32)."""
    notice_unit: Mapped[str | None] = mapped_column(String(20))
    notice_source: Mapped[str] = mapped_column(String(200), default="", server_default="")
    supplement_days: Mapped[int] = mapped_column(default=30)
    delivery_days: Mapped[int] = mapped_column(default=10)
    concluded_at_decision: Mapped[bool] = mapped_column(default=True)
    is_direct: Mapped[bool] = mapped_column(default=False)
    """Decided purely from electronic material (CAT-15)."""
    needs_survey: Mapped[bool] = mapped_column(default=False)
    handler_not_approver: Mapped[bool] = mapped_column(default=True)
    extension_allowed: Mapped[bool] = mapped_column(default=True)
    promised_moves: Mapped[bool] = mapped_column(default=False)
    """Whether an extension of the legal clock may move the promised date too."""
    special_kinds: Mapped[Any] = mapped_column(Json, default=list)
    """Kinds of special procedure (特别程序) with the basis that lets them stop the clock."""
    service_targets: Mapped[str] = mapped_column(String(100), default="")
    definition_key: Mapped[str] = mapped_column(String(100))
    decision_files: Mapped[Any] = mapped_column(Json, default=dict)
    """DMN file name to text: the item's own tables in place of those of the diagram's bundle."""
    member_departments: Mapped[Any] = mapped_column(Json, default=list)
    """Codes of the departments of a joint item."""
    tolerant_allowed: Mapped[bool] = mapped_column(default=False)
    green_factor: Mapped[str] = mapped_column(String(10), default="0.5")
    """Decimal by which the promised limit is multiplied in the green channel."""
    points: Mapped[Any] = mapped_column(Json, default=dict)
    """What the guide shows besides: addresses, phones, service points, frequent questions."""
    change_note: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        # A version that was cancelled before its day leaves the day to another.
        Index(
            "uq_item_version_day",
            "item_id",
            "valid_from",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
        # Only one version may be open-ended; the code closes it when the next one is published.
        Index(
            "uq_item_version_open",
            "item_id",
            unique=True,
            sqlite_where=text("status = 'published' AND valid_to IS NULL"),
            postgresql_where=text("status = 'published' AND valid_to IS NULL"),
        ),
        one_of("status", VersionStatus),
        one_of("base_type", BaseType),
        one_of("statutory_unit", Unit, nullable=True),
        one_of("statutory_from", CountedFrom, nullable=True),
        one_of("promised_unit", Unit),
        one_of("promised_from", CountedFrom),
        one_of("converted_unit", Unit, nullable=True),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("promised_amount >= 0 AND statutory_amount >= 0", name="limits_not_negative"),
        CheckConstraint(
            "(statutory_amount IS NULL) = (statutory_unit IS NULL)"
            " AND (statutory_amount IS NULL) = (statutory_from IS NULL)",
            name="statutory_complete",
        ),
        CheckConstraint(
            "statutory_amount IS NULL OR promised_unit <> statutory_unit OR promised_amount <= statutory_amount",
            name="promised_within_statutory",
        ),
        CheckConstraint("fee_rule IS NULL OR fee_basis <> ''", name="fee_has_basis"),
        CheckConstraint(
            "(converted_amount IS NULL) = (converted_unit IS NULL)"
            " AND (converted_amount IS NULL OR (base_type = 'instant' AND converted_amount >= 0))",
            name="converted_complete",
        ),
        CheckConstraint(
            "converted_amount IS NULL OR statutory_amount IS NULL OR converted_unit <> statutory_unit"
            " OR converted_amount <= statutory_amount",
            name="converted_within_statutory",
        ),
        CheckConstraint(
            "(notice_amount IS NULL) = (notice_unit IS NULL) AND (notice_amount IS NULL"
            " OR (notice_amount BETWEEN 1 AND 5 AND notice_unit IN ('working_day', 'calendar_day')))",
            name="notice_within_art_32",
        ),
    )

    @property
    def statutory(self) -> Limit | None:
        """The limit of the law, None where the law sets none."""
        if self.statutory_amount is None or self.statutory_unit is None or self.statutory_from is None:
            return None
        return Limit(
            amount=self.statutory_amount,
            unit=Unit(self.statutory_unit),
            counted_from=CountedFrom(self.statutory_from),
            source=self.statutory_source,
        )

    @property
    def promised(self) -> Limit:
        """The limit the department promises."""
        return Limit(
            amount=self.promised_amount,
            unit=Unit(self.promised_unit),
            counted_from=CountedFrom(self.promised_from),
            source=self.promised_source,
        )

    @property
    def notice(self) -> Limit:
        """Within what the applicant is told what is missing, counted from receipt."""
        if self.notice_amount is None or self.notice_unit is None:
            return NOTICE
        return Limit(self.notice_amount, Unit(self.notice_unit), CountedFrom.RECEIVED, self.notice_source)

    @property
    def converted(self) -> Limit | None:
        """What an instant item promises to a case that is handled as a promised one, None where nothing is said."""
        if self.converted_amount is None or self.converted_unit is None:
            return None
        return replace(self.promised, amount=self.converted_amount, unit=Unit(self.converted_unit))

    @property
    def case_types(self) -> list[str]:
        """The kinds of case that the item may be registered as (`points.case_types`); its own kind comes first."""
        return list(dict.fromkeys((self.base_type, *(self.points or {}).get("case_types", []))))

    @property
    def in_the_channel(self) -> Limit:
        """The limit promised in the green channel, counted from acceptance: its meeting comes before that.

        Working days of its own (`points.green_days`), else the promise made shorter by `green_factor`.
        """
        days = (self.points or {}).get(GREEN_DAYS)
        if days is not None:
            return Limit(int(days), Unit.WORKING_DAY, CountedFrom.ACCEPTED, self.promised_source)
        return replace(shortened(self.promised, Decimal(self.green_factor)), counted_from=CountedFrom.ACCEPTED)

    def promised_for(self, case_type: str) -> Limit:
        """The limit promised to a case of this kind."""
        if case_type == SPECIAL:
            return self.in_the_channel
        return self.converted or self.promised if case_type == BaseType.PROMISED else self.promised

    def is_in_force(self, on: date) -> bool:
        return (
            self.status == VersionStatus.PUBLISHED
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )
