"""Whoever works on a case sees what was applied for and what each earlier step wrote, identifiers masked."""

from typing import Any

import pytest

from casework.cases.case_views import CaseView, case_view
from tests.casework.flows.world import World, sequence

FORM = {
    "type": "default", "schemaVersion": 17, "id": "intake",
    "components": [
        {"type": "textfield", "key": "shop", "id": "a", "label": "店名"},
        {"type": "textfield", "key": "mobile", "id": "b", "label": "手机", "properties": {"banjian:type": "phone"}},
    ],
}  # fmt: skip
WORK = {
    "type": "default", "schemaVersion": 17, "id": "work",
    "components": [{"type": "textarea", "key": "finding", "id": "c", "label": "查明的事实"}],
}  # fmt: skip


@pytest.fixture
def flow(world: World) -> World:
    form = 'camunda:formKey="item:work"'
    world.deploy(sequence("told", (f"handle:handler:{form}", f"review:reviewer:{form}", "decide:chief")), "told")
    world.item("A-1", "told", forms={"intake": FORM, "work": WORK})
    return world


def seen(flow: World, case_id: int) -> CaseView:
    return case_view(flow.session, flow.centre.office, flow.chief, flow.case(case_id).case_no, flow.now)


def said(answers: Any) -> list[tuple[str, str]]:
    return [(one.label, one.text[0]) for one in answers]


def test_the_application_is_read_in_the_words_of_its_form_and_numbers_stay_masked(flow: World) -> None:
    case_id = flow.register("A-1", form_data={"shop": "小明面馆", "mobile": "13912340268"}).case_id

    assert said(seen(flow, case_id).application) == [("店名", "小明面馆"), ("手机", "139****0268")]


def test_what_a_step_wrote_stays_its_own_though_a_later_step_wrote_the_same_field(flow: World) -> None:
    case_id = flow.register("A-1", form_data={"shop": "小明面馆"}).case_id
    for element, who, finding in (("handle", "handler", "灶台合格"), ("review", "reviewer", "再查一次通风")):
        flow.complete(who, flow.task(case_id, element).id, data={"finding": finding})

    view = seen(flow, case_id)

    first, second = [task for task in view.tasks if task.closed_at is not None]
    assert said(view.answers[first.id]) == [("查明的事实", "灶台合格")]
    assert said(view.answers[second.id]) == [("查明的事实", "再查一次通风")]
    assert first.department == "住建局"
