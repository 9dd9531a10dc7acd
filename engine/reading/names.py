"""Namespaces and element names of BPMN 2.0, and how an element is named to people."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BANJIAN = "https://banjian.cn/schema/1.0/bpmn"
_PREFIX = f"{{{BPMN}}}"

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"}
)
HUMAN_TASKS = frozenset({"task", "userTask", "manualTask"})
"""What a person does; a sub-process without contents counts among them under the name `task`."""
JOBS = frozenset({"serviceTask", "sendTask", "businessRuleTask"})
"""What a program may be drawn for."""
SUBPROCESSES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "event",
        "implicitThrowEvent",
    }
)
THROWS = frozenset({"intermediateThrowEvent", "endEvent"})
CATCHES = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
SCOPES = SUBPROCESSES | {"process"}
"""What holds flow nodes and flows."""
XML_SCHEMAS = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace")
BPMN_ATTRIBUTES = frozenset(
    {
        "activityRef", "associationDirection", "attachedToRef", "behavior", "calledElement", "cancelActivity",
        "cancelRemainingInstances", "capacity", "categoryValueRef", "choreographyRef", "completionQuantity",
        "correlationKeyRef", "correlationPropertyRef", "dataInputRef", "dataObjectRef", "dataOutputRef", "dataStoreRef",
        "default", "definition", "definitionalCollaborationRef", "direction", "errorCode", "errorRef", "escalationCode",
        "escalationRef", "eventGatewayType", "evaluatesToTypeRef", "exporter", "exporterVersion", "expressionLanguage",
        "gatewayDirection", "id", "implementation", "implementationRef", "importType", "initiatingParticipantRef",
        "inputDataRef", "instantiate", "isClosed", "isCollection", "isExecutable", "isForCompensation", "isImmediate",
        "isInterrupting", "isSequential", "isUnlimited", "itemKind", "itemSubjectRef", "language", "location",
        "loopMaximum", "loopType", "maximum", "messageRef", "method", "minimum", "mustUnderstand", "name", "namespace",
        "noneBehaviorEventRef", "oneBehaviorEventRef", "operationRef", "ordering", "outputDataRef", "parallelMultiple",
        "parameterRef", "partitionElementRef", "processRef", "processType", "resourceRef", "scriptFormat",
        "scriptLanguage", "signalRef", "sourceRef", "startQuantity", "structureRef", "targetNamespace", "targetRef",
        "testBefore", "textFormat", "triggeredByEvent", "type", "typeLanguage", "value", "waitForCompletion",
    }
)  # fmt: skip
"""Every attribute name of BPMN 2.0 itself."""
CHOREOGRAPHY = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS | CHOREOGRAPHY
"""Everything that BPMN 2.0 calls a flow node."""
DESCRIBED = FLOW_NODES | {"process", "sequenceFlow", "lane", "multiInstanceLoopCharacteristics", "participant"}
"""What a tool may describe by properties of its own that are read."""


def tag(name: str) -> str:
    """The element's full name in the BPMN namespace."""
    return f"{{{BPMN}}}{name}"


def local(element: Element) -> str:
    """Name without namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """Empty for an element in none."""
    return etree.QName(element).namespace or ""


def bpmn_name(element: Element) -> str:
    """Local name of a BPMN element, empty for anything else."""
    name = element.tag
    return name[len(_PREFIX) :] if isinstance(name, str) and name.startswith(_PREFIX) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The BPMN children with one of these names, in document order."""
    for child in element:
        if bpmn_name(child) in names:
            yield child


def is_drawing(element: Element) -> bool:
    """Whether the element belongs to the picture, not to the process."""
    return namespace(element).endswith(("/DI", "/DC", "/20100524/DI"))


def outside_extensions(root: Element) -> Iterator[Element]:
    """The element and everything below it, but not what stands in `extensionElements`."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element) if bpmn_name(child) != "extensionElements"]


def child(element: Element, *names: str) -> Element | None:
    return next(children(element, *names), None)


def child_text(element: Element, name: str) -> str:
    """Text of the first BPMN child of that name, markup inside included as text; empty when there is none."""
    found = child(element, name)
    return text_of(found) if found is not None else ""


def text_of(element: Element) -> str:
    return "".join(str(part) for part in element.itertext(with_tail=False)).strip()


def is_true(element: Element, attribute: str) -> bool:
    """An XML boolean may be written `true` or `1`."""
    return (element.get(attribute) or "").strip() in ("true", "1")


def reference(value: str | None) -> str:
    """The local part of a QName reference such as `tns:Message_1`."""
    return (value or "").strip().rpartition(":")[2]


def line_of(element: Element) -> int | None:
    """The line of the file where the element begins."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def label(element: Element) -> str:
    """How an element is named to people: its drawn name and, for finding it, its id."""
    name = " ".join((element.get("name") or "").split())
    identity = element.get("id") or local(element)
    return f"{name} ({identity})" if name else identity
