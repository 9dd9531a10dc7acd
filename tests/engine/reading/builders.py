"""Small diagrams as text, and what reading made of them."""

from collections.abc import Mapping

from engine.checking import Finding
from engine.model import Node, Process, Scope
from engine.reading import Reading, read_bundle

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:banjian="https://banjian.cn/schema/1.0/bpmn">'
)


def definitions(content: str) -> bytes:
    """A file with these root elements; line 1 holds the opening tag."""
    return f"{HEAD}\n{content}\n</definitions>".encode()


def diagram(body: str, roots: str = "", attributes: str = "") -> bytes:
    """A file with one process `p` that has this body, and further root elements."""
    return definitions(f'{roots}<process id="p" isExecutable="true" {attributes}>\n{body}\n</process>')


def flow(source: str, target: str, *, name: str = "", condition: str = "", identity: str = "") -> str:
    """A sequence flow; its id is `source-target` unless given."""
    inner = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
    label = f' name="{name}"' if name else ""
    identity = identity or f"{source}-{target}"
    return f'<sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}"{label}>{inner}</sequenceFlow>'


def chain(*steps: str) -> str:
    """Flows from each named element to the next."""
    return "".join(flow(source, target) for source, target in zip(steps, steps[1:], strict=False))


def line(element: str, identity: str = "x") -> str:
    """Start, this element, end."""
    return f'<startEvent id="s"/>{element}<endEvent id="e"/>' + chain("s", identity, "e")


def read(body: str, roots: str = "", files: Mapping[str, bytes] | None = None, **options: object) -> Reading:
    """Read one process with this body."""
    return read_bundle({"p.bpmn": diagram(body, roots), **(files or {})}, **options)  # type: ignore[arg-type]


def process_of(reading: Reading) -> Process:
    assert reading.definition is not None, [finding.in_language("en").sentence for finding in reading.findings]
    return reading.definition.entry


def body_of(reading: Reading) -> Scope:
    return process_of(reading).body


def node_of(reading: Reading, identity: str = "x") -> Node:
    return body_of(reading).nodes[identity]


def rules(reading: Reading, *levels: str) -> list[str]:
    """The rules of the findings, of these levels only if any are given."""
    return [finding.rule for finding in reading.findings if not levels or finding.level in levels]


def finding_of(reading: Reading, rule: str) -> Finding:
    return next(finding for finding in reading.findings if finding.rule == rule)
