"""A decision table answers by its hit policy; a table that contradicts its own policy says which rules do."""

import json

import pytest

from engine.decisions import DecisionFailed, decide
from engine.expressions import to_json
from tests.engine.decisions.builders import model, table, text

LEAVE = [("<= 1", '"chief_or_below"'), ("(1..3)", '"chief"'), (">= 3", '"joint"')]
OVERLAPPING = [("> 1", '"b"'), ("> 2", '"a"'), ("> 9", '"c"')]


def answer(policy, rules, days, outputs=("level",), **options):
    return to_json(
        decide(model(table(["天数"], list(outputs), *rules, policy=policy, **options)), "tier", {"天数": days})
    )


@pytest.mark.parametrize(
    ("days", "level"),
    [(0.5, "chief_or_below"), (1, "chief_or_below"), (1.5, "chief"), (2.5, "chief"), (3, "joint"), (30, "joint")],
)
def test_unique_gives_the_one_rule_exactly_at_its_borders(days, level):
    assert answer("UNIQUE", LEAVE, days) == level


def test_unique_names_the_rules_that_overlap():
    with pytest.raises(DecisionFailed) as failure:
        answer("UNIQUE", OVERLAPPING, 5)

    assert failure.value.params["rules"] == "1, 2"
    assert "第 1, 2 条规则" in failure.value.in_language("zh")


def test_any_wants_agreement():
    assert answer("ANY", [("> 1", '"a"'), ("> 2", '"a"')], 5) == "a"

    with pytest.raises(DecisionFailed):
        answer("ANY", OVERLAPPING, 5)


@pytest.mark.parametrize(
    ("policy", "result"),
    [
        ("FIRST", "b"),
        ("PRIORITY", "a"),
        ("RULE ORDER", ["b", "a"]),
        ("OUTPUT ORDER", ["a", "b"]),
        ("COLLECT", ["b", "a"]),
    ],
)
def test_each_other_policy_chooses_and_orders_in_its_own_way(policy, result):
    assert answer(policy, OVERLAPPING, 5, values='"a", "b", "c"') == result


@pytest.mark.parametrize(("aggregation", "result"), [("SUM", 30), ("MIN", 10), ("MAX", 20), ("COUNT", 2)])
def test_collect_may_aggregate(aggregation, result):
    assert answer("COLLECT", [("> 1", "10"), ("> 2", "20"), ("> 9", "1")], 5, aggregation=aggregation) == result


def test_several_outputs_make_a_context():
    rules = [("> 1", '"chief"', "天数 * 2"), ("<= 1", '"none"', "0")]

    assert answer("UNIQUE", rules, 5, outputs=("level", "hours")) == {"level": "chief", "hours": 10}


@pytest.mark.parametrize(("default", "result"), [("", None), ('"nobody"', "nobody")])
def test_without_a_matching_rule_the_default_stands_in(default, result):
    assert answer("UNIQUE", LEAVE, None, default=default) == result


@pytest.mark.parametrize("cell", ["-", "", "not(4)", "[1..9]", "? > 4", "1, 5", "sum([2, 3])", "天数"])
def test_a_cell_may_hold_any_unary_test(cell):
    assert answer("UNIQUE", [(cell, '"yes"')], 5) == "yes"


@pytest.mark.parametrize("cell", ["not(5)", "(5..9]", "? > 5", "null", '"5"', "< 5, > 5"])
def test_a_test_that_fails_or_has_no_answer_keeps_the_rule_out(cell):
    assert answer("UNIQUE", [(cell, '"yes"')], 5) is None


@pytest.mark.parametrize(
    ("shape", "result"),
    [("collectEntries", ["b", "a"]), ("resultList", [{"level": "b"}, {"level": "a"}])],
)
def test_camundas_shapes_of_lists(shape, result):
    decisions = model(table(["天数"], ["level"], *OVERLAPPING, policy="COLLECT"))

    assert decide(decisions, "tier", {"天数": 5}, map_result=shape) == result


def test_camundas_single_shapes_refuse_several_rows():
    decisions = model(table(["天数"], ["level"], *OVERLAPPING, policy="RULE ORDER"))

    assert decide(decisions, "tier", {"天数": 2}, map_result="singleEntry") == "b"
    assert decide(decisions, "tier", {"天数": 2}, map_result="singleResult") == {"level": "b"}
    with pytest.raises(DecisionFailed):
        decide(decisions, "tier", {"天数": 5}, map_result="singleEntry")


@pytest.mark.parametrize(("declared", "day", "answer"), [
    ("date", "2026-05-01", "late"), ("date", "2025-05-01", None), ("date", "soon", None), ("date", None, None),
    ("feel:date", "2026-05-01", "late"), ("string", "2026-05-01", None),
])  # fmt: skip
def test_a_day_that_a_case_holds_as_text_is_a_day_where_the_column_says_so(declared, day, answer):
    late = table(["d"], ["r"], ('> date("2026-01-01")', '"late"'))

    decisions = model(late.replace("<inputExpression", f'<inputExpression typeRef="{declared}"'))

    assert decide(decisions, "tier", {"d": day}) == answer


def test_the_count_of_no_matching_rule_is_nought():
    assert answer("COLLECT", [("> 10", "1")], 5, aggregation="COUNT") == 0


def typed(kind, cells, value):
    rules = "".join(f"<rule>{text('inputEntry', cell)}{text('outputEntry', json.dumps(cell))}</rule>" for cell in cells)
    column = f"<input>{text('inputExpression', 'x', typeRef=kind)}</input><output name='r'/>"
    body = f'<decisionTable hitPolicy="FIRST">{column}{rules}</decisionTable>'
    return to_json(decide(model(f'<decision id="d" name="d">{body}</decision>'), "d", {"x": value}))


@pytest.mark.parametrize(
    ("kind", "cells", "value", "result"),
    [
        ("number", [">= 3", "-"], "3", ">= 3"),
        ("integer", ["< 3", "-"], "-2.5", "< 3"),
        ("number", ["< 3", "-"], "three", "-"),
        ("boolean", ["true", "false"], "false", "false"),
        ("boolean", ["true", "false"], "true", "true"),
        ("boolean", ["true", "-"], "no", "-"),
        ("date", ['< date("2026-05-01")', "-"], "2026-04-30", '< date("2026-05-01")'),
    ],
)
def test_a_value_that_comes_as_text_counts_as_what_its_column_declares(kind, cells, value, result):
    assert typed(kind, cells, value) == result


def test_a_cell_of_true_is_no_rule_for_everything():
    assert answer("FIRST", [("true", '"yes"'), ("-", '"other"')], 5) == "other"
