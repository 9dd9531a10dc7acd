"""At the counter: applicants are known by their number, numbers are sealed, and open duplicates are seen."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from casework.canonical import write_json
from casework.cases.applicant import Applicant
from casework.cases.case_lists import CaseFilter, search_cases
from casework.cases.grounds import Ground
from casework.cases.unmasking import unmask
from casework.errors import NotFound, NotPermitted, Refusal
from casework.history.happening import Happening
from casework.intake.applicants import ApplicantData
from casework.intake.registration import CounterDecision, Decision
from casework.intake.registrations import prepare_registration
from tests.casework.flows.world import COMPANY, WANG, World, sequence

FORM = {
    "type": "default", "schemaVersion": 17, "id": "f",
    "components": [
        {"type": "textfield", "key": "mobile", "id": "a", "label": "手机", "properties": {"banjian:type": "phone"}},
        {"type": "textfield", "key": "shop", "id": "b", "label": "店名", "validate": {"required": True}},
    ],
}  # fmt: skip


@pytest.fixture
def flow(world: World) -> World:
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq", forms={"intake": FORM})
    return world


def register(flow: World, applicant: ApplicantData = WANG, **form: str) -> int:
    return flow.register("A-1", applicant=applicant, form_data={"shop": "小明面馆", **form}).case_id


def test_cases_are_numbered_one_after_another_by_the_day_in_beijing(flow: World) -> None:
    numbers = [flow.case(register(flow)).case_no for _ in range(2)]

    # One o'clock in the night in Beijing is still the day before in UTC.
    night = flow.at(datetime(2026, 10, 9, 17, 0, tzinfo=UTC))

    assert [number.partition("-")[2] for number in numbers] == ["20261009-0001", "20261009-0002"]
    assert flow.case(register(night)).case_no.endswith("20261010-0001")


def test_an_applicant_is_kept_once_and_found_by_number(flow: World) -> None:
    first, second = register(flow), register(flow)

    known = prepare_registration(flow.session, flow.centre.office, flow.window, "A-1", "11010519491231002x", flow.now)

    assert flow.case(first).applicant_id == flow.case(second).applicant_id == known.applicant.id
    assert {row.id for row in known.duplicates} == {first, second}
    assert len(known.earlier) == 2


@pytest.mark.parametrize(("change", "field"), [
    ({"id_number": "110105194912310021"}, "id_number"), ({"id_number": ""}, "id_number"), ({"name": " "}, "name"),
    ({"phone": "call me"}, "phone"), ({"phone": "123"}, "phone"), ({"phone": "1391234026"}, "phone"),
    ({"id_type": "credit_code", "id_number": "91350100M000100Y44"}, "id_number"),
])  # fmt: skip
def test_a_wrong_entry_is_named(flow: World, change: dict[str, str], field: str) -> None:
    wrong = ApplicantData(**{"name": "王小明", "id_number": "11010519491231002X", "phone": "13912340268", **change})

    with pytest.raises(Refusal) as refusal:
        register(flow, wrong)

    assert refusal.value.params["field"] == field


@pytest.mark.parametrize("phone", ["0538-2345678", "010-12345678", "23456789", "+852 2345 6789"])
def test_who_has_no_mobile_gives_a_number_at_which_they_can_be_called(flow: World, phone: str) -> None:
    applicant = ApplicantData(name="王小明", id_number="11010519491231002X", phone=phone)

    assert register(flow, applicant)


def test_a_refused_number_is_shown_nowhere_in_full(flow: World) -> None:
    wrong = ApplicantData(name="王小明", id_number="110105194912310021", phone="13912340268")

    with pytest.raises(Refusal) as refusal:
        register(flow, wrong)

    said = refusal.value.in_language("zh"), refusal.value.in_language("en")
    assert all("1101**********0021" in words and wrong.id_number not in words for words in said)


def test_the_agent_can_be_called_too(flow: World) -> None:
    with pytest.raises(Refusal) as refusal:
        flow.register("A-1", form_data={"shop": "小明面馆"}, agent_name="赵六", agent_phone="12")

    assert (refusal.value.code, refusal.value.params["field"]) == ("registration.phone_wrong", "agent_phone")


@pytest.mark.parametrize("nobody", ["", " ", "\u200b"])
def test_who_is_sent_elsewhere_is_told_a_body_that_can_be_read(flow: World, nobody: str) -> None:
    decided = CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT, right_body=nobody)

    with pytest.raises(Refusal) as refusal:
        flow.register("A-1", decided)

    assert refusal.value.params["field"] == "right_body"


def test_no_material_is_taken_that_the_item_does_not_list(flow: World) -> None:
    with pytest.raises(Refusal) as refusal:
        flow.register("A-1", form_data={"shop": "小明面馆"}, materials={"M99": "ok"})

    assert refusal.value.code == "registration.material_unknown"
    assert "M99" in refusal.value.in_language("zh")


@pytest.mark.parametrize(("targets", "stranger", "told"), [
    ("企业法人 事业法人", WANG, ("企业法人、事业法人，个人不能申请", "public institutions; a natural person cannot")),
    ("自然人", COMPANY, ("自然人，单位不能申请", "natural persons; an organisation cannot")),
])  # fmt: skip
@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.SUPPLEMENT, Decision.PREREVIEW])
def test_whom_the_item_does_not_serve_cannot_apply_and_reads_who_may(
    flow: World, targets: str, stranger: ApplicantData, told: tuple[str, str], decision: Decision
) -> None:
    flow.item("A-2", "seq", service_targets=targets)

    with pytest.raises(Refusal) as refused:
        flow.register("A-2", CounterDecision(decision), applicant=stranger)

    assert (refused.value.code, refused.value.params["field"]) == ("registration.not_served", "kind")
    assert told[0] in refused.value.in_language("zh") and told[1] in refused.value.in_language("en")


def test_whom_the_item_does_not_serve_may_ask_and_gets_a_refusal_in_writing(flow: World) -> None:
    flow.item("A-2", "seq", service_targets="企业法人", points={"case_types": ["consultation"]})
    no = CounterDecision(Decision.REFUSE, Ground.FORBIDDEN, reason="申请人不是企业法人")

    assert flow.register("A-2", no).document_kinds == ("D02",)
    assert flow.register("A-2", case_type="consultation").case_no


@pytest.mark.parametrize(("targets", "kinds"), [
    ("", ("person", "organisation")), ("自然人", ("person",)), ("企业", ("organisation",)),
    ("社会组织法人、自然人", ("person", "organisation")), ("企业法人和个体工商户", ("person", "organisation")),
    ("企业法人 归国华侨", ("person", "organisation")),
])  # fmt: skip
def test_the_counter_is_told_whom_the_item_serves(flow: World, targets: str, kinds: tuple[str, ...]) -> None:
    flow.item("A-2", "seq", service_targets=targets)

    prepared = prepare_registration(flow.session, flow.centre.office, flow.window, "A-2", "", flow.now)

    assert prepared.kinds == kinds


@pytest.mark.parametrize("state", ["missing", "unfit"])
def test_an_optional_material_is_never_called_required(flow: World, state: str) -> None:
    materials = [{"name": "身份证", "code": "SFZ"}, {"name": "照片", "code": "ZP", "is_required": False}]
    flow.item("A-2", "seq", materials=materials)

    with pytest.raises(Refusal) as refused:
        flow.register("A-2", materials={"SFZ": "ok", "ZP": state})

    chinese, english = (refused.value.in_language(language) for language in ("zh", "en"))
    assert "照片" in chinese and "身份证" not in chinese and "不是必备材料" in chinese and "is not required" in english
    with pytest.raises(Refusal, match="Required papers are missing: 身份证"):
        flow.register("A-2", materials={"SFZ": "missing"})


def test_a_known_number_under_another_name_is_asked_about(flow: World) -> None:
    register(flow)
    other = ApplicantData(name="李四", id_number=WANG.id_number, phone=WANG.phone)

    with pytest.raises(Refusal) as refusal:
        register(flow, other)

    assert refusal.value.params["known"] == "王**"


def test_numbers_stand_nowhere_in_clear(flow: World) -> None:
    case_id = register(flow, mobile="13700001111")

    applicant = flow.session.scalars(select(Applicant)).one()
    case = flow.case(case_id)
    lines = write_json([line.data for line in flow.session.scalars(select(Happening))])
    stored = write_json(case.document) + write_json(case.snapshot) + lines + str(vars(applicant))
    assert "13700001111" not in stored
    assert "13912340268" not in stored
    assert "11010519491231002X" not in stored
    assert set(case.document[""]["mobile"]) == {"ref"}


def test_a_look_at_a_number_in_full_is_recorded(flow: World) -> None:
    case_id = register(flow, mobile="13700001111")
    reference = flow.case(case_id).document[""]["mobile"]["ref"]
    look = (flow.session, flow.centre.office)

    plain = unmask(*look, flow.handler, case_id, reference, flow.now)

    assert plain == "13700001111"
    assert flow.kinds(case_id)[-1] == "personal.unmasked"
    with pytest.raises(NotPermitted):
        unmask(*look, flow.boss, case_id, reference, flow.now)
    with pytest.raises(NotFound):
        unmask(*look, flow.handler, case_id, "personal:9999", flow.now)


@pytest.mark.parametrize("query", ["王", "小明", "0001", "1009-0001"])
def test_a_case_is_found_from_one_character_on_and_no_other(flow: World, query: str) -> None:
    case_id = register(flow)
    register(flow, COMPANY)

    assert found(flow, query) == [case_id]


@pytest.mark.parametrize("query", ["户外广告", "广", "1", "１", "1009", "A-20261009"])
def test_all_cases_of_an_item_or_a_day_are_found(flow: World, query: str) -> None:
    both = [register(flow), register(flow, COMPANY)]

    assert sorted(found(flow, query)) == both


@pytest.mark.parametrize("query", ["王", "广", "A-20261009-0001", "0001"])
def test_what_was_registered_before_further_words_were_kept_is_still_found(
    flow: World, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("casework.search.searching.number_words", str)
        case_id = register(flow)

    assert found(flow, query) == [case_id]


def found(flow: World, query: str) -> list[int]:
    return [row.id for row in search_cases(flow.session, flow.handler, CaseFilter(query=query)).rows]


def test_people_of_other_departments_do_not_find_it(flow: World) -> None:
    register(flow)

    assert search_cases(flow.session, flow.planner, CaseFilter(query="王")).rows == ()
    assert search_cases(flow.session, flow.boss, CaseFilter(query="王")).total == 1


@pytest.mark.parametrize(("entry", "limit"), [("title", 200), ("agent_name", 64), ("business_key", 128)])
def test_a_text_that_is_too_long_is_named_before_the_database_refuses_it(flow: World, entry: str, limit: int) -> None:
    with pytest.raises(Refusal) as refusal:
        flow.register("A-1", form_data={"shop": "店"}, **{entry: "长" * (limit + 1)})

    assert (refusal.value.params["field"], refusal.value.params["limit"]) == (entry, limit)
