"""What people do with a case beside its flow works for programs too, with the same permissions."""

import pytest

from casework.incidents.incidents import record_incident
from tests.casework.people import NOW
from tests.web.api.program import got, open_case, problem, program, waiting_task, wrong_fields
from tests.web.site import a_file

REASON = {"reason": "申请人要求"}


@pytest.fixture
def chief(site):
    return program(site, "gaofeng")


@pytest.fixture
def case_no(site):
    return open_case(site)


@pytest.mark.parametrize(("act", "outcome"), [("withdraw", "withdrawn"), ("return", "returned"), ("void", "voided")])
def test_a_case_is_taken_back_returned_or_voided_with_a_reason(chief, case_no, act, outcome):
    assert wrong_fields(chief.post(f"/cases/{case_no}/{act}", {"reason": ""})) == ["reason"]

    ended = got(chief.post(f"/cases/{case_no}/{act}", REASON))

    assert ended["outcome"] == got(chief.get(f"/cases/{case_no}"))["outcome"] == outcome
    problem(chief.post(f"/cases/{case_no}/{act}", REASON), 409)


def test_only_those_who_may_end_a_case(site, case_no):
    problem(program(site, "zhangchen").post(f"/cases/{case_no}/void", REASON), 403, "permission.denied")
    for stranger in ("lijianping", "zhoumin"):
        problem(program(site, stranger).post(f"/cases/{case_no}/void", REASON), 404, "case.unknown")


def test_a_case_that_moved_on_is_not_ended_by_a_stale_program(chief, case_no):
    problem(chief.post(f"/cases/{case_no}/void", REASON, **{"If-Match": '"99"'}), 412, "case.stale")


def test_an_entry_is_put_right_and_the_record_keeps_what_stood_there(chief, case_no):
    got(chief.post(f"/cases/{case_no}/correct", {**REASON, "changes": {"title": "解放路 2 号"}}))

    line = got(chief.get(f"/cases/{case_no}/history"))["items"][-1]
    assert (line["kind"], line["data"]["entries"][0][2]) == ("case.corrected", "解放路 2 号")
    wrong = {**REASON, "changes": {"status": "ended"}}
    problem(chief.post(f"/cases/{case_no}/correct", wrong), 422, "case.not_correctable")
    assert wrong_fields(chief.post(f"/cases/{case_no}/correct", {**REASON, "changes": {"title": {"a": 1}}}))


@pytest.mark.parametrize(
    ("entry", "value"), [("priority", "abc"), ("priority", None), ("priority", 10**30), ("title", 7), ("title", None)]
)
def test_an_entry_that_takes_no_such_value_is_named(chief, case_no, entry, value):
    answer = chief.post(f"/cases/{case_no}/correct", {**REASON, "changes": {entry: value}})

    assert wrong_fields(answer) == [entry]


def test_a_remark_stands_in_the_history(chief, case_no):
    got(chief.post(f"/cases/{case_no}/comments", {"text": "已催办"}), 201)

    assert got(chief.get(f"/cases/{case_no}/history"))["items"][-1]["data"]["text"] == "已催办"


def test_a_task_is_assigned_and_handed_over(site, chief, case_no):
    task_id = waiting_task(site, case_no)
    names = [one["username"] for one in got(chief.get(f"/tasks/{task_id}/colleagues"))["items"]]

    assigned = got(chief.post(f"/tasks/{task_id}/assign", {"person": "wulei"}))
    moved = got(program(site, "wulei").post(f"/tasks/{task_id}/transfer", {"person": "zhangchen", "reason": "休假"}))

    assert {"wulei", "zhangchen"} <= set(names)
    assert (assigned["holder_name"], moved["holder_name"]) == ("吴磊", "张晨")
    assert wrong_fields(chief.post(f"/tasks/{task_id}/assign", {"person": "nobody", "reason": "x"})) == ["person"]
    problem(program(site, "wulei").post(f"/tasks/{task_id}/assign", {"person": "wulei"}), 403, "permission.denied")


def test_files_are_added_listed_and_come_back_as_they_were(site, chief, case_no):
    task_id = waiting_task(site, case_no)
    sent = chief.upload(f"/tasks/{task_id}/attachments", file=a_file("../..\\现场照片.txt", "说明"))

    row = got(sent, 201)
    listed = got(chief.get(f"/cases/{case_no}/attachments"))["items"]
    read = chief.get(f"/attachments/{row['id']}")

    assert row["name"] == "现场照片.txt"
    assert [one["sha256"] for one in listed] == [row["sha256"]]
    assert (read.get_data(as_text=True), read.headers["X-Content-Type-Options"]) == ("说明", "nosniff")
    assert read.headers["Content-Disposition"].startswith("attachment")
    problem(program(site, "lijianping").get(f"/attachments/{row['id']}"), 404, "file.unknown")
    problem(chief.upload(f"/tasks/{task_id}/attachments", file=a_file("a.pdf", "no pdf")), 422, "file.content_differs")
    assert wrong_fields(chief.upload(f"/tasks/{task_id}/attachments", note="x")) == ["file"]


def test_a_document_is_printed_and_every_later_print_is_on_record(site, chief, case_no):
    (row,) = got(chief.get(f"/cases/{case_no}/documents"))["items"]

    prints = [got(chief.post(f"/cases/{case_no}/documents/{row['id']}/print"))["prints"] for _ in range(2)]

    assert prints == [1, 2]
    assert got(chief.get(f"/cases/{case_no}/history"))["items"][-1]["kind"] == "document.reprinted"
    problem(chief.post(f"/cases/{open_case(site)}/documents/{row['id']}/print"), 404, "document.unknown")


def test_the_tasks_of_a_case_go_on_from_their_cursor(site, chief, case_no):
    body = {"data": {"note": "好"}, "revision": 0}
    got(program(site, "wulei").post(f"/tasks/{waiting_task(site, case_no)}/complete", body))

    first = got(chief.get(f"/cases/{case_no}/tasks", limit=1))
    second = got(chief.get(f"/cases/{case_no}/tasks", limit=1, cursor=first["next_cursor"]))

    assert [page["items"][0]["element"] for page in (first, second)] == ["handle", "decide"]
    assert second["next_cursor"] is None


def test_nobody_reads_a_task_by_naming_a_principal_who_did_not_delegate(site, case_no):
    task_id, chief_id = waiting_task(site, case_no), site.actor("gaofeng").person_id

    stranger = program(site, "lijianping")

    problem(stranger.get(f"/tasks/{task_id}", acting_for=chief_id), 404, "task.unknown")
    assert site.client("lijianping").get(f"/tasks/{task_id}?for={chief_id}").status_code == 404


def test_a_delegation_is_given_listed_used_and_taken_back(site, case_no):
    handler, deputy = program(site, "wulei"), program(site, "xujing")
    period = {"starts_at": "2026-10-09T08:00:00+08:00", "ends_at": "2026-10-12T18:00:00+08:00"}
    made = got(handler.post("/delegations", {"deputy": "xujing", "reason": "培训", **period}), 201)
    (received,) = got(deputy.get("/delegations"))["items"]

    task_id = waiting_task(site, case_no)
    whom = {"acting_for": received["principal_id"]}
    got(deputy.post(f"/tasks/{task_id}/comments", {"text": "已电话核实", **whom}), 201)
    got(deputy.upload(f"/tasks/{task_id}/attachments?acting_for={whom['acting_for']}", file=a_file("a.txt", "x")), 201)
    got(deputy.post(f"/tasks/{task_id}/claim", whom))
    (row,), lines = (got(handler.get(f"/cases/{case_no}/{part}"))["items"] for part in ("attachments", "history"))
    ended = got(handler.post(f"/delegations/{made['id']}/revoke"))

    assert (made["is_running"], bool(ended["revoked_at"])) == (True, True)
    assert [(line["actor"], line["acting_for"]) for line in lines[-3:]] == [("徐静", "吴磊")] * 3
    assert (row["by"], row["acting_for"]) == ("徐静", "吴磊")
    problem(deputy.post(f"/tasks/{task_id}/complete", {"data": {"note": "好"}, "revision": 0}), 403, "delegation.none")
    problem(program(site, "zhangchen").post(f"/delegations/{made['id']}/revoke"), 403, "permission.denied")
    body = {"deputy": "xujing", "reason": "培训", **period, "items": ["ZJ-NONE"]}
    problem(handler.post("/delegations", body), 404, "item.not_found")


def test_administrators_see_incidents_and_see_to_them(site):

    with site.office.database.transaction() as session:
        record_incident(session, "task.nobody", {"task": "审核", "roles": "reviewer"}, NOW)
    admin = program(site, "admin")

    (row,) = got(admin.get("/incidents"))["items"]
    got_nothing = admin.post(f"/incidents/{row['id']}/resolve")

    assert "审核" in row["cause"]["zh"]
    assert got_nothing.status_code == 204
    assert got(admin.get("/incidents"))["items"] == []
    problem(program(site, "designer").get("/incidents"), 403, "permission.denied")
