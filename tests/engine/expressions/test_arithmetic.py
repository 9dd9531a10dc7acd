"""Numbers are decimals of 34 digits: arithmetic agrees with decimal arithmetic and survives being stored as JSON."""

import json
from decimal import Context, Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.expressions import parse, to_json

EXACT = Context(prec=34)
MONEY = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(MONEY, MONEY, st.sampled_from("+-*"))
def test_sums_and_products_agree_with_decimal_arithmetic(left, right, operator):
    expected = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}[operator](left, right)

    found = parse(f"a {operator} b").evaluate({"a": left, "b": right})

    assert found == expected


@given(MONEY, MONEY)
def test_a_quotient_times_its_divisor_is_the_dividend_up_to_the_last_digit(left, right):
    assume(right != 0)

    found = parse("a / b * b").evaluate({"a": left, "b": right})

    assert abs(found - left) <= abs(left) * Decimal("1e-32")


@given(st.lists(MONEY, min_size=1, max_size=20))
def test_the_sum_of_a_list_is_the_same_as_adding_one_by_one(amounts):
    added = parse(" + ".join(f"({amount})" for amount in amounts)).evaluate({})

    assert parse("sum(list)").evaluate({"list": amounts}) == added


@given(MONEY)
def test_money_comes_back_from_storage_to_the_cent(amount):
    stored = json.loads(json.dumps(to_json(amount)))

    assert parse("x").evaluate({"x": stored}) == amount


@given(st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1))
def test_whole_numbers_are_stored_as_integers(number):
    stored = to_json(parse("x").evaluate({"x": number}))

    assert stored == number and isinstance(stored, int)


def test_floats_from_json_count_as_the_decimal_they_print_as():
    assert parse("a + b = 0.3").evaluate({"a": 0.1, "b": 0.2}) is True


def test_a_third_is_stored_rounded_and_stays_a_number():
    stored = to_json(parse("1 / 3").evaluate({}))

    assert parse("x > 0.3333 and x < 0.3334").evaluate({"x": stored}) is True
