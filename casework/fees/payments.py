"""Payment orders and receipts: the window asks, the bank's cashier confirms with a receipt number (FEE-01 … 05)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, bindparam, or_, select, update

from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TABLES, KeyOf
from casework.cases.lengths import within
from casework.documents.drawing import draw_up
from casework.errors import Conflict, Refusal
from casework.fees import payment_order
from casework.fees.computing import yuan
from casework.notices.sending import matter_of, tell_applicant
from forms.blanks import trimmed

ORDER: Table = TABLES["payment_order"]
_OF_CASE = (
    select(ORDER.c.id, ORDER.c.status, ORDER.c.amount_fen).where(ORDER.c.case_id == bindparam("of_case"))
).order_by(ORDER.c.id)
_OF_CASE_OR_RECEIPT = (
    select(ORDER.c.case_id, ORDER.c.receipt_no, ORDER.c.id, ORDER.c.status, ORDER.c.amount_fen)
    .where(or_(ORDER.c.case_id == bindparam("of_case"), ORDER.c.receipt_no == bindparam("receipt")))
    .order_by(ORDER.c.id)
)
_PAY = (
    update(ORDER)
    .where(ORDER.c.id == bindparam("row"))
    .values(
        status=payment_order.PAID,
        receipt_no=bindparam("receipt"),
        paid_at=bindparam("now"),
        cashier_id=bindparam("cashier"),
    )
)


_CANCEL = update(ORDER).where(ORDER.c.id == bindparam("row")).values(status=payment_order.CANCELLED)


def open_order(file: CaseFile, amount_fen: int, basis: str) -> dict[str, Any]:
    """缴款单 with D11. Raises `Refusal` for an item published as free, an amount of nothing, or without a basis."""
    item = file.item_version
    if item is not None and not item.fee_rule:
        raise Refusal("fee.item_is_free", item=item.name)
    if amount_fen <= 0:
        raise Refusal("fee.nothing_due", field="amount_fen", amount=yuan(amount_fen))
    if not trimmed(basis):
        raise Refusal("fee.basis_missing", field="basis")
    if any(order["status"] == payment_order.OPEN for order in _orders(file)):
        raise Conflict("fee.order_open", case=file.case.case_no)
    notice = draw_up(file, "D11", {"amount": yuan(amount_fen), "basis": basis.strip()})
    amount = f"应缴 {yuan(amount_fen)} 元，请到收费窗口缴费并保留收据"
    tell_applicant(file, f"您申请的{matter_of(file)}{amount}。缴费通知：{notice['number']}。", passing=True)
    file.happened("fee.ordered", amount_fen=amount_fen, notice=notice["number"])
    return file.add(
        "payment_order",
        document_id=KeyOf(notice),
        amount_fen=amount_fen,
        basis=within(basis, 400, "basis"),
        status=payment_order.OPEN,
        receipt_no=None,
        paid_at=None,
        cashier_id=None,
    )


def record_receipt(file: CaseFile, receipt_no: str) -> int:
    """登记收据: the open order is paid. Gives the amount in fen.

    Raises `Refusal` naming the field when the number is empty or was used before, `Conflict` when nothing is open.
    """
    receipt = within(receipt_no, 64, "receipt_no")
    if not receipt:
        raise Refusal("fee.receipt_missing", field="receipt_no")
    if _is_used(file, receipt):
        raise Refusal("fee.receipt_used", field="receipt_no", receipt=receipt)
    order = next((one for one in _orders(file) if one["status"] == payment_order.OPEN), None)
    if order is None:
        raise Conflict("fee.no_order", case=file.case.case_no)
    if "id" in order:
        pay = {"row": order["id"], "receipt": receipt, "now": file.now, "cashier": file.actor.row_id}
        file.run_later(_PAY, [pay])
    else:
        order |= {"receipt_no": receipt, "paid_at": file.now, "cashier_id": file.actor.row_id}
    order["status"] = payment_order.PAID
    file.scratch["paid"] = True
    file.happened("fee.paid", receipt_no=receipt, amount_fen=order["amount_fen"])
    return int(order["amount_fen"])


def waive_order(file: CaseFile, document: str, reason: str) -> int:
    """免缴: the open order is cancelled; the document that approves it and the reason stay on record.

    Gives the amount waived in fen. Raises `Refusal` naming the field, `Conflict` when nothing is open.
    """
    order = _cancel(file, document)
    file.scratch["paid"] = True
    told = {"document": document.strip(), "reason": reason.strip(), "amount_fen": order["amount_fen"]}
    file.happened("fee.waived", **told)
    return int(order["amount_fen"])


def reduce_order(file: CaseFile, amount_fen: int, document: str, reason: str) -> dict[str, Any]:
    """减缴: a new order of less, with D11, in place of the open one, on the strength of the document that approves it.

    Gives the new order. Raises `Refusal` naming the field, `Conflict` when nothing is open.
    """
    order, item = _cancel(file, document), file.item_version
    before = int(order["amount_fen"])
    if not 0 < amount_fen < before:
        raise Refusal("fee.not_less", field="reduced_yuan", amount=yuan(amount_fen), before=yuan(before))
    told = {"document": document.strip(), "reason": reason.strip(), "before_fen": before, "amount_fen": amount_fen}
    file.happened("fee.reduced", **told)
    basis = item.fee_basis if item is not None else ""
    return open_order(file, amount_fen, f"{basis}；减缴批准：{document.strip()}")


def _cancel(file: CaseFile, document: str) -> dict[str, Any]:
    """The open order, cancelled."""
    if not trimmed(document):
        raise Refusal("fee.waiver_missing", field="waiver_document")
    order = next((one for one in _orders(file) if one["status"] == payment_order.OPEN), None)
    if order is None:
        raise Conflict("fee.no_order", case=file.case.case_no)
    if "id" in order:
        file.run_later(_CANCEL, [{"row": order["id"]}])
    order["status"] = payment_order.CANCELLED
    return order


def check_paid(file: CaseFile) -> None:
    """Raise `Refusal` while an order is open, or none was paid or waived although the item charges.

    An item whose fee came to nothing for this case (`fee_due` false) has no order and passes.
    """
    item = file.item_version
    orders = _orders(file)
    if file.scratch.get("paid"):
        return
    if any(order["status"] == payment_order.OPEN for order in orders):
        raise Refusal("fee.unpaid", field="receipt_no", case=file.case.case_no)
    is_paid = any(order["status"] in (payment_order.PAID, payment_order.CANCELLED) for order in orders)
    is_waived = file.case.document.get("", {}).get("fee_due") is False
    if item is not None and item.fee_rule and not is_paid and not is_waived:
        raise Refusal("fee.unpaid", field="receipt_no", case=file.case.case_no)


def _is_used(file: CaseFile, receipt: str) -> bool:
    """Whether an order has this receipt number; the orders of the case are read along."""
    rows = file.connection.execute(_OF_CASE_OR_RECEIPT, {"of_case": file.case.id, "receipt": receipt}).all()
    file.scratch.setdefault("orders", [dict(row._mapping) for row in rows if row.case_id == file.case.id])
    return any(row.receipt_no == receipt for row in rows)


def _orders(file: CaseFile) -> list[dict[str, Any]]:
    """The orders of the case: those stored, and those of this step as rows that can still be changed."""
    if "orders" not in file.scratch:
        # An item without a fee never has an order (`open_order`).
        is_free = file.item_version is not None and not file.item_version.fee_rule
        stored = None if file.is_new or is_free else file.connection.execute(_OF_CASE, {"of_case": file.case.id})
        file.scratch["orders"] = [] if stored is None else [dict(row._mapping) for row in stored]
    return [*file.scratch["orders"], *file.rows["payment_order"]]
