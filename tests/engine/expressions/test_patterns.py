"""Regular expressions are those of XPath, and agree with Python's where both mean the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expressions.budget import Budget
from engine.expressions.feel.patterns import BadPattern, pattern

ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d", "(a)", "(a|b)", "(?:ab)", "^", "$"])
PIECES = st.tuples(ATOMS, st.sampled_from(["", "*", "+", "?", "{2}", "{1,2}", "*?"])).map("".join)
REGEXES = st.lists(PIECES, max_size=4).map("".join).filter(lambda text: "^*" not in text and "$*" not in text)
TEXTS = st.text(alphabet="ab1", max_size=8)


@given(REGEXES, TEXTS)
def test_the_leftmost_match_is_the_one_python_finds(regex, text):
    try:
        expected = re.compile(regex).search(text)
        found = pattern(regex).search(text, 0, Budget())
    except (re.error, BadPattern):
        return

    assert (found is None) == (expected is None)
    assert found is None or expected is None or found[:2] == expected.span()


@pytest.mark.parametrize(
    ("regex", "text", "found"),
    [
        ("[a-z-[aeiou]]+", "aebcd", "bcd"),
        ("\\i\\c*", "1abc-2", "abc-2"),
        ("\\p{Lu}", "aB", "B"),
        ("\\P{L}+", "a12", "12"),
        ("(\\w)\\1", "abccd", "cc"),
        ("[\\-a]+", "-a", "-a"),
        ("\\p{IsCJKUnifiedIdeographs}{2}", "x北京市", "北京"),
    ],
)
def test_what_only_xpath_knows(regex, text, found):
    span = pattern(regex).search(text, 0, Budget())

    assert span is not None and text[span[0] : span[1]] == found


@pytest.mark.parametrize(
    "regex", ["[", "(", "a)", "*", "a{2,1}", "(?=a)", "\\1", "[z-a]", "\\y", "a**", "\\p{Xx}", "[]"]
)
def test_what_is_no_pattern_is_refused(regex):
    with pytest.raises(BadPattern):
        pattern(regex)


@pytest.mark.parametrize(("flags", "matches"), [("i", True), ("", False), ("x", False), ("q", False)])
def test_flags(flags, matches):
    assert (pattern("A.c", flags).search("abc", 0, Budget()) is not None) is matches


def test_flag_x_ignores_white_space_and_q_takes_everything_literally():
    assert pattern("a b", "x").search("ab", 0, Budget()) == (0, 2)
    assert pattern("a.c", "q").search("abca.c", 0, Budget()) == (3, 6)
