"""Expressions, mappings and writes of a token: everything that touches the case's variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from engine.contract import Surroundings
from engine.expressions import Budget, Expression, to_json, to_python
from engine.model import Choice, Flow, VariableMapping
from engine.running.errors import Fault, shown
from engine.running.values import same, whole_number
from engine.running.variables import Variables

if TYPE_CHECKING:
    from engine.running.tokens import Token


STEPS_PER_EXPRESSION = 100_000
STEPS_PER_COMMAND = 2_000_000
"""All expressions of one command together: about a second of work, also in a loop of a thousand scripts."""


class Evaluating:
    """What a journey does with variables. Only parsed expressions of the model are ever evaluated."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.variables = Variables(surroundings.document, surroundings.facts)
        self._steps_left = STEPS_PER_COMMAND

    @contextmanager
    def spending(self) -> Iterator[Budget]:
        """The budget of one evaluation, paid from that of the whole command."""
        budget = Budget(steps=min(STEPS_PER_EXPRESSION, self._steps_left))
        try:
            yield budget
        finally:
            self._steps_left -= budget.max_steps - max(budget.steps, 0)

    def visible(self, token: Token, *first: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.variables.visible(token.reading(), *first)

    def evaluate(self, expression: Expression, token: Token) -> Any:
        """The expression's value as JSON."""
        return to_json(self._evaluated(expression, self.visible(token)))

    def _evaluated(self, expression: Expression, scope: Mapping[str, Any]) -> Any:
        with self.spending() as budget:
            return expression.evaluate(scope, budget=budget, now=self.surroundings.now)

    def value(self, expression: Expression | str, token: Token) -> Any:
        """The expression's value as it is (an instant stays one); a plain text stands for itself."""
        if isinstance(expression, str):
            return expression
        return to_python(self._evaluated(expression, self.visible(token)))

    def holds(self, condition: Expression, token: Token) -> bool:
        """Whether the condition is true."""
        with self.spending() as budget:
            return condition.holds(self.visible(token), budget=budget, now=self.surroundings.now)

    def is_open(self, flow: Flow, token: Token) -> bool:
        """Whether the branch may be taken."""
        condition = flow.condition
        if condition is None:
            return True
        if isinstance(condition, Choice):
            chosen = self.visible(token).get(condition.variable)
            if isinstance(chosen, list) and condition.multiple:
                return any(same(value, condition.value) for value in chosen)
            return same(chosen, condition.value)
        return self.holds(condition, token)

    def text(self, expression: Expression, token: Token) -> str | None:
        value = self.evaluate(expression, token)
        return None if value is None else str(value)

    def count(self, expression: Expression | None, token: Token, limit: int) -> int:
        value = self.evaluate(expression, token) if expression is not None else None
        number = whole_number(value, limit)
        if number is None:
            raise Fault("running.not_a_count", element=token.spec.element_id, limit=limit, value=shown(value))
        return number

    def mapped(
        self, mappings: tuple[VariableMapping, ...], token: Token, paths: list[str] | None = None
    ) -> dict[str, Any]:
        """What the mappings give, each seeing those before it; `paths`: the scopes they read, default the token's."""
        paths = paths or token.reading()
        values: dict[str, Any] = {}
        for mapping in mappings:
            if mapping.all_variables:
                for path in reversed(paths):
                    values.update(self.variables.scope(path))
            elif mapping.source is None:
                values[mapping.target] = None
            else:
                values[mapping.target] = to_json(self._evaluated(mapping.source, self.variables.visible(paths, values)))
        return values

    def write(self, token: Token, name: str, value: Any) -> None:
        """What leaves the element goes to the nearest scope that has the variable, else to the case or the instance."""
        self.variables.write(self.variables.home_of(name, token.writing()), name, value)

    def write_inside(self, token: Token, name: str, value: Any) -> None:
        """As `write`, for a form or script: what is an input of the element stays one, for its outputs to pass on."""
        paths = [token.scope, *token.writing()]
        self.variables.write(self.variables.home_of(name, paths), name, value)

    def write_inputs(self, token: Token) -> dict[str, Any]:
        """Input mappings become variables of the element's own scope."""
        inputs = self.mapped(token.spec.node.inputs, token)
        for name, value in inputs.items():
            self.variables.write(token.scope, name, value)
        return inputs

    def write_outputs(self, token: Token) -> None:
        for name, value in self.mapped(token.spec.node.outputs, token).items():
            self.write(token, name, value)
