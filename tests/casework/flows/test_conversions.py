"""A question or a reply that becomes an application: nobody is accepted without name, form and papers (C7, C8)."""

from typing import Any

import pytest
from sqlalchemy import select

from casework.cases.grounds import Ground
from casework.errors import NotFound, Refusal
from casework.intake.registration import CounterDecision, Decision
from casework.notices.outgoing_notice import OutgoingNotice
from casework.tasks.task_forms import FormNotAccepted
from tests.casework.flows.world import WANG, World, sequence

FORM: dict[str, Any] = {
    "type": "default", "id": "intake", "schemaVersion": 17,
    "components": [
        {"type": "textfield", "id": "a", "key": "place", "label": "设置位置", "validate": {"required": True}},
        {"type": "textfield", "id": "b", "key": "size", "label": "尺寸", "validate": {"required": True}},
    ],
}  # fmt: skip
PAPERS = [
    {"name": "营业执照", "code": "ZZ"},
    {"name": "效果图", "code": "TU"},
    {"name": "检测报告", "is_required": False},
]
STATED = {"place": "解放路", "size": "3×2"}


@pytest.fixture(params=["promised", "instant"])
def counter(request: pytest.FixtureRequest, world: World) -> World:
    """An item of this base type with a form and three papers."""
    flow = f"p_{request.param}"
    for key in {flow, "p_promised", "p_consult", "p_reply"}:
        world.ship(key)
    converted = {"promised_amount": 0, "converted_amount": 5} if request.param == "instant" else {}
    world.item("AD", flow, base_type=request.param, forms={"intake": FORM}, materials=PAPERS, **converted)
    return world


def hand_in(world: World, case_id: int, element: str, outcome: str | None = None, **data: Any) -> None:
    world.complete("window", world.task(case_id, element).id, outcome, data=data)


def asked(world: World) -> int:
    case_id = world.register("AD", case_type="consultation", applicant=None).case_id
    hand_in(world, case_id, "answer", "answered", question="门头招牌怎么办", answer="十个工作日办结")
    hand_in(world, case_id, "finish", "convert", consult_way="face")
    return case_id


def test_a_question_ends_answered_and_its_application_is_a_case_of_its_own_that_names_it(counter: World) -> None:
    question = counter.case(asked(counter))

    papers = {"ZZ": "ok", "TU": "ok"}
    case_id = counter.register("AD", form_data=STATED, materials=papers, after=question.case_no).case_id

    (receipt,) = [paper for paper in counter.documents(case_id) if paper.kind == "D01"]
    assert (question.outcome, question.accepted_at, counter.documents(question.id)) == ("normal", None, [])
    assert counter.history(case_id)[0].data["consultation"] == question.case_no
    assert counter.case(case_id).applicant_id is not None
    assert all(words in receipt.html for words in ("王小明", "营业执照", "效果图"))


@pytest.mark.parametrize("left_out", ["applicant", "form_data", "materials"])
def test_after_a_question_too_an_application_needs_name_form_and_papers(counter: World, left_out: str) -> None:
    number = counter.case(asked(counter)).case_no
    whole: dict[str, Any] = {"applicant": WANG, "form_data": STATED, "materials": {"ZZ": "ok", "TU": "ok"}}

    with pytest.raises(Refusal):
        counter.register("AD", after=number, **{**whole, left_out: None if left_out == "applicant" else {}})


def test_only_a_case_one_may_see_is_named_as_the_question(counter: World) -> None:
    with pytest.raises(NotFound):
        counter.register("AD", form_data=STATED, after="ZX-20000101-0001")


def test_a_reply_that_is_not_certain_asks_for_the_form_and_is_accepted_with_all_papers_only(counter: World) -> None:
    case_id = counter.register("AD", case_type="reply", form_data={"place": "解放路"}).case_id
    hand_in(counter, case_id, "judge", "uncertain", question_facts="规划未定", convert_reason="需查规划")
    with pytest.raises(FormNotAccepted) as form:
        hand_in(counter, case_id, "fill_in", place="解放路")
    hand_in(counter, case_id, "fill_in", **STATED)
    with pytest.raises(Refusal) as papers:
        hand_in(counter, case_id, "prereview", "accept", materials=["营业执照"])

    notice = counter.clocks(case_id)["notice"]
    hand_in(counter, case_id, "prereview", "accept", materials=["营业执照", "效果图"])

    (receipt,) = counter.documents(case_id)
    assert "size" in form.value.invalid.errors
    assert (papers.value.params["field"], papers.value.params["missing"]) == ("materials", ["效果图"])
    assert notice.stopped_at is None and counter.clocks(case_id)["notice"].stopped_at == counter.now
    assert (receipt.kind, counter.case(case_id).case_type) == ("D01", "promised")
    assert all(words in receipt.html for words in ("营业执照", "效果图"))


def test_a_question_without_a_name_is_accepted_in_no_flow(world: World) -> None:
    """A centre that has not drawn the flow of questions works them with the item's."""
    world.ship("p_promised")
    world.item("AD", "p_promised")

    with pytest.raises(Refusal) as refusal:
        world.register("AD", case_type="consultation", applicant=None)
    refused = world.register(
        "AD", CounterDecision(Decision.REFUSE, Ground.NOT_NEEDED), case_type="consultation", applicant=None
    )

    assert refusal.value.code == "acceptance.nobody_applies"
    assert world.case(refused.case_id).status == "refused"


def test_with_the_answer_comes_the_list_of_what_to_bring(counter: World) -> None:
    asked(counter)

    (text,) = counter.session.scalars(select(OutgoingNotice.text)).all()
    assert text == "十个工作日办结 申请材料（含表格）：营业执照、效果图、检测报告。"


def test_an_item_is_registered_only_as_the_kinds_it_lists(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("LISTED", "seq", points={"case_types": ["promised", "consultation"]})

    with pytest.raises(Refusal) as refusal:
        world.register("LISTED", case_type="special")

    assert (refusal.value.code, refusal.value.params["field"]) == ("case_type.not_listed", "case_type")
    assert world.register("LISTED", case_type="promised").case_id


def test_what_the_item_does_not_serve_becomes_no_application_by_being_converted(world: World) -> None:
    for key in ("p_promised", "p_reply"):
        world.ship(key)
    world.item("AD", "p_promised", service_targets="企业法人")
    case_id = world.register("AD", case_type="reply").case_id

    with pytest.raises(Refusal) as refusal:
        hand_in(world, case_id, "judge", "uncertain", question_facts="规划未定", convert_reason="需查规划")

    assert (refusal.value.code, refusal.value.params["field"]) == ("registration.not_served", "kind")
