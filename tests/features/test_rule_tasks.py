"""Business rule tasks ask a decision of the bundle and keep its answer."""

import pytest

from engine.model import Kind
from engine.reading.dmn import read_decisions
from tests.engine.decisions.builders import dmn, literal, table
from tests.engine.running.builders import Walk, a_diagram, end, feel, gate, mapping, node, start, user

TIERS = read_decisions(dmn(table(["days"], ["tier", "who"], ("<= 1", '"short"', '"head"'),
                                 ("> 1", '"long"', '"chief"'))))  # fmt: skip


def a_walk(**fields):
    return Walk(a_diagram([start(), node(Kind.RULE, "D", **fields), user("A"), end()], "s D A e", decisions=TIERS,
                          hash=repr(fields)))


def test_the_answer_is_kept_under_the_result_variable():
    walk = a_walk(decision="tier", result_variable="answer", map_result="singleResult")

    walk.start(days=3)

    assert walk.document[""]["answer"] == {"tier": "long", "who": "chief"}


def test_without_a_result_variable_each_output_is_a_variable():
    walk = a_walk(decision="tier")

    walk.start(days=1)

    assert walk.document == {"": {"days": 1, "tier": "short", "who": "head"}}


@pytest.mark.parametrize(("outputs", "rules", "more", "kept"), [
    (["tier"], [("> 1", '"long"')], {}, {"tier": "long"}),
    (["tier"], [("> 9", '"long"')], {}, {"tier": None}),
    (["tier"], [("> 9", '"long"')], {"default": '"short"'}, {"tier": "short"}),
    (["tier"], [("> 1", '"a"'), ("> 2", '"b"')], {"policy": "COLLECT"}, {"tier": ["a", "b"]}),
    (["tier"], [("> 1", "2"), ("> 2", "3")], {"policy": "COLLECT", "aggregation": "SUM"}, {"tier": 5}),
    (["tier", "who"], [("> 9", '"long"', '"chief"')], {}, {"tier": None, "who": None}),
    (["tier", "who"], [("> 1", "1", '"a"'), ("> 2", "2", '"b"')], {"policy": "RULE ORDER"},
     {"tier": [1, 2], "who": ["a", "b"]}),
])  # fmt: skip
def test_so_is_a_single_output_and_what_no_rule_or_several_rules_give(outputs, rules, more, kept):
    """A round in which no rule matches must not leave the answer of the round before."""
    tiers = read_decisions(dmn(table(["days"], outputs, *rules, **more)))
    nodes = [start(), node(Kind.RULE, "D", decision="tier"), user("A"), end()]
    walk = Walk(a_diagram(nodes, "s D A e", decisions=tiers, hash=repr((outputs, rules, more))))

    walk.start(days=3, tier="old")

    assert walk.document == {"": {"days": 3, **kept}}


def test_a_literal_decision_is_kept_under_its_own_name():
    answer = read_decisions(dmn(literal("limit", "days * 2")))
    nodes = [start(), node(Kind.RULE, "D", decision="limit"), user("A"), end()]
    walk = Walk(a_diagram(nodes, "s D A e", decisions=answer, hash="literal"))

    walk.start(days=3)

    assert walk.document == {"": {"days": 3, "limit": 6}}


def test_a_gateway_behind_it_sees_the_answer():
    nodes = [start(), node(Kind.RULE, "D", decision="tier"), gate("x"), user("Head"), user("Chief"), end()]
    walk = Walk(a_diagram(nodes, 's D x Head?{tier="short"} e\nx Chief?{tier="long"} e', decisions=TIERS))

    walk.start(days=2)

    assert walk.tasks == ["Chief"]


def test_outputs_may_be_mapped():
    walk = a_walk(decision="tier", result_variable="answer", outputs=(mapping("boss", "answer.who"),))

    walk.start(days=2)

    assert walk.document[""]["boss"] == "chief"


@pytest.mark.parametrize(("fields", "code"), [
    ({"decision": "nowhere"}, "decision.unknown"),
    ({}, "running.decision_missing"),
])  # fmt: skip
def test_a_decision_that_does_not_exist_is_an_incident(fields, code):
    walk = a_walk(**fields)

    walk.start(days=1)

    assert walk.incident() == ("D", code)


def test_a_decision_that_fails_can_be_retried_when_the_data_are_right():
    walk = a_walk(decision="tier", result_variable="answer", inputs=(mapping("days", "${raw}"),))
    walk.start()

    incident = walk.incident()
    walk.document = {"": {"raw": 5}}
    walk.retry("D")

    assert (incident, walk.tasks) == (("D", "expression.failed"), ["A"])
    assert feel("answer.tier").evaluate(walk.document[""]) == "long"
