"""The OpenAPI document is valid 3.1, names every route of the API, and explains every field with an example."""

import re

from openapi_spec_validator import validate

from tests.source_tree import REPOSITORY
from tests.web.api.program import API, got, program

METHODS = {"get", "post", "put", "delete", "patch"}


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
