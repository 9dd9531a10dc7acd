"""Rules about who does a task."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import all_nodes
from engine.model import HUMAN


def task_without_people(subject: Subject) -> Iterator[Finding]:
    """A human task that names no role, people or assignee goes to the fallback owner."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            who = node.assignment
            if node.kind in HUMAN and not (who.assignee or who.users or who.roles):
                yield remark("warning", "task.nobody", node, process.source)


def separation_from_nothing(subject: Subject) -> Iterator[Finding]:
    """A task that must be done by somebody else than another task has to name one that exists."""
    tasks = {node.id for process in subject.definition.processes.values() for node in all_nodes(process.body)}
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.separate_from is not None and (node.separate_from not in tasks or node.separate_from == node.id):
                yield remark("error", "task.separate_from", node, process.source, other=node.separate_from)
