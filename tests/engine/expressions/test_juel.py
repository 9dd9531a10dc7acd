"""`${…}` is read as Camunda 7 reads it, as far as it touches data only."""

import pytest

from engine.expressions import ExpressionFailed, parse, to_json

SCOPE = {
    "amount": 10000.5,
    "name": "王芳",
    "approved": False,
    "empty_list": [],
    "list": ["a", "b"],
    "order": {"total": 3, "lines": [{"sku": "x"}]},
    "text": "7",
    "nothing": None,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${amount > 10000 && name == '王芳'}", True),
        ("#{not approved}", True),
        ("${!approved || amount lt 5}", True),
        ("${approved == 'false'}", True),
        ("${text == 7}", True),
        ("${text + 1}", 8),
        ("${0.1 + 0.2 == 0.3}", True),
        ("${order.lines[0].sku}", "x"),
        ("${order['total'] * 2 mod 4}", 2),
        ("${empty empty_list and not empty list}", True),
        ("${amount ge 1 ? 'big' : 'small'}", "big"),
        ("${list.contains('a')}", True),
        ("${list.size() == 2}", True),
        ("${name.concat('!').length()}", 3),
        ('${"aBc".toUpperCase().startsWith("AB")}', True),
        ("${execution.getVariable('missing') == null}", True),
        ("${execution.hasVariable('name')}", True),
        ("${order.missing}", None),
        ("${nothing == null}", True),
        ("${-amount < 0}", True),
        ("Dear ${name}, you owe ${amount}.", "Dear 王芳, you owe 10000.5."),
        ("${name}-${order.total}", "王芳-3"),
        (" ${order.total} ", 3),
    ],
)
def test_the_expression_has_the_value_camunda_gives(text, value):
    assert to_json(parse(text).evaluate(SCOPE)) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${unknown == 1}", "unknown"),
        ("${name > 5}", "not a number"),
        ("${1 / 0}", "no result"),
        ("${amount && true}", "not true or false"),
        ("${nothing.length()}", "null has no method"),
    ],
)
def test_what_java_would_throw_fails_with_the_reason_and_the_text(text, said):
    with pytest.raises(ExpressionFailed) as failure:
        parse(text).evaluate(SCOPE)

    assert said in failure.value.in_language("en")
    assert text in failure.value.in_language("zh")


def test_the_business_key_is_the_variable_that_answers_for_it():
    expression = parse("${execution.processBusinessKey}")

    assert expression.evaluate({"processBusinessKey": "2026-1"}) == "2026-1"


def test_a_text_with_a_leading_equals_sign_is_feel():
    assert parse('= "a" + "b"').language == "feel"
    assert parse('= "a" + "b"').evaluate({}) == "ab"
