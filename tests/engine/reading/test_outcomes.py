"""Outcome buttons appear only if every conditioned branch of the gateway behind the task compares one and the same
variable, written by no form field, decision or earlier step, with a literal, or if all branches are named and
without condition. In every other case the data decide and there is one button to submit."""

import json

import pytest

from engine.model import Choice
from tests.engine.decisions.builders import dmn, table
from tests.engine.reading.builders import body_of, chain, definitions, finding_of, flow, node_of, read, rules

TASK = '<userTask id="t"/>'


def decided(
    *branches: str, task: str = TASK, gateway: str = "exclusiveGateway", default: str = "", before: str = ""
) -> str:
    """Start, task, gateway with these branches to ends a, b and c."""
    chosen = f' default="{default}"' if default else ""
    ends = '<endEvent id="a"/><endEvent id="b" name="退回"/><endEvent id="c" name="上报"/>'
    first = before or chain("s", "t")
    return f'<startEvent id="s"/>{task}<{gateway} id="g"{chosen}/>{ends}{first}{chain("t", "g")}{"".join(branches)}'


def buttons(reading, task="t"):
    outcomes = node_of(reading, task).outcomes
    return None if outcomes is None else [(option.value, option.name) for option in outcomes.options]


def form(*fields: str) -> dict[str, bytes]:
    return {
        "f.form": json.dumps({"id": "f", "components": [{"type": "textfield", "key": key} for key in fields]}).encode()
    }


def test_branches_that_compare_one_variable_with_literals_are_buttons():
    reading = read(
        decided(
            flow("g", "a", name="同意", condition="${result == 'yes'}"),
            flow("g", "b", condition='=result = "no"'),
        )
    )

    assert buttons(reading) == [("yes", "同意"), ("no", "no")]
    assert node_of(reading, "t").outcomes.variable == "result"


def test_numbers_and_truth_are_literals_too():
    reading = read(decided(flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = true")))

    assert buttons(reading) == [(1, "1"), (True, "true")]


def test_a_plain_variable_in_the_older_language_is_a_question_of_yes_or_no():
    """As Camunda's own invoice example asks for an approval."""
    yes, no = flow("g", "a", condition="${approved}", name="是"), flow("g", "b", condition="${!approved}", name="否")

    reading = read(decided(yes, no))

    assert buttons(reading) == [(True, "是"), (False, "否")]
    assert node_of(reading, "t").outcomes.variable == "approved"


def test_the_default_branch_is_a_button_named_by_its_flow():
    reading = read(decided(flow("g", "a", condition="x = 1"), flow("g", "b", name="其余"), default="g-b"))

    assert buttons(reading) == [(1, "1"), ("其余", "其余")]
    assert node_of(reading, "t").outcomes.options[1].is_default


def test_a_default_branch_without_a_name_is_called_other():
    reading = read(decided(flow("g", "a", condition="x = 1"), flow("g", "b"), default="g-b"))

    assert buttons(reading) == [(1, "1"), ("其他", "其他")]


def test_the_default_button_never_writes_one_of_the_literals():
    branches = flow("g", "a", condition='x = "其他"'), flow("g", "b")

    assert buttons(read(decided(*branches, default="g-b"))) == [("其他", "其他"), ("g-b", "其他 (2)")]


def test_nor_does_it_when_it_is_drawn_first():
    branches = flow("g", "b", name="yes"), flow("g", "a", condition='x = "yes"', name="同意")

    assert buttons(read(decided(*branches, default="g-b"))) == [("g-b", "yes"), ("yes", "同意")]


def test_a_default_branch_to_a_further_comparison_stands_for_the_branches_behind_it():
    further = '<exclusiveGateway id="h" default="h-c"/>' + flow("h", "b", condition="x = 2") + flow("h", "c")

    reading = read(decided(flow("g", "a", condition="x = 1"), flow("g", "h"), further, default="g-h"))

    assert buttons(reading) == [(1, "1"), (2, "2"), ("其他", "其他")]


@pytest.mark.parametrize("order", [("g", "h"), ("h", "g")])
def test_so_does_one_without_condition_in_whatever_order_the_gateways_are_drawn(order):
    """Its own button would lead to a gateway that knows nothing of it."""
    gateways = "".join(f'<exclusiveGateway id="{one}"/>' for one in order)
    ends = '<endEvent id="a"/><endEvent id="b"/><endEvent id="c"/>'
    branches = flow("g", "a", condition='x = "yes"') + flow("g", "h", name="否则")
    further = flow("h", "b", condition='x = "back"', name="退回") + flow("h", "c", name="拒绝")

    reading = read(f'<startEvent id="s"/>{TASK}{gateways}{ends}{chain("s", "t", "g")}{branches}{further}')

    assert rules(reading, "error") == []
    assert buttons(reading) == [("yes", "yes"), ("back", "退回"), ("拒绝", "拒绝")]
    assert body_of(reading).flows["g-h"].condition.text == 'x = "back" or x = "拒绝"'


def test_the_buttons_behind_two_such_branches_stay_apart():
    further = (
        '<exclusiveGateway id="h" default="h-b"/><exclusiveGateway id="i" default="i-c"/>'
        + flow("h", "a", condition="x = 2") + flow("h", "b")
        + flow("i", "a", condition="x = 3") + flow("i", "c")
    )  # fmt: skip

    branches = flow("g", "a", condition="x = 1"), flow("g", "h"), flow("g", "i")
    reading = read(decided(*branches, further, default="g-i"))

    assert buttons(reading) == [(1, "1"), (2, "2"), ("其他", "其他"), (3, "3"), ("i-c", "其他 (2)")]
    assert body_of(reading).flows["g-h"].condition.text == 'x = 2 or x = "其他"'


def test_a_named_branch_without_condition_beside_conditioned_ones_is_a_button_of_its_name():
    reading = read(decided(flow("g", "a", condition="x = 1"), flow("g", "b", name="补正")))

    assert buttons(reading) == [(1, "1"), ("补正", "补正")]


def test_named_branches_without_condition_are_buttons():
    reading = read(decided(flow("g", "a", name="同意"), flow("g", "b", name="不同意")))

    flows = body_of(reading).flows
    assert buttons(reading) == [("同意", "同意"), ("不同意", "不同意")]
    assert flows["g-a"].condition == Choice("outcome_g", "同意")


def test_an_unnamed_branch_takes_the_name_of_what_it_leads_to():
    reading = read(decided(flow("g", "a", name="同意"), flow("g", "b"), flow("g", "c")))

    assert buttons(reading) == [("同意", "同意"), ("退回", "退回"), ("上报", "上报")]


def test_an_unnamed_branch_to_an_unnamed_end_is_called_end():
    assert buttons(read(decided(flow("g", "a"), flow("g", "b")))) == [("结束", "结束"), ("退回", "退回")]


def test_two_literals_behind_branches_of_one_name_can_be_told_apart():
    branches = flow("g", "a", condition="x = 1", name="退回"), flow("g", "b", condition="x = 2", name="退回")

    assert buttons(read(decided(*branches))) == [(1, "退回"), (2, "退回 (2)")]


def test_two_branches_of_one_name_stay_two_buttons():
    reading = read(decided(flow("g", "a", name="同意"), flow("g", "b", name="同意")))

    assert buttons(reading) == [("同意", "同意"), ("同意 (2)", "同意 (2)")]


def test_inclusive_branches_are_check_boxes():
    reading = read(
        decided(flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = 2"), gateway="inclusiveGateway")
    )

    assert node_of(reading, "t").outcomes.multiple
    assert body_of(reading).flows["g-a"].condition == Choice("x", 1, multiple=True)


def test_a_form_field_of_that_name_decides_instead():
    task = '<userTask id="t" camunda:formKey="f"/>'

    reading = read(
        decided(flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = 2"), task=task), files=form("x")
    )

    assert buttons(reading) is None


def test_a_form_without_that_field_leaves_the_buttons():
    task = '<userTask id="t" camunda:formKey="f"/>'

    reading = read(
        decided(flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = 2"), task=task), files=form("y")
    )

    assert buttons(reading) == [(1, "1"), (2, "2")]


def test_a_variable_written_outside_the_diagram_decides_instead():
    body = decided(flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = 2"))

    assert buttons(read(body, known_variables=["x"])) is None


def test_a_variable_that_an_earlier_step_writes_decides_instead():
    script = '<scriptTask id="w" scriptFormat="feel"><script>x = 1</script></scriptTask>'

    reading = read(
        decided(
            flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = 2"), before=script + chain("s", "w", "t")
        )
    )

    assert buttons(reading) is None


@pytest.mark.parametrize("kept", ['camunda:resultVariable="x"', ""], ids=["the result", "an output"])
def test_a_variable_that_a_decision_writes_decides_instead(kept):
    rule = f'<businessRuleTask id="w" camunda:decisionRef="tier" {kept}/>'
    branches = flow("g", "a", condition="x = 1"), flow("g", "b", condition="x = 2")
    answers = {"tier.dmn": dmn(table(["n"], ["x"], ("> 1", "1"), ("<= 1", "2")))}

    reading = read(decided(*branches, before=rule + chain("s", "w", "t")), files=answers)

    assert rules(reading, "error") == []
    assert buttons(reading) is None


WRITES = '<scriptTask id="w" scriptFormat="feel"><script>x = 1</script></scriptTask>'
ASKED = flow("g", "a", condition="x = 1") + flow("g", "b", condition="x = 2")


def test_a_variable_written_before_a_sub_process_decides_inside_it():
    inside = f'<startEvent id="i"/>{TASK}<exclusiveGateway id="g"/><endEvent id="a"/><endEvent id="b"/>'
    sub = f'<subProcess id="x">{inside}{chain("i", "t", "g")}{ASKED}</subProcess>'
    body = f'<startEvent id="s"/>{WRITES}{sub}<endEvent id="e"/>'

    written, unwritten = read(body + chain("s", "w", "x", "e")), read(body + chain("s", "x", "e"))

    found = [node_of(reading, "x").body.nodes["t"].outcomes for reading in (written, unwritten)]
    assert (found[0], found[1] is None) == (None, False)


def test_a_variable_written_before_a_task_decides_behind_what_interrupts_it():
    event = '<messageEventDefinition messageRef="m"/>'
    first = f'{WRITES}<userTask id="u"/><boundaryEvent id="b1" attachedToRef="u">{event}</boundaryEvent>'

    reading = read(decided(ASKED, first, before=chain("s", "w", "u") + chain("b1", "t")), '<message id="m" name="m"/>')

    assert rules(reading, "error") == []
    assert buttons(reading) is None


PASSED = '<camunda:in variables="all"/>', '<camunda:out variables="all"/>'


@pytest.mark.parametrize("passes_on", [True, False])
def test_a_variable_passed_on_with_all_others_decides_in_the_called_process_and_after_it(passes_on):
    passed = f"<extensionElements>{''.join(PASSED)}</extensionElements>" if passes_on else ""
    call = f'{WRITES}<callActivity id="c" calledElement="sub">{passed}</callActivity>'
    ends = '<endEvent id="a"/><endEvent id="b"/>'
    wrote = '<scriptTask id="v" scriptFormat="feel"><script>y = 1</script></scriptTask>'
    inner = f'<startEvent id="i"/>{wrote}{TASK}<exclusiveGateway id="g"/>{ends}{chain("i", "v", "t", "g")}{ASKED}'
    outer = flow("g", "a", condition="y = 1") + flow("g", "b", condition="y = 2")
    body = f'<startEvent id="s"/>{call}{TASK}<exclusiveGateway id="g"/>{ends}{chain("s", "w", "c", "t", "g")}{outer}'

    sub = definitions(f'<process id="sub" isExecutable="true">{inner}</process>')

    reading = read(body, files={"sub.bpmn": sub}, key="p")

    found = {key: one.body.nodes["t"].outcomes for key, one in reading.definition.processes.items()}
    assert {key: outcomes is None for key, outcomes in found.items()} == {"p": passes_on, "sub": passes_on}


def test_a_step_that_can_only_come_later_does_not_count():
    script = '<scriptTask id="w" scriptFormat="feel"><script>x = 1</script></scriptTask>' + chain("w", "a")

    reading = read(decided(flow("g", "w", condition="x = 1"), flow("g", "b", condition="x = 2"), script))

    assert buttons(reading) == [(1, "1"), (2, "2")]


def test_two_tasks_may_ask_for_the_same_variable():
    second = '<userTask id="u"/><exclusiveGateway id="h"/><endEvent id="d"/>' + chain("u", "h")
    reading = read(
        decided(
            flow("g", "u", condition="x = 1"),
            flow("g", "b", condition="x = 2"),
            second,
            flow("h", "d", condition="x = 1"),
            flow("h", "a", condition="x = 3"),
        )
    )

    assert buttons(reading, "t") == [(1, "1"), (2, "2")]
    assert buttons(reading, "u") == [(1, "1"), (3, "3")]


@pytest.mark.parametrize(
    ("condition", "literal"),
    [
        ('"yes" = x', "yes"), ("${'yes' eq x}", "yes"), ("${x.equals('yes')}", "yes"), ('${"yes".equals(x)}', "yes"),
        ("x = -1", -1), ("${x == -1}", -1), ("x = 1.50", 1.5), ('(x) = ("同“意”\\"")', '同“意”"'),
    ],
)  # fmt: skip
def test_a_comparison_may_be_written_in_any_way(condition, literal):
    reading = read(decided(flow("g", "a", condition=condition), flow("g", "b", condition='x = "b"')))

    assert buttons(reading)[0] == (literal, str(literal))


@pytest.mark.parametrize("fact", ["me", "today", "item", "nrOfInstances", "loopCounter"])
def test_a_fact_of_the_case_is_no_question(fact):
    reading = read(decided(flow("g", "a", condition=f"{fact} = 1"), flow("g", "b"), default="g-b"))

    assert buttons(reading) is None


def test_who_began_the_case_is_no_question():
    body = decided(flow("g", "a", condition="x = 1"), flow("g", "b"), default="g-b")

    assert buttons(read(body.replace('id="s"', 'id="s" camunda:initiator="x"', 1))) is None


@pytest.mark.parametrize("condition", ["x = y", "x > 1", 'x = "a" or x = "b"', "${!x}", "${x}", "x != 1"])
def test_any_other_condition_leaves_the_decision_to_the_data(condition):
    reading = read(decided(flow("g", "a", condition=condition), flow("g", "b", condition="x = 2")))

    assert buttons(reading) is None


def test_two_variables_leave_the_decision_to_the_data():
    assert buttons(read(decided(flow("g", "a", condition="x = 1"), flow("g", "b", condition="y = 2")))) is None


def test_only_elements_that_neither_wait_nor_write_may_stand_between():
    passing = '<intermediateThrowEvent id="n"/>'
    body = decided(flow("g", "a", name="是"), flow("g", "b", name="否"), passing)

    reading = read(body.replace(chain("t", "g"), chain("t", "n", "g")))

    assert buttons(reading) == [("是", "是"), ("否", "否")]


def test_a_branch_without_condition_behind_a_machine_is_refused_naming_gateway_and_flow():
    task = '<serviceTask id="t" camunda:topic="job"/>'

    reading = read(decided(flow("g", "a", name="是"), flow("g", "b", name="否"), task=task))

    refusals = [finding for finding in reading.findings if finding.rule == "gateway.no_condition"]
    assert [(finding.element, finding.params["flow"]) for finding in refusals] == [("g", "是 (g-a)"), ("g", "否 (g-b)")]


def test_a_branch_that_can_come_from_a_machine_too_is_refused():
    job = '<serviceTask id="j" camunda:topic="job"/>' + chain("j", "g")

    reading = read(
        decided(flow("g", "a", name="是"), flow("g", "b", name="否"), job, before=chain("s", "t") + flow("s", "j"))
    )

    assert "gateway.no_condition" in rules(reading, "error")


def test_drawn_outcomes_override_the_derived_ones():
    task = '<userTask id="t" banjian:outcomes="yes:同意, no:不同意"/>'

    reading = read(decided(flow("g", "a", condition='r = "yes"'), flow("g", "b", condition='r = "no"'), task=task))

    outcomes = node_of(reading, "t").outcomes
    assert (outcomes.variable, buttons(reading)) == ("r", [("yes", "同意"), ("no", "不同意")])
    assert outcomes.options[0].flows == ("g-a",)


def test_drawn_outcomes_choose_branches_by_name():
    drawn = json.dumps({"variable": "r", "options": [{"value": 1, "name": "同意"}, {"value": 2, "name": "退回"}]})
    task = f"<userTask id=\"t\" banjian:outcomes='{drawn}'/>"

    reading = read(decided(flow("g", "a", name="同意"), flow("g", "b"), task=task))

    flows = body_of(reading).flows
    assert (flows["g-a"].condition, flows["g-b"].condition) == (Choice("r", 1), Choice("r", 2))


@pytest.mark.parametrize("drawn", ["", "a:A,a:B", "[1,2]", "[{]", '[{"value": NaN}]', '[{"value": 1e999}]'])
def test_drawn_outcomes_that_cannot_be_read_are_an_error(drawn):
    task = f"<userTask id='x' banjian:outcomes='{drawn}'/>" if drawn else "<userTask id='x' banjian:outcomes=','/>"

    reading = read(f'<startEvent id="s"/>{task}<endEvent id="e"/>' + chain("s", "x", "e"))

    assert finding_of(reading, "outcomes.unreadable").element == "x"


def test_a_task_for_several_people_has_no_buttons_of_the_gateway_behind_it():
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    task = f'<userTask id="t">{loop}</userTask>'

    reading = read(decided(flow("g", "a", condition="x = 1"), flow("g", "b"), task=task, default="g-b"))

    assert buttons(reading) is None
