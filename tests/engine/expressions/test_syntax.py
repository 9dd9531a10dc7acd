"""A text that is no expression is refused at publishing, with place, reason and remedy in both languages."""

import pytest

from engine.expressions import ExpressionNotSupported, ExpressionSyntax, assignments, parse, parse_unary_tests


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("a == b", 4, "write = once"),
        ("a && b", 3, "write and"),
        ("a = '北京'", 5, 'write "'),
        ("a（1）", 2, "write ( instead of （"),
        ('"abc', 1, "no closing quote"),
        ("1 +", 4, "end of the text"),
        ("if a then b", 12, "expected “else”"),
        ("{a: 1, a: 2}", 8, "twice"),
        ("a b.c )", 7, "unexpected “)”"),
        ("", 1, "end of the text"),
        ("for in x return 1", 5, "unexpected “in”"),
        ('"\\U110000"', 1, "character code"),
    ],
)
def test_the_refusal_names_place_and_remedy(text, position, said):
    with pytest.raises(ExpressionSyntax) as refusal:
        parse(text, where="Gateway_1")

    assert refusal.value.params["position"] == position
    assert refusal.value.params["element"] == "Gateway_1"
    assert said in refusal.value.in_language("en")
    assert f"第 {position} 个字符" in refusal.value.in_language("zh")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("${emailService.send(execution)}", "emailService.send(execution)"),
        ("${execution.setVariable('a', 1)}", "execution.setVariable('a', 1)"),
        ("${''.getClass().forName('java.lang.Runtime')}", "getClass()"),
        ("#{fn:length(x)}", "fn"),
        ("${list.add(1)}", "list.add(1)"),
        ("Dear ${bean.name()} !", "bean.name()"),
        ("function(a) external {java: {class: 1}}", "external"),
    ],
)
def test_calls_into_programs_are_refused_by_name(text, named):
    with pytest.raises(ExpressionNotSupported) as refusal:
        parse(text)

    assert named in refusal.value.in_language("zh")
    assert named in refusal.value.in_language("en")


def test_a_broken_cell_is_refused():
    with pytest.raises(ExpressionSyntax):
        parse_unary_tests("[1..")


def test_the_position_in_a_script_counts_from_its_beginning():
    with pytest.raises(ExpressionSyntax) as refusal:
        assignments("a = 1\nb = 2 +")

    assert refusal.value.params["position"] == 14


def test_the_same_broken_text_names_each_element_that_holds_it():
    for element in ("A", "B"):
        with pytest.raises(ExpressionSyntax) as refusal:
            parse("1 +", where=element)
        assert refusal.value.params["element"] == element
