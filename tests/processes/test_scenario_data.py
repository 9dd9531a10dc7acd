"""What people enter in the scenarios is what the forms of the library accept: they can be played for real."""

import pytest

from engine.expressions import parse
from forms.definition import read_form
from forms.schema import validate
from tests.processes.shipped import LIBRARY, compiled, scenarios

ENTERED = [
    (f"{process}-{name}-{number}", process, drawn)
    for process, name, scenario in scenarios()
    for number, drawn in enumerate(scenario["steps"])
    if "task" in drawn
]


def holds(condition, names):
    return parse(condition, language="feel").holds(names)


def form_key(process, element):
    """The form of the task; an item's own form is not ours to judge."""
    nodes = [every.body.nodes.get(element) for every in compiled(process).processes.values()]
    (key,) = {node.form_key for node in nodes if node is not None and node.form_key}
    return None if key.startswith("item:") else key


@pytest.mark.parametrize(("process", "drawn"), [each[1:] for each in ENTERED], ids=[each[0] for each in ENTERED])
def test_the_form_accepts_what_is_entered(process, drawn):
    key = form_key(process, drawn["task"])

    if key is not None:
        form = read_form((LIBRARY / f"{key}.form").read_bytes())
        data = drawn.get("data", {})
        # Whom the centre would offer as a stand-in, and what a first notice would have listed.
        scope = {
            "colleagues": [{"value": data.get("substitute"), "label": "王思齐"}],
            "missing": data.get("still_missing", []),
        }
        assert validate(form, data, outcome=drawn.get("outcome"), scope=scope, is_true=holds) is not None


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.form")), ids=lambda path: path.stem)
def test_every_form_of_the_library_can_be_shown_and_enforced(path):
    form = read_form(path.read_bytes())

    assert form.id == path.stem
    assert form.parts
