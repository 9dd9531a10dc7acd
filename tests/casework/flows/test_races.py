"""Two people, two processes: one wins, the other reads who and when, and nothing is half written."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from benchmarks.diagrams import diagram
from casework.actor import SYSTEM
from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.database import Database
from casework.definitions.definitions import publish, store_draft
from casework.delegation.delegations import create_delegation
from casework.documents.official_document import OfficialDocument
from casework.errors import Conflict, Refusal
from casework.files import FileStore
from casework.history.happening import Happening
from casework.history.histories import verify
from casework.intake.registration import CounterDecision, Registration
from casework.intake.registrations import register_case
from casework.messages.messages import Delivery, deliver_message
from casework.organisation.role import Role
from casework.tasks.claims import claim_task
from casework.tasks.completions import complete_task
from casework.tasks.remarks import add_comment, attach_file
from casework.tasks.task import Task
from tests.casework.flows.counting import cost_of
from tests.casework.flows.world import COMPANY, WANG, World, a_world, process, sequence

DRAWS = """<bpmn:startEvent id="start"/><bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:serviceTask id="draw" name="出文" banjian:operation="draw_up">
<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="kind">D09</camunda:inputParameter>
<camunda:inputParameter name="reasons">不符合规划</camunda:inputParameter>
</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:userTask id="after" name="归档" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="draw"/>
<bpmn:sequenceFlow id="f3" sourceRef="draw" targetRef="after"/>
<bpmn:sequenceFlow id="f4" sourceRef="after" targetRef="end"/>"""


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        world = a_world(session)
        world.staff["other"] = world.centre.hire("other", "何承办", (Role.HANDLER, "ZJ"))
        world.deploy(sequence(), "seq")
        world.item("A-1", "seq")
        world.case_id = world.register("A-1").case_id
        world.task_id = world.task(world.case_id, "handle").id
    world.centre.office = replace(world.centre.office, database=database)
    return world


def at_once(world: World, act: object, people: list[str]) -> list[object]:
    """What each of the people gets who act at the same moment: a result or a refusal."""
    gate = Barrier(len(people))

    def one(who: str) -> object:
        gate.wait()
        try:
            with world.centre.office.database.transaction() as session:
                return act(session, world.staff[who])
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


def test_of_two_who_claim_at_once_one_wins_and_the_other_reads_who(world: World) -> None:
    def claim(session: object, actor: object) -> object:
        return claim_task(session, world.centre.office, actor, world.task_id, world.now)

    answers = at_once(world, claim, ["handler", "other"])

    lost = [answer for answer in answers if isinstance(answer, Conflict)]
    assert [refusal.code for refusal in lost] == ["task.already_claimed"]
    assert lost[0].params["holder"] in ("张承办", "何承办")


def test_of_two_who_hand_in_at_once_only_one_steps_the_case(world: World) -> None:
    def complete(session: object, actor: object) -> object:
        return complete_task(session, world.centre.office, actor, world.task_id, world.now)

    answers = at_once(world, complete, ["handler", "other"])

    with world.centre.office.database.reading() as session:
        done = session.scalar(select(func.count()).where(Happening.kind == "task.completed"))
        opened = session.scalars(select(Task.element).where(Task.closed_at.is_(None))).all()
        assert list(verify(session)) == []
    assert (done, opened) == (1, ["review"])
    assert [answer.code for answer in answers if isinstance(answer, Refusal)][0] in ("task.done", "case.stale")


def test_a_double_click_at_one_instant_gets_the_same_answer_twice(world: World) -> None:
    def complete(session: object, actor: object) -> object:
        return complete_task(session, world.centre.office, actor, world.task_id, world.now, once_key="k1")

    answers = at_once(world, complete, ["handler", "handler"])

    assert [answer for answer in answers if isinstance(answer, Refusal)] == []
    assert sorted(answer.is_repeat for answer in answers) == [False, True]


def test_a_double_click_on_claim_at_one_instant_claims_once(world: World) -> None:
    def claim(session: object, actor: object) -> object:
        return claim_task(session, world.centre.office, actor, world.task_id, world.now).claimed_by

    answers = at_once(world, claim, ["handler", "handler"])

    with world.centre.office.database.reading() as session:
        told = session.scalar(select(func.count()).where(Happening.kind == "task.claimed"))
    assert (answers, told) == ([world.handler.person_id] * 2, 1)


def test_branches_handed_in_at_the_same_instant_take_their_turns(world: World) -> None:
    office = world.centre.office
    with office.database.transaction() as session:
        world.session = session
        world.deploy({"mi20.bpmn": diagram("mi20")}, "mi20")
        world.item("MI", "mi20")
        case_id = world.register("MI").case_id
        seen = world.case(case_id).revision
        tasks = iter([task.id for task in world.waiting(case_id)[:8]])

    def complete(session: object, actor: object) -> object:
        return complete_task(session, office, actor, next(tasks), world.now, expected_revision=seen)

    answers = at_once(world, complete, ["handler"] * 8)

    with office.database.reading() as session:
        done = session.scalar(select(func.count()).where(Happening.kind == "task.completed"))
        assert list(verify(session)) == []
    assert [answer for answer in answers if isinstance(answer, Refusal)] == []
    assert done == 8


def test_messages_to_one_case_at_the_same_instant_all_arrive(world: World) -> None:
    office = world.centre.office
    names = [f"m{number}" for number in range(6)]
    with office.database.transaction() as session:
        world.session = session
        world.deploy({"waits.bpmn": process("waits", *waits_for(names))}, "waits")
        world.item("W", "waits")
        case_no = world.register("W").case_no
    waiting = iter(names)

    def deliver(session: object, actor: object) -> object:
        return deliver_message(session, office, actor, next(waiting), case_no, {}, world.now)

    answers = at_once(world, deliver, ["handler"] * 6)

    with office.database.reading() as session:
        assert session.scalars(select(Case.ended_at).where(Case.case_no == case_no)).one() == world.now
    assert answers == [Delivery.DELIVERED] * 6


def waits_for(names: list[str]) -> tuple[str, str]:
    """A flow that waits for all these messages at once, and the messages."""
    waits = "".join(
        f'<bpmn:receiveTask id="w_{name}" messageRef="{name}"/>'
        f'<bpmn:sequenceFlow id="to_{name}" sourceRef="fork" targetRef="w_{name}"/>'
        f'<bpmn:sequenceFlow id="from_{name}" sourceRef="w_{name}" targetRef="join"/>'
        for name in names
    )
    body = f"""<bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="first" sourceRef="start" targetRef="fork"/>{waits}
<bpmn:sequenceFlow id="last" sourceRef="join" targetRef="end"/>"""
    return body, "".join(f'<bpmn:message id="{name}" name="{name}"/>' for name in names)


def test_of_delegations_made_at_the_same_instant_one_stands(world: World) -> None:
    deputies = iter([world.staff[name].person_id for name in ("other", "reviewer", "chief", "window")])
    ends_at = world.now + timedelta(days=1)

    def delegate(session: object, actor: object) -> object:
        return create_delegation(session, actor, next(deputies), world.now, ends_at, "出差", world.now)

    answers = at_once(world, delegate, ["handler"] * 4)

    assert [answer.code for answer in answers if isinstance(answer, Refusal)] == ["delegation.overlap"] * 3


def test_the_same_file_added_by_many_at_the_same_instant_is_kept_for_each(world: World, tmp_path: Path) -> None:
    office = replace(world.centre.office, files=FileStore(tmp_path))

    def attach(session: object, actor: object) -> object:
        return attach_file(session, office, actor, world.case_id, BytesIO(b"the same"), "a.txt", world.now)

    answers = at_once(world, attach, ["handler", "other", "reviewer", "chief"])

    assert {answer.digest for answer in answers} == {answers[0].digest}


def test_diagrams_uploaded_and_published_at_the_same_instant_are_versions_one_after_the_other(world: World) -> None:
    # The first makes the definition; the others find it there.
    steps = iter(("one", "two", "three"))

    def upload(session: object, actor: object) -> object:
        files = {name: text.decode() for name, text in sequence("fresh", (f"{next(steps)}:handler",)).items()}
        version = store_draft(session, SYSTEM, files, "", world.now)
        return publish(session, SYSTEM, version.id, world.now).number

    assert sorted(at_once(world, upload, ["handler"] * 3)) == [1, 2, 3]


def test_many_comments_at_once_all_stand_in_one_chain(world: World) -> None:
    def comment(session: object, actor: object) -> object:
        return add_comment(session, world.centre.office, actor, world.case_id, "看到了", world.now)

    answers = at_once(world, comment, ["handler", "other", "reviewer", "chief"])

    with world.centre.office.database.reading() as session:
        assert list(verify(session)) == []
        told = session.scalar(select(func.count()).where(Happening.kind == "comment.added"))
    assert [answer for answer in answers if isinstance(answer, Refusal)] == []
    assert told == 4


def test_more_comments_at_once_than_anybody_would_try_again_all_arrive(world: World) -> None:
    def comment(session: object, actor: object) -> object:
        return add_comment(session, world.centre.office, actor, world.case_id, "看到了", world.now)

    answers = at_once(world, comment, ["handler"] * 16)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []


def test_a_step_takes_its_case_before_the_numbers_of_documents(world: World) -> None:
    office = world.centre.office
    with office.database.transaction() as session:
        world.session = session
        world.deploy({"draws.bpmn": process("draws", DRAWS)}, "draws")
        world.item("D-1", "draws")
        task_id = world.task(world.register("D-1").case_id, "handle").id

    with cost_of(office.database.engine) as cost, office.database.transaction() as session:
        complete_task(session, office, world.handler, task_id, world.now)

    [drawn] = [text for text in cost.statements if "INTO document_series" in text]
    holds_first = 'FROM "case"' in drawn and "FOR NO KEY UPDATE ON CONFLICT" in " ".join(drawn.split())
    assert holds_first == (office.database.engine.dialect.name == "postgresql")


def test_a_failure_in_the_middle_leaves_the_old_state(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("casework.cases.case_file.insert_rows", fail)

    with pytest.raises(RuntimeError), world.centre.office.database.transaction() as session:
        complete_task(session, world.centre.office, world.handler, world.task_id, world.now)

    with world.centre.office.database.reading() as session:
        task = session.get_one(Task, world.task_id)
        assert (task.status, task.completed_by) == ("open", None)
        assert list(verify(session)) == []


def test_two_windows_that_register_the_same_new_person_at_once_know_one_person(world: World) -> None:
    def register(session: object, actor: object) -> object:
        registration = Registration(item_code="A-1", applicant=COMPANY)
        return register_case(session, world.centre.office, actor, registration, CounterDecision(), world.now)

    answers = at_once(world, register, ["window", "second"])

    with world.centre.office.database.reading() as session:
        people = session.scalar(select(func.count(Applicant.id)).where(Applicant.name == COMPANY.name))
    assert [answer.status for answer in answers] == ["accepted", "accepted"]
    assert people == 1


def test_numbers_of_documents_have_no_gap_though_steps_race_and_some_are_rolled_back(world: World) -> None:
    def register(session: object, actor: object) -> object:
        registration = Registration(item_code="A-1", applicant=WANG)
        registered = register_case(session, world.centre.office, actor, registration, CounterDecision(), world.now)
        if actor is world.staff["handler"]:
            # The number is drawn already; with the step it is given back.
            raise Refusal("acceptance.reason_missing", field="reason")
        return registered

    at_once(world, register, ["window", "handler", "second", "other"])
    at_once(world, register, ["handler", "window"])

    with world.centre.office.database.reading() as session:
        serials = session.scalars(select(OfficialDocument.serial).order_by(OfficialDocument.serial)).all()
    assert serials == [1, 2, 3, 4, 5]
