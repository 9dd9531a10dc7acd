"""Decision tables: which rules match, and what the hit policy makes of them (DMN 8.2)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from engine.decisions.errors import DecisionFailed
from engine.decisions.types import as_declared
from engine.expressions import Expression, UnaryTests
from engine.expressions.feel.arithmetic import calculated
from engine.expressions.feel.comparing import equal, ordered
from engine.expressions.feel.compiling import INPUT
from engine.expressions.feel.tree import TypeName
from engine.expressions.frame import Code, Frame


class HitPolicy(Enum):
    """What happens when several rules match."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"

    @property
    def gives_list(self) -> bool:
        return self in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)


class Aggregation(Enum):
    """What COLLECT makes of the collected values."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions. `variable` is the name under which JUEL cells see the value."""

    label: str
    expression: Expression
    type: TypeName | None = None
    values: UnaryTests | None = None
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results; `values` in order of priority, the highest first."""

    name: str
    label: str = ""
    type: TypeName | None = None
    values: tuple[Any, ...] = ()
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a test per input (an Expression where the cell is JUEL), a result per output (None: empty cell)."""

    tests: tuple[UnaryTests | Expression, ...]
    outputs: tuple[Expression | None, ...]
    key: str = ""
    annotation: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A whole decision table; `title` is how errors call it."""

    title: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...] = field(default=(), repr=False)
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None

    @property
    def names(self) -> frozenset[str]:
        """The variables the table uses."""
        used = {name for column in self.inputs for name in column.expression.names}
        own = {column.variable for column in self.inputs}
        for rule in self.rules:
            used.update(name for test in rule.tests for name in test.names if name not in own)
            used.update(name for output in rule.outputs if output is not None for name in output.names)
        return frozenset(used)


def table_code(table: Table) -> Code:
    """The table as code that gives its result in a frame."""
    return lambda frame: result_of(table, frame)


def result_of(table: Table, frame: Frame) -> Any:
    """The result as the standard shapes it: a value for one output, a context for several, or a list of those.

    Without a matching rule: the default outputs, else null. Raises `DecisionFailed` when UNIQUE or ANY is broken.
    """
    rows = hits(table, frame)
    if table.hit_policy is HitPolicy.COLLECT and table.aggregation is not None and rows:
        return _aggregated(table.aggregation, [row[0] for row in rows], frame)
    if not rows:
        answer = _default(table, frame)
        return Decimal(0) if answer is None and table.aggregation is Aggregation.COUNT else answer
    shaped = [shape(table, row) for row in rows]
    return shaped if table.hit_policy.gives_list else shaped[0]


def shape(table: Table, row: list[Any]) -> Any:
    """One row of results as a value or a context."""
    if len(table.outputs) == 1:
        return row[0]
    return {output.name: value for output, value in zip(table.outputs, row, strict=True)}


def hits(table: Table, frame: Frame) -> list[list[Any]]:
    """The results of the matching rules that the hit policy lets through, in its order."""
    first_only = table.hit_policy is HitPolicy.FIRST
    matching = _matching(table, frame, first_only=first_only)
    if table.hit_policy is HitPolicy.UNIQUE and len(matching) > 1:
        raise DecisionFailed("decision.several_rules", decision=table.title, rules=_numbers(matching))
    rows = [[_entry(output, frame) for output in table.rules[index].outputs] for index in matching]
    match table.hit_policy:
        case HitPolicy.ANY:
            if any(not _same(row, rows[0], frame) for row in rows):
                raise DecisionFailed("decision.conflict", decision=table.title, rules=_numbers(matching))
            return rows[:1]
        case HitPolicy.PRIORITY:
            return sorted(rows, key=lambda row: _rank(table, row, frame))[:1]
        case HitPolicy.OUTPUT_ORDER:
            return sorted(rows, key=lambda row: _rank(table, row, frame))
        case HitPolicy.UNIQUE | HitPolicy.FIRST | HitPolicy.RULE_ORDER | HitPolicy.COLLECT:
            return rows


def _matching(table: Table, frame: Frame, *, first_only: bool) -> list[int]:
    """Indexes of the rules whose every test passes."""
    columns = [_cell_frame(column, frame) for column in table.inputs]
    found: list[int] = []
    for index, rule in enumerate(table.rules):
        frame.root.budget.spend(1 + len(columns))
        if all(_passes(test, inner) for test, inner in zip(rule.tests, columns, strict=True)):
            found.append(index)
            if first_only:
                break
    return found


def _cell_frame(column: Input, frame: Frame) -> Frame:
    value = as_declared(column.expression.run(frame), column.type)
    names = {INPUT: value}
    if column.variable:
        names[column.variable] = value
    return frame.inner(names)


def _passes(test: UnaryTests | Expression, frame: Frame) -> bool:
    return test.run(frame) is True


def _entry(output: Expression | None, frame: Frame) -> Any:
    return None if output is None else output.run(frame)


def _same(left: list[Any], right: list[Any], frame: Frame) -> bool:
    return all(
        (a is None and b is None) or equal(a, b, frame.root.budget) is True for a, b in zip(left, right, strict=True)
    )


def _rank(table: Table, row: list[Any], frame: Frame) -> list[int]:
    """Where the results stand in the lists of output values; a value not listed comes last."""
    ranks: list[int] = []
    for output, value in zip(table.outputs, row, strict=True):
        places = (n for n, known in enumerate(output.values) if equal(known, value, frame.root.budget) is True)
        ranks.append(next(places, len(output.values)))
    return ranks


def _default(table: Table, frame: Frame) -> Any:
    if all(output.default is None for output in table.outputs):
        return None
    row = shape(table, [_entry(output.default, frame) for output in table.outputs])
    return [row] if table.hit_policy.gives_list and table.aggregation is None else row


def _numbers(indexes: list[int]) -> str:
    return ", ".join(str(index + 1) for index in indexes)


def _aggregated(aggregation: Aggregation, values: list[Any], frame: Frame) -> Any:
    if aggregation is Aggregation.COUNT:
        return Decimal(len(values))
    return _AGGREGATES[aggregation](values, frame)


def _sum(values: list[Any], frame: Frame) -> Any:
    total = values[0]
    for value in values[1:]:
        total = calculated("+", total, value, frame.root.budget)
    return total


def _extreme(values: list[Any], wanted: int) -> Any:
    best = values[0]
    for value in values[1:]:
        order = ordered(value, best)
        if order is None:
            return None
        best = value if order == wanted else best
    return best


_AGGREGATES: dict[Aggregation, Callable[[list[Any], Frame], Any]] = {
    Aggregation.SUM: _sum,
    Aggregation.MIN: lambda values, frame: _extreme(values, -1),
    Aggregation.MAX: lambda values, frame: _extreme(values, 1),
}
