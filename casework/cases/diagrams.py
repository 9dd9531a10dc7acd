"""What casework needs to know of a diagram as a whole; asked once per compiled definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from casework.cases.case_file import CaseFile
from casework.errors import Conflict
from engine.model import Definition, Node, Scope

# Casework operations that themselves reach a milestone.
ACCEPTING = frozenset({"accept", "accept_deemed"})
DECIDING = frozenset({"approve", "deny"})
TELLING_OPERATIONS = ACCEPTING | DECIDING | {"submit_upward", "deliver_certificate"}


def tells_acceptance(definition: Definition) -> bool:
    """Whether a diagram says itself when, or that never, a case is accepted.

    Else its start is the acceptance: where it tells nothing of a case at all, and where it tells a decision, which
    there can be none of without acceptance.
    """
    traits = traits_of(definition)
    if "accepted" in traits.milestones or traits.operations & ACCEPTING:
        return True
    decides = any(one.startswith("decided") for one in traits.milestones) or bool(traits.operations & DECIDING)
    return not decides and bool(traits.milestones or traits.operations & TELLING_OPERATIONS)


def has_operation(definition: Definition, name: str) -> bool:
    return name in traits_of(definition).operations


def definition_of(file: CaseFile) -> Definition:
    """The compiled diagram the case is pinned to. Raises `Conflict` for a case that has none."""
    version = file.case.definition_version_id
    if version is None:
        raise Conflict("case.has_no_flow", case=file.case.case_no)
    item = file.around.item
    own = item.own if item is not None else None
    definition: Definition = file.office.definitions.get(version, file.session, own)
    return definition


@dataclass(frozen=True, slots=True)
class Traits:
    milestones: frozenset[str]
    operations: frozenset[str]


def traits_of(definition: Definition) -> Traits:
    return _traits(_ByContent(definition))


class _ByContent:
    """Lets the cache compare definitions by their content hash alone."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.name = (definition.content_hash, definition.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


@lru_cache(maxsize=1024)
def _traits(wrapped: _ByContent) -> Traits:
    nodes = [node for process in wrapped.definition.processes.values() for node in _nodes(process.body)]
    return Traits(
        milestones=frozenset(node.milestone for node in nodes if node.milestone),
        operations=frozenset(node.operation for node in nodes if node.operation),
    )


def _nodes(scope: Scope) -> Iterator[Node]:
    for node in scope.nodes.values():
        yield node
        if node.body is not None:
            yield from _nodes(node.body)
