"""Values of the case document: JSON and nothing else."""

from typing import Any

LONGEST_NUMBER = 20
"""Digits, of a number that came as text; Python reads no more than some thousands."""


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values; `true` is not 1."""
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)


def whole_number(value: Any, limit: int) -> int | None:
    """The number from 0 to `limit`, also when it comes as its digits; None for anything else."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= LONGEST_NUMBER:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= limit else None
