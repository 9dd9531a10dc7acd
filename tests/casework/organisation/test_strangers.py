"""Permission is checked where things are done: a colleague of another department and a role that may not are refused.

The stranger holds every role a clerk can have, in a department that has no part in the case.
"""

import io
from datetime import timedelta
from typing import Any

import pytest

from casework.cases.corrections import correct_case
from casework.cases.endings import return_case, void_case, withdraw_case
from casework.cases.unmasking import unmask
from casework.catalogue.items import publish_item_version
from casework.definitions.definitions import make_current, publish, store_draft
from casework.delegation.delegations import create_delegation
from casework.delegation.pairs import allow_pair, forbid_pair, list_forbidden_pairs
from casework.documents.documents import count_print
from casework.errors import NotFound, NotPermitted, Refusal
from casework.incidents.incidents import list_incidents, resolve_incident, retry_incident
from casework.intake.registrations import register_case, start_after_supplement
from casework.jobs.job_lists import list_jobs, take_jobs_as
from casework.jobs.jobs import complete_job, fail_job
from casework.messages.messages import deliver_message
from casework.organisation.api_tokens import create_token, list_all_tokens
from casework.organisation.department import Department
from casework.organisation.people import add_person, edit_person, reset_password
from casework.organisation.places import add_department, edit_place
from casework.organisation.post import Rank
from casework.organisation.posts import add_post, edit_post, end_holding, hold_post
from casework.organisation.role import Role
from casework.tasks.claims import claim_task, release_task
from casework.tasks.completions import complete_task
from casework.tasks.department_work import department_work
from casework.tasks.drafts import save_draft
from casework.tasks.insiders import unmask_at_task
from casework.tasks.remarks import (
    add_comment,
    attach_file,
    attach_to_task,
    comment_on_task,
    get_attachment,
)
from casework.tasks.task_documents import draw_up_for_task
from casework.tasks.task_views import task_view
from casework.tasks.transfers import assign_task, transfer_task
from tests.casework.flows.world import World, a_world, sequence

CLERKS = (Role.WINDOW, Role.HANDLER, Role.REVIEWER, Role.CHIEF, Role.LEADER, Role.CASHIER, Role.CODEPT)
WITH_A_CASE: dict[str, Any] = {
    "withdraw": lambda w, a: withdraw_case(*w.on_case(a), "r", w.now),
    "void": lambda w, a: void_case(*w.on_case(a), "r", w.now),
    "return": lambda w, a: return_case(*w.on_case(a), "r", w.now),
    "correct": lambda w, a: correct_case(*w.on_case(a), {"title": "x"}, "r", w.now),
    "unmask": lambda w, a: unmask(*w.on_case(a), "ref", w.now),
    "comment": lambda w, a: add_comment(*w.on_case(a), "x", w.now),
    "attach": lambda w, a: attach_file(*w.on_case(a), io.BytesIO(b"x"), "a.txt", w.now),
    "papers complete": lambda w, a: start_after_supplement(*w.on_case(a), w.now),
    "read": lambda w, a: task_view(*w.on_task(a), w.now),
    "read for somebody": lambda w, a: task_view(*w.on_task(a), w.now, acting_for=w.handler.person_id),
    "claim": lambda w, a: claim_task(*w.on_task(a), w.now),
    "claim for somebody": lambda w, a: claim_task(*w.on_task(a), w.now, acting_for=w.handler.person_id),
    "complete": lambda w, a: complete_task(*w.on_task(a), w.now),
    "complete for somebody": lambda w, a: complete_task(*w.on_task(a), w.now, acting_for=w.handler.person_id),
    "draft": lambda w, a: save_draft(*w.on_task(a), {}, w.now),
    "draw up": lambda w, a: draw_up_for_task(*w.on_task(a), {}, w.now),
    "transfer": lambda w, a: transfer_task(*w.on_task(a), w.second.person_id, "r", w.now),
    "assign": lambda w, a: assign_task(*w.on_task(a), w.second.person_id, "r", w.now),
    "print": lambda w, a: count_print(w.session, w.centre.office, a, w.document_id, w.now),
    "attachment": lambda w, a: get_attachment(w.session, a, w.attachment_id, w.now),
    "message": lambda w, a: deliver_message(w.session, w.centre.office, a, "paid", w.case_no, {}, w.now),
    "department": lambda w, a: department_work(
        w.session, a, w.handler.department_id, w.now, today_end=w.now, month_start=w.now
    ),
    "delegate for another": lambda w, a: create_delegation(
        w.session, a, w.second.person_id, w.now, w.now + timedelta(days=1), "r", w.now,
        principal_id=w.handler.person_id,
    ),
}  # fmt: skip
WITH_A_TASK = {
    "release": lambda w, a: release_task(*w.on_task(a), w.now),
    "unmask at the task": lambda w, a: unmask_at_task(*w.on_task(a), "ref", w.now),
    "comment at the task": lambda w, a: comment_on_task(*w.on_task(a), "x", w.now),
    "attach to the task": lambda w, a: attach_to_task(*w.on_task(a), io.BytesIO(b"x"), "a.txt", w.now),
    "attach for somebody": lambda w, a: attach_to_task(
        *w.on_task(a), io.BytesIO(b"x"), "a.txt", w.now, acting_for=w.handler.person_id
    ),
    **{name: WITH_A_CASE[name] for name in ("read", "claim", "complete", "draft", "draw up", "transfer", "assign")},
}
OF_ADMINISTRATORS: dict[str, Any] = {
    "add a person": lambda w, a: add_person(w.session, w.centre.office, a, "new", "新人"),
    "close an account": lambda w, a: edit_person(w.session, a, w.handler.person_id, {"is_active": False}, w.now),
    "reset a password": lambda w, a: reset_password(w.session, w.centre.office, a, w.handler.person_id, w.now),
    "add a post": lambda w, a: add_post(w.session, a, "N-1", "新岗", 1, Role.CHIEF),
    "edit a post": lambda w, a: edit_post(w.session, a, 1, {"name": "x"}),
    "hold a post": lambda w, a: hold_post(w.session, a, 1, a.person_id, Rank.A, w.now),
    "end a holding": lambda w, a: end_holding(w.session, a, 1, w.now),
    "add a department": lambda w, a: add_department(w.session, a, Department(code="N", name="n", short_name="n")),
    "edit a department": lambda w, a: edit_place(w.session, a, w.centre.departments["ZJ"], {"name": "x"}),
    "forbid a pair": lambda w, a: forbid_pair(w.session, a, 1, 2, "r", w.now),
    "allow a pair": lambda w, a: allow_pair(w.session, a, 1),
    "see the pairs": lambda w, a: list_forbidden_pairs(w.session, a),
    "make a token": lambda w, a: create_token(w.session, a, "boss", "t", w.now),
    "see all tokens": lambda w, a: list_all_tokens(w.session, a),
    "publish an item": lambda w, a: publish_item_version(w.session, a, "A-1", {}, w.now.date(), w.now),
    "upload a diagram": lambda w, a: store_draft(w.session, a, {}, "", w.now),
    "publish a diagram": lambda w, a: publish(w.session, a, 1, w.now),
    "make a version current": lambda w, a: make_current(w.session, a, 1),
    "see incidents": lambda w, a: list_incidents(w.session, a),
    "retry an incident": lambda w, a: retry_incident(w.session, w.centre.office, a, 1, w.now),
    "resolve an incident": lambda w, a: resolve_incident(w.session, a, 1, w.now),
    "see jobs": lambda w, a: list_jobs(w.session, a, ()),
    "take jobs": lambda w, a: take_jobs_as(w.session, a, "w", ["t"], w.now),
    "complete a job": lambda w, a: complete_job(w.session, w.centre.office, a, 1, {}, w.now),
    "fail a job": lambda w, a: fail_job(w.session, w.centre.office, a, 1, "e", w.now),
}


class Setting(World):
    """A world with one case of department ZJ."""

    def on_case(self, actor: Any) -> tuple[Any, ...]:
        return self.session, self.centre.office, actor, self.case_id

    def on_task(self, actor: Any) -> tuple[Any, ...]:
        return self.session, self.centre.office, actor, self.task_id


@pytest.fixture
def setting(session: Any, tmp_path: Any) -> Setting:
    world = a_world(session)
    setting = Setting(session, world.centre, staff=world.staff)
    setting.staff["stranger"] = world.centre.hire("stranger", "外单位", *((role, "GH") for role in CLERKS))
    setting.deploy(sequence(), "seq")
    setting.item("A-1", "seq")
    done = setting.register("A-1")
    setting.case_id, setting.case_no = done.case_id, done.case_no
    setting.task_id = setting.task(done.case_id, "handle").id
    setting.document_id = setting.documents(done.case_id)[0].id
    setting.attachment_id = 999
    return setting


def answer(act: Any, setting: Setting) -> Refusal | None:
    try:
        act(setting, setting.stranger)
    except Refusal as refusal:
        return refusal
    return None


def test_a_colleague_of_another_department_touches_nothing_of_the_case(setting: Setting) -> None:
    before = len(setting.history(setting.case_id))

    # One world for all: making one takes longer than every refusal together.
    answers = {name: answer(act, setting) for name, act in WITH_A_CASE.items()}

    refused = (NotPermitted, NotFound)
    assert {name for name, said in answers.items() if not isinstance(said, refused)} == set()
    assert len(setting.history(setting.case_id)) == before


def test_a_refusal_tells_a_stranger_neither_the_step_of_a_task_nor_who_holds_it(setting: Setting) -> None:
    before = {name: answer(act, setting) for name, act in WITH_A_TASK.items()}
    claim_task(*setting.on_task(setting.handler), setting.now)
    held = {name: answer(act, setting) for name, act in WITH_A_TASK.items()}
    complete_task(*setting.on_task(setting.handler), setting.now)
    done = {name: answer(act, setting) for name, act in WITH_A_TASK.items()}

    for answers in (before, held, done):
        assert {name: (said.code, said.params) for name, said in answers.items() if said is not None} == dict.fromkeys(
            WITH_A_TASK, ("task.unknown", {"task": setting.task_id})
        )


def test_what_administrators_do_is_for_nobody_else_and_the_refusal_names_them(setting: Setting) -> None:
    answers = {name: answer(act, setting) for name, act in OF_ADMINISTRATORS.items()}

    assert [name for name, said in answers.items() if not isinstance(said, NotPermitted)] == []
    assert all(said.params["role"].zh for said in answers.values() if said is not None)


def test_who_may_not_register_registers_nothing(setting: Setting) -> None:
    with pytest.raises(NotPermitted):
        register_case(setting.session, setting.centre.office, setting.boss, None, None, setting.now)  # type: ignore[arg-type]
