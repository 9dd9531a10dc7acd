"""The model, printed as the small clean BPMN that alone the library parses: one variant per start event.

Only structure is printed. Texts, forms, data, conditions and timers stay in the model, where our specs read them, so
no text of a diagram ever reaches the library. Every printed element names the drawn one it stands for; its id has a
prefix by its process, because the library keeps all ids of a bundle in one name space.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from engine.model import Kind, Process, Scope

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BANJIAN = "https://banjian.cn/schema/1.0/bpmn"
ELEMENT = f"{{{BANJIAN}}}element"
"""Attribute of every printed element: the drawn element's id."""


def print_bpmn(processes: Mapping[str, Process], key: str) -> dict[str, str]:
    """Printed XML by start event of the process `key`; each variant has that start event only."""
    return {node.id: print_start(processes, key, node.id) for node in processes[key].body.starts()}


def print_start(processes: Mapping[str, Process], key: str, start: str) -> str:
    """The variant of `key` that begins at `start`, with every process it calls, directly or not."""
    spaces = {"xmlns:bpmn": BPMN, "xmlns:banjian": BANJIAN, "targetNamespace": BANJIAN}
    root = ElementTree.Element("bpmn:definitions", spaces)
    for process_id in _called(processes, key):
        prefix = printed_prefix(processes, process_id)
        process = ElementTree.SubElement(root, "bpmn:process", id=prefix + process_id, isExecutable="true")
        body = processes[process_id].body
        others = {node.id for node in body.starts() if process_id == key and node.id != start}
        _print_scope(process, body, prefix, others, processes)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def printed_prefix(processes: Mapping[str, Process], process_id: str) -> str:
    """What stands before the ids of this process in the printed XML."""
    return f"p{sorted(processes).index(process_id) + 1}."


def _called(processes: Mapping[str, Process], key: str) -> list[str]:
    found = [key]
    for process_id in found:
        for called in _calls(processes[process_id].body):
            if called in processes and called not in found:
                found.append(called)
    return found


def _calls(body: Scope) -> list[str]:
    calls: list[str] = []
    for node in body.nodes.values():
        if node.called is not None:
            calls.append(node.called)
        if node.body is not None:
            calls.extend(_calls(node.body))
    return calls


def _print_scope(
    parent: ElementTree.Element,
    body: Scope,
    prefix: str,
    left_out: set[str],
    processes: Mapping[str, Process],
) -> None:
    for node in body.nodes.values():
        if node.id in left_out:
            continue
        element = ElementTree.SubElement(parent, f"bpmn:{node.kind.value}", id=prefix + node.id)
        element.set("banjian:element", node.id)
        if node.kind is Kind.BOUNDARY and node.attached_to:
            element.set("attachedToRef", prefix + node.attached_to)
            element.set("cancelActivity", "true" if node.is_interrupting else "false")
        if node.called is not None and node.called in processes:
            element.set("calledElement", printed_prefix(processes, node.called) + node.called)
        if node.multi is not None:
            loop = ElementTree.SubElement(element, "bpmn:multiInstanceLoopCharacteristics")
            loop.set("isSequential", "true" if node.multi.sequential else "false")
            # The library insists on a number; ours is evaluated from the model.
            ElementTree.SubElement(loop, "bpmn:loopCardinality").text = "1"
        if node.body is not None:
            _print_scope(element, node.body, prefix, set(), processes)
    for flow in sorted(body.flows.values(), key=lambda flow: flow.order):
        if flow.source not in left_out and flow.target not in left_out:
            ends = {"id": prefix + flow.id, "sourceRef": prefix + flow.source, "targetRef": prefix + flow.target}
            ElementTree.SubElement(parent, "bpmn:sequenceFlow", ends)
