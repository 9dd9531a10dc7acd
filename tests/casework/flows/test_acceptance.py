"""Art. 32: what happens between receipt and acceptance, and from when the clocks run."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.actor import SYSTEM
from casework.cases.acceptance import accept_case
from casework.cases.case_file import CaseFile
from casework.cases.grounds import Ground
from casework.cases.supplements import ask_for_supplement, receive_supplement
from casework.catalogue.items import ItemNotInForce, cancel_item
from casework.errors import Conflict, Refusal
from casework.intake.registration import CounterDecision, Decision
from casework.tasks.task_forms import FormNotAccepted
from casework.timers.timers import fire_timers, take_due
from tests.casework.flows.world import World, sequence

# Thursday 17 September 2026, 10:00 in Asia/Shanghai.
THURSDAY = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)


@pytest.fixture
def flow(world: World) -> World:
    world.ship("p_promised")
    world.item("AD", "p_promised")
    return world.at(THURSDAY)


@pytest.fixture
def asked(flow: World) -> int:
    """A case whose applicant was asked for two papers at the counter."""
    return flow.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["营业执照", "效果图"])).case_id


def waiting(world: World, item: str = "AD") -> CaseFile:
    """A case that was received for pre-review and waits for its answer."""
    registered = world.register(item, CounterDecision(Decision.PREREVIEW))
    return world.file(registered.case_id)


def test_the_notice_of_acceptance_promises_the_tenth_working_day(flow: World) -> None:
    case_id = flow.register("AD").case_id

    (notice,) = flow.documents(case_id)
    due = flow.due(case_id)
    assert "2026 年 10 月 8 日" in notice.html
    assert "受理通知书" in notice.title
    assert [line.label for line in due.days if str(line.date) == "2026-09-20"] == ["调休上班"]
    assert [str(line.date) for line in due.days if not line.counted][1:4] == ["2026-09-19", "2026-09-25", "2026-09-26"]


def test_an_item_that_is_not_in_force_cannot_be_registered(flow: World) -> None:
    cancel_item(flow.session, SYSTEM, "AD", THURSDAY.date() - timedelta(days=1), "取消", flow.now)

    with pytest.raises(ItemNotInForce):
        flow.register("AD")


def change_item(flow: World, code: str, definition_key: str = "p_promised") -> None:
    """Tomorrow a new version of the item takes the place of the one the cases came in with."""
    flow.item(code, definition_key, valid_from=flow.now.date() + timedelta(days=1), promised_amount=8)


def promised_amount(flow: World, case_id: int) -> int:
    return flow.clocks(case_id)["promised"].amount


def test_a_supplement_completed_after_the_item_changed_is_accepted_under_the_version_it_came_in_with(
    flow: World, asked: int
) -> None:
    flow.deploy(sequence(), "seq")
    flow.item("S", "seq")
    plain = flow.register("S", CounterDecision(Decision.SUPPLEMENT, missing=["照片"])).case_id
    change_item(flow, "AD")
    change_item(flow, "S", "seq")

    flow.now += timedelta(days=5)
    flow.complete("window", flow.task(asked, "receive").id, "complete", data={"received_items": "都有"})
    flow.resume_after_supplement(plain)

    for case_id in (asked, plain):
        assert (flow.case(case_id).status, promised_amount(flow, case_id)) == ("accepted", 10)


def test_what_was_pre_reviewed_while_the_item_changed_is_accepted(flow: World) -> None:
    case_id = flow.register("AD", CounterDecision(Decision.PREREVIEW)).case_id
    # Published in the afternoon, it holds from the same day on: the older version ended the day before the receipt.
    flow.item("AD", "p_promised", valid_from=flow.now.date(), promised_amount=8)

    flow.complete("window", flow.task(case_id, "prereview").id, "accept")

    assert (flow.case(case_id).status, promised_amount(flow, case_id)) == ("accepted", 10)


def test_deemed_acceptance_comes_for_an_item_that_changed_meanwhile_too(flow: World) -> None:
    case_id = flow.register("AD", CounterDecision(Decision.PREREVIEW)).case_id
    flow.item("AD", "p_promised", valid_from=flow.now.date(), promised_amount=8)

    late = flow.now + timedelta(days=14)
    fire_timers(flow.session, flow.centre.office, case_id, take_due(flow.session, late, 9), late)

    case = flow.case(case_id)
    assert (case.is_deemed_accepted, case.accepted_at, promised_amount(flow, case_id)) == (True, THURSDAY, 10)


def test_a_supplement_completed_after_the_item_itself_ended_is_not_accepted(flow: World, asked: int) -> None:
    change_item(flow, "AD")
    cancel_item(flow.session, SYSTEM, "AD", flow.now.date() + timedelta(days=3), "取消", flow.now)

    flow.now += timedelta(days=5)
    with pytest.raises(Refusal) as refusal:
        flow.complete("window", flow.task(asked, "receive").id, "complete", data={"received_items": "都有"})

    assert refusal.value.code == "item.not_in_force"


def test_nothing_told_in_five_working_days_counts_as_accepted_on_receipt(flow: World) -> None:
    file = waiting(flow.at(THURSDAY + timedelta(days=1)))
    due = file.clocks.due("notice")

    file.now = due + timedelta(minutes=1)
    accept_case(file, is_deemed=True)
    file.write()

    case = flow.case(file.case.id)
    assert due == datetime(2026, 9, 24, 10, 0, tzinfo=UTC)
    assert (case.is_deemed_accepted, case.accepted_at) == (True, case.received_at)
    assert case.promised_due_at == datetime(2026, 10, 9, 10, 0, tzinfo=UTC)


def test_a_law_of_the_items_own_may_give_less_time_to_tell_what_is_missing(flow: World) -> None:
    law = "《排污许可管理条例》第九条第一款第（四）项"
    flow.item("PW", "p_promised", notice_amount=3, notice_unit="calendar_day", notice_source=law)
    file = waiting(flow, "PW")
    due = file.clocks.due("notice")

    file.now = due + timedelta(minutes=1)
    accept_case(file, is_deemed=True)
    file.write()

    (receipt,) = flow.documents(file.case.id)
    assert due == datetime(2026, 9, 20, 10, 0, tzinfo=UTC)
    assert f"起 3 日（自然日）内一次告知需要补正的全部内容，依据{law}" in receipt.html


def test_one_notice_lists_everything_and_a_second_may_hold_nothing_new(flow: World) -> None:
    registered = flow.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["营业执照", "效果图"]))
    flow.complete("window", registered.next_task_id, "complete", data={"received_items": "都有"})
    case = flow.case(registered.case_id)

    first, accepted = flow.documents(case.id)

    assert (first.kind, first.body["missing"]) == ("D03", ["营业执照", "效果图"])
    assert (accepted.kind, case.status) == ("D01", "accepted")


def test_a_second_notice_with_a_new_item_is_refused_without_justification(flow: World) -> None:
    file = waiting(flow)
    ask_for_supplement(file, ["营业执照"])
    file.write()
    receive_supplement(file)

    with pytest.raises(Refusal) as refusal:
        ask_for_supplement(file, ["营业执照", "租赁合同"])

    assert refusal.value.params["items"] == ["租赁合同"]
    ask_for_supplement(file, ["营业执照"])


def test_what_came_but_is_unfit_may_be_asked_for_again_and_so_may_what_was_justified(flow: World) -> None:
    file = waiting(flow)
    ask_for_supplement(file, ["营业执照"])
    file.write()
    ask_for_supplement(file, ["租赁合同"], "经营场所变更")
    file.write()

    again = ask_for_supplement(file, ["营业执照（不符合要求）", "租赁合同（缺页）"])

    assert again["body"]["missing"] == ["营业执照（不符合要求）", "租赁合同（缺页）"]


@pytest.mark.parametrize("missing", [[], [" "]])
def test_a_notice_that_asks_for_nothing_is_not_written(flow: World, missing: list[str]) -> None:
    file = waiting(flow)

    with pytest.raises(Refusal) as refusal:
        ask_for_supplement(file, missing)

    assert (refusal.value.code, refusal.value.params["field"]) == ("supplement.nothing_listed", "missing")


def test_a_supplement_that_nobody_asked_for_moves_no_clock(flow: World) -> None:
    file = waiting(flow.at(THURSDAY))
    due = file.clocks.due("notice")
    file.now += timedelta(days=1)

    with pytest.raises(Conflict) as refusal:
        receive_supplement(file)

    assert (refusal.value.code, file.clocks.due("notice")) == ("supplement.not_asked", due)


def test_who_was_told_what_is_missing_is_not_accepted_by_silence(flow: World) -> None:
    file = waiting(flow)

    ask_for_supplement(file, ["营业执照"])

    assert file.clocks.running("notice") is None
    assert file.clocks.running("supplement").started_at == file.now


def test_what_was_put_right_on_the_spot_is_accepted_without_another_review(flow: World) -> None:
    case_id = flow.register("AD", CounterDecision(Decision.PREREVIEW)).case_id
    flow.complete("window", flow.task(case_id, "prereview").id, "correct", data={"correction": "漏填电话"})

    flow.complete("window", flow.task(case_id, "correct_now").id, "accept", data={"corrected": "已补填"})

    assert flow.case(case_id).status == "accepted"
    assert [task.element for task in flow.waiting(case_id)] == ["handle"]


def test_a_completed_supplement_moves_the_receipt_and_starts_the_five_days_anew(flow: World) -> None:
    file = waiting(flow)
    ask_for_supplement(file, ["营业执照"])

    file.now += timedelta(days=4)
    receive_supplement(file)

    assert file.case.received_at == file.now
    assert file.clocks.running("notice").started_at == file.now
    assert file.clocks.running("supplement") is None


def test_after_acceptance_no_supplement_can_be_asked_for(flow: World) -> None:
    file = flow.file(flow.register("AD").case_id)

    with pytest.raises(Conflict) as refusal:
        ask_for_supplement(file, ["营业执照"])

    assert refusal.value.code == "supplement.after_acceptance"


def test_required_materials_that_are_missing_stop_an_acceptance(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("M", "seq", materials=[{"code": "m1", "name": "营业执照"}, {"code": "m2", "name": "照片"}])

    with pytest.raises(Refusal) as refusal:
        world.register("M", materials={"m1": "ok"})

    assert refusal.value.params["missing"] == ["照片"]


def test_a_flow_without_supplement_starts_when_the_papers_are_complete(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("S", "seq")
    registered = world.register("S", CounterDecision(Decision.SUPPLEMENT, missing=["照片"]))
    before = (world.case(registered.case_id).status, len(world.waiting(registered.case_id)))

    world.resume_after_supplement(registered.case_id)

    assert before == ("returned_for_supplement", 0)
    assert world.case(registered.case_id).status == "accepted"
    assert [task.element for task in world.waiting(registered.case_id)] == ["handle"]


def test_the_case_that_waits_for_pre_review_has_the_notice_clock(flow: World) -> None:
    file = waiting(flow)

    assert [task.element for task in flow.waiting(file.case.id)] == ["prereview"]
    assert flow.case(file.case.id).status == "received"
    assert file.clocks.due("notice") == datetime(2026, 9, 23, 10, 0, tzinfo=UTC)


NOT_OURS = {"refusal_ground": "not_competent"}


def test_the_flow_refuses_like_the_counter_with_right_body_law_and_remedies(flow: World) -> None:
    case_id = flow.register("AD", CounterDecision(Decision.PREREVIEW)).case_id
    task = flow.task(case_id, "prereview")
    with pytest.raises(FormNotAccepted) as refusal:
        flow.complete("window", task.id, "refuse", data=NOT_OURS)

    flow.complete("window", task.id, "refuse", data={**NOT_OURS, "right_body": "云川市规划局"})

    (notice,) = flow.documents(case_id)
    assert set(refusal.value.invalid.errors) == {"right_body"}
    assert (notice.kind, flow.case(case_id).status, flow.waiting(case_id)) == ("D02", "refused", [])
    assert all(words in notice.html for words in ("第三十二条第一款第（二）项", "云川市规划局", "行政复议", "行政诉讼"))


def test_the_flow_says_that_no_permit_is_needed_and_names_no_other_body(flow: World) -> None:
    case_id = flow.register("AD", CounterDecision(Decision.PREREVIEW)).case_id

    flow.complete("window", flow.task(case_id, "prereview").id, "refuse", data={"refusal_ground": "not_needed"})

    (notice,) = flow.documents(case_id)
    assert (notice.kind, flow.case(case_id).status) == ("D02", "refused")
    assert "第三十二条第一款第（一）项" in notice.html and "依法不需要取得行政许可" in notice.html


def test_a_matter_that_is_no_permit_is_not_refused_by_the_permit_law(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("P", "seq", item_type="20", basis="")

    case_id = world.register("P", CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT, right_body="规划局")).case_id

    assert "行政许可法" not in world.documents(case_id)[0].html


def local(day: int, hour: int = 18, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour - 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(("received", "notice"), [
    (local(18, 17), local(24)), (local(18, 19), local(28)), (local(19, 22), local(28)),
    (local(26, 10), local(10, month=10)),
])  # fmt: skip
def test_what_comes_while_the_doors_are_shut_counts_from_the_next_opening(
    flow: World, received: datetime, notice: datetime
) -> None:
    file = waiting(flow.at(received))

    assert file.case.received_at == received, "the record keeps the instant"
    assert file.clocks.due("notice") == notice


def test_deemed_acceptance_of_what_came_at_night_counts_the_promise_from_that_opening(flow: World) -> None:
    file = waiting(flow.at(local(18, 19)))

    file.now = local(28, 19)
    accept_case(file, is_deemed=True)

    assert file.case.accepted_at == local(18, 19)
    assert file.clocks.due("promised") == local(10, month=10)


def test_a_supplement_handed_in_on_a_holiday_counts_from_the_next_opening(flow: World) -> None:
    file = waiting(flow)
    ask_for_supplement(file, ["营业执照"])

    file.now = local(26, 10)
    receive_supplement(file)

    assert file.case.received_at == local(26, 10)
    assert file.clocks.due("notice") == local(10, month=10)


def test_a_tolerant_acceptance_says_in_writing_what_comes_later_and_until_when(world: World) -> None:
    world.ship("p_promised")
    world.item("AD", "p_promised", tolerant_allowed=True)
    case_id = world.register("AD", CounterDecision(Decision.PREREVIEW)).case_id
    promise = {"tolerant_items": "验资证明\n租赁登记", "tolerant_due": "2026-10-20", "promise_signed": True}

    world.complete("window", world.task(case_id, "prereview").id, "tolerant", data=promise)

    (notice,) = world.documents(case_id)
    assert "容缺受理" in notice.html and "验资证明、租赁登记" in notice.html
    assert "2026 年 10 月 20 日" in notice.html and "终止办理" in notice.html


def test_without_the_signed_promise_there_is_no_tolerant_acceptance(world: World) -> None:
    world.ship("p_promised")
    world.item("AD", "p_promised", tolerant_allowed=True)
    case_id = world.register("AD", CounterDecision(Decision.PREREVIEW)).case_id

    with pytest.raises(FormNotAccepted) as refusal:
        world.complete("window", world.task(case_id, "prereview").id, "tolerant", data={"tolerant_items": "验资证明"})

    assert set(refusal.value.invalid.errors) == {"tolerant_due", "promise_signed"}
