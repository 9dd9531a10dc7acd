"""Chapter “Collaboration”: what a pool is called, which pools are black boxes, and which process is to run."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model import Kind, Process, Scope
from engine.reading.names import Element, label, reference, tag
from engine.reading.process import ProcessReading
from engine.reading.sheet import Sheet


def pool_names(sheet: Sheet) -> dict[str, str]:
    """The pool's name by the id of its process; pools without a process are told as black boxes."""
    names: dict[str, str] = {}
    for participant in sheet.root.iter(tag("participant")):
        process = sheet.find(participant.get("processRef"), "process")
        name = " ".join((participant.get("name") or "").split())
        if process is None:
            sheet.report("note", "pool.black_box", participant)
        elif name:
            names[str(process.get("id"))] = name
    return names


def process_name(element: Element, pools: dict[str, str]) -> str:
    """The process's own name, else its pool's, else its id."""
    name = " ".join((element.get("name") or "").split())
    identity = str(element.get("id"))
    return name or pools.get(identity, "") or identity


def called_by(scope: Scope) -> set[str]:
    """Ids of the processes that the call activities of a scope name, inner scopes included."""
    called: set[str] = set()
    for node in scope.nodes.values():
        if node.kind is Kind.CALL and node.called:
            called.add(node.called)
        if node.body is not None:
            called |= called_by(node.body)
    return called


def choose(sheet: Sheet, readings: Sequence[ProcessReading], key: str | None) -> Process | None:
    """The process a case runs; None with an error finding when there is none or the choice is the caller's.

    With a key that one. Else the only executable one, else the only one that no other calls.
    """
    processes = [reading.process for reading in readings if reading.process.body.nodes or key == reading.process.id]
    if key is not None:
        chosen = next((process for process in processes if process.id == reference(key) or process.id == key), None)
        if chosen is None:
            sheet.report("error", "process.key_unknown", None, key=key, known=[process.id for process in processes])
        elif not chosen.body.nodes:
            sheet.report("error", "process.none", None)
            return None
        return chosen
    if not processes:
        sheet.report("error", "process.none", None)
        return None
    called = {name for process in processes for name in called_by(process.body) if name != process.id}
    tops = [process for process in processes if process.id not in called] or processes
    for candidates in ([process for process in tops if process.is_executable], tops):
        if len(candidates) == 1:
            return candidates[0]
        if len(candidates) > 1:
            first = next(reading for reading in readings if reading.process.id == candidates[0].id)
            keys = [process.id for process in candidates]
            first.sheet.report(
                "error", "process.several", first.element, known=[named(process) for process in candidates], keys=keys
            )
            return None
    return None


def named(process: Process) -> str:
    return f"{process.name} ({process.id})" if process.name != process.id else process.id


def tell_others(sheet: Sheet, readings: Sequence[ProcessReading], used: set[str], chosen: Process) -> None:
    """Every process of the bundle that the chosen one does not use is said not to run, with the number of its nodes."""
    for reading in readings:
        process = reading.process
        if process.id in used:
            continue
        nodes, flows = contents(process.body)
        reading.sheet.report(
            "note", "process.not_run", reading.element,
            label=label(reading.element), chosen=named(chosen), elements=[*nodes, *flows], count=len(nodes),
        )  # fmt: skip
    if chosen.is_executable is False:
        sheet.report("warning", "process.not_executable", None, process=named(chosen))


def contents(scope: Scope) -> tuple[list[str], list[str]]:
    """Ids of all flow nodes and of all flows of a scope, inner scopes included."""
    nodes, flows = list(scope.nodes), list(scope.flows)
    for node in scope.nodes.values():
        if node.body is not None:
            inner_nodes, inner_flows = contents(node.body)
            nodes += inner_nodes
            flows += inner_flows
    return nodes, flows
