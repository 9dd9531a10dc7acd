"""A form starts with what the case knows, and never with the words of another step."""

import json
from typing import Any

import pytest

from casework.tasks.task_views import task_view
from tests.casework.flows.world import World, sequence

AGREED = {"reviewed": ["competence", "materials", "facts", "law", "procedure"]}


def text(key: str, **more: Any) -> dict[str, Any]:
    return {"type": "textarea", "key": key, "label": "理由", **more}


def form(*fields: dict[str, Any]) -> bytes:
    return json.dumps({"type": "default", "components": list(fields)}).encode()


def data(world: World, who: str, case_id: int, element: str) -> dict[str, Any]:
    actor, task = world.staff[who], world.task(case_id, element)
    return dict(task_view(world.session, world.centre.office, actor, task.id, world.now).data)


def flow(world: World, **forms: bytes) -> int:
    """A case at its first step: the handler's, then the reviewer's, each with a form of its own."""
    steps = ('handle:handler:camunda:formKey="first"', 'review:reviewer:camunda:formKey="second"')
    world.deploy(sequence("words", steps) | {f"{name}.form": one for name, one in forms.items()}, "words")
    world.item("WD", "words")
    return world.register("WD").case_id


def handled(world: World, case_id: int) -> None:
    world.complete("handler", world.task(case_id, "handle").id, data={"reason": "承办人的理由", "place": "北街 1 号"})


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (text("reason"), None),
        (text("reason", readonly=True), "承办人的理由"),
        (text("reason", properties={"banjian:continues": "true"}), "承办人的理由"),
    ],
    ids=["asked", "only shown", "worked on further"],
)
def test_reasons_of_another_step_are_not_mine(world: World, field: dict[str, Any], shown: str | None) -> None:
    place = {"type": "textfield", "key": "place", "label": "地点"}
    case_id = flow(world, first=form(text("reason"), place), second=form(field, place))
    handled(world, case_id)

    found = data(world, "reviewer", case_id, "review")

    assert (found.get("reason"), found["place"]) == (shown, "北街 1 号")


def test_a_text_within_a_group_obeys_the_same_rule(world: World) -> None:
    written = {"type": "group", "path": "site", "label": "现场", "components": [text("note"), text("seen")]}
    group = {**written, "components": [text("note"), text("seen", disabled=True)]}
    case_id = flow(world, first=form(written), second=form(group))
    world.complete("handler", world.task(case_id, "handle").id, data={"site": {"note": "我的话", "seen": "门牌"}})

    assert data(world, "reviewer", case_id, "review")["site"] == {"seen": "门牌"}


def test_a_text_in_the_rows_of_a_list_obeys_the_same_rule(world: World) -> None:
    rows = {"type": "dynamiclist", "path": "teams", "label": "各部门"}
    who = {"type": "textfield", "key": "who", "label": "部门"}
    asked = form({**rows, "components": [who, text("finding")]})
    case_id = flow(world, first=asked, second=asked)
    typed = [{"who": "规划局", "finding": "规划局的话"}, {"who": "环保局", "finding": "环保局的话"}]
    world.complete("handler", world.task(case_id, "handle").id, data={"teams": typed})

    assert data(world, "reviewer", case_id, "review")["teams"] == [{"who": "规划局"}, {"who": "环保局"}]


def test_what_the_application_says_is_there_to_be_corrected(world: World) -> None:
    case_id = flow(world, first=form(text("purpose")), second=form(text("reason")))
    file = world.file(case_id)
    file.case.document = {"": {**file.case.document.get("", {}), "purpose": "经营餐饮"}}
    file.write()

    assert data(world, "handler", case_id, "handle")["purpose"] == "经营餐饮"


def test_who_gets_the_case_back_finds_their_own_answer(world: World) -> None:
    world.ship("p_promised")
    world.item("PB", "p_promised", forms={"handle": json.loads(form(text("handle_opinion")))})
    case_id = world.register("PB").case_id
    world.complete("handler", world.task(case_id, "handle").id, "submit", data={"handle_opinion": "拟同意"})
    returned = {**AGREED, "return_reason": "请补充现场照片"}
    world.complete("reviewer", world.task(case_id, "review").id, "returned", data=returned)

    assert data(world, "handler", case_id, "handle")["handle_opinion"] == "拟同意"

    world.complete("handler", world.task(case_id, "handle").id, "submit", data={"handle_opinion": "照片已补，拟同意"})
    review = data(world, "reviewer", case_id, "review")
    assert (review["handle_opinion"], review["return_reason"]) == ("照片已补，拟同意", "请补充现场照片")

    world.complete("reviewer", world.task(case_id, "review").id, "agreed", data=AGREED)
    decide = data(world, "chief", case_id, "decide")
    assert (decide["handle_opinion"], decide.get("return_reason")) == ("照片已补，拟同意", None)


def reviewed_with_inputs(world: World) -> int:
    """A case at the review, to which the diagram gives a reason and a place and whose place it passes on."""
    given = "".join(
        f'<camunda:inputParameter name="{name}">{value}</camunda:inputParameter>'
        for name, value in (("reason", "${reason}"), ("place", "${place} 复核"))
    )
    kept = '<camunda:outputParameter name="checked">${place}</camunda:outputParameter>'
    inside = (
        f"<bpmn:extensionElements><camunda:inputOutput>{given}{kept}</camunda:inputOutput></bpmn:extensionElements>"
    )
    asked = f'"reviewer" camunda:formKey="second">{inside}</bpmn:userTask>'
    drawn = sequence("given", ('handle:handler:camunda:formKey="first"', "review:reviewer:"))["given.bpmn"]
    fields = form(text("reason"), {"type": "textfield", "key": "place", "label": "地点"})
    files = {"given.bpmn": drawn.replace(b'"reviewer" />', asked.encode()), "first.form": fields, "second.form": fields}
    world.deploy(files, "given")
    world.item("GV", "given")
    case_id = world.register("GV").case_id
    handled(world, case_id)
    return case_id


def test_a_form_starts_with_what_the_diagram_gives_its_task_in_the_words_of_another_step_too(world: World) -> None:
    """Input parameters are what most diagrams of Camunda 7 fill their forms with."""
    case_id = reviewed_with_inputs(world)

    found = data(world, "reviewer", case_id, "review")
    world.complete("reviewer", world.task(case_id, "review").id, data={"reason": "同意", "place": "北街 2 号"})

    assert (found["reason"], found["place"]) == ("承办人的理由", "北街 1 号 复核")
    kept = world.file(case_id).case.document[""]
    assert (kept["place"], kept["checked"]) == ("北街 1 号", "北街 2 号")
