"""A script is a list of assignments, each a FEEL expression that sees the ones before."""

import pytest

from engine.expressions import ExpressionSyntax, assignments, to_json


def run(text, **variables):
    for assignment in assignments(text):
        variables[assignment.name] = to_json(assignment.expression.evaluate(variables))
    return variables


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a = 1", {"a": 1}),
        ("a = 1\nb = a + 1", {"a": 1, "b": 2}),
        ("a = 1; b = a + 1;", {"a": 1, "b": 2}),
        ('// days\n天数 = 3\n\n等级 = if 天数 > 2\n  then "高"\n  else "低"', {"天数": 3, "等级": "高"}),
        ("a = [\n1,\n2\n]\nb = count(a)", {"a": [1, 2], "b": 2}),
        ("a = 1 +\n 2\nb = a\n  + 1", {"a": 3, "b": 4}),
        ("{a: 1, b: a + 1}", {"a": 1, "b": 2}),
        ('= {"total fee": 2, c: {d: [total fee, 1]}}', {"total fee": 2, "c": {"d": [2, 1]}}),
        ("ok = a = 1", {"ok": False}),
        ('text = "a = b; c"', {"text": "a = b; c"}),
    ],
)
def test_assignments_run_in_order(text, result):
    assert run(text) == result


@pytest.mark.parametrize(
    "text", ["", "   ", "a + 1", "1 = a", "a =", "a = 1 b = 2", "{a: 1", "print('x')", "{a: 1} + 2"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ExpressionSyntax):
        assignments(text)
