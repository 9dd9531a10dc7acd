"""A form that cannot be shown safely or enforced wholly is refused, naming the component."""

import json
from decimal import Decimal

import pytest

from forms.definition import read_form
from forms.errors import FormRefused
from forms.parts import walk_fields
from tests.forms.builders import a_field, a_form, typed


def refusal(*components, **top):
    with pytest.raises(FormRefused) as refused:
        read_form({"components": list(components), **top})
    return refused.value


def test_all_kinds_of_components_are_read():
    kinds = ["textfield", "textarea", "number", "checkbox", "select", "radio", "checklist", "taglist"]
    fields = [a_field(kind, f"k{n}", values=["a"]) for n, kind in enumerate(kinds)]
    silent = [{"type": kind, "text": "说明"} for kind in ("text", "separator", "spacer", "button")]
    layout = {"type": "textfield", "key": "last", "layout": {"row": "Row_1", "columns": 8}}

    form = a_form(*fields, *silent, layout, a_field("datetime", "day", subtype="date"))

    assert [path for path, _ in walk_fields(form.parts)] == [*(f"k{n}" for n in range(8)), "last", "day"]


def test_a_form_is_read_from_text_bytes_or_a_dict_alike():
    data = {"type": "default", "components": [a_field()]}
    text = json.dumps(data, ensure_ascii=False, indent=2)

    assert read_form(text).content_hash == read_form(text.encode()).content_hash == read_form(data).content_hash


@pytest.mark.parametrize("kind", ["html", "iframe", "image", "table", "expression", "filepicker", "wheel", ""])
def test_an_unsupported_component_is_refused_by_name(kind):
    refused = refusal({"type": kind, "key": "banner"})

    assert refused.code == "form.component_unsupported"
    assert refused.params["element"] == "banner"
    assert "banner" in refused.in_language("zh")
    assert kind in refused.in_language("en")


@pytest.mark.parametrize(
    ("component", "name"),
    [
        (a_field(validate={"min": "=a + 1"}), "min"),
        (a_field(validate={"maxLength": -1}), "maxLength"),
        (a_field(validate={"pattern": "(a+)+$"}), "validate.pattern"),
        (a_field(validate={"validationType": "zip"}), "validate.validationType"),
        (a_field("textarea", properties={"banjian:continues": "yes"}), "banjian:continues"),
        (a_field(validate="required"), "validate"),
        (a_field("select", values=[]), "values"),
        (a_field("select", values=["a", "a"]), "values"),
        (a_field("select", values=[{"label": {}}]), "values"),
        (a_field("select", valuesExpression="=list"), "valuesExpression"),
        (a_field("datetime", subtype="moon"), "subtype"),
        (a_field(conditional="x"), "conditional"),
        (a_field(conditional={"hide": 5}), "conditional.hide"),
        (a_field(conditional={"hide": True}), "conditional.hide"),
        (a_field(conditional={"hide": "a = 1"}), "conditional.hide"),
        (a_field(readonly="yes"), "readonly"),
        (a_field(validate={"required": "=a"}), "validate.required"),
        (typed("passport"), "banjian:type"),
        (typed("id_number", "number"), "banjian:type"),
    ],
)
def test_a_property_nobody_could_enforce_is_named(component, name):
    refused = refusal(component)

    assert (refused.code, refused.params["property"]) == ("form.component_invalid", name)
    assert "x" in refused.in_language("zh")


@pytest.mark.parametrize(
    ("components", "code"),
    [
        ([{"type": "textfield", "id": "F1"}], "form.key_missing"),
        ([a_field(key="a..b")], "form.key_invalid"),
        ([a_field(key="__proto__.x")], "form.key_invalid"),
        ([a_field(key=5)], "form.key_invalid"),
        ([a_field(key="a"), a_field(key="a")], "form.key_twice"),
        ([a_field(key="a.b"), a_field(key="a")], "form.key_twice"),
        ([a_field(key="a"), a_field(key="a.b")], "form.key_twice"),
        ([{"type": "dynamiclist", "components": []}], "form.key_missing"),
        (["text"], "form.not_a_form"),
        ([a_field(key=f"k{n}") for n in range(501)], "form.too_large"),
    ],
)
def test_keys_and_sizes_are_checked(components, code):
    assert refusal(*components).code == code


def test_nesting_without_end_is_refused():
    inner: dict = a_field()
    for _ in range(9):
        inner = {"type": "group", "components": [inner]}

    assert refusal(inner).code == "form.too_large"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "form.not_json"),
        ('{"components": [NaN]}', "form.not_json"),
        ('{"components": [{"key": "a", "validate": {"max": 1e999}}]}', "form.not_json"),
        ('{"components": [], "id": "\\ud800"}', "form.not_json"),
        ("[" * 100_000, "form.not_json"),
        ("[]", "form.not_a_form"),
        ('{"type": "page", "components": []}', "form.not_a_form"),
        ('{"components": {}}', "form.not_a_form"),
        ('{"schemaVersion": 20, "components": []}', "form.version_too_new"),
        (" " * 600_000, "form.too_large"),
        (b"\xff\xfe{", "form.not_json"),
    ],
)
def test_a_file_that_is_no_form_is_refused(text, code):
    with pytest.raises(FormRefused) as refused:
        read_form(text)

    assert refused.value.code == code
    assert refused.value.in_language("zh") != refused.value.in_language("en")


def test_a_form_kept_with_exact_decimals_is_the_form_of_its_file():
    text = '{"components": [{"type": "number", "key": "area", "validate": {"min": 0.5}}]}'

    kept = read_form(json.loads(text, parse_float=Decimal))

    assert kept.content_hash == read_form(text).content_hash
