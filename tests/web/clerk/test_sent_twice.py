"""A form that is sent twice is done once, and both get the same answer: by a double click or after a lost answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.catalogue.items import publish_item_version
from casework.delegation.delegation import Delegation, ForbiddenPair
from casework.repeats.answered_request import AnsweredRequest
from casework.tasks.remark import Attachment, Comment
from tests.casework.catalogue.builders import item_fields
from tests.casework.people import LONG_AGO
from tests.web.clerk.desk import APPLICANT, FLOW, HANDLER, ITEM, REVIEWER, WINDOW, field
from tests.web.site import a_file, words
from web.frame.repeats import once

COUNTER = f"/registration/{ITEM}"
PAPERS = {"material_HT": "ok", "material_M02": "ok"}
FORM = {**APPLICANT, **PAPERS, "decision": "accept"}

GUARDED = {
    "cases.comment", "cases.supplement", "delegations.create", "items.bars", "items.create_item", "items.publish_next",
    "organisation.add_pair", "organisation.create_place", "organisation.create_post", "organisation.give_post",
    "organisation.put_on_post", "registration.matter", "registration.register", "tasks.assign", "tasks.attach",
    "tasks.comment", "tasks.document", "tasks.transfer",
}  # fmt: skip
UNGUARDED = {
    "the revision of the case guards it": {"cases.correct", "cases.leave", "tasks.complete"},
    "the second finds it done and changes nothing": {
        "calendar.change_day", "calendar.change_hours", "calendar.read_notice", "delegations.revoke",
        "frame.preferences", "incidents.resolve", "incidents.retry", "items.cancel", "items.lift",
        "organisation.change_person", "organisation.change_place", "organisation.change_post",
        "organisation.change_state", "organisation.end_pair", "organisation.end_token", "organisation.leave_post",
        "organisation.take_off_post", "processes.bind", "processes.choose_version", "processes.publish_version",
        "processes.retire_version", "processes.upload", "sign_in.leave", "tasks.claim", "tasks.draft", "tasks.phrase",
        "tasks.release",
    },
    "its answer shows a secret, which is kept nowhere": {
        "cases.show_in_full", "tasks.show_in_full", "organisation.add_token", "organisation.create_person",
        "organisation.new_password", "sign_in.enter", "sign_in.password",
    },
    "every press means one more": {"cases.print_document", "workbench.claim_next"},
    "it keeps nothing": {"registration.applicant", "registration.preview"},
}  # fmt: skip


def count(desk, column):
    with desk.site.office.database.reading() as session:
        return session.scalar(select(func.count(column)))


def key_of(client, address):
    """The key of the first form on the page, as a fresh look gives it."""
    return {"once_key": field(client.get(address).text, "once_key")}


def twice(client, address, page=None, **data):
    """Where the two answers to the same form lead."""
    key = key_of(client, page or address)
    answers = [client.post(address, data={**key, **{name: make() for name, make in data.items()}}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    return {answer.headers["Location"] for answer in answers}


def test_a_registration_sent_twice_is_one_case_and_both_answers_lead_to_it(desk):
    client = desk.as_(WINDOW)
    form = FORM | key_of(client, COUNTER)

    first, again = client.post(COUNTER, data=form), client.post(COUNTER, data=form)

    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    assert count(desk, Case.id) == 1


def test_of_two_registrations_at_the_same_instant_one_is_a_case(desk):
    form = FORM | key_of(desk.as_(WINDOW), COUNTER)
    gate, clients = Barrier(2), [desk.as_(WINDOW) for _ in range(2)]

    def press(client):
        gate.wait()
        return client.post(COUNTER, data=form).headers["Location"]

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(press, clients))

    assert len(answers) == 1
    assert count(desk, Case.id) == 1


def test_a_refused_form_is_put_right_and_sent_under_the_same_key(desk):
    client = desk.as_(WINDOW)
    key = key_of(client, COUNTER)
    refused = client.post(COUNTER, data=FORM | key | {"decision": "refuse", "ground": "not_competent"})

    assert "data-opens-now" in words(refused, 422)
    assert count(desk, Case.id) == count(desk, AnsweredRequest.id) == 0
    assert client.post(COUNTER, data=FORM | key).status_code == 302
    assert count(desk, Case.id) == 1


def test_the_form_with_other_things_typed_into_it_is_another(desk):
    client = desk.as_(WINDOW)
    form = FORM | key_of(client, COUNTER)

    answers = {client.post(COUNTER, data=form | {"note": note}).headers["Location"] for note in ("甲", "乙")}

    assert len(answers) == count(desk, Case.id) == 2


@pytest.mark.parametrize("place", ["cases", "tasks"])
def test_a_comment_sent_twice_is_said_once(desk, place):
    case_no = desk.register()
    home = f"/cases/{case_no}" if place == "cases" else f"/tasks/{desk.waiting(case_no)}"

    twice(desk.as_(HANDLER), f"{home}/comments", home, text=lambda: "已电话联系")

    assert count(desk, Comment.id) == 1


def test_a_file_sent_twice_is_attached_once(desk):
    home = f"/tasks/{desk.waiting(desk.register())}"

    twice(desk.as_(HANDLER), f"{home}/attachments", home, files=lambda: a_file("现场.txt", "照片说明"))

    assert count(desk, Attachment.id) == 1


def test_a_delegation_sent_twice_is_one(desk):
    form = {"deputy": REVIEWER, "starts_day": "2026-10-10", "ends_day": "2026-10-16",
            "reason": "出差", "scope": "all"}  # fmt: skip

    twice(desk.as_(HANDLER), "/delegations", **{name: lambda value=value: value for name, value in form.items()})

    assert count(desk, Delegation.id) == 1


def test_a_staff_matter_sent_twice_is_started_once(desk):
    inside = item_fields(department="CG", definition_key=FLOW, is_internal=True, item_type="20", basis="", materials=[])
    with desk.site.office.database.transaction() as session:
        publish_item_version(session, SYSTEM, "CG-IN", inside, LONG_AGO.date(), LONG_AGO)

    assert len(twice(desk.as_(HANDLER), "/matters/CG-IN")) == 1
    assert count(desk, Case.id) == 1


def test_a_pair_sent_twice_is_one(desk):
    form = {"one": "lijianping", "other": "zhoumin", "reason": "夫妻"}

    twice(desk.as_("admin"), "/pairs", **{name: lambda value=value: value for name, value in form.items()})

    assert count(desk, ForbiddenPair.id) == 1


def test_for_every_form_it_is_decided_what_a_second_sending_does(desk):
    code = once(lambda: None).__code__
    pages = {
        rule.endpoint: desk.site.app.view_functions[rule.endpoint]
        for rule in desk.site.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    }

    assert {name for name, view in pages.items() if code in _layers(view)} == GUARDED
    assert set(pages) - GUARDED == set().union(*UNGUARDED.values())


def _layers(view):
    """The code of the view and of everything wrapped around it."""
    found = []
    while view is not None:
        found.append(view.__code__)
        view = getattr(view, "__wrapped__", None)
    return found
