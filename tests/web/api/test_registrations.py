"""Programs open cases with the four decisions of the counter; identity numbers come back masked only."""

import json

import pytest

from tests.casework.flows.world import process
from tests.web.api.program import (
    DIAGRAMS,
    WANG,
    application,
    got,
    open_case,
    problem,
    program,
    publish_with_item,
    wrong_fields,
)


def test_an_application_is_accepted(site):
    answer = program(site, "zhangchen").post("/cases", application())

    opened = got(answer, 201)
    assert (opened["status"], opened["document_kinds"]) == ("accepted", ["D01"])
    assert answer.headers["Location"] == f"/api/v1/cases/{opened['case_no']}"


def test_missing_materials_are_asked_for(site):
    body = application(materials={"HT": "missing"}, decision={"decision": "supplement"})

    opened = got(program(site, "zhangchen").post("/cases", body), 201)

    assert (opened["status"], opened["document_kinds"]) == ("returned_for_supplement", ["D03"])


def test_a_refusal_names_the_right_body(site):
    clerk = program(site, "zhangchen")
    wrong = application(decision={"decision": "refuse", "ground": "not_competent"})
    right = application(decision={"decision": "refuse", "ground": "not_competent", "right_body": "市林业局"})

    assert wrong_fields(clerk.post("/cases", wrong)) == ["right_body"]
    assert got(clerk.post("/cases", right), 201)["status"] == "refused"


def test_a_flow_without_a_look_beforehand_decides_at_once(site):
    answer = program(site, "zhangchen").post("/cases", application(decision={"decision": "prereview"}))

    assert wrong_fields(answer) == ["decision"]


def test_of_several_starts_one_is_named(site):
    flows = '<bpmn:sequenceFlow id="f4" sourceRef="asked" targetRef="decide"/>'
    body = (
        f'<bpmn:startEvent id="start"/><bpmn:startEvent id="asked" name="咨询"/>{flows}'
        '<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>'
        '<bpmn:userTask id="decide" name="决定" camunda:candidateGroups="chief"/>'
        '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>'
        '<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="decide"/>'
        '<bpmn:sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>'
    )
    publish_with_item(site, "doors", {"doors.bpmn": process("doors", body).decode()})
    clerk = program(site, "zhangchen")

    first, asked, nowhere = (
        clerk.post("/cases", application("doors", **named))
        for named in ({}, {"start_event": "asked"}, {"start_event": "nowhere"})
    )

    waiting = [got(clerk.get(f"/cases/{got(one, 201)['case_no']}/tasks"))["items"][0] for one in (first, asked)]
    assert [task["element"] for task in waiting] == ["handle", "decide"]
    assert "start、asked" in problem(nowhere, 422)["detail"]


def test_preparing_tells_checklist_and_earlier_cases_with_masked_numbers(site):
    open_case(site)

    answer = program(site, "zhangchen").post(
        "/cases/prepare", {"item_code": "ZJ-decides", "id_number": WANG["id_number"]}
    )  # fmt: skip

    found = got(answer)
    assert [material["code"] for material in found["materials"]] == ["HT"]
    assert (len(found["earlier"]), len(found["duplicates"])) == (1, 1)
    assert found["applicant"]["name"] == "王小明"
    text = answer.get_data(as_text=True)
    assert WANG["id_number"] not in text and WANG["phone"] not in text
    assert "*" in found["applicant"]["id_number"] and "*" in found["applicant"]["phone"]


def test_whom_an_item_does_not_serve_is_told_before_and_refused_at_the_field(site):
    files = {"companies.bpmn": DIAGRAMS["decides"]["decides.bpmn"].replace("decides", "companies")}
    publish_with_item(site, "companies", files, service_targets="企业法人")
    clerk = program(site, "zhangchen")

    told = got(clerk.post("/cases/prepare", {"item_code": "ZJ-companies"}))

    assert told["applicant_kinds"] == ["organisation"]
    assert wrong_fields(clerk.post("/cases", application("companies"))) == ["kind"]
    assert wrong_fields(clerk.post("/cases/instant", application("companies", answers={}))) == ["kind"]
    assert wrong_fields(program(site, "zhangchen", "en").post("/cases", application("companies"))) == ["kind"]


def test_anybody_starts_a_staff_matter(site):
    clerk = program(site, "tanjing")

    opened = got(clerk.post("/cases/internal", {"item_code": "ZJ-car", "title": "借车半天"}), 201)

    assert got(clerk.get(f"/cases/{opened['case_no']}"))["title"] == "借车半天"


def test_public_items_are_no_staff_matters_and_the_other_way_round(site):
    clerk = program(site, "zhangchen")

    assert wrong_fields(clerk.post("/cases/internal", {"item_code": "ZJ-decides"})) == ["item_code"]
    assert wrong_fields(clerk.post("/cases", {**application(), "item_code": "ZJ-car"})) == ["item_code"]


def test_only_those_may_register_who_may_on_the_page(site):
    cashier = program(site, "tanjing")

    problem(cashier.post("/cases", application()), 403, "permission.denied")
    problem(cashier.post("/cases/prepare", {"item_code": "ZJ-decides"}), 403, "permission.denied")
    problem(program(site, None).post("/cases/internal", {"item_code": "ZJ-car"}), 401)


def test_wrong_input_names_its_fields(site):
    clerk = program(site, "zhangchen")
    wrong = application(applicant={"name": "", "id_number": 5}, channel="pigeon", materials={"HT": "perhaps"})

    assert wrong_fields(clerk.post("/cases", wrong)) == [
        "applicant.id_number", "applicant.name", "applicant.phone", "channel", "materials.HT.value",
    ]  # fmt: skip
    assert wrong_fields(clerk.post("/cases", application(applicant={**WANG, "id_number": "1"}))) == ["id_number"]
    assert wrong_fields(clerk.post("/cases/prepare", {})) == ["item_code"]
    assert wrong_fields(clerk.post("/cases/internal", {"title": 3})) == ["item_code", "title"]
    problem(clerk.post("/cases", application("nothing")), 404)


def test_what_no_database_can_store_is_refused(site):
    clerk = program(site, "zhangchen")

    for title in (r'"\ud800"', r'"a\u0000b"', "[" * 100_000 + "]" * 100_000, "9" * 5000, "NaN"):
        body = json.dumps(application(title="TITLE")).replace('"TITLE"', title)
        problem(clerk.send("/cases", body), 400)


def test_messages_of_wrong_fields_are_chinese_by_default(site):
    chinese = problem(program(site, "zhangchen").post("/cases", {}), 422)["errors"]
    english = problem(program(site, "zhangchen", "en").post("/cases", {}), 422)["errors"]

    assert chinese == [{"field": "item_code", "message": "必填，没有收到这个字段。"}]
    assert english == [{"field": "item_code", "message": "Missing data for required field."}]


@pytest.mark.parametrize(
    ("field", "decision"),
    [("reason", "refuse"), ("right_body", "refuse"), ("corrections", "accept"), ("missing", "supplement")],
)
def test_what_the_record_keeps_for_good_has_a_length(site, field, decision):
    said = "长" * 4001
    made = {"decision": decision, "reason": "不符合条件", field: [said] if field == "missing" else said}

    assert wrong_fields(program(site, "zhangchen").post("/cases", application(decision=made))) == [field]


def test_a_note_has_a_length(site):
    assert wrong_fields(program(site, "zhangchen").post("/cases", application(note="长" * 4001))) == ["note"]
