"""Operations run inside the step; what a diagram got wrong parks its token, what the law forbids refuses the step."""

import pytest
from sqlalchemy import select

from casework.errors import Conflict, Refusal
from casework.fees.payment_order import PaymentOrder
from casework.incidents.incident import Incident
from casework.incidents.incidents import retry_incident
from casework.incidents.telling import cause_of
from casework.notices.outgoing_notice import OutgoingNotice
from casework.operations.operation import Inputs, OperationFailed
from casework.operations.performing import OPERATIONS, perform
from engine.contract import Key, ServiceRequest
from tests.casework.flows.world import World, process, sequence

FEE = {"kind": "fixed", "amount_fen": 5000}
REMINDS_FOR_EVER = """<bpmn:startEvent id="start"/><bpmn:userTask id="ask" name="问" camunda:candidateGroups="handler"/>
<bpmn:exclusiveGateway id="again"/>
<bpmn:serviceTask id="act" name="提醒" banjian:operation="notify">
<bpmn:extensionElements><camunda:inputOutput>
<camunda:inputParameter name="to">applicant</camunda:inputParameter>
</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:exclusiveGateway id="enough" default="f4"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="again"/>
<bpmn:sequenceFlow id="f3" sourceRef="again" targetRef="act"/>
<bpmn:sequenceFlow id="f5" sourceRef="act" targetRef="enough"/>
<bpmn:sequenceFlow id="f4" sourceRef="enough" targetRef="again"/>
<bpmn:sequenceFlow id="f6" sourceRef="enough" targetRef="end">
<bpmn:conditionExpression>case.priority &gt; 900</bpmn:conditionExpression></bpmn:sequenceFlow>"""


def flow_with(operation: str, inputs: str = "") -> bytes:
    body = f"""<bpmn:startEvent id="start"/><bpmn:userTask id="ask" name="问" camunda:candidateGroups="handler"/>
<bpmn:serviceTask id="act" name="办" banjian:operation="{operation}"><bpmn:extensionElements><camunda:inputOutput>
{inputs}</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="act"/>
<bpmn:sequenceFlow id="f3" sourceRef="act" targetRef="end"/>"""
    return process("op", body)


def run(world: World, name: str, **inputs: object) -> object:
    file = world.file(world.case_id, world.handler)
    outputs = perform(file, ServiceRequest(Key("", "x", 1), "operation", name, inputs))
    file.write()
    return outputs


@pytest.fixture
def flow(world: World) -> World:
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq", fee_rule=FEE, fee_basis="价费〔2024〕3 号", fee_licence="云费证 7 号")
    world.case_id = world.register("A-1").case_id
    return world


def test_what_a_diagram_got_wrong_is_an_incident_and_the_clerk_s_work_is_kept(world: World) -> None:
    world.deploy({"op.bpmn": flow_with("notify", '<camunda:inputParameter name="to">applicant</camunda:inputParameter>'
                  '<camunda:inputParameter name="template">nonsense</camunda:inputParameter>')}, "op")  # fmt: skip
    world.item("OP", "op")
    case_id = world.register("OP").case_id

    world.complete("handler", world.task(case_id, "ask").id)

    incident = world.session.scalars(select(Incident)).one()
    assert (incident.element, incident.is_parked) == ("act", True)
    assert "task.completed" in world.kinds(case_id)
    again = retry_incident(world.session, world.centre.office, world.administrator, incident.id, world.now)
    parked = world.session.scalars(select(Incident).where(Incident.resolved_at.is_(None))).all()
    assert parked == [again]


def test_what_the_law_forbids_refuses_the_whole_step(world: World) -> None:
    world.deploy({"op.bpmn": flow_with("deny")}, "op")
    world.item("OP", "op", handler_not_approver=False)
    case_id = world.register("OP").case_id

    with pytest.raises(Refusal) as refusal, world.session.begin_nested():
        world.complete("handler", world.task(case_id, "ask").id)

    assert (refusal.value.code, refusal.value.params["field"]) == ("decision.reasons_missing", "reasons")
    assert world.task(case_id, "ask").status == "open"
    assert "task.completed" not in world.kinds(case_id)


def test_operations_in_a_circle_end_as_an_incident_instead_of_a_hang(world: World) -> None:
    world.deploy({"op.bpmn": process("op", REMINDS_FOR_EVER)}, "op")
    world.item("OP", "op")
    case_id = world.register("OP").case_id

    world.complete("handler", world.task(case_id, "ask").id)

    incident = world.session.scalars(select(Incident)).one()
    assert (incident.code, incident.params["limit"]) == ("running.automatic_steps", 1000)
    told = world.session.scalars(select(OutgoingNotice)).all()
    # Each round takes two automatic steps: the gateway that joins and the machine work behind it.
    # One more tells of acceptance.
    assert len(told) == 500 + 1


def test_an_operation_nobody_knows_fails_by_name(flow: World) -> None:
    with pytest.raises(OperationFailed, match="dance"):
        run(flow, "dance")


def test_why_an_operation_failed_is_told_in_both_languages(world: World) -> None:
    inputs = {"to": "window", "template": "dance"}
    named = "".join(f'<camunda:inputParameter name="{k}">{v}</camunda:inputParameter>' for k, v in inputs.items())
    world.deploy({"op.bpmn": flow_with("notify", named)}, "op")
    world.item("OP", "op")
    case_id = world.register("OP").case_id

    world.complete("handler", world.task(case_id, "ask").id)

    cause = cause_of(world.session.scalars(select(Incident)).one())
    assert "流程图写的通知模板“dance”不存在" in cause.zh and "names an unknown notice, dance" in cause.en


@pytest.mark.parametrize("operation", ["start_clock", "stop_clock"])
@pytest.mark.parametrize("clock", ["notice", "promised", "法定时限"])
def test_a_diagram_neither_starts_nor_stops_the_clocks_of_the_law(flow: World, operation: str, clock: str) -> None:
    with pytest.raises(OperationFailed, match="acceptance and decision"):
        run(flow, operation, clock=clock, amount=5)


def test_the_fee_is_computed_from_the_item_and_paid_once(flow: World) -> None:
    fee = run(flow, "compute_fee")
    run(flow, "open_payment", amount_fen=fee["fee_amount"], basis=fee["basis"])

    run(flow, "record_payment", receipt_no="0009")

    order = flow.session.scalars(select(PaymentOrder)).one()
    assert (order.amount_fen, order.status, order.receipt_no) == (5000, "paid", "0009")
    with pytest.raises(Conflict):
        run(flow, "record_payment", receipt_no="0010")


def test_an_item_published_as_free_never_charges(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("FREE", "seq")
    world.case_id = world.register("FREE").case_id

    with pytest.raises(Refusal) as refusal:
        run(world, "open_payment", amount_fen=100, basis="惯例")

    assert refusal.value.code == "fee.item_is_free"


def test_a_certificate_needs_the_approval_and_the_receipt(flow: World) -> None:
    with pytest.raises(Conflict):
        run(flow, "issue_certificate", title="许可证", text="准予")
    run(flow, "approve")
    with pytest.raises(Refusal) as refusal:
        run(flow, "issue_certificate", title="许可证", text="准予")
    run(flow, "open_payment", amount_fen=5000, basis="价费〔2024〕3 号")
    run(flow, "record_payment", receipt_no="0009")

    issued = run(flow, "issue_certificate", title="许可证", text="准予")

    assert refusal.value.params["field"] == "receipt_no"
    assert issued == {"certificate_no": "ZJ-2026-000001"}
    assert flow.clocks(flow.case_id)["delivery"].stopped_at == flow.now
    last = select(OutgoingNotice.text).order_by(OutgoingNotice.id.desc()).limit(1)
    assert "请凭身份证件" in flow.session.scalars(last).one()


def test_submission_upward_ends_our_clocks_and_starts_the_superior_s(flow: World) -> None:
    run(flow, "submit_upward", body="省发展改革委")

    clocks, case = flow.clocks(flow.case_id), flow.case(flow.case_id)
    assert case.status == "at_superior"
    assert clocks["promised"].stopped_at == flow.now
    assert clocks["superior"].due_at is not None
    assert flow.documents(flow.case_id)[-1].recipient == "省发展改革委"


def test_a_change_of_the_case_type_is_recorded_with_its_reason(flow: World) -> None:
    run(flow, "change_case_type", case_type="special", reason="重点项目")

    line = flow.history(flow.case_id)[-1]
    assert (line.data["before"], line.data["after"], line.data["reason"]) == ("promised", "special", "重点项目")
    assert flow.clocks(flow.case_id)["promised"].amount == 5
    with pytest.raises(Refusal):
        run(flow, "change_case_type", case_type="instant", reason="快些")


def test_every_operation_of_the_contract_is_there() -> None:
    wanted = """accept accept_deemed refuse_acceptance request_supplement supplement_received suspend resume extend
    start_clock stop_clock draw_up deny approve compute_fee open_payment record_payment issue_certificate
    deliver_certificate notify copy_notice plan_branches submit_upward record_contact change_case_type open_delegation
    close_delegation register_leave terminate_case""".split()

    assert set(wanted) - set(OPERATIONS) == set()


def test_a_missing_input_is_named() -> None:
    with pytest.raises(Refusal) as refusal:
        Inputs("notify", {"to": " "}).text("to")

    assert refusal.value.params["field"] == "to"


@pytest.mark.parametrize("value", ["many", "1.5", "NaN", "1e999999999", "9" * 17])
def test_an_input_that_is_no_whole_number_is_refused_by_its_name(value: str) -> None:
    with pytest.raises(Refusal) as refusal:
        Inputs("suspend", {"planned_days": value}).number("planned_days")

    assert (refusal.value.code, refusal.value.params["field"]) == ("operation.not_a_number", "planned_days")


def test_an_approved_reduction_opens_the_order_anew_for_less(flow: World) -> None:
    run(flow, "approve")
    run(flow, "open_payment", amount_fen=5000, basis="价费〔2024〕3 号")
    approved = {"waiver_document": "政办函〔2026〕12 号", "reason": "小微企业"}
    for amount in ("0", "50", "60.00"):
        with pytest.raises(Refusal) as refusal:
            run(flow, "reduce_payment", reduced_yuan=amount, **approved)
        assert refusal.value.params["field"] == "reduced_yuan"
    with pytest.raises(Refusal) as unapproved:
        run(flow, "reduce_payment", reduced_yuan="20.50", waiver_document=" ")

    run(flow, "reduce_payment", reduced_yuan="20.50", **approved)
    with pytest.raises(Refusal) as unpaid:
        run(flow, "issue_certificate", title="许可证", text="准予")
    paid = run(flow, "record_payment", receipt_no="0010")

    notice = [paper for paper in flow.documents(flow.case_id) if paper.kind == "D11"][-1]
    assert unapproved.value.params["field"] == "waiver_document"
    assert unpaid.value.code == "fee.unpaid"
    assert paid["amount_fen"] == 2050
    assert "20.50" in notice.html and "减缴批准：政办函〔2026〕12 号" in notice.html
