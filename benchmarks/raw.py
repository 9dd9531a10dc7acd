"""The lower bound: SpiffWorkflow alone on the same diagram, in memory: no database, permission, record, saved state."""

from __future__ import annotations

import io
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.camunda.parser import CamundaParser
from SpiffWorkflow.util.task import TaskState

from benchmarks.diagrams import diagram

# SpiffWorkflow runs Python where the drawn script is FEEL.
AS_PYTHON = ((b"{name:", b'{"name":'), (b" city:", b' "city":'), (b" items:", b' "items":'))


class Raw:
    """Cases of one diagram without the platform around them."""

    def __init__(self, name: str) -> None:
        content = diagram(name)
        for drawn, python in AS_PYTHON:
            content = content.replace(drawn, python)
        parser = CamundaParser()
        parser.add_bpmn_io(io.BytesIO(content))
        self._spec = parser.get_spec(name)

    def run_case(self, data: dict[str, Any]) -> None:
        """Start a case and complete its user tasks one by one."""
        case = BpmnWorkflow(self._spec)
        case.do_engine_steps()
        while waiting := case.get_tasks(state=TaskState.READY, manual=True):
            waiting[0].data.update(data)
            waiting[0].run()
            case.do_engine_steps()
        if not case.is_completed():
            raise RuntimeError("the reference did not reach an end")
