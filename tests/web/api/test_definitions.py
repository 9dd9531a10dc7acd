"""Programs check, upload and publish diagrams; findings come in both languages and nothing wrong gets published."""

import io
import zipfile

import pytest

from tests.casework.definitions.diagrams import a_diagram
from tests.web.api.program import got, problem, program, wrong_fields

GOOD = {"files": {"p_new.bpmn": a_diagram("p_new")}}
BAD = {"files": {"p_new.bpmn": a_diagram("p_new", broken=True)}}
READINGS = ("/definitions", "/definitions/decides/versions", "/definitions/versions/1", "/definitions/versions/1/files")
UPLOADS = ("/definitions", "/definitions/check")
ACTS = ("/definitions/versions/1/publish", "/definitions/versions/1/current")


@pytest.fixture
def designer(site):
    return program(site, "designer")


def test_a_check_tells_findings_in_both_languages_and_stores_nothing(designer):
    found = got(designer.post("/definitions/check", BAD))

    assert (found["key"], found["may_publish"]) == ("p_new", False)
    error = next(finding for finding in found["findings"] if finding["level"] == "error")
    assert error["element"] == "strange"
    assert error["zh"]["sentence"] != error["en"]["sentence"]
    problem(designer.get("/definitions/p_new/versions"), 404)


def test_files_may_come_as_a_form_or_an_archive(designer):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("p_new.bpmn", a_diagram("p_new"))

    plain = designer.upload("/definitions/check", files=(io.BytesIO(a_diagram("p_new").encode()), "p_new.bpmn"))
    zipped = designer.upload("/definitions/check", files=(io.BytesIO(archive.getvalue()), "p_new.zip"))

    assert [got(one)["may_publish"] for one in (plain, zipped)] == [True, True]


def test_a_diagram_is_uploaded_published_and_its_files_come_back(designer):
    version = got(designer.post("/definitions", {**GOOD, "note": "第一版"}), 201)
    assert (version["status"], version["number"], version["is_current"]) == ("checked", 1, False)

    published = got(designer.post(f"/definitions/versions/{version['id']}/publish"))

    assert (published["status"], published["is_current"], published["note"]) == ("published", True, "第一版")
    files = got(designer.get(f"/definitions/versions/{version['id']}/files"))["files"]
    assert files == GOOD["files"]


def test_the_version_before_is_made_current_again(designer):
    first = next(one for one in got(designer.get("/definitions"))["items"] if one["key"] == "waits")["current_id"]
    changed = {"files": {"waits.bpmn": a_diagram("waits", task="新")}}
    second = got(designer.post("/definitions", changed), 201)["id"]
    got(designer.post(f"/definitions/versions/{second}/publish"))

    got(designer.post(f"/definitions/versions/{first}/current"))

    versions = got(designer.get("/definitions/waits/versions"))["items"]
    assert [(one["id"], one["is_current"]) for one in versions] == [(second, False), (first, True)]


def test_a_diagram_with_errors_is_kept_but_never_published(designer):
    draft = got(designer.post("/definitions", BAD), 201)
    assert draft["status"] == "draft"

    refused = problem(designer.post(f"/definitions/versions/{draft['id']}/publish"), 409, "definition.has_errors")

    assert {finding["element"] for finding in refused["findings"]} >= {"strange"}


def test_a_version_is_published_once(designer):
    version = got(designer.get("/definitions"))["items"][0]["current_id"]

    problem(designer.post(f"/definitions/versions/{version}/publish"), 409, "definition.published_already")


@pytest.mark.parametrize(("body", "fields"), [
    ({}, ["files"]),
    ({"files": {"a.bpmn": 5}}, ["files.a.bpmn.value"]),
    ({"files": {"a.bpmn": "<a/>"}, "nonsense": 1}, ["nonsense"]),
])  # fmt: skip
def test_wrong_input_names_its_fields(designer, body, fields):
    assert wrong_fields(designer.post("/definitions/check", body)) == fields


def test_unreadable_files_are_told(designer):
    assert got(designer.post("/definitions/check", {"files": {"a.bpmn": "no diagram"}}))["may_publish"] is False
    assert problem(designer.post("/definitions", {"files": {"a.bpmn": "no diagram"}}), 422)["findings"]
    problem(designer.post("/definitions/check", {"files": {}}), 422, "definition.nothing_uploaded")
    problem(designer.upload("/definitions/check", files=(io.BytesIO(b"x"), "a.exe")), 422, "processes.wrong_kind")


def test_only_designers_and_administrators_may(site):
    clerk = program(site, "wulei")

    answers = [clerk.get(path) for path in READINGS] + [clerk.post(path, GOOD) for path in UPLOADS]
    answers += [clerk.post(path) for path in ACTS]

    for answer in answers:
        problem(answer, 403, "permission.denied")


def test_an_unknown_version_is_not_found(designer):
    for path in ("/definitions/versions/99", "/definitions/versions/99/files", "/definitions/nothing/versions"):
        problem(designer.get(path), 404)
    problem(designer.post("/definitions/versions/99/publish"), 404)
    problem(designer.get("/definitions/versions/99999999999999999999"), 404)


def test_lists_go_on_from_their_cursor(designer):
    first = got(designer.get("/definitions", limit=2))
    second = got(designer.get("/definitions", limit=2, cursor=first["next_cursor"]))

    assert [one["key"] for one in first["items"] + second["items"]] == ["decides", "waits", "works"]
    assert second["next_cursor"] is None
