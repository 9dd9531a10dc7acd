"""What a person presses or ticks is the very option that is meant, alone where it goes alone, with its fields."""

import json

import pytest

from casework.errors import Refusal
from casework.tasks.task_forms import FormNotAccepted
from casework.tasks.task_views import task_view
from tests.casework.flows.world import World, process

CAMUNDA_FORM = 'camunda:formKey="reasons"'


def branching(key: str, gateway: str, default: str, **branches: str) -> bytes:
    """One task `t` and a gateway with a branch to a task for each condition; an empty one has none."""
    flows = "".join(
        f'<bpmn:sequenceFlow id="to_{name}" name="{name}" sourceRef="g" targetRef="{name}">'
        + (f"<bpmn:conditionExpression><![CDATA[={text}]]></bpmn:conditionExpression>" if text else "")
        + f'</bpmn:sequenceFlow><bpmn:sequenceFlow id="from_{name}" sourceRef="{name}" targetRef="e_{name}"/>'
        f'<bpmn:userTask id="{name}" name="{name}"/><bpmn:endEvent id="e_{name}"/>'
        for name, text in branches.items()
    )
    attribute = f' default="to_{default}"' if default else ""
    return process(
        key,
        '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        f'<bpmn:userTask id="t" name="决定" camunda:candidateGroups="handler" {CAMUNDA_FORM}/>'
        f'<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="g"/><bpmn:{gateway} id="g"{attribute}/>{flows}',
    )


def a_case(world: World, gateway: str, default: str = "", required_for: str = "", **branches: str) -> int:
    properties = {"banjian:requiredFor": required_for}
    reason = {"type": "textfield", "key": "reason", "label": "理由", "properties": properties}
    form = json.dumps({"type": "default", "components": [reason]}).encode()
    world.deploy({"b.bpmn": branching("b", gateway, default, **branches), "reasons.form": form}, "b")
    world.item("ZJ-01", "b")
    return world.register("ZJ-01").case_id


def choose(world: World, case_id: int, outcome: object, **data: object) -> list[str]:
    """The tasks open after it."""
    world.complete("handler", world.task(case_id, "t").id, outcome, data=data)
    return sorted(task.element for task in world.waiting(case_id))


@pytest.mark.parametrize(
    ("pressed", "leads_to"),
    [("1", "text"), (1, "number"), (True, "truth"), ("true", "truth"), ("yes", "no"), ("no", "yes")],
)
def test_values_go_before_names_and_each_type_is_its_own(world: World, pressed: object, leads_to: str) -> None:
    branches = {"text": 'x = "1"', "number": "x = 1", "truth": "x = true", "no": 'x = "yes"', "yes": 'x = "no"'}
    case_id = a_case(world, "exclusiveGateway", **branches)

    assert choose(world, case_id, pressed) == [leads_to]


def test_a_name_stands_for_its_value(world: World) -> None:
    assert choose(world, a_case(world, "exclusiveGateway", 甲="x = 1", 乙="x = 2"), "乙") == ["乙"]


def test_where_one_is_pressed_several_are_refused(world: World) -> None:
    case_id = a_case(world, "exclusiveGateway", 甲="x = 1", 乙="x = 2")

    with pytest.raises(Refusal) as refused:
        choose(world, case_id, [1, 2])

    assert refused.value.code == "task.outcome_not_one"


@pytest.mark.parametrize(("ticked", "code"), [([1, "都不"], "task.outcome_alone"), ([], "task.outcome_missing")])
def test_the_default_check_box_goes_alone_and_one_must_be_ticked(world: World, ticked: object, code: str) -> None:
    case_id = a_case(world, "inclusiveGateway", "都不", 甲="x = 1", 乙="x = 2", 都不="")

    with pytest.raises(Refusal) as refused:
        choose(world, case_id, ticked)

    assert refused.value.code == code
    assert choose(world, case_id, ["都不"]) == ["都不"]


def test_a_field_may_be_required_for_one_of_the_ticked_ones(world: World) -> None:
    case_id = a_case(world, "inclusiveGateway", required_for="乙，丙", 甲="", 乙="", 丙="")

    with pytest.raises(FormNotAccepted) as refused:
        choose(world, case_id, ["甲", "丙"])

    assert list(refused.value.invalid.errors) == ["reason"]
    assert choose(world, case_id, ["甲", "丙"], reason="须会签") == ["丙", "甲"]


def test_a_field_may_be_required_for_an_outcome_of_yes_or_no(world: World) -> None:
    case_id = a_case(world, "exclusiveGateway", required_for="false", 是="x = true", 否="x = false")
    task = world.task(case_id, "t").id

    view = task_view(world.session, world.centre.office, world.handler, task, world.now)
    assert [button.requires for button in view.buttons] == [(), ("reason",)]
    with pytest.raises(FormNotAccepted):
        choose(world, case_id, False)
