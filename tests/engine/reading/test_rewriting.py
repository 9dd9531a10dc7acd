"""What BPMN leaves implicit is written out before running, and every rewriting is told."""

import pytest

from engine.model import Kind
from tests.engine.reading.builders import body_of, chain, finding_of, flow, line, read, rules


def test_several_flows_out_of_a_task_become_a_parallel_split():
    reading = read(line('<userTask id="x"/>') + '<endEvent id="f"/>' + flow("x", "f"))

    body = body_of(reading)
    assert body.nodes["x.split"].kind is Kind.PARALLEL
    assert body.nodes["x"].outgoing == ("x.to.x.split",)
    assert body.nodes["x.split"].outgoing == ("x-e", "x-f")


def test_conditional_flows_out_of_a_task_become_an_inclusive_split():
    body = '<startEvent id="s"/><userTask id="x"/><endEvent id="e"/><endEvent id="f"/>' + chain("s", "x")

    reading = read(body + flow("x", "e", condition="a > 1") + flow("x", "f"))

    scope = body_of(reading)
    assert scope.nodes["x.split"].kind is Kind.INCLUSIVE
    assert scope.flows["x-f"].condition.evaluate({}) is True


def test_a_node_that_was_added_names_the_drawn_one():
    reading = read(line('<userTask id="x"/>') + '<endEvent id="f"/>' + flow("x", "f"))

    assert body_of(reading).nodes["x.split"].properties == {"banjian:generated": "x"}


def test_a_path_without_an_end_is_closed():
    reading = read('<startEvent id="s"/><userTask id="x"/>' + chain("s", "x"))

    assert body_of(reading).nodes["x.end"].kind is Kind.END
    assert finding_of(reading, "end.added").element == "x"


def test_without_a_start_the_only_beginning_is_taken_with_a_warning():
    reading = read('<userTask id="x"/><endEvent id="e"/>' + chain("x", "e"))

    assert [node.id for node in body_of(reading).starts()] == ["p.start"]
    assert rules(reading, "warning") == ["start.added"]


def test_without_a_start_two_beginnings_are_refused():
    reading = read('<userTask id="x"/><userTask id="y"/><endEvent id="e"/>' + flow("x", "e") + flow("y", "e"))

    assert finding_of(reading, "scope.no_start").params["elements"] == ["x", "y"]


def test_all_starts_are_kept():
    reading = read('<startEvent id="s"/><startEvent id="s2"/><endEvent id="e"/>' + flow("s", "e") + flow("s2", "e"))

    assert [node.id for node in body_of(reading).starts()] == ["s", "s2"]


def test_what_no_start_leads_to_is_left_out_and_named():
    reading = read(line('<userTask id="x"/>') + '<userTask id="y"/><endEvent id="z"/>' + flow("y", "z"))

    stray = finding_of(reading, "node.unreachable")
    assert stray.params["nodes"] == ["y", "z"]
    assert "y" not in body_of(reading).nodes
    assert reading.census.unaccounted == ()


@pytest.mark.parametrize(
    ("body", "rule", "element"),
    [
        (line('<userTask id="x"/>') + flow("x", "nowhere", identity="f"), "flow.dangling", "f"),
        (line('<userTask id="x"/>') + '<boundaryEvent id="b" attachedToRef="no">'
         '<errorEventDefinition/></boundaryEvent>', "boundary.on_nothing", "b"),
        (line('<userTask id="x"/>') + flow("e", "x", identity="f"), "end.has_outgoing", "e"),
        (line('<userTask id="x"/>') + flow("x", "s", identity="f"), "event.has_incoming", "s"),
        (line('<userTask id="x"/>') + '<userTask id="x"/>', "element.duplicate_id", "x"),
        (line('<eventBasedGateway id="x"/>'), "event_gateway.target", "x"),
        (line('<exclusiveGateway id="x"/>') + '<boundaryEvent id="b" attachedToRef="x">'
         '<errorEventDefinition/></boundaryEvent>', "boundary.on_no_activity", "b"),
    ],
)  # fmt: skip
def test_a_broken_shape_is_an_error_at_its_element(body, rule, element):
    reading = read(body)

    assert reading.definition is None
    assert finding_of(reading, rule).element == element


def test_a_flow_into_a_sub_process_is_refused():
    inner = '<startEvent id="i"/><userTask id="u"/>' + chain("i", "u")

    reading = read(line(f'<subProcess id="x">{inner}</subProcess>') + flow("s", "u", identity="f"))

    assert finding_of(reading, "flow.crosses_scope").element == "f"


def test_a_sub_process_begins_at_exactly_one_start():
    inner = '<startEvent id="i"/><startEvent id="j"/><endEvent id="o"/>' + flow("i", "o") + flow("j", "o")

    reading = read(line(f'<subProcess id="x">{inner}</subProcess>'))

    assert finding_of(reading, "subprocess.starts").element == "x"


def test_a_flow_drawn_outside_its_sub_process_is_put_right():
    inner = '<startEvent id="i"/><endEvent id="o"/>'

    reading = read(line(f'<subProcess id="x">{inner}</subProcess>') + flow("i", "o"))

    assert "i-o" in body_of(reading).nodes["x"].body.flows


def test_a_condition_on_the_default_flow_is_ignored_with_a_warning():
    body = '<startEvent id="s"/><exclusiveGateway id="x" default="x-e"/><endEvent id="e"/><endEvent id="f"/>'

    reading = read(body + chain("s", "x") + flow("x", "e", condition="a = 1") + flow("x", "f", condition="a = 2"))

    assert rules(reading, "warning") == ["default.condition_ignored"]
    assert body_of(reading).flows["x-e"].condition is None
