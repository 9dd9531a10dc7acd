"""Operations of money: compute the fee, open an order, register the receipt."""

from __future__ import annotations

from casework.cases.case_file import CaseFile
from casework.fees.computing import fee_of, yuan
from casework.fees.payments import open_order, record_receipt, reduce_order, waive_order
from casework.operations.operation import Inputs, Outputs


def compute_fee(file: CaseFile, inputs: Inputs) -> Outputs:
    """The fee of the item for this case, from its rule and the case's variables."""
    item = file.item_version
    values = {**file.around.points, **file.case.document.get("", {}), **inputs.known()}
    amount = fee_of(item.fee_rule if item is not None else None, values)
    basis = item.fee_basis if item is not None and amount else ""
    return {"fee_amount": amount, "fee_due": amount > 0, "fee_yuan": yuan(amount), "basis": basis}


def open_payment(file: CaseFile, inputs: Inputs) -> Outputs:
    """缴款单 with D11; without amount and basis of its own the item's rule decides."""
    item = file.item_version
    amount = inputs.number("amount_fen", -1)
    if amount < 0:
        amount = int(str(compute_fee(file, inputs)["fee_amount"]))
    basis = inputs.text("basis", item.fee_basis if item is not None else "")
    open_order(file, amount, basis)
    number = file.rows["official_document"][-1]["number"]
    return {"order_id": number, "document_number": number, "amount_fen": amount}


def record_payment(file: CaseFile, inputs: Inputs) -> Outputs:
    """登记收款: the number of the bank's receipt."""
    amount = record_receipt(file, inputs.text("receipt_no", ""))
    return {"paid": True, "amount_fen": amount}


def waive_payment(file: CaseFile, inputs: Inputs) -> Outputs:
    """批准免缴: the order is cancelled on the strength of the government's approval (FEE-04)."""
    amount = waive_order(file, inputs.text("waiver_document", ""), inputs.text("reason", ""))
    return {"waived": True, "amount_fen": amount}


def reduce_payment(file: CaseFile, inputs: Inputs) -> Outputs:
    """批准减缴: the order is opened anew for `reduced_yuan`, on the strength of the government's approval (FEE-04)."""
    amount = fee_of({"kind": "computed", "amount": "reduced_yuan"}, inputs.known())
    reduce_order(file, amount, inputs.text("waiver_document", ""), inputs.text("reason", ""))
    return {"amount_fen": amount, "document_number": file.rows["official_document"][-1]["number"]}
