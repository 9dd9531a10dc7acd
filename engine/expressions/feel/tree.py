"""The tree of an expression. Frozen and hashable; FEEL and JUEL share it, only their evaluation differs."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Union


@dataclass(frozen=True, slots=True)
class Literal:
    """A number (Decimal), string, boolean or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class AtLiteral:
    """`@"2026-01-01"`: a date, time, date and time or duration."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Path:
    base: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    base: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Operators of one precedence, from left to right; kept flat so that a long sum is not a deep tree."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Between:
    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class In:
    value: "Node"
    tests: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over two or more operands."""

    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class If:
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in source`, or `name in source..end`."""

    name: str
    source: "Node"
    end: Union["Node", None]


@dataclass(frozen=True, slots=True)
class For:
    iterators: tuple[Iterator, ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some` or `every`."""

    kind: str
    iterators: tuple[Iterator, ...]
    condition: "Node"


@dataclass(frozen=True, slots=True)
class ListLiteral:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral:
    """`[low..high]`; a missing end (`> 5`) is None."""

    low: Union["Node", None]
    high: Union["Node", None]
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Call:
    """`names` are the parameter names of a call by name, empty for a call by position."""

    function: "Node"
    arguments: tuple["Node", ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionLiteral:
    parameters: tuple[tuple[str, Union["TypeName", None]], ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class TypeName:
    """`number`, `list<string>`, `context<a: number>`, `function<number>->string`, `range<date>`."""

    name: str
    arguments: tuple["TypeName", ...] = ()
    members: tuple[tuple[str, "TypeName"], ...] = ()
    result: Union["TypeName", None] = None


@dataclass(frozen=True, slots=True)
class InstanceOf:
    value: "Node"
    type: TypeName


@dataclass(frozen=True, slots=True)
class Test:
    """One positive unary test: `= x`, `!= x`, or an expression compared with the input (`?`)."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Tests:
    """A decision table cell: any of the tests holds, or none when negated; no tests at all (`-`) always holds."""

    tests: tuple["Node", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """JUEL `!x`."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Empty:
    """JUEL `empty x`."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Method:
    """JUEL `x.name(arguments)` from the allow-list."""

    base: "Node"
    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Composite:
    """JUEL text with expressions in it: always a string."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A part that brings its own code, e.g. a decision table inside a context; `names` are the variables it uses."""

    run: Callable[[Any], Any]
    names: frozenset[str] = frozenset()


Node = (
    Literal
    | AtLiteral
    | Name
    | Path
    | Filter
    | Arithmetic
    | Negation
    | Comparison
    | Between
    | In
    | Logic
    | If
    | For
    | Quantified
    | ListLiteral
    | ContextLiteral
    | RangeLiteral
    | Call
    | FunctionLiteral
    | InstanceOf
    | Test
    | Tests
    | Not
    | Empty
    | Method
    | Composite
    | Ready
)


def children(node: Node) -> list[Node]:
    """The nodes directly below, in reading order."""
    found: list[Node] = []
    pending: list[Any] = [getattr(node, field.name) for field in reversed(fields(node))]
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            pending.extend(reversed(part))
        elif isinstance(part, Iterator):
            found.extend(end for end in (part.source, part.end) if end is not None)
        elif not isinstance(part, TypeName) and hasattr(part, "__dataclass_fields__"):
            found.append(part)
    return found


def weight(node: Node) -> int:
    """How many nodes the tree has: the price of evaluating it once."""
    return 1 + sum(weight(child) for child in children(node))


def mentions(node: Node, name: str) -> bool:
    """Whether the name is used anywhere in the tree."""
    return (isinstance(node, Name) and node.name == name) or any(mentions(child, name) for child in children(node))
