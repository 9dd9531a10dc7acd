"""A case from the uploaded diagram to its end, by programs alone."""

from datetime import date

from casework.actor import SYSTEM
from casework.catalogue.items import publish_item_version
from tests.casework.catalogue.builders import item_fields
from tests.casework.people import LONG_AGO
from tests.web.api.program import DIAGRAMS, application, got, program, waiting_task

DIAGRAM = {name: text.replace("decides", "whole") for name, text in DIAGRAMS["decides"].items()}


def publish_whole(site):
    """The diagram through the API; the item through casework, which is the administrator's page."""
    designer = program(site, "designer")
    bundle = {"files": {name.replace("decides", "whole"): text for name, text in DIAGRAM.items()}}
    assert got(designer.post("/definitions/check", bundle))["may_publish"]
    version = got(designer.post("/definitions", bundle), 201)
    got(designer.post(f"/definitions/versions/{version['id']}/publish"))
    with site.office.database.transaction() as session:
        fields = item_fields(definition_key="whole", materials=[{"name": "施工合同", "code": "HT"}])
        publish_item_version(session, SYSTEM, "ZJ-whole", fields, date(2026, 1, 1), LONG_AGO)


def do(site, username, case_no, element, body):
    """Claim the waiting task and hand it in, as it was read."""
    person = program(site, username)
    task_id = waiting_task(site, case_no, element)
    claimed = person.post(f"/tasks/{task_id}/claim")
    assert got(claimed)["holder_name"]
    return got(person.post(f"/tasks/{task_id}/complete", body, **{"If-Match": claimed.headers["ETag"]}))


def test_a_case_goes_from_diagram_to_end_through_the_api_alone(site):
    publish_whole(site)
    case_no = got(program(site, "zhangchen").post("/cases", application("whole")), 201)["case_no"]

    do(site, "wulei", case_no, "handle", {"data": {"note": "现场已核"}})
    do(site, "gaofeng", case_no, "decide", {"outcome": "returned", "opinion": "请补充"})
    do(site, "wulei", case_no, "handle", {"data": {"note": "已补充"}})
    last = do(site, "gaofeng", case_no, "decide", {"outcome": "approved", "opinion": "同意。"})

    assert last["is_over"]
    reader = program(site, "wulei")
    case = got(reader.get(f"/cases/{case_no}"))
    assert (case["outcome"], case["waiting"]) == ("normal", [])
    tasks = got(reader.get(f"/cases/{case_no}/tasks"))["items"]
    assert [(task["element"], task["run"], task["outcome_name"]) for task in tasks] == [
        ("handle", 1, ""), ("decide", 1, "退回"), ("handle", 2, ""), ("decide", 2, "同意"),
    ]  # fmt: skip


def test_clocks_and_history_tell_the_whole_case(site):
    publish_whole(site)
    case_no = got(program(site, "zhangchen").post("/cases", application("whole")), 201)["case_no"]
    do(site, "wulei", case_no, "handle", {"data": {"note": "现场已核"}})
    do(site, "gaofeng", case_no, "decide", {"outcome": "approved"})

    reader = program(site, "zhangchen")
    promised = got(reader.get(f"/cases/{case_no}/clocks"))["items"][0]
    history = got(reader.get(f"/cases/{case_no}/history"))

    assert (promised["is_running"], promised["standing"]["state"], promised["standing"]["in_time"]) == (
        False, "done", True,
    )  # fmt: skip
    kinds = [line["kind"] for line in history["items"]]
    assert [kind for kind in kinds if kind.startswith("task.")] == ["task.claimed", "task.completed"] * 2
    assert len({line["hash"] for line in history["items"]}) == history["count"]
