"""Outcome buttons in the cases of an item: what a form of the item asks for is no button, whichever came first."""

from datetime import datetime

import pytest

from casework.actor import SYSTEM
from casework.clocks.calendar import SHANGHAI
from casework.definitions.bundles import own_files
from casework.definitions.checking import check_files
from casework.definitions.definitions import publish, store_draft
from casework.errors import Refusal
from casework.tasks.task_forms import FormNotAccepted
from tests.casework.definitions.diagrams import HEAD
from tests.casework.people import LONG_AGO

BRANCHES = (
    '<bpmn:sequenceFlow id="yes" name="同意" sourceRef="verdict" targetRef="granted">'
    '<bpmn:conditionExpression>=结论 = "同意"</bpmn:conditionExpression></bpmn:sequenceFlow>'
)
BY_DEFAULT = ' default="no"'


def a_diagram(key, *, default=BY_DEFAULT):
    """One task with the handler's form of the item, and a gateway that compares 结论, 退回 else."""
    return {
        f"{key}.bpmn": f'{HEAD}<bpmn:process id="{key}" name="结论" isExecutable="true"><bpmn:startEvent id="start"/>'
        '<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler" camunda:formKey="item:handler"/>'
        f'<bpmn:exclusiveGateway id="verdict"{default}/><bpmn:endEvent id="granted"/>'
        '<bpmn:userTask id="again" name="退回" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>'
        '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>'
        '<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="verdict"/>'
        f'{BRANCHES}<bpmn:sequenceFlow id="no" sourceRef="verdict" targetRef="again"/>'
        '<bpmn:sequenceFlow id="f3" sourceRef="again" targetRef="end"/></bpmn:process></bpmn:definitions>'
    }


def a_form(*keys):
    return {"handler": {"type": "default", "components": [{"type": "textfield", "key": key} for key in keys]}}


def buttons(world, code):
    """The outcomes of the handler's task in a new case of the item."""
    case = world.register(code)
    outcomes = world.task(case.case_id, "handle").outcomes
    return None if outcomes is None else [option[1] for option in outcomes["options"]]


def test_a_field_of_the_items_form_is_no_button_though_the_item_was_published_after_its_diagram(world):
    world.deploy(a_diagram("verdicts"), "verdicts")
    world.item("ZJ-01", "verdicts", forms=a_form("结论"))
    case = world.register("ZJ-01")
    task = world.task(case.case_id, "handle")
    assert task.outcomes is None

    world.complete("handler", task.id, data={"结论": "同意"})

    assert world.case(case.case_id).ended_at is not None and world.waiting(case.case_id) == []


@pytest.mark.parametrize("is_diagram_last", [False, True])
def test_each_item_of_a_diagram_has_the_buttons_that_go_with_its_own_forms(world, is_diagram_last):
    """The diagram is published anew last: it then knows the forms of both items, and each case those of its own."""
    world.deploy(a_diagram("shared"), "shared")
    world.item("ZJ-01", "shared", forms=a_form("结论"))
    world.item("ZJ-02", "shared", forms=a_form("说明"))
    if is_diagram_last:
        changed = {name: text.replace("退回", "退回补充") for name, text in a_diagram("shared").items()}
        known = check_files(changed, "shared", world.session)
        version = store_draft(world.session, SYSTEM, changed, "", LONG_AGO, checked=known)
        assert publish(world.session, SYSTEM, version.id, LONG_AGO, checked=known).known_variables == ["结论", "说明"]

    assert (buttons(world, "ZJ-01"), buttons(world, "ZJ-02")) == (None, ["同意", "其他"])


def test_a_field_of_a_shipped_form_is_no_button_and_the_version_keeps_the_form(world):
    """A task may name a form of the library that the bundle does not bring."""
    diagram = {name: text.replace("item:handler", "survey").replace("结论 =", "survey_conclusion =")
               for name, text in a_diagram("surveyed").items()}  # fmt: skip
    version = world.deploy(diagram, "surveyed")
    world.item("ZJ-01", "surveyed")

    assert buttons(world, "ZJ-01") is None
    assert "library/survey.form" in version.files and own_files(version.files) == diagram
    assert "form.missing" not in [finding["rule"] for finding in version.findings]


@pytest.mark.parametrize("broken", [{"type": "html"}, {"conditional": {"hide": "=a =="}}])
def test_an_item_with_a_form_that_nobody_could_use_is_refused(world, broken):
    world.deploy(a_diagram("broken"), "broken")
    form = {"type": "default", "components": [{"type": "textfield", "key": "x", **broken}]}

    with pytest.raises(Refusal) as refused:
        world.item("ZJ-01", "broken", forms={"handler": form})

    assert (refused.value.code, refused.value.params["field"]) == ("item.bad_form", "forms.handler")


@pytest.mark.parametrize("name", ["survey.form", "survey.json", "own"])
def test_a_form_of_ones_own_stands_in_the_place_of_the_shipped_one(name):
    diagram = {file: text.replace("item:handler", "survey") for file, text in a_diagram("own").items()}
    own = {name: '{"id": "survey", "components": []}'}

    checked = check_files({**diagram, **own})

    assert checked.errors == () and dict(checked.files) == {**diagram, **own}


def test_a_running_case_keeps_the_buttons_of_the_version_of_the_item_it_began_with(world):
    world.deploy(a_diagram("pinned"), "pinned")
    world.item("ZJ-01", "pinned")
    running = world.register("ZJ-01")
    world.item("ZJ-01", "pinned", world.now.date(), forms=a_form("结论"))
    assert buttons(world, "ZJ-01") is None

    world.complete("handler", world.task(running.case_id, "handle").id, "其他")

    assert world.task(running.case_id, "again").name == "退回"


def test_a_form_that_takes_the_button_of_a_branch_without_condition_is_refused_by_task_field_and_form(world):
    """The button alone decided about that branch; without it the diagram cannot run."""
    world.deploy(a_diagram("bare", default=""), "bare")

    with pytest.raises(Refusal) as refusal:
        world.item("ZJ-01", "bare", forms=a_form("说明", "结论"))

    assert (refusal.value.code, refusal.value.params["field"]) == ("item.form_takes_button", "forms.handler")
    for sentence in (refusal.value.in_language("zh"), refusal.value.in_language("en")):
        assert all(word in sentence for word in ("承办", "结论", "handler", "verdict"))
    assert world.item("ZJ-01", "bare", forms=a_form("说明")).number == 1


NOTICE = {
    "type": "datetime", "subtype": "date", "key": "notice_from", "dateLabel": "公示开始日期",
    "properties": {
        "banjian:refuseIf": "=date(notice_from) > date(past_workdays[5])",
        "banjian:refusal": "公示须满五个工作日。 | The notice must have been public for five working days.",
    },
}  # fmt: skip


def test_a_form_may_ask_that_something_has_lasted_for_so_many_working_days(world):
    """Public from Fri 2026-10-09 on; Sat 10-10 is worked, so the fifth day is Wed 10-14."""
    world.deploy(a_diagram("verdicts"), "verdicts")
    world.item("ZJ-01", "verdicts", forms={"handler": {"type": "default", "components": [NOTICE]}})
    case = world.register("ZJ-01")
    task = world.task(case.case_id, "handle")

    world.at(datetime(2026, 10, 14, 10, tzinfo=SHANGHAI))
    with pytest.raises(FormNotAccepted) as early:
        world.complete("handler", task.id, "其他", data={"notice_from": "2026-10-09"})
    world.at(datetime(2026, 10, 15, 10, tzinfo=SHANGHAI))
    world.complete("handler", task.id, "其他", data={"notice_from": "2026-10-09"})

    assert set(early.value.invalid.errors) == {"notice_from"}
    assert world.case(case.case_id).document[""]["notice_from"] == "2026-10-09"
