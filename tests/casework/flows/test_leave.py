"""Leave (item 1): by days to one, two or three levels; nobody approves their own; the stand-in acts while it lasts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.clocks.calendar import SHANGHAI
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import (
    MayNotActFor,
    create_delegation,
    revoke_delegation,
    running_at,
)
from casework.delegation.pairs import forbid_pair
from casework.errors import Refusal
from casework.incidents.incident import Incident
from casework.leaves.leave import Leave
from casework.notices.outgoing_notice import OutgoingNotice
from casework.organisation.role import Role
from casework.tasks.entitlement import SelfApproval
from casework.tasks.task_forms import FormNotAccepted
from casework.timers.timer import Timer
from casework.timers.timers import DueTimer, fire_timers
from engine.contract import Key
from tests.casework.flows.leave import ASKED, RETURNED, agreed, ask, delegation, granted
from tests.casework.flows.world import World


@pytest.fixture
def flow(world: World) -> World:
    world.ship("leave_request")
    world.item("LEAVE", "leave_request", name="请假", item_type="20", basis="", is_internal=True)
    return world


def fire(flow: World, case_id: int, element: str) -> None:
    row = flow.session.scalars(select(Timer).where(Timer.case_id == case_id, Timer.element == element)).one()
    assert row.due_at is not None
    flow.now = row.due_at
    due = DueTimer(row.id, case_id, Key(row.path, row.element, row.run))
    fire_timers(flow.session, flow.centre.office, case_id, [due], flow.now)


@pytest.mark.parametrize(
    ("until", "half", "days", "level"),
    [
        ("12", "noon", 0.5, "tier_1"),
        ("12", "evening", 1.0, "tier_1"),
        ("13", "noon", 1.5, "tier_2"),
        ("14", "noon", 2.5, "tier_2"),
        ("14", "evening", 3.0, "tier_3"),
    ],
)
def test_the_borders_between_the_levels_are_exact(flow: World, until: str, half: str, days: float, level: str) -> None:
    case_id = agreed(flow, leave_to=f"2026-10-{until}", to_half=half)

    assert float(flow.case(case_id).document[""]["days"]) == days
    assert {task.element for task in flow.waiting(case_id)} == {level}


def test_the_chief_s_own_leave_of_half_a_day_needs_both_leaders_and_never_the_chief(flow: World) -> None:
    case_id = agreed(flow, "chief", to_half="noon")
    tasks = flow.waiting(case_id)

    assert [task.element for task in tasks] == ["tier_3", "tier_3"]
    assert [task.roles[0][0] for task in tasks] == ["leader", "centre"]


def test_one_refusal_of_the_two_ends_it_and_withdraws_the_other_s_task(flow: World) -> None:
    case_id = agreed(flow, leave_to="2026-10-14")
    mine = next(task for task in flow.waiting(case_id) if task.roles[0][0] == "leader")

    flow.complete("leader", mine.id, "refused", data={"reason": "年底人手不足"})

    assert flow.waiting(case_id) == []
    assert (flow.case(case_id).decision, flow.session.scalars(select(Leave)).all()) == ("denied", [])


def test_a_leader_s_own_leave_is_no_task_of_that_leader(flow: World) -> None:
    case_id = agreed(flow, "leader", leave_to="2026-10-14")

    offers = {tuple(role) for task in flow.waiting(case_id) for role in task.roles}
    nobody = flow.session.scalars(select(Incident).where(Incident.case_id == case_id)).all()

    assert offers == {("centre", None), ("person", flow.administrator.person_id)}
    assert [incident.code for incident in nobody] == ["task.nobody"]


def asked_by_a_reviewer(flow: World) -> int:
    """The task of approving what somebody asks who could approve it."""
    flow.staff["both"] = flow.centre.hire("both", "何双岗", (Role.HANDLER, "ZJ"), (Role.REVIEWER, "ZJ"))
    return flow.task(agreed(flow, "both"), "tier_1").id


def test_whoever_asks_never_approves(flow: World) -> None:
    task_id = asked_by_a_reviewer(flow)

    with pytest.raises(SelfApproval) as refusal:
        flow.complete("both", task_id, "agreed")
    assert refusal.value.code == "task.own_application"


def test_nobody_approves_in_the_name_of_whoever_asks(flow: World) -> None:
    task_id = asked_by_a_reviewer(flow)
    create_delegation(
        flow.session, flow.both, flow.leader.person_id, flow.now, flow.now + timedelta(days=2), "开会", flow.now
    )

    with pytest.raises(SelfApproval) as refusal:
        flow.complete("leader", task_id, "agreed", acting_for=flow.both.person_id)
    assert refusal.value.code == "task.own_application"


def test_whoever_asks_approves_in_nobody_s_name(flow: World) -> None:
    task_id = asked_by_a_reviewer(flow)
    create_delegation(
        flow.session, flow.reviewer, flow.both.person_id, flow.now, flow.now + timedelta(days=2), "开会", flow.now
    )

    with pytest.raises(MayNotActFor) as refusal:
        flow.complete("both", task_id, "agreed", acting_for=flow.reviewer.person_id)
    assert refusal.value.code == "delegation.deputy_is_applicant"


def test_the_stand_in_acts_from_noon_to_noon_and_stands_in_the_register(flow: World) -> None:
    case_id = granted(flow, from_half="afternoon", leave_to="2026-10-13", to_half="noon")
    row, entry = delegation(flow), flow.session.scalars(select(Leave)).one()

    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 10, 12, 4, tzinfo=UTC), datetime(2026, 10, 13, 4, tzinfo=UTC),
    )  # fmt: skip
    assert (entry.case_id, entry.halves, entry.delegation_id) == (case_id, 2, row.id)
    assert entry.substitute_id == flow.second.person_id


@pytest.mark.parametrize(("kind", "day"), [("early", 14), ("on_time", 12)])
def test_a_return_is_early_before_the_leave_ends_and_on_time_after_it(flow: World, kind: str, day: int) -> None:
    case_id = granted(flow, leave_to="2026-10-13")
    flow.at(datetime(2026, 10, day, 1, tzinfo=UTC))
    told = {"return_kind": kind, "returned_on": f"2026-10-{day}"}
    with pytest.raises(FormNotAccepted) as refused:
        flow.complete("handler", flow.task(case_id, "return").id, data=told)

    assert set(refused.value.invalid.errors) == {"returned_on"}


@pytest.mark.parametrize(("kind", "halves"), [("early", 2), ("cancelled", 0)])
def test_an_early_return_or_a_cancellation_ends_the_delegation_at_once(flow: World, kind: str, halves: int) -> None:
    case_id = granted(flow, leave_to="2026-10-13")
    flow.at(datetime(2026, 10, 13, 1, tzinfo=UTC))

    flow.complete("handler", flow.task(case_id, "return").id, data={"return_kind": kind, "returned_on": "2026-10-13"})

    entry = flow.session.scalars(select(Leave)).one()
    assert delegation(flow).revoked_at == flow.now
    assert (entry.ended, entry.halves) == (kind, halves)


def test_a_return_leaves_other_delegations_alone(flow: World) -> None:
    case_id = granted(flow)
    other = Delegation(
        principal_id=flow.handler.person_id, deputy_id=flow.second.person_id, scope="all", reason="出差",
        starts_at=flow.now + timedelta(days=30), ends_at=flow.now + timedelta(days=31), created_at=flow.now,
    )  # fmt: skip
    flow.session.add(other)

    flow.complete("handler", flow.task(case_id, "return").id, data=RETURNED)

    flow.session.refresh(other)
    assert other.revoked_at is None


def midnight(day: int) -> datetime:
    return datetime(2026, 10, day, tzinfo=SHANGHAI)


WEEK = (midnight(9) + timedelta(hours=10), midnight(16))
AROUND = [(WEEK[0], midnight(12), None), (midnight(14), midnight(16), None)]
BEFORE, AWAY = AROUND[:1], [(midnight(12), midnight(14), "still")]


@pytest.mark.parametrize(
    ("older", "left"),
    [
        (WEEK, [*BEFORE, *AWAY, *AROUND[1:]]),
        ((WEEK[0], midnight(13)), [*BEFORE, (midnight(12), midnight(13), "still")]),
        ((midnight(13), midnight(16)), [(midnight(13), midnight(14), "still"), *AROUND[1:]]),
        ((midnight(12), midnight(14)), AWAY),
        ((midnight(14), midnight(15)), [(midnight(14), midnight(15), None)]),
    ],
    ids=["around it", "into it", "out of it", "within it", "behind it"],
)
@pytest.mark.parametrize("deputy", ["reviewer", "second"])
def test_what_was_delegated_before_stands_still_while_the_leave_lasts(
    flow: World, deputy: str, older: tuple[datetime, datetime], left: list[tuple[datetime, datetime, object]]
) -> None:
    flow.at(WEEK[0])
    delegate = flow.staff[deputy].person_id
    create_delegation(flow.session, flow.handler, delegate, *older, "出差", flow.now)

    case_id = granted(flow, leave_to="2026-10-13")

    rows = flow.session.scalars(select(Delegation).where(Delegation.reason == "出差").order_by(Delegation.starts_at))
    leave = flow.session.scalars(select(Delegation).where(Delegation.reason != "出差")).one()
    assert [(row.starts_at, row.ends_at, row.revoked_at and "still") for row in rows] == left
    assert {row.interrupted_by_id for row in rows if row.revoked_at} <= {leave.id}
    told = [line.data["name"] for line in flow.history(case_id) if line.kind == "delegation.interrupted"]
    assert told == ([] if older[0] == midnight(14) else [flow.staff[deputy].name])
    assert (leave.deputy_id, leave.starts_at, leave.ends_at) == (flow.second.person_id, midnight(12), midnight(14))


def test_who_acted_until_the_leave_was_approved_did_so_rightly(flow: World) -> None:
    create_delegation(
        flow.session, flow.handler, flow.reviewer.person_id, flow.now, flow.now + timedelta(days=9), "出差", flow.now
    )
    flow.now += timedelta(days=3, hours=5)

    granted(flow, leave_to="2026-10-13")

    older, leave, still, rest = flow.session.scalars(
        select(Delegation).order_by(Delegation.starts_at, Delegation.revoked_at.is_not(None))
    )
    assert (still.starts_at, still.ends_at, still.interrupted_by_id) == (flow.now, midnight(14), leave.id)
    assert (older.ends_at, leave.starts_at, rest.starts_at) == (flow.now, midnight(12), midnight(14))
    assert (rest.deputy_id, rest.reason, rest.item_ids) == (flow.reviewer.person_id, "出差", [])


def running(flow: World, day: datetime) -> list[int]:
    return [row.deputy_id for row in flow.session.scalars(select(Delegation).where(running_at(day)))]


@pytest.mark.parametrize("way", ["early", "cancelled"])
@pytest.mark.parametrize(
    "older", [WEEK, (WEEK[0], midnight(14)), (midnight(13), midnight(16)), (midnight(12), midnight(14))]
)
def test_what_the_leave_interrupted_goes_on_when_it_ends_early(
    flow: World, older: tuple[datetime, datetime], way: str
) -> None:
    flow.at(WEEK[0])
    reviewer, second = flow.staff["reviewer"].person_id, flow.staff["second"].person_id
    create_delegation(flow.session, flow.handler, reviewer, *older, "出差", flow.now)
    case_id = granted(flow, leave_to="2026-10-13")
    flow.at(midnight(12) + timedelta(hours=15))
    assert running(flow, flow.now) == [second]

    told = {"return_kind": way, "returned_on": "2026-10-12"}
    flow.complete("handler", flow.task(case_id, "return").id, data=told)

    assert running(flow, flow.now) == ([reviewer] if older[0] < flow.now else [])
    assert running(flow, midnight(13)) == [reviewer]
    assert [line.data["name"] for line in flow.history(case_id) if line.kind == "delegation.resumed"]


def test_what_was_taken_back_or_cannot_be_delegated_any_more_does_not_come_back(flow: World) -> None:
    flow.at(WEEK[0])
    for deputy, days in (("reviewer", (12, 13)), ("leader", (13, 14))):
        period = midnight(days[0]), midnight(days[1])
        create_delegation(flow.session, flow.handler, flow.staff[deputy].person_id, *period, "出差", flow.now)
    case_id = granted(flow, leave_to="2026-10-13")
    still = list(flow.session.scalars(select(Delegation).where(Delegation.reason == "出差").order_by(Delegation.id)))

    revoke_delegation(flow.session, flow.handler, still[0].id, flow.now)
    create_delegation(flow.session, flow.staff["leader"], flow.chief.person_id, *WEEK, "培训", flow.now)
    told = {"return_kind": "cancelled", "returned_on": "2026-10-09"}
    flow.complete("handler", flow.task(case_id, "return").id, data=told)

    assert running(flow, midnight(12)) == running(flow, midnight(13)) == [flow.chief.person_id]


def test_a_silent_stand_in_is_replaced_by_the_chief_after_four_hours(flow: World) -> None:
    case_id = ask(flow)
    fire(flow, case_id, "no_answer")

    flow.complete("chief", flow.task(case_id, "appoint").id, data={"substitute": "reviewer"})

    assert flow.case(case_id).document[""]["substitute"] == "reviewer"
    assert [task.element for task in flow.waiting(case_id)] == ["tier_1"]


def test_who_is_on_leave_does_not_stand_in_neither_asked_nor_appointed(flow: World) -> None:
    agreed_by_chief = agreed(flow, "second", substitute="reviewer")
    flow.complete("chief", flow.task(agreed_by_chief, "tier_1").id, "agreed")

    with pytest.raises(Refusal) as asked:
        ask(flow)
    case_id = ask(flow, substitute="window")
    fire(flow, case_id, "no_answer")
    with pytest.raises(Refusal) as appointed:
        flow.complete("chief", flow.task(case_id, "appoint").id, data={"substitute": "second"})

    for refusal in (asked, appointed):
        assert (refusal.value.code, refusal.value.params["field"]) == ("leave.substitute_away", "substitute")


def test_nobody_stands_in_across_a_forbidden_pair(flow: World) -> None:
    people = flow.handler.person_id, flow.second.person_id
    forbid_pair(flow.session, flow.administrator, *people, "近亲属", flow.now)

    with pytest.raises(Refusal) as refusal:
        ask(flow)

    assert (refusal.value.code, refusal.value.params["field"]) == ("delegation.forbidden_pair", "substitute")


def test_leave_in_a_time_of_leave_is_refused(flow: World) -> None:
    granted(flow, leave_to="2026-10-13")

    with pytest.raises(Refusal) as refusal:
        ask(flow, leave_from="2026-10-13", leave_to="2026-10-14")

    assert refusal.value.code == "leave.overlaps_own"


def test_when_the_stand_in_is_lost_before_the_approval_another_is_chosen_and_confirms(flow: World) -> None:
    case_id = agreed(flow)
    # The colleague's own leave is registered meanwhile.
    flow.session.add(
        Leave(case_id=ask(flow, "reviewer"), person_id=flow.second.person_id, kind="sick", first_day=date(2026, 10, 12),
              last_day=date(2026, 10, 12), halves=2, registered_at=flow.now)
    )  # fmt: skip
    flow.session.flush()

    flow.complete("chief", flow.task(case_id, "tier_1").id, "agreed")

    told = flow.history(case_id)
    assert [line.data["reason"] for line in told if line.kind == "leave.substitute_lost"] == [
        {
            "zh": "李窗口 在 2026年10月12日 至 2026年10月12日 自己请假，不能代理。请另选一位。",
            "en": "李窗口 is on leave from 12 Oct 2026 to 12 Oct 2026 and cannot stand in. Choose somebody else.",
        }
    ]
    assert flow.case(case_id).decided_at is None
    flow.complete("handler", flow.task(case_id, "apply").id, data={**ASKED, "substitute": "window"})
    flow.complete("window", flow.task(case_id, "accept").id, "agreed")
    flow.complete("chief", flow.task(case_id, "tier_1").id, "agreed")
    assert delegation(flow).deputy_id == flow.window.person_id
    assert flow.case(case_id).decision == "approved"


def test_leave_registered_afterwards_needs_no_stand_in_any_more(flow: World) -> None:
    case_id = granted(flow, leave_from="2026-10-08", leave_to="2026-10-08", leave_type="sick")

    assert flow.session.scalars(select(Delegation)).all() == []
    assert flow.session.scalars(select(Leave)).one().halves == 2
    flow.complete("handler", flow.task(case_id, "return").id, data={**RETURNED, "returned_on": "2026-10-09"})
    assert flow.case(case_id).ended_at is not None


def test_more_than_seven_days_of_sick_and_personal_leave_are_told_and_flagged(flow: World) -> None:
    granted(flow, leave_type="sick", leave_to="2026-10-13")
    granted(flow, leave_type="annual", leave_from="2026-10-14", leave_to="2026-10-14")
    case_id = agreed(flow, leave_type="personal", leave_from="2026-10-19", leave_to="2026-10-26", to_half="noon")
    told = flow.case(case_id).document[""]
    for task in flow.waiting(case_id):
        flow.complete("leader" if task.roles[0][0] == "leader" else "boss", task.id, "agreed")

    (flag,) = [line for line in flow.history(case_id) if line.kind == "oversight.much_leave"]
    assert (float(told["month_days"]), float(told["year_days"])) == (7.5, 7.5)
    assert (flag.data["month_days"], flag.data["year_days"]) == (7.5, 7.5)


def test_leave_without_a_working_day_is_refused_naming_the_field(flow: World) -> None:
    with pytest.raises(Refusal) as refusal:
        ask(flow, leave_from="2026-10-11", leave_to="2026-10-11")

    assert (refusal.value.code, refusal.value.params["field"]) == ("leave.no_working_day", "leave_to")


def test_a_make_up_saturday_counts_and_the_sunday_behind_it_does_not(flow: World) -> None:
    case_id = ask(flow, leave_from="2026-10-09", from_half="afternoon", leave_to="2026-10-12")

    assert float(flow.case(case_id).document[""]["days"]) == 2.5


def test_at_the_end_the_one_on_leave_is_reminded(flow: World) -> None:
    case_id = granted(flow)

    fire(flow, case_id, "over")

    (notice,) = flow.session.scalars(select(OutgoingNotice).where(OutgoingNotice.case_id == case_id))
    assert (notice.person_id, "销假" in notice.text) == (flow.handler.person_id, True)


@pytest.mark.parametrize(
    ("last", "until", "over"),
    [
        ("2026-10-12", "evening", "10-12 18:00"),
        ("2026-10-12", "noon", "10-12 12:00"),
        ("2026-10-18", "evening", "10-19 00:00"),
    ],
    ids=["at closing time", "at noon", "a Sunday's end"],
)
def test_leave_is_over_when_the_doors_close_on_its_last_day(flow: World, last: str, until: str, over: str) -> None:
    case_id = ask(flow, leave_to=last, to_half=until)

    ends_at = datetime.fromisoformat(flow.case(case_id).document[""]["leave_ends_at"])

    assert f"{ends_at.astimezone(SHANGHAI):%m-%d %H:%M}" == over
