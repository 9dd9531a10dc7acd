"""Diagrams of other people's repositories, uploaded as they are and worked to an end."""

import os

import pytest

from engine import compile_bundle
from engine.model import Definition
from tests.engine.running.builders import Walk
from tests.engine.running.walking import command_for
from tests.samples import FOREIGN

DIAGRAMS = {
    "AOT-Technologies__one-step-approval": {"action": "Approved"},
    "FlowSquad__cancelable_user_task": {},
    "valtimo-platform__bezwaar": {},
    "UKHomeOffice__FOI_ALLOCATION": {},
}
pytestmark = pytest.mark.skipif(not FOREIGN.is_dir() and not os.environ.get("CI"), reason="no diagrams beside the tree")


def read(name: str) -> Definition:
    path = FOREIGN / f"{name}.bpmn"
    definition = compile_bundle({path.name: path.read_bytes()}).definition
    assert definition is not None
    return definition


@pytest.mark.parametrize("name", DIAGRAMS)
def test_it_is_worked_to_its_end(name):
    walk = Walk(read(name))
    buttons = {task.key: task.outcomes for task in walk.start().opened}

    for _ in range(20):
        if walk.ended:
            break
        key, kind = min(walk.open.items())
        assert kind != "incident", walk.log[-1].incidents
        if kind == "task":
            options = buttons[key].options if buttons[key] else ()
            outcome = options[len(walk.log) % len(options)].value if options else None
            step = walk.complete_key(key, outcome, **DIAGRAMS[name])
        else:
            step = walk.do(command_for(key, kind))
        buttons.update({task.key: task.outcomes for task in step.opened})

    assert walk.ended == "completed"
