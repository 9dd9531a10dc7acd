"""The count that nothing is lost: flow nodes and flows of the raw XML against what model and findings account for.

The count knows nothing of how elements are read: it walks the files again and looks every element up.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from engine.checking.finding import Finding
from engine.reading.names import FLOW_NODES, Element, bpmn_name, label


@dataclass(frozen=True, slots=True)
class Census:
    """`in_model` run or were rewritten, `in_findings` are named by a finding that says why they do not run.

    `unaccounted` must be empty: each entry is an element that vanished without a word.
    """

    flow_nodes: int = 0
    flows: int = 0
    in_model: int = 0
    in_findings: int = 0
    unaccounted: tuple[str, ...] = ()


def count(
    roots: Iterable[tuple[str, Element]], modelled: Set[tuple[str, str]], findings: Iterable[Finding]
) -> Census:
    """The census over the files; `modelled` are file and id of all nodes and flows that were read into the model."""
    named = {(finding.params.get("file"), identity) for finding in findings for identity in finding.elements}
    nodes = flows = in_model = in_findings = 0
    lost: list[str] = []
    for file, root in roots:
        for element in root.iter():
            name = bpmn_name(element)
            if name not in FLOW_NODES and name != "sequenceFlow":
                continue
            nodes += name != "sequenceFlow"
            flows += name == "sequenceFlow"
            identity = (file, str(element.get("id")))
            if identity in modelled:
                in_model += 1
            elif identity in named or _inside_named(file, element, named):
                in_findings += 1
            else:
                lost.append(f"{file}: {name} {label(element)}, line {element.sourceline}")
    return Census(nodes, flows, in_model, in_findings, tuple(lost))


def _inside_named(file: str, element: Element, named: Set[tuple[object, str]]) -> bool:
    """What stands in a refused sub-process is refused with it."""
    return any(
        (file, ancestor.get("id")) in named for ancestor in element.iterancestors() if bpmn_name(ancestor) in FLOW_NODES
    )
