"""Activities of one token: human tasks, machine work, scripts and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.contract import ServiceRequest
from engine.decisions import by_output, decide
from engine.expressions import to_json
from engine.model import Kind, Trigger
from engine.running.errors import Fault
from engine.running.specs.element import Element
from engine.running.specs.events import arm_boundaries, throw
from engine.running.staffing import opened_task

if TYPE_CHECKING:
    from engine.running.tokens import Token


class HumanTask(Element):
    """Waits for a person. Who, until when and with which buttons is evaluated as it opens."""

    is_human = True
    resting = TaskState.READY

    def enter(self, token: Token) -> bool:
        token.journey.write_inputs(token)
        opened = opened_task(token)
        arm_boundaries(token)
        token.journey.has_opened(opened, token)
        return True

    def execute(self, token: Token) -> bool:
        token.journey.write_outputs(token)
        return True


class ServiceTask(Element):
    """Machine work: an operation of casework inside the step, or a job for a worker."""

    def enter(self, token: Token) -> bool:
        self.request(token)
        arm_boundaries(token)
        return False

    def request(self, token: Token) -> None:
        node, journey = self.node, token.journey
        inputs = journey.mapped(node.inputs, token)
        if node.outputs or (node.multi is not None and node.multi.output_element is not None):
            # They see what the work was given, whatever the case says by the time it is done.
            for name, value in inputs.items():
                journey.variables.derive(token.scope, name, value)
        kind, name = ("operation", node.operation) if node.operation else ("job", node.topic or node.name or node.id)
        journey.requested[token.key] = ServiceRequest(token.key, kind, name, inputs, node.retries)
        token._set_state(TaskState.STARTED)

    def execute(self, token: Token) -> bool:
        token.journey.write_outputs(token)
        return True


class SendTask(ServiceTask):
    """With a message: throws it and goes on. With a topic or operation: machine work."""

    @property
    def throws(self) -> bool:
        event = self.node.event
        return event is not None and event.trigger is Trigger.MESSAGE and not (self.node.operation or self.node.topic)

    def enter(self, token: Token) -> bool:
        return True if self.throws else super().enter(token)

    def execute(self, token: Token) -> bool:
        if not self.throws:
            return super().execute(token)
        throw(token)
        return True


class ScriptTask(Element):
    """FEEL assignments, one after the other, each seeing the ones before."""

    def enter(self, token: Token) -> bool:
        token.journey.write_inputs(token)
        arm_boundaries(token)
        return True

    def execute(self, token: Token) -> bool:
        journey = token.journey
        for assignment in self.node.script:
            journey.write_inside(token, assignment.name, journey.evaluate(assignment.expression, token))
        journey.write_outputs(token)
        return True


class RuleTask(ScriptTask):
    """Asks the decision of the bundle and keeps its result."""

    def execute(self, token: Token) -> bool:
        node, journey = self.node, token.journey
        if node.decision is None:
            raise Fault("running.decision_missing", element=node.id)
        decisions = journey.definition.decisions
        with journey.spending() as budget:
            result = to_json(
                decide(
                    decisions,
                    node.decision,
                    journey.visible(token),
                    budget,
                    now=journey.surroundings.now,
                    map_result=node.map_result,
                )
            )
        kept = (
            {node.result_variable: result}
            if node.result_variable is not None
            else by_output(decisions, node.decision, result, map_result=node.map_result)
        )
        for name, value in kept.items():
            journey.write(token, name, value)
        journey.write_outputs(token)
        return True


ACTIVITIES = {
    Kind.USER: HumanTask,
    Kind.MANUAL: HumanTask,
    Kind.SEND: SendTask,
    Kind.SERVICE: ServiceTask,
    Kind.SCRIPT: ScriptTask,
    Kind.RULE: RuleTask,
}
