"""Rules about what a diagram asks of casework: operations, milestones, step limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import all_nodes

MILESTONES = (
    "accepted",
    "decided:approved",
    "decided:denied",
    "concluded",
    "delivered",
    "at_superior",
    "withdrawn",
    "terminated",
)
_LIMIT = re.compile(r"\d{1,4}(\.5)?\s*(wd|d|h|m)")


def unknown_operation(subject: Subject) -> Iterator[Finding]:
    """A service task may only name a casework operation that exists."""
    if subject.operations is None:
        return
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.operation is not None and node.operation not in subject.operations:
                yield remark("error", "operation.unknown", node, process.source, operation=node.operation)


def unknown_milestone(subject: Subject) -> Iterator[Finding]:
    """A milestone must be one of those from which the status of a case is derived."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.milestone is not None and node.milestone not in MILESTONES:
                yield remark(
                    "error", "milestone.unknown", node, process.source, milestone=node.milestone, known=list(MILESTONES)
                )


def unreadable_limit(subject: Subject) -> Iterator[Finding]:
    """A step's own limit is a number of working days, days, hours or minutes."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.limit is not None and _LIMIT.fullmatch(node.limit) is None:
                yield remark("error", "limit.unreadable", node, process.source, limit=node.limit)
