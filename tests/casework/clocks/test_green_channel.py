"""The green channel rounds up whatever it multiplies by, and a same-day limit stays one."""

from decimal import Decimal

import pytest

from casework.clocks.green_channel import shortened
from casework.clocks.limits import Limit


@pytest.mark.parametrize(("amount", "factor", "left"), [
    (10, "0.5", 5), (5, "0.5", 3), (10, "0.31", 4), (1, "0.1", 1), (0, "0.5", 0), (7, "1", 7),
])  # fmt: skip
def test_the_limit_is_shortened_and_never_by_part_of_a_day_too_much(amount: int, factor: str, left: int) -> None:
    assert shortened(Limit(amount), Decimal(factor)).amount == left


@pytest.mark.parametrize("factor", ["0", "-0.5", "1.01"])
def test_what_would_lengthen_or_undo_a_limit_is_no_factor(factor: str) -> None:
    with pytest.raises(ValueError, match="above 0 and up to 1"):
        shortened(Limit(10), Decimal(factor))
