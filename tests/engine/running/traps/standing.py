"""Where a case stands after its start: on the library as it comes, and on ours."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import compile_bundle
from tests.engine.running.builders import Walk

WAITING = TaskState.READY | TaskState.WAITING | TaskState.STARTED
# What takes more calls than this for a handful of elements has no end; nothing here is measured in time.
ENDLESS = 400_000


class Endless(BaseException):
    """More calls than a handful of elements can need."""


def theirs(file: bytes, key: str = "p") -> BpmnWorkflow:
    """A case of the unchanged library, at rest after its start."""
    parser = BpmnParser()
    parser.add_bpmn_str(file)
    workflow = BpmnWorkflow(parser.get_spec(key), parser.get_subprocess_specs(key))
    workflow.do_engine_steps()
    return workflow


def where_theirs_stands(file: bytes) -> str:
    """`waits at …`, `ended`, `stuck` (nothing left, and yet not ended), `fails: …` or `never ends`."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > ENDLESS:
            raise Endless

    outer = sys.getprofile()
    sys.setprofile(count)
    try:
        workflow = theirs(file)
    except Endless:
        return "never ends"
    except Exception as problem:
        return f"fails: {type(problem).__name__}"
    finally:
        sys.setprofile(outer)
    here = sorted({task.task_spec.bpmn_id for task in workflow.get_tasks(state=WAITING) if task.task_spec.bpmn_id})
    return f"waits at {' '.join(here)}" if here else "ended" if workflow.completed else "stuck"


def ours(file: bytes) -> tuple[Walk | None, list[str]]:
    """A case of ours that has been started, if its diagram may run; and the rules that its findings name."""
    compiled = compile_bundle({"p.bpmn": file})
    if compiled.definition is None:
        return None, sorted({finding.rule for finding in compiled.findings if finding.level == "error"})
    walk = Walk(compiled.definition)
    walk.start()
    return walk, sorted({finding.rule for finding in compiled.findings})


def where_ours_stands(file: bytes) -> str:
    """As above, or `refused: rules`, or `incident: code`."""
    walk, rules = ours(file)
    if walk is None:
        return f"refused: {' '.join(rules)}"
    if walk.step is not None and walk.step.incidents:
        return f"incident: {walk.incident()[1]}"
    return f"waits at {' '.join(sorted({key.element for key in walk.open}))}" if walk.open else "ended"
