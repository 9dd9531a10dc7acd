"""Which variables go into a called process and come back from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking.variables import Forms, all_nodes, written_anywhere
from engine.decisions import DecisionModel
from engine.model import Node, Process

ByProcess = dict[str, frozenset[str]]


def takes_all(node: Node) -> bool:
    """Whether it is a call that takes over every variable of the called process."""
    return any(mapping.all_variables for mapping in node.out_mappings)


def written_with_calls(
    processes: Mapping[str, Process], forms: Forms, decisions: DecisionModel | None = None
) -> ByProcess:
    """What each process writes, with all that it takes over from those it calls."""
    written = {key: written_anywhere(process.body, forms, decisions) for key, process in processes.items()}
    calls = [(caller, str(call.called)) for caller, call in _calls(processes) if takes_all(call)]
    before = None
    while before != written:
        before = dict(written)
        for caller, called in calls:
            written[caller] |= written[called]
    return written


def given_by_callers(processes: Mapping[str, Process], written: ByProcess) -> ByProcess:
    """What each process is given by those that call it; `written` is what each of them writes."""
    given: ByProcess = {key: frozenset() for key in processes}
    calls = list(_calls(processes))
    before = None
    while before != given:
        before = dict(given)
        for caller, call in calls:
            given[str(call.called)] |= _passed_in(call, written[caller] | given[caller])
    return given


def _calls(processes: Mapping[str, Process]) -> Iterator[tuple[str, Node]]:
    """Every call of one of the processes, with the process that calls."""
    for key, process in processes.items():
        for node in all_nodes(process.body):
            if node.called in processes:
                yield key, node


def _passed_in(call: Node, known: frozenset[str]) -> frozenset[str]:
    targets = frozenset(mapping.target for mapping in call.in_mappings if mapping.target)
    element = {call.multi.element_variable} if call.multi is not None and call.multi.element_variable else set()
    everything = any(mapping.all_variables for mapping in call.in_mappings)
    return targets | element | (known if everything else frozenset())
