"""The count that nothing is lost: flow nodes and flows of the raw XML against what model and findings account for.

The count knows nothing of how elements are read: it walks the files again and looks every element up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from engine.checking.finding import Finding
from engine.reading.names import FLOW_NODES, Element, bpmn_name, label, reference


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


def count(roots: Iterable[tuple[str, Element]], modelled: Set[tuple[str, str]], findings: Iterable[Finding]) -> Census:
    """The census over the files; `modelled` are file and id of all nodes and flows that were read into the model."""
    named = {(finding.params.get("file"), identity) for finding in findings for identity in finding.elements}
    nodes = flows = in_model = in_findings = 0
    lost: list[str] = []
    for file, root in roots:
        drawn = {element.get("id"): element for element in root.iter() if bpmn_name(element) in FLOW_NODES}
        for element in root.iter():
            name = bpmn_name(element)
            if name not in FLOW_NODES and name != "sequenceFlow":
                continue
            nodes += name != "sequenceFlow"
            flows += name == "sequenceFlow"
            identity = (file, str(element.get("id")))
            if identity in modelled:
                in_model += 1
            elif identity in named or _inside_named(file, element, drawn, named):
                in_findings += 1
            else:
                lost.append(f"{file}: {name} {label(element)}, line {element.sourceline}")
    return Census(nodes, flows, in_model, in_findings, tuple(lost))


def _inside_named(
    file: str, element: Element, drawn: Mapping[str | None, Element], named: Set[tuple[object, str]]
) -> bool:
    """What stands in a refused sub-process is refused with it; so is a flow, wherever it was put, that leaves it."""
    source = drawn.get(reference(element.get("sourceRef")))
    around = [*element.iterancestors(), *(source.iterancestors() if source is not None else ())]
    return any((file, outer.get("id")) in named for outer in around if bpmn_name(outer) in FLOW_NODES)
