"""The steps of an instant case that one clerk does in one go, so that they can stand on the registration page.

A diagram marks them (`banjian:counter`): `always`, or `fee` for a step that is there only when the item has a fee.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.cases.status import CaseType
from casework.catalogue.item import ItemVersion
from casework.catalogue.items import forms_of
from casework.definitions.compiled import own_parts
from casework.definitions.definitions import current_version_id
from casework.office import Office
from engine.model import HUMAN, Definition, Node, Outcomes, Process

MARK = "banjian:counter"
ALWAYS, WITH_FEE = "always", "fee"


@dataclass(frozen=True, slots=True)
class CounterStep:
    """One step to be answered on the page: its element, its words, its form, its buttons."""

    element: str
    name: str
    form_key: str | None
    outcomes: Outcomes | None


def counter_steps(session: Session, office: Office, version: ItemVersion) -> list[CounterStep]:
    """The marked steps of an instant item's flow in the order they are come to; empty for any other item."""
    if version.base_type != CaseType.INSTANT:
        return []
    own = own_parts(version.decision_files, forms_of(session, version.id))
    current = current_version_id(session, version.definition_key)
    definition: Definition = office.definitions.get(current, session, own)
    marks = {ALWAYS, WITH_FEE} if version.fee_rule else {ALWAYS}
    nodes = _in_order(definition, definition.entry, frozenset())
    marked = [node for node in nodes if node.kind in HUMAN and node.properties.get(MARK) in marks]
    # Two branches may call the same process: its steps are answered once.
    once = {node.id: node for node in marked}.values()
    return [CounterStep(node.id, node.name, node.form_key, node.outcomes) for node in once]


def _in_order(definition: Definition, process: Process, seen: frozenset[str]) -> Iterator[Node]:
    """Nodes as a token would come to them, called processes where they are called, each node once."""
    body = process.body
    waiting, known = [node.id for node in body.starts()], set[str]()
    while waiting:
        node = body.nodes[waiting.pop(0)]
        if node.id in known:
            continue
        known.add(node.id)
        yield node
        if node.called and node.called in definition.processes and node.called not in seen:
            yield from _in_order(definition, definition.processes[node.called], seen | {process.id})
        waiting += [body.flows[flow].target for flow in node.outgoing]
