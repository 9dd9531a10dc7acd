"""A printed expression reads back as the expression it was printed from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expressions.feel import tree
from engine.expressions.feel.parser import parse
from engine.expressions.feel.printing import printed

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9)
LEAVES = st.one_of(
    NUMBERS.map(tree.Literal),
    st.text(alphabet='ab"\\\n 北京', max_size=5).map(tree.Literal),
    st.sampled_from([tree.Literal(None), tree.Literal(True), tree.Name("金额"), tree.Name("Monthly Salary")]),
)


def _grown(below: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    chain = st.lists(below, min_size=2, max_size=3).map(tuple)
    sums = st.tuples(below, st.sampled_from("+-"), below).map(lambda t: tree.Arithmetic(t[0], ((t[1], t[2]),)))
    powers = st.tuples(below, below).map(lambda t: tree.Arithmetic(t[0], (("*", t[1]),)))
    comparisons = st.tuples(st.sampled_from(["=", "<", ">="]), below, below).map(lambda t: tree.Comparison(*t))
    choices = st.tuples(below, below, below).map(lambda t: tree.If(*t))
    loops = st.tuples(below, below).map(lambda t: tree.For((tree.Iterator("x", t[0], None),), t[1]))
    return st.one_of(
        sums,
        powers,
        comparisons,
        choices,
        loops,
        chain.map(lambda parts: tree.Logic("and", parts)),
        chain.map(lambda parts: tree.Logic("or", parts)),
        chain.map(tree.ListLiteral),
        below.map(lambda node: tree.Filter(tree.Name("list"), node)),
        below.map(lambda node: tree.ContextLiteral((("年龄", node), ("a-b", tree.Literal(Decimal(1)))))),
        st.tuples(below, below).map(lambda t: tree.RangeLiteral(t[0], t[1], True, False)),
        st.tuples(below, below, below).map(lambda t: tree.Between(*t)),
        below.map(lambda node: tree.Call(tree.Name("string length"), (node,))),
    )


@given(st.recursive(LEAVES, _grown, max_leaves=8))
def test_what_is_printed_reads_back_as_the_same_tree(node):
    read = parse(printed(node))

    again = parse(printed(read))

    assert again == read


@pytest.mark.parametrize(
    "text",
    [
        "a + b * (c - d) ** 2",
        "-(a + 1)",
        "(if a then 1 else 2) + 3",
        "not(x) and y in (1, [2..3], (> 5))",
        "some x in [1, 2], y in 1..3 satisfies x = y",
        "[1, 2, 3][item > 1][1]",
        '{a: 1, "b-c": 2}.a',
        "function(a: number, b: list<string>) a",
        "f(from: 1, to: 2) instance of function<number>->number",
        '@"2026-01-01" + duration("P1D")',
    ],
)
def test_the_canonical_spelling_stays_as_it_is(text):
    assert printed(parse(text)) == text
