"""Timers, messages and jobs: each in its own transaction, none twice, and one that breaks does not stop the rest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.database import Database
from casework.incidents.incident import Incident
from casework.incidents.incidents import retry_incident
from casework.jobs.job import Job
from casework.jobs.jobs import CLAIM, complete_job, fail_job, return_lapsed_jobs, take_jobs
from casework.messages.message import InboxMessage
from casework.messages.messages import Delivery, deliver_message, purge_messages, redeliver
from casework.office import Office
from casework.organisation.role import Role
from casework.timers.timer import Timer
from casework.timers.timers import fire_due_timers, take_due
from tests.casework.flows.test_clocks import TIMED
from tests.casework.flows.world import World, a_world, process

MESSAGES = '<bpmn:message id="m" name="paid"/>'
WAITS = """<bpmn:startEvent id="start"/><bpmn:receiveTask id="wait" name="等银行" messageRef="m"/>
<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
<bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="handle"/>
<bpmn:sequenceFlow id="f3" sourceRef="handle" targetRef="end"/>"""
WORKS = """<bpmn:startEvent id="start"/><bpmn:serviceTask id="ask" name="查询" camunda:type="external"
 camunda:topic="lookup"/><bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="handle"/>
<bpmn:sequenceFlow id="f3" sourceRef="handle" targetRef="end"/>"""
LATER = timedelta(days=40)
# 18 September 2026, 10:00 in Asia/Shanghai.
FRIDAY = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with database.transaction() as session:
        world = a_world(session)
        world.deploy({"timed.bpmn": process("timed", TIMED)}, "timed")
        world.deploy({"waits.bpmn": process("waits", WAITS, MESSAGES)}, "waits")
        world.deploy({"works.bpmn": process("works", WORKS)}, "works")
        for code in ("timed", "waits", "works"):
            world.item(code, code)
    world.centre.office = replace(world.centre.office, database=database)
    with database.reading() as session:
        world.session = session
        yield world


def office(world: World) -> Office:
    return world.centre.office


def start(world: World, code: str, **fields: object) -> int:
    with office(world).database.transaction() as session:
        world.session = session
        case_id = world.register(code, **fields).case_id
    return case_id


def elements(world: World, case_id: int) -> list[str]:
    with office(world).database.reading() as session:
        world.session = session
        return [task.element for task in world.waiting(case_id)]


def test_a_due_timer_fires_once(world: World) -> None:
    case_id = start(world, "timed")

    fired = [fire_due_timers(office(world), world.now + LATER) for _ in range(2)]

    assert fired == [1, 0]
    assert elements(world, case_id) == ["handle", "urge"]


@pytest.mark.parametrize(("code", "expected"), [("dated", [0, 1]), ("timed", [0, 0, 1])])
def test_a_timer_fires_at_its_instant_but_one_of_a_legal_limit_after_it_because_the_last_instant_is_in_time(
    world: World, code: str, expected: list[int]
) -> None:
    with office(world).database.transaction() as session:
        world.session = session
        of_its_own = "<bpmn:timeDuration>P2D</bpmn:timeDuration>"
        body = TIMED.replace('\n banjian:clock="promised"/>', f">{of_its_own}</bpmn:timerEventDefinition>")
        world.deploy({"dated.bpmn": process("dated", body)}, "dated")
        world.item("dated", "dated")
    case_id = start(world, code)
    with office(world).database.reading() as session:
        due = session.scalar(select(Timer.due_at).where(Timer.case_id == case_id))

    moments = [due + timedelta(microseconds=after) for after in (-1, 0, 1)]
    fired = [fire_due_timers(office(world), at) for at in moments[: len(expected)]]

    assert fired == expected


def test_a_timer_that_is_not_due_waits(world: World) -> None:
    case_id = start(world, "timed")

    assert fire_due_timers(office(world), world.now + timedelta(days=1)) == 0
    assert elements(world, case_id) == ["handle"]


def test_two_workers_never_get_the_same_timer(world: World) -> None:
    for _ in range(5):
        start(world, "timed")
    taken = []

    for _ in range(2):
        with office(world).database.transaction() as session:
            taken.append({timer.id for timer in take_due(session, world.now + LATER, 3)})

    assert [len(one) for one in taken] == [3, 2]
    assert not taken[0] & taken[1]


def test_a_broken_timer_becomes_an_incident_and_does_not_stop_the_others(world: World) -> None:
    broken, sound = start(world, "timed"), start(world, "timed")
    with office(world).database.transaction() as session:
        world.session = session
        case = world.case(broken)
        case.snapshot = {"version": 999}
        session.flush()

    assert fire_due_timers(office(world), world.now + LATER) == 1

    with office(world).database.reading() as session:
        incident = session.scalars(select(Incident)).one()
        postponed = session.scalars(select(Timer.next_try_at).where(Timer.case_id == broken)).one()
    assert (incident.case_id, incident.code) == (broken, "sweep.failed")
    assert postponed > world.now + LATER
    assert elements(world, sound) == ["handle", "urge"]


def test_an_early_message_waits_for_its_case(world: World) -> None:
    with office(world).database.transaction() as session:
        early = deliver_message(session, office(world), SYSTEM, "paid", "ORDER-1", {"amount": 5}, world.now)
    case_id = start(world, "waits", business_key="ORDER-1")

    arrived = [redeliver(office(world), world.now) for _ in range(2)]

    assert (early, arrived) == (Delivery.KEPT, [1, 0])
    assert elements(world, case_id) == ["handle"]


def test_a_kept_message_for_which_several_wait_becomes_an_incident_and_stays(world: World) -> None:
    with office(world).database.transaction() as session:
        deliver_message(session, office(world), SYSTEM, "paid", "ORDER-1", {}, world.now)
    for _ in range(2):
        start(world, "waits", business_key="ORDER-1")

    arrived = [redeliver(office(world), world.now) for _ in range(2)]

    with office(world).database.reading() as session:
        incident = session.scalars(select(Incident)).one()
        assert (arrived, incident.code, incident.params["key"]) == ([0, 0], "message.ambiguous", "ORDER-1")


def test_each_kept_message_for_which_several_wait_is_an_incident_of_its_own(world: World) -> None:
    for order in ("ORDER-1", "ORDER-2"):
        with office(world).database.transaction() as session:
            deliver_message(session, office(world), SYSTEM, "paid", order, {}, world.now)
        for _ in range(2):
            start(world, "waits", business_key=order)

    for _ in range(2):
        redeliver(office(world), world.now)

    with office(world).database.reading() as session:
        noted = [one.params["key"] for one in session.scalars(select(Incident).order_by(Incident.id))]
        assert noted == ["ORDER-1", "ORDER-2"]


def test_a_kept_message_that_breaks_is_noted_and_tried_again_only_after_ten_minutes(world: World) -> None:
    with office(world).database.transaction() as session:
        world.session = session
        for order in ("ORDER-1", "ORDER-2"):
            deliver_message(session, office(world), SYSTEM, "paid", order, {}, world.now)
    cases = [start(world, "waits", business_key=order) for order in ("ORDER-1", "ORDER-2")]
    whole = [_snapshot(world, case_id, {"version": 999}) for case_id in cases]

    assert redeliver(office(world), world.now) == 0
    with office(world).database.reading() as session:
        noted = list(session.scalars(select(Incident)))
        messages = list(session.scalars(select(InboxMessage.id)))
    assert sorted(one.params["message"] for one in noted) == sorted(messages)

    for case_id, snapshot in zip(cases, whole, strict=True):
        _snapshot(world, case_id, snapshot)
    minutes = [redeliver(office(world), world.now + timedelta(minutes=n)) for n in (9, 10, 11)]
    assert minutes == [0, 2, 0]
    assert [elements(world, case_id) for case_id in cases] == [["handle"], ["handle"]]


def _snapshot(world: World, case_id: int, new: Any) -> Any:
    """Put another snapshot into a case; gives the one before."""
    with office(world).database.transaction() as session:
        case = session.get_one(Case, case_id)
        before, case.snapshot = case.snapshot, new
    return before


def test_many_messages_for_nobody_stand_in_nobody_s_way(world: World) -> None:
    with office(world).database.transaction() as session:
        for number in range(12):
            deliver_message(session, office(world), SYSTEM, "paid", f"NOBODY-{number}", {}, world.now)
        deliver_message(session, office(world), SYSTEM, "paid", "ORDER-1", {}, world.now)
    case_id = start(world, "waits", business_key="ORDER-1")

    assert redeliver(office(world), world.now, limit=5) == 1
    assert elements(world, case_id) == ["handle"]


def test_a_kept_message_arrives_in_the_name_of_its_sender_and_only_where_the_sender_may_see(world: World) -> None:
    with office(world).database.transaction() as session:
        world.session = world.centre.session = session
        stranger = world.centre.hire("stranger", "外单位", (Role.HANDLER, "GH"))
        for sender, key in ((world.handler, "ORDER-1"), (stranger, "ORDER-2")):
            deliver_message(session, office(world), sender, "paid", key, {}, world.now)
    ours, theirs = (start(world, "waits", business_key=key) for key in ("ORDER-1", "ORDER-2"))

    assert redeliver(office(world), world.now) == 1

    with office(world).database.reading() as session:
        world.session = session
        assert [line.who.zh for line in world.history(ours) if line.kind == "message.delivered"] == ["张承办"]
    assert elements(world, theirs) == []


@pytest.mark.parametrize("by", ["case_no", "business_key"])
def test_a_message_finds_its_case_by_number_or_business_key(world: World, by: str) -> None:
    case_id = start(world, "waits", business_key="ORDER-2")
    start(world, "waits", business_key="ORDER-3")
    with office(world).database.transaction() as session:
        world.session = session
        key = getattr(world.case(case_id), by)

        answer = deliver_message(session, office(world), SYSTEM, "paid", key, {"amount": 5}, world.now)

    assert answer == Delivery.DELIVERED
    assert elements(world, case_id) == ["handle"]


def test_an_undelivered_message_is_forgotten_after_thirty_days(world: World) -> None:
    with office(world).database.transaction() as session:
        deliver_message(session, office(world), SYSTEM, "paid", "nobody", {}, world.now)

        kept = purge_messages(session, world.now + timedelta(days=29))
        gone = purge_messages(session, world.now + timedelta(days=30))

        assert (kept, gone, session.scalar(select(func.count(InboxMessage.id)))) == (0, 1, 0)


def test_what_a_message_of_the_past_delivered_stays_on_record(world: World) -> None:
    start(world, "waits", business_key="B-1")

    with office(world).database.transaction() as session:
        deliver_message(session, office(world), SYSTEM, "paid", "B-1", {}, world.now)
        purged = purge_messages(session, world.now + timedelta(days=90))

        assert (purged, session.scalar(select(func.count(InboxMessage.id)))) == (0, 1)


def test_a_message_whose_days_are_over_is_not_delivered_any_more(world: World) -> None:
    with office(world).database.transaction() as session:
        deliver_message(session, office(world), SYSTEM, "paid", "B-1", {}, world.now)
    start(world, "waits", business_key="B-1")

    over = world.now + timedelta(days=30)
    arrived = [redeliver(office(world), at) for at in (over, over - timedelta(microseconds=1))]

    assert arrived == [0, 1]


def test_an_error_that_a_worker_names_is_not_tried_again(world: World) -> None:
    case_id = start(world, "works")

    with office(world).database.transaction() as session:
        (job,) = take_jobs(session, "w1", ["lookup"], world.now)
        fail_job(session, office(world), SYSTEM, job.id, "no such person", world.now, worker="w1", error_code="E1")

    with office(world).database.reading() as session:
        incident = session.scalars(select(Incident).where(Incident.case_id == case_id)).one()
        assert (session.get_one(Job, job.id).status, incident.is_parked) == ("failed", True)


def test_the_deadline_of_a_failed_job_passes_and_its_incident_is_over(world: World) -> None:
    deadline = """<bpmn:boundaryEvent id="late" attachedToRef="ask"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D
    </bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f4" sourceRef="late" targetRef="handle"/>"""
    with office(world).database.transaction() as session:
        world.session = session
        world.deploy({"hurried.bpmn": process("hurried", WORKS + deadline)}, "hurried")
        world.item("hurried", "hurried")
    case_id = start(world, "hurried")
    with office(world).database.transaction() as session:
        (job,) = take_jobs(session, "w1", ["lookup"], world.now)
        fail_job(session, office(world), SYSTEM, job.id, "down", world.now, worker="w1", error_code="E1")

    fired = [fire_due_timers(office(world), world.now + timedelta(hours=hours)) for hours in (23, 24)]

    with office(world).database.reading() as session:
        incident = session.scalars(select(Incident).where(Incident.case_id == case_id)).one()
    assert (fired, elements(world, case_id)) == ([0, 1], ["handle"])
    assert incident.resolved_at == world.now + timedelta(hours=24)


def test_a_job_is_done_by_a_worker_and_the_case_goes_on(world: World) -> None:
    case_id = start(world, "works")

    with office(world).database.transaction() as session:
        (job,) = take_jobs(session, "w1", ["lookup"], world.now)
        nothing = take_jobs(session, "w2", ["lookup"], world.now)
        complete_job(session, office(world), SYSTEM, job.id, {"found": True}, world.now, worker="w1")

    assert nothing == []
    assert elements(world, case_id) == ["handle"]


def test_a_job_that_keeps_failing_waits_longer_and_ends_as_an_incident(world: World) -> None:
    case_id = start(world, "works")
    at, waits = world.now, []

    for _ in range(3):
        with office(world).database.transaction() as session:
            (job,) = take_jobs(session, "w1", ["lookup"], at)
            fail_job(session, office(world), SYSTEM, job.id, "unreachable", at, worker="w1")
        with office(world).database.reading() as session:
            row = session.get_one(Job, job.id)
            waits.append(row.next_at - at)
            at = row.next_at

    with office(world).database.reading() as session:
        incident = session.scalars(select(Incident).where(Incident.case_id == case_id)).one()
    assert waits[:2] == [timedelta(seconds=30), timedelta(seconds=60)]
    assert (row.status, incident.is_parked) == ("failed", True)


@pytest.mark.parametrize("tried", [11, 60, 9000])
def test_however_often_a_job_has_failed_it_is_tried_again_after_six_hours(world: World, tried: int) -> None:
    start(world, "works")

    with office(world).database.transaction() as session:
        session.execute(update(Job).values(attempts=tried, retries=9999))
        (job,) = take_jobs(session, "w1", ["lookup"], world.now)
        fail_job(session, office(world), SYSTEM, job.id, "unreachable", world.now, worker="w1")

    with office(world).database.reading() as session:
        assert session.get_one(Job, job.id).next_at == world.now + timedelta(hours=6)


def take(world: World, at: datetime) -> int:
    with office(world).database.transaction() as session:
        (job,) = take_jobs(session, "w1", ["lookup"], at)
    return job.id


def test_a_job_whose_worker_is_not_heard_of_comes_back_and_the_late_answer_still_counts(world: World) -> None:
    case_id = start(world, "works")
    job_id = take(world, world.now)
    later = world.now + CLAIM

    early = return_lapsed_jobs(office(world), later - timedelta(seconds=1))
    returned = return_lapsed_jobs(office(world), later)
    with office(world).database.transaction() as session:
        row = session.get_one(Job, job_id)
        state = (row.status, row.retries, row.worker, "w1" in (row.last_error or ""))
        complete_job(session, office(world), SYSTEM, job_id, {}, later, worker="w1")

    assert (early, returned, state) == (0, 1, ("waiting", 2, None, True))
    assert elements(world, case_id) == ["handle"]


def test_a_job_that_kills_its_worker_every_time_ends_as_an_incident_that_can_be_tried_again(world: World) -> None:
    case_id, at = start(world, "works"), world.now

    for _ in range(3):
        take(world, at)
        at += CLAIM
        assert return_lapsed_jobs(office(world), at) == 1
    with office(world).database.transaction() as session:
        incident = session.scalars(select(Incident).where(Incident.case_id == case_id)).one()
        parked = incident.is_parked
        retry_incident(session, office(world), world.administrator, incident.id, at)
    again = take(world, at)

    with office(world).database.reading() as session:
        row = session.get_one(Job, again)
        assert (parked, row.status, row.retries, row.attempts) == (True, "taken", 3, 1)
