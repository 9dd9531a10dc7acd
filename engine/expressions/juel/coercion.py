"""How Java's expression language turns one kind of value into another (EL 2.2, section 1.18)."""

from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.errors import ExpressionFailed
from engine.expressions.feel import comparing
from engine.expressions.feel.functions.conversion import plain_number, written
from engine.expressions.feel.values import number


def as_number(value: Any) -> Decimal:
    """Null and the empty string are 0, a string is the number it spells; anything else fails."""
    if isinstance(value, Decimal):
        return value
    if value is None or value == "":
        return Decimal(0)
    found = number(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ExpressionFailed(f"“{as_text(value)[:50]}”不是数字", f"“{as_text(value)[:50]}” is not a number")
    return found


def as_boolean(value: Any) -> bool:
    """Null and the empty string are false, a string is true when it spells `true`; a number fails."""
    if isinstance(value, bool):
        return value
    if value is None or isinstance(value, str):
        return value is not None and value.strip().lower() == "true"
    raise ExpressionFailed(f"“{as_text(value)[:50]}”不是真或假", f"“{as_text(value)[:50]}” is not true or false")


def as_text(value: Any) -> str:
    """Null is the empty string."""
    match value:
        case None:
            return ""
        case Decimal():
            return plain_number(value)
        case _:
            return written(value, Budget())


def equal(left: Any, right: Any, budget: Budget) -> bool:
    """`==`: null equals only null; a string is compared as the number or boolean on the other side."""
    if left is None or right is None:
        return left is right
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return as_number(left) == as_number(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return as_boolean(left) is as_boolean(right)
    if isinstance(left, str) != isinstance(right, str):
        return as_text(left) == as_text(right)
    return comparing.equal(left, right, budget) is True


def ordered(left: Any, right: Any) -> int:
    """-1, 0 or 1; numbers when one side is a number, else as the values order themselves."""
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        left, right = as_number(left), as_number(right)
    elif isinstance(left, str) != isinstance(right, str):
        left, right = as_text(left), as_text(right)
    order = comparing.ordered(left, right)
    if order is None:
        raise ExpressionFailed("两个值不能比较大小", "the two values have no order")
    return order
