"""The printed BPMN, parsed by the library into our own specs and tied to the model.

Compiled processes are shared by all cases of equal bundles and by all threads: nothing changes them after `compiled`
has returned.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser, TaskParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.model import Definition, Kind, Process, Scope
from engine.running.errors import StartUnknown
from engine.running.printing import ELEMENT, print_start, printed_prefix
from engine.running.specs.element import Element, Exit
from engine.running.specs.kinds import MULTI_INSTANCE, SPECS
from engine.running.specs.upstream import sources_of, upstream_of

CACHE_SIZE = 256
"""Compiled (bundle, start) pairs kept; one takes about 100 KB."""


@dataclass
class CompiledProcess:
    """A bundle compiled for one start event."""

    start: str
    spec: BpmnProcessSpec
    entry: Element
    """Where the first token is put."""
    bodies: dict[str, BpmnProcessSpec] = field(default_factory=dict)


class RootSpec(Element):
    """The process as a whole: the container of its tokens."""

    contains_tokens = True


class _ElementParser(TaskParser):  # type: ignore[misc]
    """Makes one spec per printed element; connecting is done by the process parser, without recursion."""

    SEQUENTIAL_MI_CLASS = MULTI_INSTANCE
    PARALLEL_MI_CLASS = MULTI_INSTANCE

    def parse_node(self) -> Any:
        self.task = self.spec_class(self.spec, self.bpmn_id)
        element = self.task.element_id = self.node.get(ELEMENT)
        if self.node.tag == full_tag("subProcess"):
            self.process_parser.parser.create_parser(self.node)
        for loop in self.xpath("./bpmn:multiInstanceLoopCharacteristics"):
            instance = self.task
            self._add_multiinstance_task(loop)
            self.task.element_id = element
            self.task.instance_spec = instance
        return self.task

    def _copy_task_attrs(self, original: Any, loop_characteristics: Any = None) -> None:
        """Nothing: the library would enter the instances' spec under a name that a drawn element may have, too."""


class _ProcessParser(ProcessParser):  # type: ignore[misc]
    """Parses every element of the process, reachable or not; the library follows the flows recursively instead."""

    def _index_process_nodes(self) -> None:
        """The library's look-up tables; nothing here needs them."""

    def _parse(self) -> None:
        self.spec = BpmnProcessSpec(name=self.bpmn_id, description=self.get_name())
        # The library's own `Start`, `End` and `….EndJoin` would be taken for elements that are drawn with these ids.
        self.spec.task_specs.clear()
        self.spec.start = RootSpec(self.spec, "")
        for node in self.node:
            if node.tag in self.parser.OVERRIDE_PARSER_CLASSES:
                self.parse_node(node)
        for flow in self.node.iterchildren(full_tag("sequenceFlow")):
            source, target = (self.spec.task_specs[flow.get(end)] for end in ("sourceRef", "targetRef"))
            source.connect(target)


class PrintedParser(BpmnParser):  # type: ignore[misc]
    """Knows exactly the elements that we print, each with a spec of our own."""

    PROCESS_PARSER_CLASS = _ProcessParser
    PARSER_CLASSES: dict[str, Any] = {}
    OVERRIDE_PARSER_CLASSES = {full_tag(kind.value): (_ElementParser, spec) for kind, spec in SPECS.items()}


def compile_start(definition: Definition, start: str) -> CompiledProcess:
    """Parse one variant of the definition with the library and tie every spec to its element of the model."""
    printed = definition.printed.get(start) or print_start(definition.processes, definition.key, start)
    parser = PrintedParser()
    parser.add_bpmn_str(printed.encode())
    prefixes = {process_id: printed_prefix(definition.processes, process_id) for process_id in definition.processes}
    bodies: dict[str, BpmnProcessSpec] = {}
    for process_id, prefix in prefixes.items():
        if parser.get_process_parser(prefix + process_id) is not None:
            _tie(parser, definition.processes[process_id].body, prefix, prefix + process_id, bodies)
    _tie_calls(bodies, definition.processes, prefixes)
    spec = bodies[prefixes[definition.key] + definition.key]
    return CompiledProcess(start, spec, spec.start.nested[start], bodies)


def _tie(parser: Any, body: Scope, prefix: str, name: str, bodies: dict[str, BpmnProcessSpec]) -> None:
    spec = bodies[name] = parser.get_spec(name)
    root = spec.start
    root.nested = {}
    for node in body.nodes.values():
        element = spec.task_specs.get(prefix + node.id)
        if element is None:
            continue
        root.nested[node.id] = element
        flows = sorted((body.flows[flow] for flow in node.outgoing), key=lambda flow: flow.order)
        for part in (element, element.instance_spec):
            if part is not None:
                part.element_id, part.node, part.model = node.id, node, body
        element.exits = tuple(Exit(flow, spec.task_specs[prefix + flow.target]) for flow in flows)
    _tie_attached(root, body)
    for element in root.nested.values():
        if element.node.body is not None:
            inner = element.instance_spec or element
            _tie(parser, element.node.body, prefix, prefix + element.node.id, bodies)
            inner.nested = bodies[prefix + element.node.id].start.nested
            inner.body_starts = _starts(inner)


def _tie_attached(root: Element, body: Scope) -> None:
    """What waits on or behind an element: boundary events, the events of a race; and what an inclusive join awaits."""
    sources = sources_of(body)
    for element in root.nested.values():
        node = element.node
        if node.attached_to is not None:
            host = element.host = root.nested[node.attached_to]
            host.boundaries += (element,)
        if node.kind is Kind.EVENT_BASED:
            element.nested = {way.target.element_id: way.target for way in element.exits}
        if node.kind is Kind.INCLUSIVE and len(node.incoming) > 1:
            element.upstream = upstream_of(node, body, sources)


def _tie_calls(bodies: dict[str, BpmnProcessSpec], processes: Any, prefixes: dict[str, str]) -> None:
    for spec in list(bodies.values()):
        for element in spec.start.nested.values():
            called = element.node.called
            if element.node.kind is Kind.CALL and called in processes and prefixes[called] + called in bodies:
                inner = element.instance_spec or element
                inner.nested = bodies[prefixes[called] + called].start.nested
                inner.body_starts = _starts(inner)


def _starts(container: Element) -> tuple[Element, ...]:
    return tuple(spec for spec in container.nested.values() if spec.node.kind is Kind.START)


class CompiledCache:
    """Least recently used compiled processes by (content hash, start)."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, str], CompiledProcess] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Forget all; the next step parses again."""
        with self._lock:
            self._kept.clear()

    def get(self, definition: Definition, start: str) -> CompiledProcess:
        key = (definition.content_hash, definition.key, start)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # Compiled outside the lock: two threads may both do it once, but none waits for the other's parse.
        fresh = compile_start(definition, start)
        with self._lock:
            kept = self._kept.setdefault(key, fresh)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return kept


CACHE = CompiledCache()


def default_start(process: Process) -> str:
    """The only plain start event, else the first one."""
    starts = process.body.starts()
    plain = [node for node in starts if node.event is None or node.event.trigger == "none"]
    chosen = plain[0] if len(plain) == 1 else starts[0] if starts else None
    if chosen is None:
        raise StartUnknown("running.start_unknown", start="", starts="")
    return chosen.id


def compiled(definition: Definition, start: str | None) -> CompiledProcess:
    """The compiled variant of the definition for this start event; raises `StartUnknown`."""
    entry = definition.entry
    start = start or default_start(entry)
    starts = [node.id for node in entry.body.starts()]
    if start not in starts:
        raise StartUnknown("running.start_unknown", start=start, starts="、".join(starts))
    return CACHE.get(definition, start)


def trial(definition: Definition) -> str | None:
    """Let the library parse every variant; what it says when it refuses one, None when it takes all."""
    for start in definition.printed:
        try:
            compile_start(definition, start)
        except (SpiffWorkflowException, ValidationException, KeyError) as refusal:
            return f"{type(refusal).__name__}: {refusal}"
    return None
