"""Numbers as people type them, kept exact and safe in JSON."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

# What a binary double, the number of JSON, keeps without change.
MOST_DIGITS = 15
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


def parse_number(raw: Any) -> Decimal | None:
    """The exact number, or None if it is none; full-width digits and separators of thousands are understood."""
    match raw:
        case bool():
            return None
        case int():
            return Decimal(raw) if abs(raw) < 10**30 else None
        case Decimal():
            return raw if raw.is_finite() else None
        case float():
            number = Decimal(repr(raw))
            return number if number.is_finite() else None
        case str():
            return _parse_text(raw)
        case _:
            return None


def has_too_many_digits(number: Decimal) -> bool:
    """Whether JSON could not keep the number exactly."""
    shown = number.normalize()
    return len(shown.as_tuple().digits) > MOST_DIGITS or abs(shown.adjusted()) > MOST_DIGITS


def to_json(number: Decimal) -> int | float:
    """The number as JSON writes it; exact for all that `has_too_many_digits` lets through."""
    return int(number) if number == number.to_integral_value() else float(number)


def decimals(number: Decimal) -> int:
    """How many decimals the number has; zeros at the end do not count."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def plain(number: Decimal) -> str:
    """The number without an exponent: 48.6, 1000."""
    return f"{number.normalize():f}" if number else "0"


def _parse_text(raw: str) -> Decimal | None:
    text = unicodedata.normalize("NFKC", raw).strip()
    if len(text) > 60:
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
