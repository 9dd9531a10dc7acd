"""Asks a decision: its requirements first, each once, then its own logic."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.decisions.errors import DecisionFailed, DecisionUnknown
from engine.decisions.model import CallableDecisions, Decision, DecisionModel, Requirements
from engine.decisions.table import Table, hits, result_of, shape
from engine.decisions.types import as_declared
from engine.expressions import Budget, ExpressionTooExpensive
from engine.expressions.budget import MAX_NESTING
from engine.expressions.feel.functions import BUILT_IN
from engine.expressions.feel.values import Function, weigh
from engine.expressions.frame import MISSING, Frame, Root

SINGLE_ENTRY, SINGLE_RESULT = "singleEntry", "singleResult"
COLLECT_ENTRIES, RESULT_LIST = "collectEntries", "resultList"


def decide(
    model: DecisionModel,
    key: str,
    scope: Mapping[str, Any],
    budget: Budget | None = None,
    *,
    now: datetime | None = None,
    map_result: str | None = None,
) -> Any:
    """The answer of the decision (or decision service) with that id or name for the variables in `scope`.

    A table with one output gives a value, with several a context, with a collecting hit policy a list of those; no
    matching rule and no default gives None. `map_result` asks for one of Camunda's four shapes instead. Raises
    `DecisionUnknown`, `DecisionFailed` (UNIQUE or ANY broken, shape impossible) and the errors of expressions.
    """
    root = Root(scope, budget or Budget(), now, BUILT_IN)
    asking = _Asking(model, root)
    decision = model.find(key)
    try:
        if decision is None:
            result = asking.offered(key)
        elif map_result:
            result = asking.mapped(decision, map_result)
        else:
            result = asking.answer(decision.key)
    except RecursionError:
        raise ExpressionTooExpensive("嵌套层数", "levels of nesting", MAX_NESTING, text=key) from None
    weigh(result, root.budget)
    return result


def can_give(decision: Decision, map_result: str | None) -> bool:
    """Whether the decision can give its result in that shape."""
    if map_result in (SINGLE_ENTRY, COLLECT_ENTRIES):
        return len(decision.outputs) < 2
    return map_result in (None, "", SINGLE_RESULT, RESULT_LIST)


def by_output(model: DecisionModel, key: str, answer: Any, *, map_result: str | None = None) -> dict[str, Any]:
    """The answer under the names of the decision's outputs, every one of them; of several rules each name has a list.

    What is no table goes by the name of its variable; a decision service already gives names.
    """
    decision = model.find(key)
    names = [] if decision is None else [output.name for output in decision.outputs]
    if not names and isinstance(answer, dict) and decision is None:
        return answer
    if not names:
        return {key if decision is None else decision.variable or decision.key: answer}
    if len(names) == 1 and map_result not in (SINGLE_RESULT, RESULT_LIST):
        return {names[0]: answer}
    if isinstance(answer, list):
        return {name: [row[name] for row in answer] for name in names}
    return {name: None if answer is None else answer[name] for name in names}


class _Asking:
    """One question to a model; answers of required decisions are kept, so each is computed once."""

    def __init__(self, model: DecisionModel, root: Root, given: Mapping[str, Any] | None = None) -> None:
        self.model = model
        self.root = root
        self.given = dict(given or {})
        """Values that a decision service was called with, by name."""
        self.answers: dict[str, Any] = {}
        self.functions: dict[str, Any] = {}

    def answer(self, key: str) -> Any:
        if key not in self.answers:
            decision = self.model.decisions[key]
            frame = self._frame(decision.requires)
            logic = decision.logic
            value = result_of(logic, frame) if isinstance(logic, Table) else logic.run(frame)
            self.answers[key] = decision.types.conforming(value, decision.type, frame)
        return self.answers[key]

    def offered(self, key: str) -> Any:
        """What a decision service gives, called with the variables that bear the names of its parameters."""
        service = next((one for one in self.model.services.values() if key in (one.key, one.name)), None)
        if service is None:
            known = ", ".join((*self.model.decisions, *self.model.services)) or "-"
            raise DecisionUnknown("decision.unknown", decision=key, known=known)
        function = self._service(service)
        values = [self.root.fetch(name) for name in function.parameters]
        return function.run([None if value is MISSING else value for value in values], Frame(self.root, {}))

    def mapped(self, decision: Decision, wanted: str) -> Any:
        """The matching rules in one of Camunda's shapes."""
        table = decision.table
        if table is None or table.aggregation is not None:
            value = self.answer(decision.key)
            return [value] if wanted in (COLLECT_ENTRIES, RESULT_LIST) and not isinstance(value, list) else value
        rows = hits(table, self._frame(decision.requires))
        if not rows and any(output.default is not None for output in table.outputs):
            value = self.answer(decision.key)
            return value
        contexts = [{output.name: value for output, value in zip(table.outputs, row, strict=True)} for row in rows]
        single_column = len(table.outputs) == 1
        if wanted == RESULT_LIST:
            return contexts
        if wanted == COLLECT_ENTRIES and single_column:
            return [row[0] for row in rows]
        if wanted in (SINGLE_ENTRY, SINGLE_RESULT) and len(rows) > 1:
            raise _shape_failure(decision, wanted, "命中了多条规则", "more than one rule matches")
        if wanted == SINGLE_RESULT:
            return contexts[0] if contexts else None
        if wanted == SINGLE_ENTRY and single_column:
            return shape(table, rows[0]) if rows else None
        raise _shape_failure(decision, wanted, "输出列不止一个", "there is more than one output")

    def _frame(self, requires: Requirements) -> Frame:
        """The names one element sees: its requirements, before the variables of the case."""
        frame = Frame(self.root, {})
        values = frame.values
        for key in requires.inputs:
            data = self.model.inputs[key]
            value = self.given.get(data.name, MISSING)
            if value is MISSING:
                value = as_declared(self.root.fetch(data.name), data.type)
            values[data.name] = None if value is MISSING else data.types.conforming(value, data.type, frame)
        for key in requires.decisions:
            required = self.model.decisions[key]
            given = self.given.get(required.variable, MISSING)
            values[required.variable] = self.answer(key) if given is MISSING else given
        for key in requires.knowledge:
            if key in self.model.services:
                service = self.model.services[key]
                values[service.name] = self._service(service)
            else:
                values[self.model.knowledge[key].name] = self._function(key)
        return frame

    def _function(self, key: str) -> Any:
        """The function of a knowledge model, which sees itself and what it requires; made once."""
        if key not in self.functions:
            knowledge = self.model.knowledge[key]
            inner = Frame(self.root, {})
            function = self.functions[key] = knowledge.function.run(inner)
            # Only now: what it requires may require it in turn.
            inner.values.update(self._frame(knowledge.requires).values)
            inner.values[knowledge.name] = function
        return self.functions[key]

    def _service(self, service: CallableDecisions) -> Function:
        names = [self.model.inputs[key].name for key in service.inputs]
        names += [self.model.decisions[key].variable for key in service.input_decisions]

        def call(arguments: list[Any], caller: Frame) -> Any:
            caller.root.entered()
            asking = _Asking(self.model, caller.root, dict(zip(names, arguments, strict=True)))
            results = {self.model.decisions[key].variable: asking.answer(key) for key in service.outputs}
            caller.root.left()
            value = next(iter(results.values())) if len(results) == 1 else results
            return service.types.conforming(value, service.type, caller)

        return Function(tuple(names), call)


def _shape_failure(decision: Decision, wanted: str, reason_zh: str, reason_en: str) -> DecisionFailed:
    return DecisionFailed(
        "decision.result_shape", decision=decision.name, shape=wanted, reason_zh=reason_zh, reason_en=reason_en
    )
