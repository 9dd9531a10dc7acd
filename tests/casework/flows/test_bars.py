"""Art. 78–79: who deceived in a matter of safety may not apply for it for one year or three; the counter knows."""

from datetime import date, timedelta

import pytest

from casework.cases.grounds import Ground
from casework.errors import Conflict, NotPermitted, Refusal
from casework.intake.bar import Bar
from casework.intake.bars import BarEntry, bar_applicant, lift_bar, list_bars
from casework.intake.registration import CounterDecision, Decision
from casework.intake.registrations import prepare_registration
from tests.casework.flows.world import COMPANY, WANG, World, sequence

FOUND = date(2026, 10, 9)
NUMBER = "住建局不准字〔2026〕第 2 号"


@pytest.fixture
def flow(world: World) -> World:
    world.deploy(sequence(), "seq")
    world.item("GAS", "seq")
    world.item("SIGN", "seq")
    world.register("GAS")
    return world


def bar(flow: World, ground: str = "false_application", by: str = "administrator", **changes: object) -> Bar:
    fields = {
        "item_code": "GAS", "id_number": WANG.id_number, "ground": ground, "decision": NUMBER, "first_day": FOUND,
        "reason": "所附检测报告系伪造", **changes,
    }  # fmt: skip
    return bar_applicant(flow.session, flow.centre.office, flow.staff[by], BarEntry(**fields), flow.now)


@pytest.mark.parametrize(("ground", "last_day"), [
    ("false_application", date(2027, 10, 9)), ("deceit", date(2029, 10, 9)),
])  # fmt: skip
def test_a_false_application_bars_for_a_year_and_deceit_for_three(flow: World, ground: str, last_day: date) -> None:
    assert bar(flow, ground).last_day == last_day


@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.PREREVIEW, Decision.SUPPLEMENT])
def test_the_counter_cannot_take_the_application_of_a_barred_applicant(flow: World, decision: Decision) -> None:
    bar(flow)

    with pytest.raises(Refusal) as refusal:
        flow.register("GAS", CounterDecision(decision, missing=["照片"]))

    assert (refusal.value.code, refusal.value.params["field"]) == ("registration.barred", "id_number")
    assert "第七十八条" in refusal.value.in_language("zh")
    told = refusal.value.in_language("en")
    assert NUMBER in told and "Art. 78 of the Permit Law" in told and "up to and including 9 Oct 2027" in told


def test_it_can_only_refuse_and_the_notice_says_why_and_until_when(flow: World) -> None:
    bar(flow)

    case_id = flow.register("GAS", CounterDecision(Decision.REFUSE, Ground.FORBIDDEN)).case_id

    (notice,) = flow.documents(case_id)
    assert (notice.kind, flow.case(case_id).status) == ("D02", "refused")
    assert all(words in notice.html for words in ("第七十八条", NUMBER, "至 2027 年 10 月 9 日（含当日）不得再次申请"))


def test_other_items_other_people_questions_and_later_days_are_free(flow: World) -> None:
    bar(flow)

    free = [flow.register("SIGN"), flow.register("GAS", applicant=COMPANY)]
    free.append(flow.register("GAS", case_type="consultation"))
    with pytest.raises(Refusal):
        flow.at(flow.now + timedelta(days=365)).register("GAS")
    free.append(flow.at(flow.now + timedelta(days=1)).register("GAS"))

    assert [flow.case(one.case_id).status for one in free] == ["accepted"] * 4


def test_a_lifted_bar_bars_nobody_and_both_acts_stay_on_record(flow: World) -> None:
    row = bar(flow)
    with pytest.raises(Refusal):
        lift_bar(flow.session, flow.administrator, row.id, " ", flow.now)

    lift_bar(flow.session, flow.administrator, row.id, "原决定被复议撤销", flow.now)

    (listed,) = list_bars(flow.session, flow.administrator)
    assert flow.case(flow.register("GAS").case_id).status == "accepted"
    assert (listed.applicant, listed.bar.entered_by, listed.bar.lift_reason) == (
        "王小明", flow.administrator.person_id, "原决定被复议撤销",
    )  # fmt: skip


def test_the_clerk_sees_the_bar_before_anything_is_typed(flow: World) -> None:
    row = bar(flow)

    known = prepare_registration(flow.session, flow.centre.office, flow.window, "GAS", WANG.id_number, flow.now)

    assert known.bar is row


@pytest.mark.parametrize(("change", "field"), [
    ({"item_code": "NONE"}, "item_code"), ({"id_number": COMPANY.id_number}, "id_number"), ({"ground": ""}, "ground"),
    ({"first_day": None}, "first_day"), ({"first_day": date(2026, 10, 10)}, "first_day"),
    ({"decision": " "}, "decision"), ({"reason": ""}, "reason"),
])  # fmt: skip
def test_a_bar_that_is_not_founded_is_refused_by_its_field(flow: World, change: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        bar(flow, **change)

    assert refusal.value.params["field"] == field


def test_only_administrators_bar_and_nobody_twice_for_the_same_time(flow: World) -> None:
    with pytest.raises(NotPermitted):
        bar(flow, by="window")
    bar(flow)

    with pytest.raises(Conflict):
        bar(flow)
    assert bar(flow, "deceit").last_day == date(2029, 10, 9)


def test_nothing_of_a_barred_applicant_is_accepted_by_silence(flow: World) -> None:
    bar(flow)
    came, decided = flow.now + timedelta(days=3), CounterDecision(Decision.REFUSE, Ground.FORBIDDEN)

    case_id = flow.at(came + timedelta(days=30)).register("GAS", decided, received_at=came).case_id

    assert flow.case(case_id).status == "refused"
