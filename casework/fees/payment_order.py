"""A payment order (缴款单): the amount and its basis; paid when the cashier has entered the bank's receipt number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base
from casework.types import Fen, Key, UTCDateTime

OPEN, PAID, CANCELLED = "open", "paid", "cancelled"


class PaymentOrder(Base):
    __tablename__ = "payment_order"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("status <> 'paid' or (receipt_no is not null and receipt_no <> '')", name="paid_has_a_receipt"),
        Index("ix_payment_order_case", "case_id"),
        Index("uq_payment_order_receipt", "receipt_no", unique=True, postgresql_where=text("receipt_no is not null"),
              sqlite_where=text("receipt_no is not null")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("official_document.id"))
    amount_fen: Mapped[Fen]
    basis: Mapped[str] = mapped_column(String(400))
    status: Mapped[str] = mapped_column(String(12), default=OPEN)
    receipt_no: Mapped[str | None] = mapped_column(String(64))
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cashier_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
