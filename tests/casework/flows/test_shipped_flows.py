"""The shipped processes run from the counter to the end with their documents, clocks and money."""

import pytest
from sqlalchemy import select

from casework.cases.grounds import Ground
from casework.catalogue.items import get_item_in_force
from casework.clocks.calendar import SHANGHAI
from casework.errors import Refusal
from casework.intake.counter_steps import counter_steps
from casework.intake.registration import Answer, CounterDecision, Decision, Registration
from casework.intake.registrations import register_instant
from casework.notices.outgoing_notice import OutgoingNotice
from casework.organisation.role import Role
from casework.tasks.entitlement import SelfApproval
from casework.tasks.task import Task
from casework.tasks.task_forms import FormNotAccepted
from casework.tasks.task_views import task_view
from tests.casework.flows.world import WANG, World

TAX = {"kind": "rate", "base": "price", "rate": "0.03"}
PICKED_UP = {"delivery_way": "window", "receiver": "王小明", "delivered_on": "2026-10-09"}


@pytest.fixture
def instant(world: World) -> World:
    world.ship("p_instant")
    world.item(
        "TAX", "p_instant", name="契税缴纳", base_type="instant", promised_amount=0, converted_amount=5,
        statutory_amount=None, statutory_unit=None, statutory_from=None, statutory_source="", fee_rule=TAX,
        fee_basis="契税法", fee_licence="税收", handler_not_approver=False, item_type="20", basis="",
        points={"price": 100000}, result_name="契税完税证明",
    )  # fmt: skip
    return world


def at_once(world: World, **payment: str) -> object:
    answers = {
        "check": Answer("approved"),
        "pay": Answer("paid", {"paid_on": "2026-10-09", **payment}),
        "pickup": Answer(None, PICKED_UP),
    }
    registration = Registration(item_code="TAX", applicant=WANG)
    return register_instant(world.session, world.centre.office, world.window, registration, answers, world.now)


def test_the_page_of_an_instant_case_asks_for_its_marked_steps_whatever_else_bears_their_name(instant: World) -> None:
    """A step of a called process may have the same id: `check` is one in `ca_extension`, too."""
    item = get_item_in_force(instant.session, "TAX", instant.now.date())

    steps = counter_steps(instant.session, instant.centre.office, item)

    assert [step.element for step in steps] == ["check", "pay", "pickup"]


def test_an_instant_case_is_registered_decided_paid_and_handed_over_in_one_go(instant: World) -> None:
    registered = at_once(instant, receipt_no="000123")

    case = instant.case(registered.case_id)
    milestones = [kind for kind in instant.kinds(case.id) if kind.startswith(("case.received", "milestone"))]
    assert (case.status, case.outcome, case.decision) == ("delivered", "normal", "approved")
    assert milestones == [
        "case.received", "milestone.accepted", "milestone.decided", "milestone.concluded", "milestone.delivered",
    ]  # fmt: skip
    assert registered.document_kinds == ("D01", "D11", "D12")


def test_the_applicant_is_told_once_that_it_lies_ready(instant: World) -> None:
    at_once(instant, receipt_no="000123")

    told = instant.session.scalars(select(OutgoingNotice.text)).all()
    assert [text for text in told if "已办好" in text] == told and len(told) == 1


def test_without_a_receipt_number_there_is_no_certificate(instant: World) -> None:
    with pytest.raises(Refusal) as refusal:
        at_once(instant)

    assert refusal.value.params["field"] == "receipt_no"


def test_an_application_outside_competence_gets_d02_and_no_flow(world: World) -> None:
    world.ship("p_promised")
    world.item("AD", "p_promised")
    decided = CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT, right_body="云川市规划局")

    registered = world.register("AD", decided)

    case, (notice,) = world.case(registered.case_id), world.documents(registered.case_id)
    assert (case.status, case.outcome, case.snapshot) == ("refused", "refused", None)
    assert not world.waiting(case.id)
    assert notice.kind == "D02"
    assert "云川市规划局" in notice.html
    assert "六十日内依法申请行政复议" in notice.html


def test_the_right_body_must_be_named(world: World) -> None:
    world.ship("p_promised")
    world.item("AD", "p_promised")

    with pytest.raises(Refusal) as refusal:
        world.register("AD", CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT))

    assert refusal.value.params["field"] == "right_body"


@pytest.fixture
def promised(world: World) -> World:
    world.ship("p_promised")
    world.item("AD", "p_promised", special_kinds=[{"kind": "expert_review", "basis": "行政许可法第四十五条"}])
    return world


ASKED: dict[str, object] = {"special_basis": "行政许可法第四十五条", "special_reason": "深基坑", "special_days": 5}


def to_special(world: World) -> Task:
    case_id = world.register("AD").case_id
    follow(world, case_id, ("handle", "handler", "special", {}))
    return world.task(case_id, "request_special")


def test_only_the_special_procedures_that_the_item_and_the_permit_law_allow_are_offered(promised: World) -> None:
    request = to_special(promised)
    view = task_view(promised.session, promised.centre.office, promised.staff["handler"], request.id, promised.now)

    offered = {one["value"]: one["label"] for one in view.data["item_specials"]}
    assert set(offered) == {"survey", "publicity", "expert_review", "hearing"}
    assert "不停表" in offered["survey"] and offered["expert_review"] == "专家评审"


def test_a_special_procedure_that_the_item_does_not_list_is_refused_where_it_is_asked_for(promised: World) -> None:
    request = to_special(promised)

    with pytest.raises(FormNotAccepted) as refusal:
        promised.complete("handler", request.id, data={**ASKED, "special_kind": "auction"})
    assert set(refusal.value.invalid.errors) == {"special_kind"}
    assert "专家评审" in refusal.value.invalid.messages("zh")["special_kind"][0]

    promised.complete("handler", request.id, data={**ASKED, "special_kind": "expert_review"})
    approval = promised.task(request.case_id, "approve_special")
    view = task_view(promised.session, promised.centre.office, promised.staff["chief"], approval.id, promised.now)
    said = {answer.label: answer.text[0] for answer in view.case.answers[request.id]}
    assert said["种类"] == "专家评审"


def follow(world: World, case_id: int, *steps: tuple[str, str, str | None, dict[str, object]]) -> None:
    """Complete the open tasks (element, who, outcome, data) one after another."""
    for element, who, outcome, data in steps:
        world.complete(who, world.task(case_id, element).id, outcome, data=data)


REASONS = {"deny_reasons": ["不符合法定条件"], "deny_text": "设施遮挡消防通道", "deny_basis": "消防法第二十八条"}


def to_decision(world: World) -> int:
    case_id = world.register("AD").case_id
    follow(world, case_id, ("handle", "handler", "submit", {}))
    follow(world, case_id, ("review", "reviewer", "agreed", {"reviewed": ["facts", "law"]}))
    return case_id


def test_a_denial_without_reasons_is_refused_naming_the_field(promised: World) -> None:
    case_id = to_decision(promised)

    with pytest.raises(FormNotAccepted) as refusal:
        follow(promised, case_id, ("decide", "chief", "denied", {}))

    assert {"deny_reasons", "deny_text", "deny_basis"} == set(refusal.value.invalid.errors)


def test_a_denial_says_its_reasons_and_stops_both_clocks(promised: World) -> None:
    case_id = to_decision(promised)
    follow(promised, case_id, ("decide", "chief", "denied", REASONS))

    case, (_, denial) = promised.case(case_id), promised.documents(case_id)
    clocks = promised.clocks(case_id)
    assert (case.status, case.decision) == ("concluded", "denied")
    assert denial.kind == "D09"
    assert "设施遮挡消防通道" in denial.html
    assert "六个月内依法向有管辖权的人民法院提起行政诉讼" in denial.html
    assert {kind: clocks[kind].stopped_at for kind in ("promised", "statutory")} == {
        "promised": promised.now, "statutory": promised.now,
    }  # fmt: skip


def test_who_handled_a_case_may_not_approve_it(promised: World) -> None:
    both = promised.centre.hire("both", "何双岗", (Role.HANDLER, "ZJ"), (Role.CHIEF, "ZJ"))
    promised.staff["both"] = both
    case_id = promised.register("AD").case_id
    follow(promised, case_id, ("handle", "both", "submit", {}))
    follow(promised, case_id, ("review", "reviewer", "agreed", {"reviewed": ["facts", "law"]}))

    with pytest.raises(SelfApproval) as refusal:
        follow(promised, case_id, ("decide", "both", "denied", REASONS))

    assert refusal.value.params["person"] == "何双岗"


@pytest.fixture
def convertible(instant: World) -> World:
    """The item of `instant` promises five working days to a case that is handled as a promised one."""
    for key in ("ca_intake", "p_promised"):
        instant.ship(key)
    instant.item(
        "QS", "p_instant", base_type="instant", promised_amount=0, converted_amount=5, converted_unit="working_day",
        fee_rule=None, handler_not_approver=False,
    )  # fmt: skip
    return instant


def test_an_instant_case_that_is_converted_gets_the_limit_of_a_converted_case(convertible: World) -> None:
    case_id = convertible.register("QS").case_id
    at_first = convertible.clocks(case_id)["promised"]
    today = (at_first.amount, at_first.due_at)

    check = convertible.task(case_id, "check")
    convertible.complete("window", check.id, "convert", data={"convert_reason": "核实减免证明"})

    promised = convertible.clocks(case_id)["promised"]
    due = convertible.due(case_id)
    (line,) = [line for line in convertible.history(case_id) if line.kind == "case.type_changed"]
    assert today[0] == 0 and today[1] < promised.due_at == due.at
    assert (promised.amount, promised.unit, promised.generation) == (5, "working_day", 2)
    assert [day.number for day in due.days if day.counted] == [1, 2, 3, 4, 5]
    assert line.data["due"] and line.data["reason"] == "核实减免证明"


def test_an_instant_item_registered_as_a_promised_case_has_that_limit_and_its_receipt_names_it(
    convertible: World,
) -> None:
    case_id = convertible.register("QS", case_type="promised").case_id

    promised = convertible.clocks(case_id)["promised"]
    (receipt,) = [paper for paper in convertible.documents(case_id) if paper.kind == "D01"]
    assert (promised.amount, promised.generation) == (5, 1)
    last = promised.due_at.astimezone(SHANGHAI)
    assert f"{last.year} 年 {last.month} 月 {last.day} 日" in receipt.html
