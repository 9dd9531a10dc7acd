"""What a form asks for on the page is what the server asks for: what one of them hides, the other does not demand, and
a field that cannot be filled holds nobody back.
"""

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from casework.tasks.task_forms import condition_at
from forms.definition import read_form
from forms.errors import FormInvalid
from forms.schema import validate

pytestmark = pytest.mark.browser

AB = [{"label": "甲", "value": "a"}, {"label": "乙", "value": "b"}]
ASKED = [
    {"type": "checkbox", "key": "agrees"},
    {"type": "textfield", "key": "text"},
    {"type": "number", "key": "days"},
    {"type": "select", "key": "kind", "values": AB},
    {"type": "checklist", "key": "parts", "values": AB},
    {"type": "datetime", "subtype": "date", "key": "day", "dateLabel": "日期"},
    {"type": "textfield", "key": "inner", "conditional": {"hide": "=not(agrees)"}},
    {"type": "group", "path": "firm", "components": [{"type": "textfield", "key": "name", "id": "firm"}]},
]
CONDITIONS = [
    "=agrees", "=not(agrees)", "=agrees = false", '=text = "x"', '=text != "x"', '=text = ""', "=text = null",
    "=string length(text) > 2", '=contains(text, "x")', '=text in ("x", "y")', "=days > 5", "=days <= 5",
    "=days = null", "=days != 5", "=days between 1 and 5", '=days = "5"', '=kind = "a"', '=kind != "a"', "=kind = null",
    '=list contains(parts, "a")', "=count(parts) = 0", "=count(parts) > 1", '=date(day) > date("2026-01-01")',
    "=date(day) < today()", "=day = null", '=inner = "x"', '=inner != "x"', '=firm.name = "x"', '=name = "x"',
    "=nothing", "=nothing = null", "=known > 3", "=fact.more = 1", "=no function(text)", "=null",
]  # fmt: skip
DATA: list[dict[str, object]] = [
    {},
    {"agrees": True, "text": "x", "days": 7, "kind": "a", "parts": ["a", "b"], "day": "2025-05-01", "known": 5},
    {"agrees": True, "text": "abc", "days": 5, "kind": "b", "parts": ["b"], "day": "2026-12-01", "firm": {"name": "x"}},
    {"agrees": False, "inner": "x", "days": 0, "fact": {"more": 1}},
]


def shown(open_page, schema, data):
    parts = (f'<script type="application/json" data-form-{name}>{json.dumps(value)}</script>'
             for name, value in (("schema", schema), ("data", data)))  # fmt: skip
    page = open_page(f'<form method="post" action="/send"><div data-form>{"".join(parts)}</div></form>')
    expect(page.locator("[data-form]")).to_have_attribute("data-state", "ready")
    return page.evaluate("document.querySelector('[data-form]').bjForm.submit()")


def needed_unless(condition, key):
    required = {"validate": {"required": True}, "conditional": {"hide": condition}}
    return {"type": "textfield", "key": key, "id": key, "label": condition, **required}


def demanded(schema, data, known):
    try:
        validate(read_form(schema), data, scope=known, is_true=condition_at(datetime.now(UTC)))
    except FormInvalid as refused:
        return set(refused.errors)
    return set()


@pytest.mark.parametrize("data", DATA, ids=["nothing", "all", "other", "hidden"])
def test_the_server_demands_what_the_page_shows(open_page, data):
    needed = [needed_unless(condition, f"needed{n}") for n, condition in enumerate(CONDITIONS)]
    schema = {"type": "default", "components": [{"id": one.get("key", "group"), **one} for one in ASKED] + needed}

    answer = shown(open_page, schema, data)

    on_page, on_server = set(answer["errors"]), demanded(schema, answer["data"], data)
    assert {one["label"] for one in needed if one["key"] in on_page ^ on_server} == set()


@pytest.mark.parametrize("locked", [True, "=agrees"])
def test_a_required_field_that_is_read_only_holds_nobody_back(open_page, locked):
    field = {"type": "textfield", "key": "x", "id": "x", "readonly": locked, "validate": {"required": True}}
    schema = {"type": "default", "components": [{**ASKED[0], "id": "agrees"}, field]}

    answer = shown(open_page, schema, {"agrees": True})

    assert answer["errors"] == {}
    assert demanded(schema, answer["data"], {}) == set()
