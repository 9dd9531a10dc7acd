"""Values cross the border to Python and JSON unharmed, and nothing else gets in."""

import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

from engine.expressions import parse, to_json, to_python


class Kind(StrEnum):
    SICK = "病假"


class Level(IntEnum):
    HIGH = 3


SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('x = "病假"', Kind.SICK),
        ("x = 3", Level.HIGH),
        ("x = 0.1", 0.1),
        ("x = [1, 2]", (1, 2)),
        ('x = date("2026-10-09")', datetime.date(2026, 10, 9)),
        ('x = date and time("2026-10-09T02:00:00Z")', datetime.datetime(2026, 10, 9, 10, tzinfo=SHANGHAI)),
        ('x = duration("PT90M")', datetime.timedelta(minutes=90)),
        ("x = null", float("nan")),
        ("x = null", object()),
        ("x = null", b"bytes"),
        ("x = null", lambda: 1),
    ],
)
def test_what_python_brings_has_the_feel_value_people_expect(text, value):
    assert parse(text).evaluate({"x": value}) is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('date("2026-10-09")', datetime.date(2026, 10, 9)),
        ('time("10:30:00")', datetime.time(10, 30)),
        ('date and time("2026-10-09T10:00:00+08:00")', datetime.datetime(2026, 10, 9, 10, tzinfo=SHANGHAI)),
        ('[duration("P1DT1H")]', [datetime.timedelta(hours=25)]),
        ('{a: "x"}', {"a": "x"}),
    ],
)
def test_to_python_gives_pythons_own_types(text, value):
    assert to_python(parse(text).evaluate({})) == value


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("3.00"), 3),
        (Decimal("-0"), 0),
        (Decimal("0.1"), 0.1),
        (Decimal("1E+400"), None),
        (Decimal("12345678901234.56"), 12345678901234.56),
        (True, True),
        ([Decimal(1), {"a": None}], [1, {"a": None}]),
    ],
)
def test_to_json_gives_what_json_can_hold(value, stored):
    assert to_json(value) == stored
    assert isinstance(to_json(value), type(stored))


def test_ranges_are_stored_as_their_text_and_functions_not_at_all():
    assert to_json(parse("[1..5)").evaluate({})) == "[1..5)"
    assert to_json(parse("function(a) a").evaluate({})) is None
