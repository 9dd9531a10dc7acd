"""`and`, `or` and `not` follow Kleene's three-valued logic, with null as the unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expressions import parse, truth
from engine.expressions.errors import ExpressionFailed

TRUTH = st.sampled_from([True, False, None])


def value(text, **scope):
    return parse(text).evaluate(scope)


@given(TRUTH, TRUTH)
def test_de_morgan_holds(a, b):
    assert value("not(a and b)", a=a, b=b) is value("not(a) or not(b)", a=a, b=b)


@given(TRUTH, TRUTH, TRUTH)
def test_and_distributes_over_or(a, b, c):
    assert value("a and (b or c)", a=a, b=b, c=c) is value("(a and b) or (a and c)", a=a, b=b, c=c)


@given(TRUTH, TRUTH)
def test_operands_may_change_places(a, b):
    assert value("a and b", a=a, b=b) is value("b and a", a=a, b=b)
    assert value("a or b", a=a, b=b) is value("b or a", a=a, b=b)


@given(st.lists(TRUTH, min_size=1, max_size=4))
def test_some_and_every_are_chains_of_or_and_and(values):
    chain = [str(one).lower().replace("none", "null") for one in values]

    assert value("some v in list satisfies v", list=values) is value(" or ".join(["false", *chain]))
    assert value("every v in list satisfies v", list=values) is value(" and ".join(["true", *chain]))


@pytest.mark.parametrize("other", [None, False, 1, "true", [True]])
def test_only_true_itself_is_true_in_a_feel_condition(other):
    assert truth(True)
    assert not truth(other)


@pytest.mark.parametrize("text", ["${name}", "${null}", "${1}"])
def test_a_juel_condition_that_is_no_boolean_fails(text):
    with pytest.raises(ExpressionFailed):
        parse(text).holds({"name": "x"})
