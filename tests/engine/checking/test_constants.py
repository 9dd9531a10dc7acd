"""What is written out in a diagram and can never work is seen at publishing."""

import pytest

from engine.checking import check
from tests.engine.checking.builders import found
from tests.engine.reading.builders import chain, flow, line, read


def a_task(attributes: str = "", loop: str = "") -> str:
    inner = f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>" if loop else ""
    return line(f'<userTask id="x" {attributes}>{inner}</userTask>')


def a_catch(timer: str, attributes: str = "") -> str:
    drawn = f"<timerEventDefinition {attributes}>{timer}</timerEventDefinition>"
    return line(f'<intermediateCatchEvent id="x">{drawn}</intermediateCatchEvent>')


@pytest.mark.parametrize(
    ("body", "rule", "value"),
    [
        (a_task('camunda:dueDate="next week"'), "constant.no_time", '"next week"'),
        (a_task('camunda:followUpDate="2026/01/01"'), "constant.no_time", '"2026/01/01"'),
        (a_task('camunda:dueDate="P9999Y"'), "constant.too_far", '"P9999Y"'),
        (a_task('camunda:priority="-5"'), "constant.no_number", "-5"),
        (a_task(loop="<loopCardinality>100000</loopCardinality>"), "constant.no_number", "100000"),
        (a_task(loop="<loopDataInputRef>5</loopDataInputRef>"), "constant.no_list", "5"),
        (a_catch("<timeDuration>P9999Y</timeDuration>"), "constant.too_far", '"P9999Y"'),
        (a_catch("<timeDate>9999-12-31</timeDate>"), "constant.too_far", '"9999-12-31"'),
        (a_catch("<timeCycle>R/P9999Y</timeCycle>"), "constant.too_far", '"P9999Y"'),
        (a_catch("<timeCycle>R/P300Y</timeCycle>"), "constant.too_far", '"R/P300Y"'),
        (a_catch('<timeCycle>="every day"</timeCycle>'), "constant.no_time", '"every day"'),
        (a_catch("<timeCycle>R9999999999/PT1H</timeCycle>"), "constant.no_time", '"R9999999999"'),
        (a_catch("", 'banjian:workdays="2.5"'), "constant.no_number", "2.5"),
    ],
)
def test_what_is_written_out_and_can_never_work_is_an_error(body, rule, value):
    (finding,) = found(body, rule)

    assert (finding.level, finding.element, finding.params["value"]) == ("error", "x", value)


@pytest.mark.parametrize(
    "body",
    [
        a_task(f"camunda:priority='=\"{'9' * 5000}\"'"),
        *(a_task(f'camunda:priority="{number}"') for number in ("9" * 400, f"={'9' * 400}", "-1e400", "${1e400}")),
        a_task('camunda:dueDate="1e400"'),
        a_task(loop="<loopCardinality>1e400</loopCardinality>"),
        a_task(loop="<loopDataInputRef>1e400</loopDataInputRef>"),
        a_catch("", 'banjian:workdays="1e400"'),
        a_catch(f"<timeCycle>R{'9' * 5000}/PT1H</timeCycle>"),
    ],
    ids=lambda body: body[body.index('"x"') :][:50],
)
def test_a_number_without_end_is_an_error_as_any_other_that_cannot_be(body):
    (finding,) = (one for one in check(read(body).definition) if one.rule.startswith("constant."))

    assert (finding.level, finding.element, finding.line) == ("error", "x", 3)


@pytest.mark.parametrize(
    "body",
    [
        a_task('camunda:dueDate="PT48H" camunda:followUpDate="2026-12-01" camunda:priority="50"'),
        a_task('camunda:dueDate="${day}" camunda:priority="${urgency}"', "<loopCardinality>${n}</loopCardinality>"),
        a_task(loop="<loopCardinality>1000</loopCardinality>"),
        a_catch("<timeCycle>R/P1M/2027-12-31</timeCycle>"),
        a_catch("", 'banjian:workdays="5"'),
    ],
)
def test_what_works_or_is_for_the_data_to_say_is_none(body):
    definition = read(body).definition

    assert [finding for finding in check(definition) if finding.rule.startswith("constant.")] == []


def test_a_comparison_with_what_check_boxes_wrote_is_a_warning():
    nodes = '<startEvent id="s"/><userTask id="t"/><userTask id="u"/><userTask id="v"/><manualTask id="w"/>'
    boxes = '<inclusiveGateway id="i"/>' + flow("i", "u", condition='x = "a"') + flow("i", "v", condition='x = "b"')
    later = flow("g", "e", condition='x = "a"') + flow("g", "f") + '<endEvent id="e"/><endEvent id="f"/>'
    decided = f'<receiveTask id="m" name="m"/><exclusiveGateway id="g" default="g-f"/>{later}{chain("m", "g")}'
    body = f"{nodes}{boxes}{decided}{chain('s', 't', 'i')}{chain('u', 'w', 'm')}"

    (finding,) = found(body + chain("v", "w"), "outcomes.list_compared")

    assert (finding.level, finding.element, finding.params["elements"]) == ("warning", "g-e", ["t"])


@pytest.mark.parametrize("identity", ["a/b", "a#1"])
def test_an_id_that_would_break_the_path_of_what_is_inside_is_refused(identity):
    inner = f'<startEvent id="i"/><endEvent id="o"/>{chain("i", "o")}'

    (finding,) = found(line(f'<subProcess id="{identity}">{inner}</subProcess>', identity), "id.unfit")

    assert (finding.level, finding.element) == ("error", identity)


def decided(condition: str) -> str:
    ways = flow("g", "e", condition=condition) + flow("g", "f")
    nodes = '<startEvent id="s"/><exclusiveGateway id="g" default="g-f"/><endEvent id="e"/><endEvent id="f"/>'
    return nodes + ways + chain("s", "g")


@pytest.mark.parametrize(
    ("condition", "level"),
    [
        ("${n} > 3", "error"), ("${n + 1}", "error"), ("${n > 3 ? 'a' : 'b'}", "error"),
        ('"yes"', "warning"), ("5", "warning"), ("n + 1", "warning"), ('if n > 1 then "a" else "b"', "warning"),
    ],
)  # fmt: skip
def test_a_condition_that_is_never_true_or_false_is_told(condition, level):
    (finding,) = found(decided(condition), "condition.no_truth")

    assert (finding.level, finding.element, finding.params["condition"]) == (level, "g-e", condition)


@pytest.mark.parametrize("condition", ["${n > 3}", "n > 3", "${ok}", "true", "if n > 1 then ok else false", "list[1]"])
def test_a_condition_that_may_be_true_is_none(condition):
    assert found(decided(condition), "condition.no_truth") == []


def test_a_completion_condition_has_to_be_true_or_false_too():
    loop = "<loopCardinality>2</loopCardinality><completionCondition>${n} == 2</completionCondition>"

    (finding,) = found(a_task(loop=loop), "condition.no_truth")

    assert (finding.level, finding.element) == ("error", "x")


def test_where_another_task_asks_anew_what_was_ticked_before_does_not_matter():
    boxes = '<inclusiveGateway id="i"/>' + flow("i", "u", condition='x = "a"') + flow("i", "e", condition='x = "b"')
    buttons = '<exclusiveGateway id="g"/>' + flow("g", "e", condition='x = "a"') + flow("g", "f", condition='x = "c"')
    nodes = '<startEvent id="s"/><userTask id="t"/><userTask id="u"/><endEvent id="e"/><endEvent id="f"/>'

    assert found(nodes + boxes + buttons + chain("s", "t", "i") + chain("u", "g"), "outcomes.list_compared") == []
