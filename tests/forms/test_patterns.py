"""A form's pattern means the same in the browser and on the server, and always ends soon."""

import time

import pytest

from forms.patterns import LONGEST_SUBJECT, PatternRefused, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"^\d{6}$", "100000", "１０００００"),
        (r"^[A-Z]{2}-\d+$", "YC-3172", "yc-3172"),
        (r"^(京|津|沪)[A-Z]\w{5}$", "京A12345", "冀A12345"),
        (r"^[^@\s]+@[^@\s]+\.[a-z]+$", "lin@example.cn", "lin"),
        (r"^(?:\d{3}-)?\d{8}$", "010-12345678", "10-12345678"),
        (r"^(a|b){2}$", "ab", "abc"),
        (r"^[一-龥]{2,10}$", "林小雨", "Lin"),
        (r"\(\d+\)", "(12)", "12"),
    ],
)
def test_ordinary_patterns_are_taken(pattern, fits, fails):
    compiled = compile_pattern(pattern)

    assert compiled.search(fits)
    assert not compiled.search(fails)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*b",
        "(a+){20}b",
        "((ab?)+c?)*d",
        "(a|a)*b",
        "(a|aa)+$",
        "(.*a){15}",
        r"(a)\1",
        "(?=a)b",
        "(?!a)b",
        "(?<=a)b",
        "(?i)a",
        "(?P<n>a)",
        "a++b",
        "*a",
        "a{2,}{3,}",
        "(a+){,50}b",
        "[a",
        "(a",
        "a+b+c+d+e",
        r"\A\d+\Z",
        r"\N{BULLET}",
        "[]a]",
        "[^]]",
        "a" * 301,
    ],
)
def test_patterns_that_may_never_end_or_differ_in_the_browser_are_refused(pattern):
    with pytest.raises(PatternRefused) as refused:
        compile_pattern(pattern)

    assert all(refused.value.reason)


@pytest.mark.parametrize("pattern", ["a*a*a*b", "^.*.*.*x$", "(a{0,9}){1}b", r"\w+\w+\w+!"])
def test_the_worst_accepted_pattern_ends_soon(pattern):
    compiled = compile_pattern(pattern)

    started = time.perf_counter()
    compiled.search("a" * LONGEST_SUBJECT)

    assert time.perf_counter() - started < 5
