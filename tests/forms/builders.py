"""Small forms, and the problems of data that do not fit them."""

from datetime import date
from typing import Any

import pytest

from forms.definition import Form, read_form
from forms.schema import FormInvalid, validate

TODAY = date(2026, 10, 9)


def a_form(*components: dict[str, Any]) -> Form:
    return read_form({"type": "default", "id": "form", "schemaVersion": 19, "components": list(components)})


def a_field(kind: str = "textfield", key: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": more.pop("label", "一项"), **more}


def typed(special: str, kind: str = "textfield", **more: Any) -> dict[str, Any]:
    return a_field(kind, properties={"banjian:type": special}, **more)


def clean(component: dict[str, Any], value: Any, **more: Any) -> Any:
    """What is stored of one field."""
    return validate(a_form(component), {"x": value}, today=TODAY, **more)["x"]


def codes(form: Form, data: dict[str, Any], **more: Any) -> dict[str, list[str]]:
    """The codes of all problems by path; fails if there are none."""
    with pytest.raises(FormInvalid) as refusal:
        validate(form, data, **{"today": TODAY, **more})
    return {path: [one.code for one in problems] for path, problems in refusal.value.errors.items()}


def code(component: dict[str, Any], value: Any, **more: Any) -> str:
    """The code of the only problem of one field."""
    (found,) = codes(a_form(component), {"x": value}, **more).values()
    assert len(found) == 1
    return found[0]


def message(component: dict[str, Any], value: Any, language: str = "zh") -> str:
    with pytest.raises(FormInvalid) as refusal:
        validate(a_form(component), {"x": value}, today=TODAY)
    return refusal.value.messages(language)["x"][0]
