"""Leave up to one day: chief or below; less than three: the chief; three or more, or the chief's own: both leaders."""

from decimal import Decimal

import pytest

from engine.decisions import decide
from tests.processes.shipped import compiled


@pytest.mark.parametrize(
    ("days", "level"),
    [
        ("0.5", "chief_or_below"),
        ("1", "chief_or_below"),
        ("1.0", "chief_or_below"),
        ("1.5", "chief"),
        ("2.5", "chief"),
        ("2.999", "chief"),
        ("3", "joint"),
        ("3.0", "joint"),
        ("30", "joint"),
    ],
)
def test_the_borders_of_the_tiers_are_exact(days, level):
    assert decide(compiled("leave_request").decisions, "leave_tier", {"days": Decimal(days)}) == level


@pytest.mark.parametrize("days", ["0.5", "1", "2.5", "3"])
def test_the_chief_is_never_approved_by_one_person_alone(days):
    names = {"days": Decimal(days), "is_chief": True}

    assert decide(compiled("leave_request").decisions, "leave_tier", names) == "joint"
