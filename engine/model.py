"""What a diagram means to us: the own model that reading builds, checking judges and running executes.

Everything here is immutable. An element that cannot be expressed in this model is refused while
reading; nothing of the drawn file is dropped without a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.decisions import DecisionModel
from engine.expressions import Assignment, Expression


class Kind(StrEnum):
    """Flow node kinds that run (BPMN 2.0 element names)."""

    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"
    USER = "userTask"
    MANUAL = "manualTask"
    RECEIVE = "receiveTask"
    SEND = "sendTask"
    SERVICE = "serviceTask"
    SCRIPT = "scriptTask"
    RULE = "businessRuleTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    EVENT_BASED = "eventBasedGateway"
    SUBPROCESS = "subProcess"
    CALL = "callActivity"


HUMAN = frozenset({Kind.USER, Kind.MANUAL})
GATEWAYS = frozenset({Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.EVENT_BASED})
ACTIVITIES = frozenset(
    {
        Kind.USER, Kind.MANUAL, Kind.RECEIVE, Kind.SEND, Kind.SERVICE,
        Kind.SCRIPT, Kind.RULE, Kind.SUBPROCESS, Kind.CALL,
    }
)  # fmt: skip


class Trigger(StrEnum):
    """What an event waits for or causes."""

    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    ERROR = "error"
    TERMINATE = "terminate"


class TimerKind(StrEnum):
    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Timer:
    """A drawn timer: an ISO-8601 text or expression, or a binding that casework turns into an instant.

    With `clock` the timer has no date of its own: the legal clock of that kind decides, and moves it.
    With `workdays` it is that many working days of the centre's calendar after it was armed.
    """

    kind: TimerKind
    value: Expression | str | None = None
    clock: str | None = None
    workdays: Expression | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """The event definition of an event node; `name` is the message, signal or error name, `code` the error code."""

    trigger: Trigger = Trigger.NONE
    name: str | None = None
    code: str | None = None
    timer: Timer | None = None
    correlation: Expression | None = None
    payload: tuple[VariableMapping, ...] = ()
    """What a thrown message carries: mapped fields only, never the whole case. Empty: the inputs of its element."""
    result_variable: str | None = None
    """Where a caught message's payload goes; default: each payload key is written like form data. Of a caught error:
    its code and message together."""
    code_variable: str | None = None
    message_variable: str | None = None
    """Where the code and the message of a caught error go, each by itself."""


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """One `camunda:in`, `camunda:out`, `camunda:inputParameter` or the like: `target` gets `source`'s value.

    `all_variables` stands for `variables="all"` and has neither source nor target.
    """

    target: str = ""
    source: Expression | None = None
    all_variables: bool = False


@dataclass(frozen=True, slots=True)
class MultiInstance:
    sequential: bool
    cardinality: Expression | None = None
    collection: Expression | None = None
    element_variable: str | None = None
    output_collection: str | None = None
    output_element: Expression | None = None
    completion: Expression | None = None
    department: Expression | None = None
    """`banjian:department`: the department each instance works for; default the element variable `department`."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who may do a task. `roles`: lane names or candidate groups, as `role`, `role@CODE` or an expression for them."""

    assignee: Expression | None = None
    users: tuple[Expression, ...] = ()
    roles: tuple[Expression | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One outcome button: pressing it writes `value` to the variable of its `Outcomes`."""

    value: Any
    name: str
    flows: tuple[str, ...]
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcome buttons of a human task; `multiple` = check boxes before an inclusive gateway.

    With `multiple` the variable receives the list of the chosen values.
    """

    variable: str
    options: tuple[Option, ...]
    multiple: bool = False
    gateway: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A branch taken because its outcome was chosen (named flows without a condition)."""

    variable: str
    value: Any
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. `order` is its place among the `sequenceFlow` elements of the file (gateway order)."""

    id: str
    source: str
    target: str
    order: int
    name: str = ""
    line: int | None = None
    condition: Expression | Choice | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node of a scope; only the fields of its kind are filled."""

    id: str
    kind: Kind
    name: str = ""
    line: int | None = None
    documentation: str = ""
    lane: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    event: Event | None = None
    attached_to: str | None = None
    is_interrupting: bool = True
    multi: MultiInstance | None = None
    # human tasks
    assignment: Staffing = Staffing()
    form_key: str | None = None
    due: Expression | None = None
    follow_up: Expression | None = None
    priority: Expression | None = None
    outcomes: Outcomes | None = None
    limit: str | Expression | None = None
    """`banjian:limit`: the step's own limit (环节时限), such as `2wd`, `3d`, `4h`, or an expression that gives one."""
    document: str | None = None
    """`banjian:document`: kind of the document (D01 …) without which the step cannot complete."""
    separate_from: str | None = None
    """`banjian:separateFrom`: element whose person may not do this one (handler ≠ approver)."""
    milestone: str | None = None
    # machine work
    operation: str | None = None
    topic: str | None = None
    retries: int | None = None
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    script: tuple[Assignment, ...] = ()
    decision: str | None = None
    result_variable: str | None = None
    map_result: str | None = None
    # sub-process, call activity
    body: Scope | None = None
    called: str | None = None
    in_mappings: tuple[VariableMapping, ...] = ()
    out_mappings: tuple[VariableMapping, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    """Other `banjian:` attributes and extension properties, as written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A process or an embedded sub-process: nodes by id in document order, flows by id."""

    id: str
    name: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    line: int | None = None

    def starts(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.kind is Kind.START)

    def boundaries(self, node_id: str) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.attached_to == node_id)


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    name: str
    role: str
    """`banjian:role` of the lane, else its name: the role whose posts do the lane's tasks."""


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    name: str
    body: Scope
    is_executable: bool | None
    lanes: tuple[Lane, ...] = ()
    documentation: str = ""
    version_tag: str | None = None
    source: str = ""
    """Name of the file in the bundle."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """`banjian:` attributes of the process without the prefix, such as `caseTypes`."""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A compiled bundle: what a case pins.

    `printed` holds, per start event id, the clean BPMN that alone the library parses. `content_hash` is over the
    bundle's files, so equal bundles share compiled specs.
    """

    key: str
    name: str
    processes: Mapping[str, Process]
    decisions: DecisionModel
    forms: Mapping[str, Mapping[str, Any]]
    printed: Mapping[str, str]
    content_hash: str

    @property
    def entry(self) -> Process:
        return self.processes[self.key]
