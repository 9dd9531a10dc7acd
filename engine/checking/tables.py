"""Rules about decision tables: lists of values that nothing keeps to."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding, Level
from engine.checking.subject import Subject
from engine.decisions.model import Decision
from engine.decisions.table import Table
from engine.expressions.feel.tree import Literal


def listed_values(subject: Subject) -> Iterator[Finding]:
    """Listed inputs are not enforced, which is told; a result beyond the listed outputs is most likely misspelt."""
    for decision in subject.definition.decisions.decisions.values() if subject.definition.decisions else ():
        table = decision.table
        if table is None:
            continue
        unchecked = [column.label for column in table.inputs if column.values is not None]
        if unchecked:
            yield _about(decision, "note", "decision.inputs_unchecked", columns=unchecked)
        for place, output in enumerate(table.outputs):
            strange = _unlisted(table, place)
            if strange:
                column = output.label or output.name
                yield _about(decision, "warning", "decision.output_unlisted", column=column, rules=strange)


def _unlisted(table: Table, place: int) -> list[int]:
    """Numbers of the rules whose result is written out and not among the values of that output."""
    listed = table.outputs[place].values
    written = {
        number: result.tree.value
        for number, rule in enumerate(table.rules, 1)
        if (result := rule.outputs[place]) is not None and isinstance(result.tree, Literal)
    }
    return [number for number, value in written.items() if listed and value is not None and value not in listed]


def _about(decision: Decision, level: Level, rule: str, **params: object) -> Finding:
    label = f"{decision.name} ({decision.key})" if decision.name != decision.key else decision.key
    return Finding(level, rule, decision.key, decision.line, {"file": decision.source, "label": label, **params})
