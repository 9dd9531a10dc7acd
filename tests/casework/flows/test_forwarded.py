"""A forwarded case: a numbered letter goes up, the superior's time counts from its receipt and stands while it waits
for papers, and to keep in touch is a clock on which no task hangs."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.cases.case_lists import CaseFilter, search_cases
from casework.cases.endings import withdraw_case
from casework.clocks.standing import State
from casework.errors import Refusal
from casework.operations.operation import Inputs
from casework.operations.planning import hold_superior, resume_superior
from casework.operations.timing import start_clock
from casework.organisation.role import Role
from casework.tasks.department_work import department_work
from tests.casework.flows.test_shipped_flows import follow
from tests.casework.flows.world import World, sequence

PRELIM = {"prelim_checked": ["materials"], "prelim_opinion": "符合申报条件", "tracker": "孙立"}
# 18:00 in Asia/Shanghai, when the centre closes.
CLOSING = 10


def closing(month: int, day: int) -> datetime:
    return datetime(2026, month, day, CLOSING, tzinfo=UTC)


@pytest.fixture
def submitted(world: World) -> int:
    """Submitted on Friday 2026-10-09; the Saturday after is a make-up day."""
    world.ship("p_forwarded")
    world.item("UP", "p_forwarded", base_type="forwarded", points={"superior_days": 10})
    world.staff["liaison"] = world.centre.hire("liaison", "孙联络", (Role.SUPERIOR_LIAISON, "ZJ"))
    case_id = world.register("UP").case_id
    follow(world, case_id, ("prelim", "handler", None, PRELIM))
    follow(world, case_id, ("sign", "chief", "submit", {"superior_body": "省发展和改革委员会"}))
    return case_id


def result(world: World, case_id: int, outcome: str, **data: str) -> None:
    follow(world, case_id, ("wait", "liaison", outcome, data))


def test_the_letter_is_numbered_and_both_clocks_of_the_superior_begin(world: World, submitted: int) -> None:
    letter = next(one for one in world.documents(submitted) if one.kind == "D25")
    clocks = world.clocks(submitted)

    assert letter.number and "省发展和改革委员会" in letter.html and "符合申报条件" in letter.html
    assert (clocks["contact"].due_at, clocks["superior"].due_at) == (closing(10, 13), closing(10, 22))
    assert clocks["promised"].stopped_at == world.now
    assert world.case(submitted).status == "at_superior"


def seen_late(world: World, case_id: int) -> tuple[State | None, bool, int, int]:
    """How lists show a case long after its promise: its standing, in time, among the late ones, late for the chief."""
    later = world.now + timedelta(days=60)
    found = search_cases(world.session, world.chief, CaseFilter()).rows
    stands = next(row for row in found if row.id == case_id).standing(later)
    late = search_cases(world.session, world.chief, CaseFilter(due_before=later)).total
    work = department_work(world.session, world.chief, None, later, today_end=later, month_start=later)
    return stands and stands.state, bool(stands and stands.in_time), late, work.overdue


def test_our_promise_ended_with_the_submission_and_nobody_here_is_late_with_it(world: World, submitted: int) -> None:
    assert seen_late(world, submitted) == (State.DONE, True, 0, 0)


def test_a_case_that_was_withdrawn_is_neither_in_time_nor_late(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("AD", "seq")
    case_id = world.register("AD").case_id
    assert seen_late(world, case_id) == (State.RED, False, 1, 1)

    withdraw_case(world.session, world.centre.office, world.window, case_id, "不办了", world.now)

    assert seen_late(world, case_id) == (None, False, 0, 0)


def test_the_superiors_time_counts_from_the_day_it_received_the_letter(world: World, submitted: int) -> None:
    world.at(datetime(2026, 10, 13, 2, tzinfo=UTC))
    result(world, submitted, "contact", contact_note="投资处已收件", superior_receipt="2026-10-12")

    clocks = world.clocks(submitted)
    assert (clocks["superior"].due_at, clocks["contact"].due_at) == (closing(10, 26), closing(10, 16))


@pytest.mark.parametrize("day", ["2026-10-08", "2026-10-14"])
def test_no_superior_receives_a_letter_before_it_is_sent_or_tomorrow(world: World, submitted: int, day: str) -> None:
    world.at(datetime(2026, 10, 13, 2, tzinfo=UTC))

    with pytest.raises(Refusal) as refusal:
        result(world, submitted, "contact", contact_note="已收件", superior_receipt=day)

    assert refusal.value.params["field"] == "superior_receipt"


def test_the_superiors_clock_stands_while_the_applicant_brings_papers(world: World, submitted: int) -> None:
    world.at(datetime(2026, 10, 12, 2, tzinfo=UTC))
    result(world, submitted, "supplement", superior_received_on="2026-10-12", superior_request="能耗测算")
    standing = world.clocks(submitted)
    world.at(datetime(2026, 10, 20, 2, tzinfo=UTC))
    follow(world, submitted, ("supply", "window", None, {"supplied": "能耗测算", "supplied_on": "2026-10-20"}))

    assert standing["superior"].stopped_at and standing["contact"].stopped_at
    # Eight of ten working days were left.
    assert world.clocks(submitted)["superior"].due_at == closing(10, 30)
    assert world.clocks(submitted)["contact"].due_at == closing(10, 23)


def test_the_superiors_refusal_is_handed_on_without_a_decision_of_our_own(world: World, submitted: int) -> None:
    told = {"receiver": "王小明", "told_on": "2026-10-09", "told_text": "转达决定和救济途径"}
    result(
        world, submitted, "refused", superior_document="省发改审〔2026〕6号", superior_received_on="2026-10-09",
        superior_reasons="产能过剩",
    )  # fmt: skip
    follow(world, submitted, ("convey", "liaison", None, told))

    case = world.case(submitted)
    assert (case.decision, case.status, case.outcome) == ("denied", "delivered", "normal")
    assert "D09" not in {one.kind for one in world.documents(submitted)}


def test_the_next_contact_is_written_on_an_empty_form(world: World, submitted: int) -> None:
    result(world, submitted, "contact", contact_note="投资处已收件", superior_receipt="2026-10-09")

    document = world.case(submitted).document[""]

    assert (document["contact_note"], document["superior_receipt"]) == (None, None)


def test_what_is_left_of_a_superior_s_time_in_months_runs_on_in_working_days(world: World, submitted: int) -> None:
    file = world.file(submitted)
    start_clock(file, Inputs("start_clock", {"clock": "superior", "amount": 1, "unit": "month"}))
    hold_superior(file, Inputs("hold_superior", {"request": "补充测算依据"}))
    file.now = closing(10, 30)

    resume_superior(file, Inputs("resume_superior", {"supplied": "测算说明"}))

    clock = file.clocks.running("superior")
    # From Friday 9 October to Monday 9 November lay 22 working days.
    assert clock is not None
    assert (clock.amount, clock.unit, clock.due_at) == (22, "working_day", closing(12, 1))
