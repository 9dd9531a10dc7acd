"""The demo's cases: hundreds, at every stage, made by the engine alone, with work of every urgency for each login."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.cases.status import CaseType, Outcome, Status
from casework.certificates.certificate import Certificate
from casework.clocks.calendars import calendar_of
from casework.clocks.case_clock import Extension, Suspension
from casework.clocks.standing import State
from casework.delegation.delegation import Delegation
from casework.demo.people import DEMO_LOGINS
from casework.documents.official_document import OfficialDocument
from casework.fees.payment_order import PaymentOrder
from casework.history.happening import Happening
from casework.history.histories import verify
from casework.history.rows import verify_rows
from casework.incidents.incident import Incident
from casework.organisation.person import Person
from casework.organisation.sign_ins import actor_for_person
from casework.tasks.inbox import Tab, TaskRow, list_inbox
from casework.tasks.task import Task
from casework.timers.timer import Timer
from engine.model import Kind
from tests.casework.demo.conftest import PRESENT, DemoCentre
from tests.processes.shipped import compiled, process_keys

pytestmark = pytest.mark.slow

CASES = 200
# Hardly any case stands there: the decision concludes most of them, and what is answered is filed the next day.
HARDLY_SEEN = {Status.DECIDED, Status.ANSWERED}
# They draw diagrams and keep the catalogue; cases are not theirs.
WITHOUT_CASES = {"designer", "admin"}
BUSY = ("heyutong", "lijianping", "zhaoqiwen", "zhoumin", "zhuting", "tanjing", "fangmingyuan")
DRAWN_UP = {"D01", "D02", "D03", "D05", "D06", "D07", "D09", "D11", "D12", "D24", "D25"}


def values_of(session: Session, column) -> set:
    return set(session.scalars(select(column).distinct()))


def inbox(session: Session, username: str, tab: Tab) -> list[TaskRow]:
    person = session.scalars(select(Person).where(Person.username == username)).one()
    actor = actor_for_person(session, person.id, PRESENT)
    assert actor is not None
    return list(list_inbox(session, actor, tab, PRESENT, size=200).rows)


def test_every_story_went_as_it_is_written(demo_centre: DemoCentre):
    assert [line for line in demo_centre.told if line.startswith("stuck")] == []


def test_there_are_two_hundred_cases_of_every_kind_status_and_ending(demo):
    assert demo.scalar(select(func.count(Case.id))) >= CASES
    assert values_of(demo, Case.case_type) == set(CaseType)
    assert values_of(demo, Case.status) | HARDLY_SEEN == set(Status)
    assert values_of(demo, Case.outcome) - {None} == set(Outcome)
    assert values_of(demo, Case.decision) == {"approved", "denied", None}


def test_every_step_of_every_shipped_flow_waits_for_somebody_today(demo):
    drawn = {
        (node.id, node.name)
        for key in process_keys()
        for node in compiled(key).entry.body.nodes.values()
        if node.kind is Kind.USER
    }
    waiting = {tuple(row) for row in demo.execute(select(Task.element, Task.name).where(Task.closed_at.is_(None)))}

    # The laws of the shipped joint items allow no extension, so none is before the government.
    assert drawn - waiting == {("government", "登记政府批准")}


def test_they_lie_in_the_last_ten_weeks_and_none_in_the_future(demo):
    first, last = demo.execute(select(func.min(Case.received_at), func.max(Case.received_at))).one()

    assert PRESENT - timedelta(weeks=11) < first < PRESENT - timedelta(weeks=9)
    assert PRESENT - timedelta(hours=8) < last < PRESENT
    assert demo.scalar(select(func.max(Happening.at))) <= PRESENT


def test_people_act_while_the_doors_are_open(demo):
    calendar = calendar_of(demo, None)
    acts = demo.scalars(select(Happening.at).where(Happening.actor_id.isnot(None))).all()

    outside = [at for at in acts if calendar.next_opening(at) != calendar.local(at)]

    assert outside == []


def test_nothing_was_written_behind_the_engines_back(demo):
    assert [*verify(demo), *verify_rows(demo)] == []
    assert demo.scalars(select(Incident)).all() == []
    assert demo.scalar(select(func.count(Timer.id)).where(Timer.due_at <= PRESENT)) == 0


def test_every_kind_of_document_clock_and_payment_occurs(demo):
    assert values_of(demo, OfficialDocument.kind) >= DRAWN_UP
    assert values_of(demo, PaymentOrder.status) >= {"open", "paid"}
    assert demo.scalar(select(func.count(Suspension.id)).where(Suspension.resumed_at.is_(None))) >= 1
    assert demo.scalar(select(func.count(Suspension.id)).where(Suspension.resumed_at.isnot(None))) >= 1
    assert demo.scalar(select(func.count(Extension.id))) >= 1
    assert {None} < values_of(demo, Certificate.delivered_at)


def test_tasks_were_handed_over_assigned_and_done_for_others(demo):
    kinds = values_of(demo, Happening.kind)

    assert kinds >= {"task.transferred", "task.assigned", "comment.added", "file.attached", "case.corrected",
                     "contact.recorded", "message.delivered", "case.type_changed"}  # fmt: skip
    assert demo.scalar(select(func.count(Task.id)).where(Task.acting_for_id.isnot(None))) >= 3
    assert demo.scalar(select(func.count(Delegation.id)).where(Delegation.ends_at > PRESENT)) >= 2
    assert demo.scalar(select(func.count(Case.id)).where(Case.is_deemed_accepted)) >= 1


@pytest.mark.parametrize("username", BUSY)
def test_each_demo_login_finds_work_to_do_and_work_to_claim(demo, username):
    mine, offered = inbox(demo, username, Tab.MINE), inbox(demo, username, Tab.OFFERED)

    assert len(mine) >= 2 and len(offered) >= 3


def test_who_asked_applies_and_the_application_names_its_consultation(demo):
    received = demo.execute(select(Happening.data, Happening.case_id).where(Happening.kind == "case.received")).all()

    ((told, applied),) = [(data["consultation"], case_id) for data, case_id in received if data.get("consultation")]

    asked = demo.scalars(select(Case).where(Case.case_no == told)).one()
    application = demo.get_one(Case, applied)
    assert (asked.case_type, application.case_type) == ("consultation", "instant")
    assert asked.applicant_id == application.applicant_id
    assert asked.ended_at < application.received_at < application.ended_at


@pytest.mark.parametrize("username", [one.username for one in DEMO_LOGINS if one.username not in WITHOUT_CASES])
def test_whoever_signs_in_from_the_list_has_something_to_do(demo, username):
    assert inbox(demo, username, Tab.MINE) + inbox(demo, username, Tab.OFFERED)


def test_no_two_applicants_share_a_name_and_none_is_called_like_one_of_the_staff(demo):
    names = demo.scalars(select(Applicant.name).where(Applicant.person_id.is_(None))).all()

    assert len(names) == len(set(names)) > CASES
    assert set(names) & values_of(demo, Person.name) == set()


@pytest.mark.parametrize("username", ["heyutong", "lijianping", "zhaoqiwen", "zhoumin"])
def test_the_urgency_of_their_work_is_mixed(demo, username):
    rows = inbox(demo, username, Tab.MINE) + inbox(demo, username, Tab.OFFERED)
    standings = [row.standing(PRESENT) for row in rows]
    states = {one.state for one in standings if one is not None}

    assert {State.NORMAL, State.SOON, State.LAST} <= states
    assert states & {State.OVER, State.YELLOW, State.RED}


def test_a_promise_that_was_kept_shows_no_card_while_the_applicant_is_waited_for(demo):
    rows = [row for row in inbox(demo, "heyutong", Tab.OFFERED) if row.name in ("登记送达", "登记缴款凭证")]

    assert rows and [row.case_no for row in rows if row.case_due_at is not None] == []
