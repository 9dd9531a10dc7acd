"""DMN files of every version are read; what cannot be used is refused with its element and line."""

import pytest

from engine.decisions import DecisionModel, DecisionRefused, decide
from engine.reading.dmn import read_decisions
from tests.engine.decisions.builders import dmn, literal, model, needs, table, text

VERSIONS = [
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20151130",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
]


@pytest.mark.parametrize("namespace", VERSIONS)
def test_every_version_is_read(namespace):
    decisions = model(table(["n"], ["r"], ("> 1", '"big"')), namespace=namespace)

    assert decide(decisions, "tier", {"n": 2}) == "big"


def test_what_the_file_says_is_kept_for_people():
    decision = model(table(["天数"], ["level"], ("<= 1", '"x"'), policy="FIRST", values='"x", "y"')).decisions["tier"]

    assert [column.label for column in decision.inputs] == ["天数"]
    assert [(column.name, column.values) for column in decision.outputs] == [("level", ("x", "y"))]
    assert decision.hit_policy is not None and decision.hit_policy.value == "FIRST"
    assert decision.rules[0].key == "r1"


def test_camunda_cells_in_juel_see_the_input_variable():
    column = f'<input camunda:inputVariable="d">{text("inputExpression", "days", expressionLanguage="juel")}</input>'
    rule = text("inputEntry", "d > 2 && d < 5", expressionLanguage="juel") + text("outputEntry", '"yes"')
    body = f'<decisionTable>{column}<output name="r"/><rule>{rule}</rule></decisionTable>'
    decisions = model(f'<decision id="x" name="x">{body}</decision>')

    assert decide(decisions, "x", {"days": 3}) == "yes"
    assert decide(decisions, "x", {"days": 5}) is None


def test_old_files_without_a_language_may_hold_juel():
    decisions = model(literal("x", "a && b"), namespace=VERSIONS[0])

    assert decide(decisions, "x", {"a": True, "b": True}) is True


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (literal("x", "1 +"), "end of the text"),
        (literal("x", "return 1", expressionLanguage="javascript"), "javascript is program code"),
        (literal("x", "1", expressionLanguage="groovy"), "groovy is program code"),
        (table(["n"], ["r"], ("1..", "1"), key="x"), "unexpected"),
        (table(["n"], ["r"], ("1",), key="x"), "one cell per column"),
        (table(["n"], ["r"], ("1", "2"), key="x", policy="BEST"), "no hit policy BEST"),
        (table(["n"], ["r"], ("1", "2"), key="x", policy="COLLECT", aggregation="AVG"), "no aggregation AVG"),
        (table(["n"], ["r", "s"], ("1", "2", "3"), policy="COLLECT", aggregation="SUM"), "SUM needs a single output"),
        (table(["n"], ["r", "r"], ("1", "2", "3")), "two outputs have the same name"),
        (literal("x", "1", needs=needs("Decision", "y")), "“y” is not in the file"),
        (literal("x", "1", needs=needs("Decision", "x")), "requires its own result"),
        (
            '<decision id="x" name="x"><functionDefinition kind="Java">'
            + text("literalExpression", "1")
            + "</functionDefinition></decision>",
            "Java function is a foreign program",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_element_and_line(element, said):
    with pytest.raises(DecisionRefused) as refusal:
        model(element)

    assert said in refusal.value.in_language("en")
    assert refusal.value.params["element"]
    assert refusal.value.params["line"] == 1


def test_all_problems_are_collected_when_asked_for():
    problems: list[DecisionRefused] = []

    decisions = read_decisions(dmn(literal("a", "1 +"), literal("b", ")"), literal("c", "3")), problems=problems)

    assert [problem.params["decision"] for problem in problems] == ["a", "b"]
    assert decide(decisions, "c", {}) == 3


@pytest.mark.parametrize(
    "data",
    [b"", b"<a", b"<definitions/>", b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>', b"\xff\xfe\x00", b"{}"],
)
def test_a_file_that_is_no_dmn_is_refused(data):
    with pytest.raises(DecisionRefused) as refusal:
        read_decisions(data)

    assert refusal.value.in_language("zh") != refusal.value.in_language("en")


def test_a_model_without_decisions_is_the_default():
    assert DecisionModel().decisions == {}


def test_boxed_expressions_nested_without_end_are_refused_not_crashed():
    nested = "<list>" * 150 + text("literalExpression", "1") + "</list>" * 150

    with pytest.raises(DecisionRefused) as refusal:
        model(f'<decision id="x" name="x">{nested}</decision>')

    assert "deeper than" in refusal.value.in_language("en")


def test_an_id_that_two_decisions_bear_is_refused():
    with pytest.raises(DecisionRefused) as refused:
        model(literal("d", "1"), literal("d", "2"))

    assert refused.value.params["reason_en"] == "the id “d” is used twice"
