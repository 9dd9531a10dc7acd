"""What an item costs: its fee rule, checked when the item is published, applied to the case, in whole fen.

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

from casework.errors import Refusal, Words

FEN = 100
MOST_FEN = 10**15
REDUCTION = "reduction"
PARTS = {
    "fixed": ("amount_fen",),
    "per_unit": ("unit_fen", "quantity"),
    "rate": ("base", "rate"),
    "computed": ("amount",),
}
"""Kind of rule -> what it must state."""


def check_rule(rule: Any) -> None:
    """Refuse what `fee_of` could not work with in any case, naming the part: an unknown kind, one missing or wrong."""
    kind = rule.get("kind") if isinstance(rule, Mapping) else None
    if not isinstance(kind, str) or kind not in PARTS:
        kinds = Words("应为 " + "、".join(PARTS), "it must be one of " + ", ".join(PARTS))
        raise _wrong("kind", kind if isinstance(rule, Mapping) else rule, kinds)
    for part in PARTS[kind]:
        if rule.get(part) in (None, ""):
            raise Refusal("item.missing_field", field=f"fee_rule.{part}")
    for part, value in rule.items():
        if part == "kind":
            continue
        if part != REDUCTION and part not in PARTS[kind]:
            raise Refusal("item.unknown_field", field=f"fee_rule.{part}")
        if part.endswith("_fen"):
            if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MOST_FEN:
                raise _wrong(part, value, Words("应为大于 0 的整数（分）", "it must be a whole number of fen above 0"))
        elif part == "rate" and (number := _plain_number(value)) is not None:
            if number.is_nan() or not 0 <= number <= 1:
                raise _wrong(part, value, Words("应为 0 到 1 的小数或变量名", "it must be from 0 to 1, or a variable"))
        elif not isinstance(value, str) or not value.strip():
            raise _wrong(part, value, Words("应为变量名", "it must be the name of a variable"))


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
    number = _plain_number(rate)
    return _number(values, str(rate)) if number is None or not number.is_finite() else number


def _plain_number(value: Any) -> Decimal | None:
    """The number a rule states itself; None for the name of a variable."""
    try:
        return None if isinstance(value, bool) else Decimal(str(value))
    except ArithmeticError:
        return None


def _wrong(part: str, value: Any, reason: Words) -> Refusal:
    return Refusal("item.bad_value", field=f"fee_rule.{part}", value="" if value is None else str(value), reason=reason)


def _number(values: Mapping[str, Any], name: str) -> Decimal:
    value = values.get(name)
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        raise Refusal("fee.value_missing", field=name, value="" if value is None else value) from None
    if isinstance(value, bool) or not number.is_finite():
        raise Refusal("fee.value_missing", field=name, value=value)
    return number
