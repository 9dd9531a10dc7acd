"""Sequence flows: none is lost, their order is that of the file, their conditions are parsed."""

import pytest

from tests.engine.reading.builders import body_of, chain, flow, line, read, rules


def test_flows_keep_the_order_of_the_file():
    reading = read(line('<userTask id="x"/>'))

    assert [(identity, one.order) for identity, one in body_of(reading).flows.items()] == [("s-x", 0), ("x-e", 1)]


def test_a_flow_without_an_id_gets_a_stable_one():
    body = '<startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/>'

    first, second = (list(body_of(read(body)).flows) for _ in range(2))

    assert first == second == ["Flow.s.e"]


def test_two_flows_without_ids_between_the_same_pair_stay_two():
    body = '<startEvent id="s"/><endEvent id="e"/>' + '<sequenceFlow sourceRef="s" targetRef="e"/>' * 2

    assert {"Flow.s.e", "Flow.s.e.2"} <= set(body_of(read(body)).flows)


def gateway(condition: str, attributes: str = "") -> str:
    holder = f"<conditionExpression {attributes}><![CDATA[{condition}]]></conditionExpression>"
    conditioned = f'<sequenceFlow id="f" sourceRef="x" targetRef="e">{holder}</sequenceFlow>'
    body = '<startEvent id="s"/><exclusiveGateway id="x" default="x-d"/><endEvent id="e"/><endEvent id="d"/>'
    return body + chain("s", "x", "d") + conditioned


@pytest.mark.parametrize("condition", ["${amount > 1000}", "=amount > 1000", "amount > 1000"])
def test_a_condition_is_feel_or_juel(condition):
    condition = body_of(read(gateway(condition))).flows["f"].condition

    assert condition.holds({"amount": 1001}) and not condition.holds({"amount": 1000})


def test_a_condition_that_calls_program_code_is_refused_once():
    reading = read(gateway("${bean.check(execution)}"))

    assert rules(reading, "error") == ["expression.wrong"]


def test_a_script_as_condition_is_refused():
    assert rules(read(gateway("a == 1", 'language="groovy"')), "error") == ["condition.script"]


def test_an_empty_condition_is_none():
    body = (
        '<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="e"/>'
        + chain("s", "x")
        + flow("x", "e", condition=" ")
    )

    assert body_of(read(body)).flows["x-e"].condition is None
