"""The green channel (绿色通道) shortens what we promise, never what the law gives to the applicant."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from casework.clocks.limits import Limit


def shortened(limit: Limit, factor: Decimal) -> Limit:
    """The limit times `factor` (0 < factor ≤ 1), rounded up: at least one unit, unless it is a same-day limit."""
    if not 0 < factor <= 1:
        raise ValueError(f"the green channel multiplies by a number above 0 and up to 1, not {factor}")
    return replace(limit, amount=int((limit.amount * factor).to_integral_value(rounding=ROUND_CEILING)))
