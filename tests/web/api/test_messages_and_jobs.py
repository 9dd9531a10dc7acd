"""Other systems tell waiting cases what happened, and do the work that diagrams leave to them."""

import pytest
from sqlalchemy import func, select

from casework.messages.message import InboxMessage
from tests.web.api.program import got, open_case, problem, program, wrong_fields
from tests.web.sheets import rows_of
from tests.web.site import page


@pytest.fixture
def outside(site):
    """A system that acts in the administrator's name."""
    return program(site, "admin")


def waiting(site, case_no):
    return [task["element"] for task in got(program(site, "zhangchen").get(f"/cases/{case_no}"))["waiting"]]


@pytest.mark.parametrize("by", ["case_no", "business_key"])
def test_a_message_finds_its_case(site, outside, by):
    case_no = open_case(site, "waits", business_key="ORDER-17")
    key = {"case_no": case_no, "business_key": "ORDER-17"}[by]

    told = got(outside.post("/messages", {"name": "paid", "key": key, "payload": {"amount": 5}}))

    assert told == {"status": "delivered"}
    assert waiting(site, case_no) == ["handle"]


def test_an_early_message_is_kept_and_one_sent_again_stays_one(site, outside):
    once = {"Idempotency-Key": "bank-1"}
    body = {"name": "paid", "key": "ORDER-18"}

    statuses = [got(outside.post("/messages", body, **once))["status"] for _ in range(2)]

    with site.office.database.reading() as session:
        assert (statuses, session.scalar(select(func.count(InboxMessage.id)))) == (["kept", "kept"], 1)


def test_a_signal_for_which_no_case_waits_is_answered_as_gone(outside):
    assert got(outside.post("/messages", {"name": "opened", "kind": "signal"})) == {"status": "nobody"}


def test_a_message_reaches_no_case_of_another_department(site):
    case_no = open_case(site, "waits", business_key="ORDER-20")
    stranger = program(site, "lijianping")

    refused = [
        stranger.post("/messages", {"name": name, "key": key})
        for name, key in (("paid", case_no), ("paid", "ORDER-20"), ("other", case_no))
    ]

    assert {problem(answer, 403)["code"] for answer in refused} == {"message.not_yours"}


def test_a_message_for_a_case_that_is_over_is_refused(site, outside):
    case_no = open_case(site, "decides")
    got(program(site, "gaofeng").post(f"/cases/{case_no}/void", {"reason": "登记有误"}))

    problem(outside.post("/messages", {"name": "paid", "key": case_no}), 409, "message.case_over")


def test_wrong_messages_name_their_fields(outside):
    assert wrong_fields(outside.post("/messages", {"key": 5, "kind": "letter"})) == ["key", "kind", "name"]
    assert wrong_fields(outside.post("/messages", {"name": "paid"})) == ["key"]


def test_a_message_for_several_cases_is_refused(site, outside):
    for _ in range(2):
        open_case(site, "waits", business_key="ORDER-19")

    problem(outside.post("/messages", {"name": "paid", "key": "ORDER-19"}), 409, "message.ambiguous")


def test_only_those_who_may_deliver_do(site):
    problem(program(site, "tanjing").post("/messages", {"name": "paid", "key": "1"}), 403, "permission.denied")
    problem(program(site, None).post("/messages", {"name": "paid", "key": "1"}), 401)


def test_a_job_is_seen_taken_and_done(site, outside):
    case_no = open_case(site, "works")
    (line,) = got(outside.get("/jobs", topic="lookup"))["items"]
    assert (line["case_no"], line["status"], line["element"]) == (case_no, "waiting", "other")
    assert got(outside.get("/jobs", topic="others"))["items"] == []

    (job,) = got(outside.post("/jobs/take", {"worker": "w1", "topics": ["lookup"]}))["items"]
    done = got(outside.post(f"/jobs/{job['id']}/complete", {"worker": "w1", "outputs": {"found": True}}))

    assert (done["case_no"], done["is_tried_again"]) == (case_no, False)
    assert waiting(site, case_no) == ["handle"]
    problem(outside.post(f"/jobs/{job['id']}/complete", {"worker": "w1"}), 409, "job.not_taken")


def test_the_page_of_outside_work_names_the_step_as_it_is_drawn(site):
    case_no = open_case(site, "works")

    text = page(site.client("admin").get("/jobs"))

    assert case_no in text and "查询" in text
    assert rows_of(site.client("admin").get("/export/jobs.xlsx").data)[1][2] == "查询"


def test_a_taken_job_belongs_to_its_worker(site, outside):
    open_case(site, "works")
    (job,) = got(outside.post("/jobs/take", {"worker": "w1", "topics": ["lookup"]}))["items"]

    assert got(outside.post("/jobs/take", {"worker": "w2", "topics": ["lookup"]}))["items"] == []
    for act, body in (("complete", {"worker": "w2"}), ("fail", {"worker": "w2", "error": "x"})):
        problem(outside.post(f"/jobs/{job['id']}/{act}", body), 409, "job.not_taken")


def test_a_failed_job_is_tried_again(site, outside):
    open_case(site, "works")
    (job,) = got(outside.post("/jobs/take", {"worker": "w1", "topics": ["lookup"]}))["items"]

    after = got(outside.post(f"/jobs/{job['id']}/fail", {"worker": "w1", "error": "down", "retry_in_seconds": 0}))

    assert after == {"is_tried_again": True, "case_no": None, "status": None, "is_over": None}
    (line,) = got(outside.get("/jobs"))["items"]
    assert (line["last_error"], line["retries"], line["worker"]) == ("down", 2, None)


def test_a_list_of_jobs_goes_on_from_its_cursor(site, outside):
    cases = [open_case(site, "works") for _ in range(3)]

    first = got(outside.get("/jobs", limit=2))
    second = got(outside.get("/jobs", limit=2, cursor=first["next_cursor"]))

    assert [job["case_no"] for job in first["items"] + second["items"]] == cases


def test_wrong_input_names_its_fields(outside):
    assert wrong_fields(outside.post("/jobs/take", {"topics": []})) == ["topics", "worker"]
    assert wrong_fields(outside.post("/jobs/1/complete", {"outputs": 5})) == ["outputs", "worker"]
    assert wrong_fields(outside.post("/jobs/1/fail", {"worker": "w"})) == ["error"]
    problem(outside.post("/jobs/99/complete", {"worker": "w"}), 404, "job.unknown")
    problem(outside.post("/jobs/99/fail", {"worker": "w", "error": "x"}), 404, "job.unknown")


def test_jobs_are_not_for_everybody(site):
    clerk = program(site, "wulei")
    failed = {"worker": "w", "error": "x"}
    acts = {"take": {"worker": "w", "topics": ["a"]}, "1/complete": {"worker": "w"}, "1/fail": failed}

    for answer in [clerk.get("/jobs"), *(clerk.post(f"/jobs/{act}", body) for act, body in acts.items())]:
        problem(answer, 403, "permission.denied")
