"""更正 of an answer: the new one fits the field that asked for it, and what is sealed stays sealed."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from casework.actor import SYSTEM
from casework.cases.case_views import CaseView, case_view
from casework.cases.corrections import correct_case
from casework.errors import Refusal
from casework.incidents.incident import Incident
from casework.incidents.incidents import retry_incident
from casework.messages.messages import deliver_message
from casework.personal_values import is_reference, reveal_personal
from tests.casework.flows.world import World, process, sequence

NUMBER = "11010519491231002X"
INTAKE = {"type": "default", "components": [
    {"type": "number", "key": "width", "label": "宽度", "validate": {"required": True, "min": 1, "max": 40}},
    {"type": "select", "key": "lit", "label": "照明", "values": [
        {"value": "neon", "label": "霓虹灯"}, {"value": "none", "label": "无"}]},
    {"type": "textfield", "key": "place", "label": "位置", "validate": {"maxLength": 20}},
    {"type": "textfield", "key": "parcel", "label": "宗地号", "validate": {"pattern": "^[A-Z]-[0-9]+$"}},
    {"type": "textfield", "key": "code", "label": "信用代码", "properties": {"banjian:type": "credit_code"}},
    {"type": "textfield", "key": "owner", "label": "业主证件号", "properties": {"banjian:type": "id_number"}},
]}  # fmt: skip
SURVEY = {"type": "default", "components": [
    {"type": "number", "key": "height", "label": "实测高度", "validate": {"max": 30},
     "properties": {"banjian:requiredFor": "submit"}},
]}  # fmt: skip
CODE = "91350100M000100Y43"
LABELS = {one["key"]: one["label"] for one in (*INTAKE["components"], *SURVEY["components"])}
GIVEN = {"width": 3, "lit": "neon", "place": "北街 1 号", "parcel": "A-7", "code": CODE, "owner": NUMBER}

UNFIT = [
    ("width", "宽"), ("width", 41), ("width", None), ("lit", "laser"), ("place", "路" * 21), ("place", 3),
    ("parcel", "7-A"), ("code", "91350100M000100Y44"), ("owner", "110105194912310021"), ("height", 31),
    ("height", None),
]  # fmt: skip
"""Wrong in type, limit, choice, length, pattern, check digit, or empty though the step asked for it."""

UNFIT_ENTRIES = [
    ("priority", "abc", "case.correction_unfit"), ("priority", None, "case.correction_unfit"),
    ("priority", 10**30, "case.correction_unfit"), ("priority", -1, "case.correction_unfit"),
    ("priority", 101, "case.correction_unfit"), ("priority", 2.5, "case.correction_unfit"),
    ("priority", True, "case.correction_unfit"), ("title", 7, "case.correction_unfit"),
    ("title", None, "case.title_missing"), ("title", "  ", "case.title_missing"),
    ("title", "字" * 201, "input.too_long"), ("agent_name", True, "case.correction_unfit"),
    ("agent_name", "字" * 65, "input.too_long"), ("business_key", 3.5, "case.correction_unfit"),
    ("business_key", "k" * 129, "input.too_long"),
]  # fmt: skip


ASKS_OUTSIDE = """<bpmn:startEvent id="s"/><bpmn:receiveTask id="r" messageRef="m"/><bpmn:exclusiveGateway id="g"/>
<bpmn:endEvent id="a"/><bpmn:endEvent id="b"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="r"/>
<bpmn:sequenceFlow id="f2" sourceRef="r" targetRef="g"/><bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="a">
<bpmn:conditionExpression>result = "yes"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f4" sourceRef="g" targetRef="b">
<bpmn:conditionExpression>result = "no"</bpmn:conditionExpression></bpmn:sequenceFlow>"""


@pytest.fixture
def case_id(world: World) -> int:
    """A case whose application is filled in and whose first step measured the height."""
    steps = ('handle:handler:camunda:formKey="survey" banjian:outcomes="submit:提交"', "decide:chief")
    world.deploy(sequence("measured", steps) | {"survey.form": json.dumps(SURVEY).encode()}, "measured")
    world.item("AD", "measured", forms={"intake": INTAKE})
    case_id = world.register("AD", form_data=GIVEN).case_id
    world.complete("handler", world.task(case_id, "handle").id, "submit", data={"height": 4})
    return case_id


def correct(world: World, case_id: int, name: str, value: Any) -> None:
    desk = (world.session, world.centre.office, world.chief, case_id)
    correct_case(*desk, {f"variable:{name}": value}, "登记笔误", world.now)


def bring(world: World, case_id: int, payload: dict[str, Any]) -> list[Incident]:
    """The answer arrives from outside; gives the incidents of the case."""
    deliver_message(
        world.session, world.centre.office, SYSTEM, "answer", world.case(case_id).case_no, payload, world.now
    )
    return list(world.session.scalars(select(Incident).where(Incident.case_id == case_id)))


def correct_entry(world: World, case_id: int, name: str, value: Any) -> None:
    correct_case(world.session, world.centre.office, world.chief, case_id, {name: value}, "登记笔误", world.now)


def answers(world: World, case_id: int) -> dict[str, Any]:
    return dict(world.file(case_id).case.document[""])


def view(world: World, case_id: int) -> CaseView:
    return case_view(world.session, world.centre.office, world.chief, world.case(case_id).case_no, world.now)


def test_what_the_field_would_not_take_is_refused_and_the_field_named(world: World, case_id: int) -> None:
    before = answers(world, case_id)

    for name, value in UNFIT:
        with pytest.raises(Refusal) as refusal:
            correct(world, case_id, name, value)

        assert (refusal.value.code, refusal.value.params["field"]) == ("case.correction_unfit", f"variable:{name}")
        assert f"“{LABELS[name]}”不能这样更正" in refusal.value.in_language("zh")
    assert answers(world, case_id) == before


def test_an_entry_of_the_case_takes_only_what_its_column_takes_and_is_named(world: World, case_id: int) -> None:
    count = world.case(case_id).happening_count

    for name, value, code in UNFIT_ENTRIES:
        with pytest.raises(Refusal) as refusal:
            correct_entry(world, case_id, name, value)

        assert (refusal.value.code, refusal.value.params["field"]) == (code, name), value
    assert world.case(case_id).happening_count == count


@pytest.mark.parametrize(("name", "typed", "kept"), [
    ("priority", "80", 80), ("priority", 0, 0), ("title", " 新标题 ", "新标题"), ("agent_name", "李四", "李四"),
    ("business_key", "K-7", "K-7"),
])  # fmt: skip
def test_an_entry_of_the_case_is_kept_as_its_column_keeps_it(
    world: World, case_id: int, name: str, typed: Any, kept: Any
) -> None:
    correct_entry(world, case_id, name, typed)

    assert getattr(world.case(case_id), name) == kept


def test_a_text_taken_out_of_an_entry_leaves_it_empty(world: World, case_id: int) -> None:
    correct_entry(world, case_id, "agent_name", "李四")

    correct_entry(world, case_id, "agent_name", "")

    assert world.case(case_id).agent_name is None


def test_what_no_form_asked_for_is_not_corrected(world: World, case_id: int) -> None:
    for name in ("nothing", "channel", "intake"):
        with pytest.raises(Refusal) as refusal:
            correct(world, case_id, name, "counter")

        assert refusal.value.code == "case.not_correctable"


def test_an_answer_is_put_right_as_the_form_reads_it_and_the_record_tells_both(world: World, case_id: int) -> None:
    correct(world, case_id, "width", "3.50")
    correct(world, case_id, "lit", "none")
    correct(world, case_id, "height", 5)

    told = [(one.label.zh, one.before.zh, one.after.zh) for line in view(world, case_id).corrections.values()
            for one in line]  # fmt: skip
    now = answers(world, case_id)
    assert (float(now["width"]), now["lit"], now["height"]) == (3.5, "none", 5)
    assert told == [("宽度", "3", "3.5"), ("照明", "霓虹灯", "无"), ("实测高度", "4", "5")]


def test_a_sealed_number_is_sealed_again_and_never_told(world: World, case_id: int) -> None:
    other = "330113199001010011"

    correct(world, case_id, "owner", other)

    held, line = answers(world, case_id)["owner"], world.history(case_id)[-1]
    [[told]] = view(world, case_id).corrections.values()
    assert is_reference(held)
    assert reveal_personal(world.session, world.centre.office.vault, held["ref"]) == other
    assert all(number not in json.dumps(line.data) for number in (NUMBER, other))
    assert (told.label.zh, told.after.zh) == ("业主证件号", "3301**********0011")
    assert NUMBER not in told.before.zh


def test_the_masked_number_sent_back_changes_nothing(world: World, case_id: int) -> None:
    with pytest.raises(Refusal) as refusal:
        correct(world, case_id, "owner", "1101**********002X")

    assert refusal.value.code == "case.nothing_to_correct"


def test_a_sealed_number_of_another_case_is_not_brought_in(world: World, case_id: int) -> None:
    for name in ("owner", "place"):
        with pytest.raises(Refusal) as refusal:
            correct(world, case_id, name, {"ref": "personal:1"})

        assert refusal.value.code == "case.not_correctable"


def test_a_case_that_a_wrong_message_left_standing_is_put_right_and_goes_on(world: World) -> None:
    world.deploy({"told.bpmn": process("told", ASKS_OUTSIDE, '<bpmn:message id="m" name="answer"/>')}, "told")
    world.item("TOLD", "told")
    case_id = world.register("TOLD").case_id
    (standing,) = bring(world, case_id, {"result": "perhaps"})
    for name, value in (("other", "yes"), ("result", None), ("result", ["yes"])):
        with pytest.raises(Refusal):
            correct(world, case_id, name, value)

    correct(world, case_id, "result", "yes")
    retry_incident(world.session, world.centre.office, world.administrator, standing.id, world.now)

    assert world.case(case_id).status == "concluded"
    with pytest.raises(Refusal) as refusal:
        correct(world, case_id, "result", "no")
    assert refusal.value.code == "case.not_correctable"
    assert [line.data["entries"] for line in world.history(case_id) if line.kind == "case.corrected"] == [
        [["variable:result", "perhaps", "yes"]]
    ]


def test_what_a_message_left_out_is_supplied(world: World) -> None:
    world.deploy({"told.bpmn": process("told", ASKS_OUTSIDE, '<bpmn:message id="m" name="answer"/>')}, "told")
    world.item("TOLD", "told")
    case_id = world.register("TOLD").case_id
    (standing,) = bring(world, case_id, {})

    correct(world, case_id, "result", "yes")
    retry_incident(world.session, world.centre.office, world.administrator, standing.id, world.now)

    assert world.case(case_id).status == "concluded"
