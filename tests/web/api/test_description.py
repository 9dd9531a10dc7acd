"""The OpenAPI document is valid 3.1, names every route of the API, and explains every field with an example."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from casework.tasks.task_forms import condition_at
from forms.definition import read_form
from forms.schema import validate as fill_in
from tests.casework.people import NOW
from tests.source_tree import REPOSITORY
from tests.web.api.program import API, got, problem, program

METHODS = {"get", "post", "put", "delete", "patch"}
NOT_SHOWN = {"getItem", "getHealth", "getOpenApi", "getVersion", "listDefinitions", "listVersions"}
"""Plain readings of what a list gives, and what is told in words."""


def examples(guide):
    """(method, path, body) of every call of curl in the guide; None: no JSON body."""
    for block in guide.split("```")[1::2]:
        calls = re.split(r"^(?=curl )", block.replace("\\\n", " "), flags=re.M)
        for call in (one for one in calls if one.startswith("curl ")):
            path = re.search(r"\$API(/[^\s\"?]*)", call)[1]
            sent = re.search(r"-d '(.*?)'", call, re.S)
            given = re.search(r"-X (\w+)", call)
            method = given[1].lower() if given else "post" if sent or " -F " in call else "get"
            yield method, path, None if sent is None else json.loads(sent[1])


def operation_at(document, method, path):
    for template, item in document["paths"].items():
        if method in item and re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", template), API + path):
            return item[method]
    raise AssertionError(f"{method} {path} is no operation")


def described(site):
    return got(program(site, None).get("/openapi.json"))


def operations(document):
    return [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in METHODS
    ]  # fmt: skip


def test_the_document_is_valid(site):
    document = described(site)

    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_route_stands_in_it(site):
    document = described(site)

    routes = {
        (re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(API)
    }
    named = {(path, method) for path, item in document["paths"].items() for method in item if method in METHODS}
    assert named == routes
    assert len(routes) > 30


def test_every_operation_has_a_name_of_its_own_and_a_summary(site):
    found = operations(described(site))

    names = [operation["operationId"] for operation in found]
    assert len(names) == len(set(names))
    assert all(operation["summary"] for operation in found)


def test_every_field_says_what_it_is(site):
    schemas = described(site)["components"]["schemas"]

    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, shape in schema.get("properties", {}).items()
        if name != "PaginationMetadata" and not ("description" in shape or "$ref" in shape or "allOf" in shape)
    ]
    assert silent == []


def test_every_parameter_says_what_it_is(site):
    document = described(site)

    every = [*document["paths"].values(), *operations(document)]
    assert all(parameter["description"] for part in every for parameter in part.get("parameters", []))


def test_refusals_are_problems(site):
    document = described(site)

    answers = operations(document)[0]["responses"]
    assert {"401", "default"} <= set(answers)
    assert "application/problem+json" in document["components"]["responses"]["NOT_FOUND"]["content"]
    assert document["security"] == [{"bearer": []}]


def test_the_addresses_of_the_guide_exist(site):
    guide = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    adapter = site.app.url_map.bind("127.0.0.1")

    named = set(re.findall(r"curl .*?\$API(/[^\s\"?]*)", guide))

    assert len(named) > 20
    for path in named:
        assert adapter.allowed_methods(API + path), path


def test_the_guide_shows_every_operation_and_bodies_that_are_taken(site):
    """An example that the API would refuse, or an operation without an example, fails here."""
    document = described(site)
    shown = set()
    for method, path, body in examples((REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")):
        operation = operation_at(document, method, path)
        shown.add(operation["operationId"])
        if body is not None:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            rules = Draft202012Validator(schema | {"components": document["components"]})
            assert list(rules.iter_errors(body)) == [], path

    assert {operation["operationId"] for operation in operations(document)} - shown == NOT_SHOWN


@pytest.mark.parametrize(("path", "form"), [("/cases", "intake"), ("/tasks/967/complete", "handle")])
def test_what_the_guide_fills_in_is_what_the_forms_of_its_item_take(path, form):
    guide = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    (body,) = [body for _, address, body in examples(guide) if address == path and body]
    data, outcome = body.get("form_data") or body["data"], body.get("outcome")
    shipped = read_form((REPOSITORY / f"processes/items/CG-HWGG/{form}.form").read_text(encoding="utf-8"))

    taken = fill_in(
        shipped, data, outcome=outcome, scope={"ad_kind": "招牌", "survey_expected": True}, is_true=condition_at(NOW)
    )

    assert taken | data == taken


@pytest.mark.parametrize(("language", "told"), [("zh", "没有这个字段，请核对名称。"), ("en", "Unknown field.")])
def test_an_operation_without_a_body_refuses_the_fields_it_is_sent_by_their_names(site, language, told):
    asked, paths = program(site, "admin", language), described(site)["paths"]
    bare = [path for path, item in paths.items() if "post" in item and "requestBody" not in item["post"]]

    answers = [asked.post(re.sub(r"\{\w+\}", "1", path).removeprefix(API), {"note": "x", "to": 1}) for path in bare]

    assert len(bare) >= 5
    for answer in answers:
        assert {error["field"]: error["message"] for error in problem(answer, 422)["errors"]} == dict.fromkeys(
            ("note", "to"), told
        )


def test_an_address_or_a_method_that_there_is_not_says_where_all_of_them_stand(site):
    asked = program(site, None, "en")

    unknown, method = asked.get("/nothing").get_json(), asked.post("/items").get_json()

    assert unknown["title"].startswith("The API has no address /api/v1/nothing")
    assert method["title"].startswith("This address does not take POST but GET, HEAD, OPTIONS")
    assert all("/api/v1/openapi.json" in told["detail"] for told in (unknown, method))
