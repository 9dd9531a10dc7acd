"""A program that talks to the API in somebody's name, and the small diagrams it works with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from casework.actor import SYSTEM
from casework.catalogue.items import publish_item_version
from casework.definitions.definitions import publish, store_draft
from casework.organisation.api_tokens import create_token
from tests.casework.catalogue.builders import item_fields
from tests.casework.flows.world import process
from tests.casework.people import LONG_AGO, NOW
from tests.web.site import Site

API = "/api/v1"
WANG = {"name": "王小明", "id_number": "11010519491231002X", "phone": "13912340268"}
FORM = {
    "type": "default", "id": "survey_note", "schemaVersion": 17,
    "components": [
        {"type": "textfield", "key": "note", "label": "情况", "validate": {"required": True}},
        {"type": "textfield", "key": "other_id", "label": "共有人号码", "properties": {"banjian:type": "id_number"}},
    ],
}  # fmt: skip
FEEL = 'xsi:type="bpmn:tFormalExpression" language="feel"'
DECIDES = f"""<bpmn:startEvent id="start"/>
<bpmn:userTask id="handle" name="承办" camunda:formKey="survey_note" camunda:candidateGroups="handler"/>
<bpmn:userTask id="decide" name="决定" camunda:candidateGroups="chief"/><bpmn:exclusiveGateway id="by"/>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="decide"/>
<bpmn:sequenceFlow id="f3" sourceRef="decide" targetRef="by"/>
<bpmn:sequenceFlow id="f4" name="同意" sourceRef="by" targetRef="end">
<bpmn:conditionExpression {FEEL}>decide_outcome = "approved"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f5" name="退回" sourceRef="by" targetRef="handle">
<bpmn:conditionExpression {FEEL}>decide_outcome = "returned"</bpmn:conditionExpression></bpmn:sequenceFlow>"""
AFTER = """<bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="other"/>
<bpmn:sequenceFlow id="f2" sourceRef="other" targetRef="handle"/>
<bpmn:sequenceFlow id="f3" sourceRef="handle" targetRef="end"/>"""
WAITS = f'<bpmn:startEvent id="start"/><bpmn:receiveTask id="other" name="等银行" messageRef="m"/>{AFTER}'
WORKS = (
    '<bpmn:startEvent id="start"/><bpmn:serviceTask id="other" name="查询" camunda:type="external" '
    f'camunda:topic="lookup"/>{AFTER}'
)
DIAGRAMS: dict[str, dict[str, str]] = {
    "decides": {
        "decides.bpmn": process("decides", DECIDES).decode(),
        "survey_note.form": json.dumps(FORM, ensure_ascii=False),
    },
    "waits": {"waits.bpmn": process("waits", WAITS, '<bpmn:message id="m" name="paid"/>').decode()},
    "works": {"works.bpmn": process("works", WORKS).decode()},
}


@dataclass
class Program:
    """`get`, `post` and `put` below `/api/v1` with a bearer token; no cookies, no CSRF token."""

    browser: FlaskClient
    token: str | None
    language: str = "zh"

    def get(self, path: str, **query: Any) -> Any:
        return self.browser.get(API + path, query_string=query, headers=self._headers())

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.browser.post(API + path, json={} if body is None else body, headers=self._headers() | headers)

    def send(self, path: str, text: str) -> Any:
        """A body as it is, JSON or not."""
        return self.browser.post(API + path, data=text, content_type="application/json", headers=self._headers())

    def put(self, path: str, body: Any) -> Any:
        return self.browser.put(API + path, json=body, headers=self._headers())

    def upload(self, path: str, **fields: Any) -> Any:
        return self.browser.post(API + path, data=fields, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        bearer = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return {"Accept-Language": self.language, **bearer}


def program(site: Site, username: str | None, language: str = "zh") -> Program:
    """In the name of a person of the demo centre; None: without a token."""
    token = None
    if username is not None:
        with site.office.database.transaction() as session:
            token = create_token(session, SYSTEM, username, "test", NOW)
    return Program(site.app.test_client(), token, language)


def fill_with_items(site: Site) -> None:
    """Publish the diagrams, each with an item of the housing department named after it, and a staff matter."""
    for key, files in DIAGRAMS.items():
        publish_with_item(site, key, files)
    with site.office.database.transaction() as session:
        inside = item_fields(
            definition_key="works", is_internal=True, item_type="20", basis="", materials=[], name="借车"
        )
        publish_item_version(session, SYSTEM, "ZJ-car", inside, LONG_AGO.date(), LONG_AGO)


def publish_with_item(site: Site, key: str, files: dict[str, str], **more: Any) -> None:
    with site.office.database.transaction() as session:
        publish(session, SYSTEM, store_draft(session, SYSTEM, files, "", LONG_AGO).id, LONG_AGO)
        fields = item_fields(definition_key=key, materials=[{"name": "施工合同", "code": "HT"}], **more)
        publish_item_version(session, SYSTEM, f"ZJ-{key}", fields, LONG_AGO.date(), LONG_AGO)


def application(key: str = "decides", **changes: Any) -> dict[str, Any]:
    """A complete application for the item of a diagram."""
    return {"item_code": f"ZJ-{key}", "applicant": WANG, "materials": {"HT": "ok"}, **changes}


def open_case(site: Site, key: str = "decides", **changes: Any) -> str:
    """The number of a new case of this diagram, registered by zhangchen at the window."""
    answer = program(site, "zhangchen").post("/cases", application(key, **changes))
    return str(got(answer, 201)["case_no"])


def waiting_task(site: Site, case_no: str, element: str = "handle") -> int:
    tasks = got(program(site, "zhangchen").get(f"/cases/{case_no}/tasks"))["items"]
    return next(int(task["id"]) for task in tasks if task["element"] == element and task["closed_at"] is None)


def got(answer: Any, status: int = 200) -> Any:
    """The JSON of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.get_data(as_text=True)[:2000]}"
    return answer.get_json()


def problem(answer: Any, status: int, code: str | None = None) -> Any:
    """The JSON of a refusal."""
    assert answer.mimetype == "application/problem+json", answer.get_data(as_text=True)[:500]
    body = got(answer, status)
    assert body["status"] == status and body["title"]
    assert code is None or body["code"] == code, body
    return body


def wrong_fields(answer: Any) -> list[str]:
    """The fields that a 422 names."""
    return sorted(error["field"] for error in problem(answer, 422)["errors"])
