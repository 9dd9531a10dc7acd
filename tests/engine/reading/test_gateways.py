"""Gateways: four kinds run, the complex one and those that start processes are refused."""

import pytest

from engine.model import Kind
from tests.engine.reading.builders import body_of, chain, flow, line, node_of, read, rules


@pytest.mark.parametrize(
    ("tag", "kind"),
    [("exclusiveGateway", Kind.EXCLUSIVE), ("parallelGateway", Kind.PARALLEL), ("inclusiveGateway", Kind.INCLUSIVE)],
)
def test_every_gateway_that_runs_is_read(tag, kind):
    assert node_of(read(line(f'<{tag} id="x"/>'))).kind is kind


def test_an_event_gateway_leads_to_events():
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    body = line('<eventBasedGateway id="x"/>').replace(
        '<sequenceFlow id="x-e" sourceRef="x" targetRef="e"></sequenceFlow>', ""
    )
    catch = f'<intermediateCatchEvent id="c">{timer}</intermediateCatchEvent>' + flow("x", "c") + flow("c", "e")

    assert node_of(read(body + catch)).kind is Kind.EVENT_BASED


@pytest.mark.parametrize("attribute", ['instantiate="true"', 'eventGatewayType="Parallel"'])
def test_an_event_gateway_that_starts_or_awaits_all_is_refused(attribute):
    assert "element.refused" in rules(read(line(f'<eventBasedGateway id="x" {attribute}/>')), "error")


def test_branches_keep_the_order_of_the_flows_in_the_file():
    listed = "<outgoing>x-a</outgoing><outgoing>x-b</outgoing>"
    body = (
        f'<startEvent id="s"/><exclusiveGateway id="x">{listed}</exclusiveGateway>'
        + '<endEvent id="a"/><endEvent id="b"/>'
        + flow("s", "x")
    )

    reading = read(body + flow("x", "b", condition="v = 2") + flow("x", "a", condition="v = 1"))

    assert body_of(reading).nodes["x"].outgoing == ("x-b", "x-a")


def test_conditions_behind_a_parallel_gateway_are_ignored_with_a_warning():
    body = '<startEvent id="s"/><parallelGateway id="x"/><endEvent id="a"/><endEvent id="b"/>' + flow("s", "x")

    reading = read(body + flow("x", "a", condition="v = 1") + flow("x", "b"))

    assert rules(reading, "warning") == ["condition.ignored"]
    assert body_of(reading).flows["x-a"].condition is None


@pytest.mark.parametrize(
    "more",
    [
        '</receiveTask><boundaryEvent id="b" attachedToRef="r"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        f"</timerEventDefinition></boundaryEvent>{flow('b', 'e')}",
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        "</receiveTask>",
    ],
)
def test_what_stands_behind_an_event_gateway_may_end_in_one_way_only(more):
    """BPMN forbids it: the race would be decided without the gateway."""
    events = f'<receiveTask id="r" messageRef="m">{more}<receiveTask id="q" messageRef="m"/>'
    body = f'<startEvent id="s"/><eventBasedGateway id="x"/>{events}<endEvent id="e"/>'

    reading = read(body + chain("s", "x", "r", "e") + chain("x", "q", "e"), '<message id="m" name="m"/>')

    assert rules(reading, "error") == ["event_gateway.target_with_more"]
