"""`Idempotency-Key`: every request that changes something may be sent twice and is done once."""

import pytest
from sqlalchemy import func, select

from casework.cases.case import Case
from casework.database import Database
from casework.documents.official_document import OfficialDocument
from casework.errors import StorageUnavailable
from casework.history.happening import Happening
from casework.tasks.remark import Attachment
from casework.tasks.task import Task
from tests.casework.flows.counting import cost_of
from tests.web.api.program import application, got, open_case, problem, program, waiting_task
from tests.web.site import a_file

ONCE = {"Idempotency-Key": "counter-1"}
WITHOUT = {"checkDefinition", "prepareCase"}
"""They change nothing."""


@pytest.fixture
def window(site):
    return program(site, "zhangchen")


def count(site, column):
    with site.office.database.reading() as session:
        return session.scalar(select(func.count(column)))


def test_a_case_that_is_opened_twice_is_one_case_with_one_answer(site, window):
    first = window.post("/cases", application(), **ONCE)
    again = window.post("/cases", dict(reversed(application().items())), **ONCE)

    assert got(first, 201) == got(again, 201)
    assert first.headers["Location"] == again.headers["Location"]
    assert [answer.headers.get("Idempotency-Replayed") for answer in (first, again)] == [None, "true"]
    assert count(site, Case.id) == 1


def test_another_body_or_address_under_the_same_key_is_refused(site, window):
    got(window.post("/cases", application(), **ONCE), 201)

    for path, body in (("/cases", application(title="另一件")), ("/cases/internal", {"item_code": "ZJ-car"})):
        refused = problem(window.post(path, body, **ONCE), 422, "request.key_of_another")
        assert [error["field"] for error in refused["errors"]] == ["Idempotency-Key"]
    assert count(site, Case.id) == 1


def test_a_key_belongs_to_one_person(site, window):
    got(window.post("/cases", application(), **ONCE), 201)

    got(program(site, "wulei").post("/cases", application(), **ONCE), 201)

    assert count(site, Case.id) == 2


def test_what_was_refused_may_be_put_right_and_sent_under_the_same_key(site, window):
    problem(window.post("/cases", application(item_code="ZJ-NONE"), **ONCE), 404)

    got(window.post("/cases", application(), **ONCE), 201)


def test_what_a_full_disk_refused_is_told_as_unavailable_and_may_be_sent_again(site, window, monkeypatch):
    def full(database):
        raise StorageUnavailable("storage.full")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", full)
        problem(window.post("/cases", application(), **ONCE), 503, "storage.full")

    got(window.post("/cases", application(), **ONCE), 201)


def test_what_would_be_refused_the_second_time_gets_the_first_answer_again(site, window):
    address = f"/tasks/{waiting_task(site, open_case(site))}"
    body = {"data": {"note": "现场已看"}, "revision": got(window.get(address))["revision"]}

    first, again = (window.post(f"{address}/complete", body, **ONCE) for _ in range(2))

    assert got(first) == got(again)
    assert again.headers["Idempotency-Replayed"] == "true"
    problem(window.post(f"{address}/complete", body), 409)


def test_nothing_of_the_second_sending_stays(site, window):
    got(window.post("/cases", application(), **ONCE), 201)
    kept = [(column, count(site, column)) for column in (Case.id, Happening.seq, OfficialDocument.id, Task.id)]

    got(window.post("/cases", application(), **ONCE), 201)

    assert kept == [(column, count(site, column)) for column, _ in kept]
    assert got(window.post("/cases", application()), 201)["case_no"].endswith("-0002")


def test_a_key_costs_one_statement(site, window):
    got(window.post("/cases", application()), 201)
    costs = []

    for headers in ({}, ONCE):
        with cost_of(site.office.database.engine) as cost:
            got(window.post("/cases", application(), **headers), 201)
        costs.append(len(cost.statements))
        assert cost.commits == 1

    assert costs[1] - costs[0] == 1


def test_a_file_that_is_sent_twice_is_attached_once(site, window):
    task_id = waiting_task(site, open_case(site))

    answers = [
        window.browser.post(
            f"/api/v1/tasks/{task_id}/attachments", data={"file": a_file("现场.txt", "照片说明")},
            headers=window._headers() | ONCE,
        )
        for _ in range(2)
    ]  # fmt: skip

    assert got(answers[0], 201) == got(answers[1], 201)
    assert count(site, Attachment.id) == 1


def test_every_operation_that_changes_something_takes_a_key(site):
    document = got(program(site, None).get("/openapi.json"))

    missing = {
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method == "post"
        and all(parameter["name"] != "Idempotency-Key" for parameter in operation.get("parameters", []))
    }
    assert missing == WITHOUT


def test_a_key_has_a_length(site, window):
    for key in ("", "k" * 65):
        problem(window.post("/cases", application(), **{"Idempotency-Key": key}), 422)
