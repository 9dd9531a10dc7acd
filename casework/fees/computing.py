"""What an item costs: its fee rule applied to the case, in whole fen.

A rule is a JSON object with `kind`:
`{"kind": "fixed", "amount_fen": 5000}` · `{"kind": "per_unit", "unit_fen": 200, "quantity": "<variable>"}` ·
`{"kind": "rate", "base": "<variable in yuan>", "rate": "0.03"}` (the rate may be the name of a variable) ·
`{"kind": "computed", "amount": "<variable in yuan>"}` (a decision table worked it out).
Any rule may have `"reduction": "<variable>"`: the part (0 to 1) that is waived with an approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from casework.errors import Refusal

FEN = 100


def fee_of(rule: Mapping[str, Any] | None, values: Mapping[str, Any]) -> int:
    """The amount in fen; 0 when the item is free. Raises `Refusal` naming the variable that is missing or no number."""
    if not rule:
        return 0
    match rule.get("kind"):
        case "fixed":
            fen = Decimal(int(rule["amount_fen"]))
        case "per_unit":
            fen = Decimal(int(rule["unit_fen"])) * _number(values, str(rule["quantity"]))
        case "rate":
            fen = _number(values, str(rule["base"])) * FEN * _rate(values, rule["rate"])
        case "computed":
            fen = _number(values, str(rule["amount"])) * FEN
        case kind:
            raise Refusal("fee.unknown_rule", kind=kind)
    if rule.get("reduction") and values.get(rule["reduction"]) not in (None, ""):
        waived = _number(values, str(rule["reduction"]))
        if not 0 <= waived <= 1:
            raise Refusal("fee.reduction", field=rule["reduction"], value=waived)
        fen *= 1 - waived
    if fen < 0:
        raise Refusal("fee.negative", field=str(rule.get("base") or rule.get("quantity") or rule.get("amount")))
    return int(fen.to_integral_value(rounding=ROUND_HALF_UP))


def yuan(fen: int) -> str:
    """¥ as people write it: 1,234.50."""
    return f"{Decimal(fen) / FEN:,.2f}"


def _rate(values: Mapping[str, Any], rate: Any) -> Decimal:
    try:
        return Decimal(str(rate))
    except ArithmeticError:
        return _number(values, str(rate))


def _number(values: Mapping[str, Any], name: str) -> Decimal:
    value = values.get(name)
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        raise Refusal("fee.value_missing", field=name, value="" if value is None else value) from None
    if isinstance(value, bool) or not number.is_finite():
        raise Refusal("fee.value_missing", field=name, value=value)
    return number
