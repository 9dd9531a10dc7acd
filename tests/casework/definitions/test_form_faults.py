"""A form that nobody could fill in is refused when it is published; what its conditions miss is said then, too."""

import json
from pathlib import Path

import pytest

import forms
from casework.definitions.checking import check_files
from casework.definitions.form_faults import form_fault
from tests.casework.flows.world import sequence

LIBRARY = Path(forms.__file__).parent / "library"
BAD = [
    ({"type": "html", "key": "x", "content": "<b>"}, "html"),
    ({"type": "textfield"}, "没有 key"),
    ({"type": "textfield", "key": "x", "validate": {"pattern": "(a+)+"}}, "重复里面还有重复"),
    ({"type": "textfield", "key": "x", "conditional": {"hide": "=a =="}}, "写一个 ="),
    (
        {"type": "dynamiclist", "path": "x", "id": "f", "components": [{"type": "textfield", "key": "y", "id": "f"}]},
        "“f”用了两次",
    ),
]


def a_form(*components: dict[str, object]) -> dict[str, object]:
    return {"type": "default", "id": "own", "components": list(components)}


def bundle(form: dict[str, object]) -> dict[str, str]:
    files = {name: data.decode() for name, data in sequence("seq", ('a:handler:camunda:formKey="own"',)).items()}
    return {**files, "own.form": json.dumps(form)}


@pytest.mark.parametrize(("component", "said"), BAD)
def test_a_diagram_with_a_form_that_cannot_be_used_is_not_published(component: dict[str, object], said: str) -> None:
    checked = check_files(bundle(a_form(component)))

    (error,) = checked.errors
    assert (error.rule, error.params["form"], checked.definition) == ("form.unusable", "own", None)
    assert said in error.in_language("zh").sentence


def test_a_name_that_a_condition_of_a_form_uses_and_nothing_writes_is_a_warning() -> None:
    text = {"type": "textfield", "key": "t", "conditional": {"hide": "=this.n > i[1]"}}
    rows = [{"type": "number", "key": "n"}, text]
    conditions = ["=x = 1", "=rows[1].n = 1", "=mispelt > 1", "=mispelt < 2", "=item_specials = null"]
    fields = [{"type": "textfield", "key": f"f{n}", "label": f"第{n}项", "conditional": {"hide": condition}}
              for n, condition in enumerate(conditions)]  # fmt: skip
    form = a_form({"type": "number", "key": "x"}, {"type": "dynamiclist", "path": "rows", "components": rows}, *fields)

    found = [one for one in check_files(bundle(form)).findings if one.rule == "form.name_unknown"]

    assert [(one.level, one.params["label"], one.params["name"]) for one in found] == [("warning", "第2项", "mispelt")]


@pytest.mark.parametrize("form", sorted(LIBRARY.glob("*.form")), ids=lambda form: form.stem)
def test_a_shipped_form_can_be_used(form: Path) -> None:
    assert form_fault(form.read_text("utf-8")) is None
