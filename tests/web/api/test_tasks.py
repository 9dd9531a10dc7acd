"""Tasks are found, claimed, filled in and handed in by programs under the rules of the pages."""

import pytest
from sqlalchemy import select

from casework.cases.case import Case
from casework.personal_values import reveal_many
from tests.web.api.program import got, open_case, problem, program, waiting_task, wrong_fields

NOTE = {"data": {"note": "现场已核"}}
DONE = {**NOTE, "revision": 0}
"""Seen as the case was opened."""
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def handler(site):
    return program(site, "wulei")


@pytest.fixture
def task_id(site):
    return waiting_task(site, open_case(site))


def scopes(clerk, task_id):
    """The lists in which the task stands."""
    names = ("mine", "offered", "done")
    return [
        name for name in names if task_id in {task["id"] for task in got(clerk.get("/tasks", scope=name))["items"]}
    ]  # fmt: skip


def test_a_task_goes_from_offered_to_mine_to_done(handler, task_id):
    assert scopes(handler, task_id) == ["offered"]

    got(handler.post(f"/tasks/{task_id}/claim"))
    assert scopes(handler, task_id) == ["mine"]

    got(handler.post(f"/tasks/{task_id}/complete", DONE))
    assert scopes(handler, task_id) == ["done"]


def test_a_task_shows_form_outcomes_and_what_one_may(site, handler, task_id):
    task = got(handler.get(f"/tasks/{task_id}"))
    actions = {action["name"]: action for action in task["actions"]}

    assert [part["key"] for part in task["form"]["components"]] == ["note", "other_id"]
    assert actions["claim"]["is_allowed"]
    assert (actions["release"]["is_allowed"], actions["release"]["code"]) == (False, "task.not_claimed")
    assert actions["release"]["reason"]["zh"] != actions["release"]["reason"]["en"]
    got(handler.post(f"/tasks/{task_id}/complete", DONE))
    decide = got(program(site, "gaofeng").get(f"/tasks/{waiting_task(site, task['case_no'], 'decide')}"))
    assert [(one["value"], one["name"]["zh"]) for one in decide["outcomes"]] == [
        ("approved", "同意"), ("returned", "退回"),
    ]  # fmt: skip


def test_a_list_of_tasks_goes_on_from_its_cursor(site, handler):
    waiting = [waiting_task(site, open_case(site)) for _ in range(3)]

    first = got(handler.get("/tasks", scope="offered", limit=2))
    second = got(handler.get("/tasks", scope="offered", limit=2, cursor=first["next_cursor"]))

    assert [task["id"] for task in first["items"] + second["items"]] == waiting
    assert got(handler.get("/tasks", scope="offered", item="ZJ-works"))["items"] == []


def test_the_second_is_told_who_holds_the_task(site, handler, task_id):
    got(handler.post(f"/tasks/{task_id}/claim"))

    refused = problem(program(site, "zhangchen").post(f"/tasks/{task_id}/claim"), 409, "task.already_claimed")

    assert refused["params"]["holder"] == "吴磊"


def test_a_task_is_given_back(handler, task_id):
    problem(handler.post(f"/tasks/{task_id}/release"), 409, "task.not_claimed")
    got(handler.post(f"/tasks/{task_id}/claim"))

    assert handler.post(f"/tasks/{task_id}/release", {"reason": "转人"}).status_code == 204

    assert scopes(handler, task_id) == ["offered"]


def test_who_was_not_offered_the_task_is_told_who_was(site, task_id):
    colleague = program(site, "gaofeng")

    refused = problem(colleague.post(f"/tasks/{task_id}/claim"), 403, "task.not_offered")

    assert refused["params"]["role"] == "承办人"
    problem(colleague.post(f"/tasks/{task_id}/complete", DONE), 403)
    problem(colleague.put(f"/tasks/{task_id}/draft", NOTE), 403)


def test_who_has_no_part_in_the_case_is_told_of_no_task(site, task_id):
    stranger = program(site, "zhaoqiwen")

    problem(stranger.post(f"/tasks/{task_id}/claim"), 404, "task.unknown")
    problem(stranger.post(f"/tasks/{task_id}/complete", DONE), 404)
    problem(stranger.put(f"/tasks/{task_id}/draft", NOTE), 404)
    problem(stranger.get(f"/tasks/{task_id}"), 404)
    problem(stranger.post(f"/tasks/{task_id}/comments", {"text": "好"}), 404)


def test_wrong_form_data_name_their_fields(handler, task_id):
    assert wrong_fields(handler.post(f"/tasks/{task_id}/complete", {"data": {}, "revision": 0})) == ["note"]
    assert wrong_fields(handler.post(f"/tasks/{task_id}/complete", {"data": 5, "what": 1})) == ["data", "what"]
    assert scopes(handler, task_id) == ["offered"]


def test_an_outcome_must_be_one_of_the_buttons(site, handler, task_id):
    case_no = got(handler.post(f"/tasks/{task_id}/complete", DONE))["case_no"]
    decide = waiting_task(site, case_no, "decide")

    answers = [
        program(site, "gaofeng").post(f"/tasks/{decide}/complete", {"revision": 1, **body})
        for body in ({}, {"outcome": "perhaps"})
    ]

    assert [wrong_fields(answer) for answer in answers] == [["outcome"], ["outcome"]]


def test_a_stale_reading_fails_the_precondition(site, handler, task_id):
    stale = {"If-Match": '"99"'}

    refused = problem(handler.post(f"/tasks/{task_id}/complete", DONE, **stale), 412, "case.stale")
    problem(handler.post(f"/tasks/{task_id}/complete", {**NOTE, "revision": 99}), 409, "case.stale")
    assert wrong_fields(handler.post(f"/tasks/{task_id}/complete", DONE, **{"If-Match": "soon"})) == ["If-Match"]

    assert refused["params"]["revision"] < 99
    read = handler.get(f"/tasks/{task_id}")
    got(handler.post(f"/tasks/{task_id}/complete", DONE, **{"If-Match": read.headers["ETag"]}))


@pytest.mark.parametrize("header", [{}, {"If-Match": "*"}])
def test_completing_without_the_revision_seen_is_refused_and_names_the_header(handler, task_id, header):
    refused = problem(handler.post(f"/tasks/{task_id}/complete", NOTE, **header), 428, "request.revision_missing")

    assert [error["field"] for error in refused["errors"]] == ["If-Match"]
    assert scopes(handler, task_id) == ["offered"]


def test_the_same_key_again_does_nothing_twice(handler, task_id):
    once = {"Idempotency-Key": "k-1"}

    first = handler.post(f"/tasks/{task_id}/complete", DONE, **once)
    again = handler.post(f"/tasks/{task_id}/complete", DONE, **once)

    assert got(first) == got(again)
    assert [answer.headers.get("Idempotency-Replayed") for answer in (first, again)] == [None, "true"]
    problem(handler.post(f"/tasks/{task_id}/complete", DONE), 409, "task.done")
    long = {"Idempotency-Key": "k" * 65}
    assert wrong_fields(handler.post(f"/tasks/{task_id}/complete", DONE, **long)) == ["Idempotency-Key"]


def test_a_draft_comes_back_with_masked_numbers_and_may_be_sent_back_so(site, handler, task_id):
    got(handler.put(f"/tasks/{task_id}/draft", {"data": {"note": "半", "other_id": ID_NUMBER}, "opinion": "拟同"}))

    for _ in range(2):
        answer = handler.get(f"/tasks/{task_id}")
        shown = got(answer)
        assert ID_NUMBER not in answer.get_data(as_text=True)
        assert (shown["data"]["note"], shown["data"]["other_id"]) == ("半", "1101**********002X")
        assert (shown["opinion"], bool(shown["draft_saved_at"])) == ("拟同", True)
        got(handler.put(f"/tasks/{task_id}/draft", {"data": shown["data"], "opinion": shown["opinion"]}))

    got(handler.post(f"/tasks/{task_id}/complete", {"data": shown["data"], "revision": shown["revision"]}))
    with site.office.database.reading() as session:
        kept = session.scalars(select(Case)).one().document[""]["other_id"]
        assert reveal_many(session, site.office.vault, {kept["ref"]}) == {kept["ref"]: ID_NUMBER}


def test_a_comment_stands_in_the_history(handler, task_id):
    said = got(handler.post(f"/tasks/{task_id}/comments", {"text": "已电话核实"}), 201)

    case_no = got(handler.get(f"/tasks/{task_id}"))["case_no"]
    lines = got(handler.get(f"/cases/{case_no}/history"))["items"]
    assert said["text"] == "已电话核实"
    assert lines[-1]["kind"] == "comment.added"
    assert wrong_fields(handler.post(f"/tasks/{task_id}/comments", {"text": ""})) == ["text"]
    problem(handler.post(f"/tasks/{task_id}/comments", {"text": "  "}), 422, "comment.empty")


def test_an_unknown_task_is_not_found(handler):
    completed = handler.post("/tasks/999/complete", DONE)
    for answer in (handler.get("/tasks/999"), handler.post("/tasks/999/claim"), completed):
        problem(answer, 404, "task.unknown")
    assert wrong_fields(handler.get("/tasks", scope="others")) == ["scope"]


@pytest.mark.parametrize(("language", "told"), [("zh", "没有“nobody.here”这个人"), ("en", "nobody called nobody.here")])
def test_a_person_nobody_knows_is_told_in_a_sentence(site, task_id, language, told):
    to = {"person": "nobody.here", "reason": "外出"}

    refused = problem(program(site, "wulei", language).post(f"/tasks/{task_id}/transfer", to), 422, "person.unknown")

    assert told in refused["title"] and [error["field"] for error in refused["errors"]] == ["person"]


def test_a_whole_number_is_never_cut_out_of_another(handler, task_id):
    assert wrong_fields(handler.post(f"/tasks/{task_id}/complete", {**NOTE, "revision": 0.5})) == ["revision"]


def test_an_opinion_has_a_length_by_every_door(handler, task_id):
    long = {**DONE, "opinion": "长" * 4001}

    assert wrong_fields(handler.post(f"/tasks/{task_id}/complete", long)) == ["opinion"]
