"""Rules about what a diagram asks of casework: operations, milestones, step limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from engine.checking.finding import Finding, Level
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import all_nodes
from engine.contract import LIMIT
from engine.model import Kind, Node, Process, Scope, Trigger

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
CLOCKS = ("notice", "supplement", "promised", "statutory", "delivery", "superior", "contact", "step")
"""The legal clocks to which a timer may be bound."""
LONGEST_NAME = 128
LONGEST_PATH = 400
"""Characters; the rows of casework that carry a key have room for so many."""
_RUN_AND_INDEX = len("#100000.1000/")


def unknown_operation(subject: Subject) -> Iterator[Finding]:
    """A service task may only name a casework operation that exists."""
    if subject.operations is None:
        return
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.operation is not None and node.operation not in subject.operations:
                near = get_close_matches(node.operation, subject.operations) or sorted(subject.operations)
                yield remark("error", "operation.unknown", node, process.source, operation=node.operation, near=near)


def unknown_milestone(subject: Subject) -> Iterator[Finding]:
    """A milestone must be one of those from which the status of a case is derived."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.milestone is not None and node.milestone not in MILESTONES:
                yield remark(
                    "error", "milestone.unknown", node, process.source, milestone=node.milestone, known=list(MILESTONES)
                )


def unknown_clock(subject: Subject) -> Iterator[Finding]:
    """A timer bound to a clock that does not exist would never fire."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            clock = node.event.timer.clock if node.event is not None and node.event.timer is not None else None
            if clock is not None and clock not in CLOCKS:
                yield remark("error", "clock.unknown", node, process.source, clock=clock, known=list(CLOCKS))


def unknown_document(subject: Subject) -> Iterator[Finding]:
    """A step that needs a document of no kind could never be completed."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if node.document is not None and subject.documents is not None and node.document not in subject.documents:
                known = sorted(subject.documents)
                yield remark("error", "document.unknown", node, process.source, document=node.document, known=known)


def unreadable_limit(subject: Subject) -> Iterator[Finding]:
    """A step's own limit is a number of working days, days, office hours or minutes."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            if isinstance(node.limit, str) and LIMIT.fullmatch(node.limit) is None:
                yield remark("error", "limit.unreadable", node, process.source, limit=node.limit)


def start_from_outside(subject: Subject) -> Iterator[Finding]:
    """A timer, message or signal start is a door of its own, but somebody has to open it: a case needs an applicant."""
    entry = subject.definition.entry
    for node in entry.body.starts():
        trigger = node.event.trigger if node.event is not None else Trigger.NONE
        if trigger is not Trigger.NONE:
            level: Level = "warning" if trigger is Trigger.TIMER else "note"
            yield remark(level, "start.from_outside", node, entry.source, start=node.id)


def too_long_name(subject: Subject) -> Iterator[Finding]:
    """Ids and names by which casework keeps tasks, timers, messages and jobs have to fit its rows."""
    for process in subject.definition.processes.values():
        if len(process.id) > LONGEST_NAME:
            yield _too_long(process, process, "id", process.id)
        for node in all_nodes(process.body):
            event = node.event.name if node.event is not None else None
            job = node.topic or (node.name if node.kind is Kind.SERVICE else None)
            names = {"id": node.id, "name": event, "topic": job, "formKey": node.form_key, "operation": node.operation}
            for attribute, text in names.items():
                if text is not None and len(text) > LONGEST_NAME:
                    yield _too_long(node, process, attribute, text)


def _too_long(about: Node | Process, process: Process, attribute: str, text: str) -> Finding:
    return remark(
        "error", "name.too_long", about, process.source,
        attribute=attribute, length=len(text), limit=LONGEST_NAME, label=about.name[:40] or about.id[:40],
    )  # fmt: skip


def too_long_path(subject: Subject) -> Iterator[Finding]:
    """What lies in sub-processes and called processes inside one another is named by all of them together."""
    definition = subject.definition
    longest = _longest(definition.entry.body, definition.processes, {}, frozenset({definition.key}))
    if longest > LONGEST_PATH:
        yield remark(
            "error", "path.too_long", definition.entry, definition.entry.source, length=longest, limit=LONGEST_PATH
        )


def unfit_id(subject: Subject) -> Iterator[Finding]:
    """What has steps inside gives its id to their scope path, where `/` and `#` stand between ids."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            has_scope = node.body is not None or node.called is not None or node.multi is not None
            if has_scope and not {"/", "#"}.isdisjoint(node.id):
                yield remark("error", "id.unfit", node, process.source, id=node.id)


def _longest(scope: Scope, processes: Mapping[str, Process], known: dict[str, int], around: frozenset[str]) -> int:
    """Characters of the longest scope path inside."""
    longest = 0
    for node in scope.nodes.values():
        inner = 0
        if node.body is not None:
            inner = _longest(node.body, processes, known, around)
        elif node.called in processes and node.called not in around:
            called = str(node.called)
            if called not in known:
                known[called] = _longest(processes[called].body, processes, known, around | {called})
            inner = known[called]
        if node.body is not None or node.called is not None or node.multi is not None:
            longest = max(longest, len(node.id) + _RUN_AND_INDEX + inner)
    return longest
