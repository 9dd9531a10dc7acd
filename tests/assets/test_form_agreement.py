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


COUNTED = [
    "=a + b = 0.3", "=a + b > 0.3", "=sum([a, b]) = 0.3", "=c * 3 = 3.3", "=c * 100 = 110", "=floor(d * 100) = 115",
    "=floor(d, 2) = 1.15", "=decimal(e, 2) = 1.0", "=round half up(e, 2) = 1.01", "=a - b = -0.1", "=b / a = 2",
    "=f - 1000 = 234.55", "=mean([a, a, a]) = 0.1", "=product([c, c]) = 1.21", "=c ** 2 = 1.21", "=1 / 3 * 3 = 1",
    "=a * 3 in [0.3..0.4]", "=g * 1.13 <= 1130000.0113", "=f / 100 between 12.3455 and 12.35",
    "=f between 2000 and 1000", "=f in [2000..1000]", "=not(f between 2000 and 1000)",
]  # fmt: skip


def test_conditions_count_in_decimals_on_the_page_too(open_page):
    numbers = {"a": 0.1, "b": 0.2, "c": 1.1, "d": 1.15, "e": 1.005, "f": 1234.55, "g": 1000000.01}
    asked = [{"type": "number", "key": key, "id": key} for key in numbers]
    needed = [needed_unless(condition, f"needed{n}") for n, condition in enumerate(COUNTED)]
    schema = {"type": "default", "components": asked + needed}

    answer = shown(open_page, schema, numbers)

    on_page, on_server = set(answer["errors"]), demanded(schema, answer["data"], {})
    assert {one["label"] for one in needed if one["key"] in on_page ^ on_server} == set()


PHONE = {"validate": {"validationType": "phone"}}
TEXTS = [
    ({"validate": {"maxLength": 2}}, ["好好", "👍👍", "👍👍👍", "  好好  ", "好好好", "\u200b好好\u200b"]),
    ({"validate": {"minLength": 2}}, ["👍", "👍👍", " 好 ", "好好"]),
    ({"validate": {"required": True}}, ["", " ", "\u3000", "\u200b", "好"]),
    ({"validate": {"pattern": "^.{2}$"}}, ["👍", "👍👍", " 好好 ", "好"]),
    ({"validate": {"pattern": r"^\d{2}\-\d$"}}, ["12-3", "12-3 ", "123", "１２-3"]),
    (PHONE, ["13912340268", "+86 139 1234 0268", "008613912340268", "１３９１２３４０２６８", "+44 20 7946 0958"]),
    (PHONE, ["12345", "+1", "电话"]),
    ({"validate": {"validationType": "email"}}, ["lin@example.cn", "林@example.cn", "lin@example", " lin@a.cn "]),
    ({"properties": {"banjian:type": "id_number"}, "validate": {"maxLength": 18}}, ["11010519491231002x",
     "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]),
    ({"properties": {"banjian:type": "credit_code"}, "validate": {"pattern": "^9"}},
     ["９1350100M000100Y43", "91350100-M000100Y43"]),
    ({"properties": {"banjian:type": "phone"}, "validate": {"maxLength": 11}}, ["+86 139 1234 0268", "139 1234 0268"]),
    ({"properties": {"banjian:type": "money"}, "validate": {"maxLength": 3}}, ["12,000.50"]),
    ({}, ["长" * 2000, "长" * 2001]),
]  # fmt: skip


@pytest.mark.parametrize(("checks", "written"), TEXTS, ids=[str(checks)[:40] for checks, _ in TEXTS])
def test_the_page_takes_the_texts_that_the_server_takes(open_page, checks, written):
    fields = [
        {"type": "textfield", "key": f"t{n}", "id": f"t{n}", "label": text, **checks} for n, text in enumerate(written)
    ]
    schema = {"type": "default", "components": fields}

    answer = shown(open_page, schema, {f"t{n}": text for n, text in enumerate(written)})

    on_server = demanded(schema, answer["data"], {})
    assert {one["label"] for one in fields if one["key"] in set(answer["errors"]) ^ on_server} == set()
