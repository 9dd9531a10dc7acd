"""Names may be Chinese and of several words; what an expression uses is known before it runs."""

import unicodedata

import pytest

from engine.expressions import parse


def test_chinese_names_are_plain_names():
    assert parse('申请人.年龄 >= 18 and 所在区 = "河西"').names == {"申请人", "所在区"}


def test_neighbouring_words_are_one_name():
    expression = parse("12 * Monthly Salary")

    assert expression.names == {"Monthly Salary"}
    assert expression.evaluate({"Monthly Salary": 10}) == 120


def test_a_known_name_with_a_symbol_beats_the_operator():
    scope = {"first-name": "x", "first": 5, "name": 2}

    assert parse("first-name", names=["first-name"]).evaluate(scope) == "x"
    assert parse("first-name").evaluate(scope) == 3
    assert parse("first - name", names=["first-name"]).evaluate(scope) == 3


def test_the_longest_known_name_wins():
    names = ["rate", "rate and fee"]

    assert parse("rate and fee", names=names).names == {"rate and fee"}


def test_context_keys_are_known_behind_the_dot():
    assert parse('{"x-y": 1, z: x-y + 1}.z').evaluate({}) == 2


def test_names_declared_inside_are_not_free():
    text = "for i in list return {a: i, b: a + c}"

    assert parse(text).names == {"list", "c"}


def test_names_in_a_filter_may_belong_to_the_elements():
    expression = parse("items[amount > limit]")

    assert expression.names == {"items"}
    assert expression.item_names == {"amount", "limit"}


def test_built_in_functions_are_not_variables_but_unknown_ones_are():
    assert parse("string length(a) + my rule(b)").names == {"a", "b", "my rule"}


def test_a_variable_may_have_the_name_of_a_function():
    expression = parse("count > 1 and count([1]) = 1")

    assert expression.names == {"count"}
    assert expression.evaluate({"count": 2}) is True


def test_the_elements_own_filter_over_an_outer_filter_is_not_certain_either():
    assert parse("a[b[c = 1] = 2]").names == {"a"}


def test_differently_composed_characters_are_one_name():
    composed, decomposed = "Café", unicodedata.normalize("NFD", "Café")

    assert parse(decomposed).names == {composed}
    assert parse(composed).evaluate({decomposed: 1}) == 1


@pytest.mark.parametrize("text", ["execution.getVariable('x') == 1", "x == 1"])
def test_juel_names_are_those_of_variables(text):
    assert parse("${" + text + "}").names == {"x"}
