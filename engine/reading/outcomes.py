"""Outcome buttons: when the gateway behind a human task is answered by the person, and which buttons there are.

They appear only if every conditioned branch of the gateway compares one and the same variable, written by no form
field, decision or earlier step, with a literal, or if all branches are named and without condition. In every other
case the data decide, and there is one button to submit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.checking.finding import Finding
from engine.checking.remarks import remark
from engine.checking.variables import FACTS, Forms, compared
from engine.decisions import DecisionModel
from engine.expressions import Expression
from engine.expressions.expression import from_tree
from engine.expressions.feel.printing import printed
from engine.expressions.feel.tree import Comparison, Literal, Logic, Name
from engine.expressions.feel.values import number
from engine.model import HUMAN, Choice, Flow, Kind, Node, Option, Outcomes, Process, Scope
from engine.reading.drawn_outcomes import DrawnOption, DrawnOutcomes, drawn_outcomes
from engine.reading.neighbours import DECIDING, Written, branch_name, predecessors

DRAWN = "banjian:outcomes"
OTHER = "其他"


@dataclass(slots=True)
class _Answer:
    """What becomes of one gateway: its outcomes and the new conditions of its flows."""

    outcomes: Outcomes
    conditions: dict[str, Choice | Expression]


@dataclass(slots=True)
class _Deriving:
    process: Process
    given: frozenset[str]
    """Names known from outside the diagram: facts of the case, item forms, the caller of a called process."""
    written: Written
    findings: list[Finding]


def with_outcomes(
    process: Process,
    forms: Forms,
    *,
    decisions: DecisionModel | None = None,
    given: Iterable[str] = (),
    called: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Process, list[Finding]]:
    """The process with `Node.outcomes` and the conditions of named branches filled in.

    `given` are variables that something outside the diagram writes, `called` what each called process writes. A branch
    that nobody could choose is an error finding that names gateway and flow.
    """
    deriving = _Deriving(process, FACTS.union(given), Written(forms, decisions, called or {}), [])
    body = _answered(deriving, process.body, deriving.given)
    return replace(process, body=body), deriving.findings


def _answered(deriving: _Deriving, scope: Scope, before: frozenset[str]) -> Scope:
    """`before`: what the steps before this scope have written."""
    nodes, flows = dict(scope.nodes), dict(scope.flows)
    for gateway in scope.nodes.values():
        if gateway.kind in DECIDING and len(gateway.outgoing) > 1:
            _answer_gateway(deriving, scope, gateway, before, nodes, flows)
    _refuse_undecided(deriving, scope, flows)
    for node in scope.nodes.values():
        if node.kind in HUMAN and nodes[node.id].outcomes is None and DRAWN in node.properties:
            _answer_alone(deriving, node, nodes)
        if node.body is not None:
            earlier = before | deriving.written.before(scope, node)
            nodes[node.id] = replace(nodes[node.id], body=_answered(deriving, node.body, earlier))
    return replace(scope, nodes=nodes, flows=flows)


def _answer_alone(deriving: _Deriving, node: Node, nodes: dict[str, Node]) -> None:
    """Buttons drawn at a task that no gateway follows: they write their variable, and that is all."""
    drawn = drawn_outcomes(node.properties[DRAWN])
    if drawn is None:
        deriving.findings.append(remark("error", "outcomes.unreadable", node, deriving.process.source))
        return
    options = tuple(Option(option.value, option.name, ()) for option in drawn.options)
    nodes[node.id] = replace(node, outcomes=Outcomes(drawn.variable or "outcome", options))


def _answer_gateway(
    deriving: _Deriving,
    scope: Scope,
    gateway: Node,
    before: frozenset[str],
    nodes: dict[str, Node],
    flows: dict[str, Flow],
) -> None:
    askers = list(predecessors(scope, gateway))
    people = [node for node in askers if node.kind in HUMAN and node.multi is None]
    answer = _answer_for(deriving, scope, gateway, people, before, all(node in people for node in askers))
    if answer is not None:
        for person in people:
            nodes[person.id] = replace(nodes[person.id], outcomes=_own_names(deriving, person, answer.outcomes))
        for flow_id, choice in answer.conditions.items():
            flows[flow_id] = replace(flows[flow_id], condition=choice)


def _refuse_undecided(deriving: _Deriving, scope: Scope, flows: dict[str, Flow]) -> None:
    """Only when all gateways are answered: the buttons of one may decide about the branches of the next."""
    for gateway in scope.nodes.values():
        for flow_id in gateway.outgoing if gateway.kind in DECIDING and len(gateway.outgoing) > 1 else ():
            flow = flows[flow_id]
            if flow.condition is None and not flow.is_default:
                deriving.findings.append(
                    remark("error", "gateway.no_condition", gateway, deriving.process.source, flow=_flow_label(flow))
                )


def _answer_for(
    deriving: _Deriving, scope: Scope, gateway: Node, people: list[Node], before: frozenset[str], only_people: bool
) -> _Answer | None:
    if not people:
        return None
    drawn = next((drawn_outcomes(node.properties[DRAWN]) for node in people if DRAWN in node.properties), None)
    branches = [scope.flows[flow_id] for flow_id in gateway.outgoing]
    conditioned = [flow for flow in branches if flow.condition is not None and not _always(flow)]
    if drawn is not None:
        return _drawn_answer(scope, gateway, branches, drawn)
    if conditioned:
        variable = _one_variable(conditioned)
        if variable is None or variable in before or deriving.written.by_then(scope, people, variable):
            return None
        return _compared_answer(scope, gateway, branches, variable, only_people)
    return _named_answer(scope, gateway, branches) if only_people else None


def _own_names(deriving: _Deriving, person: Node, outcomes: Outcomes) -> Outcomes:
    """Each of several tasks before one gateway may name the same values in its own way."""
    drawn = drawn_outcomes(person.properties[DRAWN]) if DRAWN in person.properties else None
    if DRAWN in person.properties and drawn is None:
        deriving.findings.append(remark("error", "outcomes.unreadable", person, deriving.process.source))
    if drawn is None:
        return outcomes
    flows = {_same(option.value): option for option in outcomes.options}
    options = (_matched(option, flows.get(_same(option.value))) for option in drawn.options)
    return replace(outcomes, options=tuple(options))


def _matched(drawn: DrawnOption, option: Option | None) -> Option:
    flows, default = (option.flows, option.is_default) if option is not None else ((), False)
    return Option(drawn.value, drawn.name, flows, default)


def _same(value: Any) -> tuple[str, Any]:
    """Literals compare by type too: the text `1` is not the number 1, and true is not 1."""
    kind = "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    return kind, value


def _one_variable(conditioned: list[Flow]) -> str | None:
    """The variable that all these branches compare with a literal, if it is one and the same."""
    comparisons = [compared(flow.condition) for flow in conditioned]
    known = [comparison for comparison in comparisons if comparison is not None]
    if len(known) < len(comparisons) or len({name for name, _ in known}) != 1:
        return None
    # `${x}` beside `x = 2` is no question of yes or no.
    is_mixed = len({isinstance(literal, bool) for _, literal in known}) > 1
    return None if is_mixed and any(_is_bare(flow) for flow in conditioned) else known[0][0]


def _is_bare(flow: Flow) -> bool:
    return isinstance(flow.condition, Expression) and not isinstance(flow.condition.tree, Comparison)


def _compared_answer(scope: Scope, gateway: Node, branches: list[Flow], variable: str, only_people: bool) -> _Answer:
    """A branch that leads to a further comparison of the variable stands for the branches behind it."""
    multiple = gateway.kind is Kind.INCLUSIVE
    asked = [((flow,), flow) for flow in branches] if multiple else list(_asked(scope, branches, variable))
    literals = [comparison[1] for _, flow in asked if (comparison := compared(flow.condition)) is not None]
    options: list[Option] = []
    conditions: dict[str, Choice | Expression] = {}
    for way, flow in asked:
        comparison = compared(flow.condition)
        if comparison is not None:
            value = comparison[1]
            name = flow.name or _shown(value) or branch_name(scope, flow)
            if multiple:
                conditions[flow.id] = Choice(variable, value, multiple=True)
        elif flow.is_default:
            name = flow.name or OTHER
            taken = name in literals or any(name == option.value for option in options)
            value = flow.id if taken else name
        elif flow.condition is None and only_people:
            value = name = _unused(flow.name or branch_name(scope, flow) or flow.id, options, literals)
            conditions[flow.id] = Choice(variable, name, multiple)
        else:
            continue
        _add(options, Option(value, name, tuple(one.id for one in way), flow.is_default))
    if only_people:
        passed = {one.id: one for way, _ in asked for one in way[:-1]}
        conditions |= {one.id: _any_of(variable, options, one) for one in passed.values() if not one.is_default}
    # A button names the branch of its own gateway; what lies behind is that branch's matter.
    own = {flow.id for flow in branches}
    options = [replace(option, flows=tuple(one for one in option.flows if one in own)) for option in options]
    return _Answer(Outcomes(variable, tuple(options), multiple, gateway.id), conditions)


def _asked(scope: Scope, branches: list[Flow], variable: str) -> Iterator[tuple[tuple[Flow, ...], Flow]]:
    """The flows that decide which button there is, each with the way to it from the gateway, itself included."""
    waiting: list[tuple[tuple[Flow, ...], Flow]] = [((flow,), flow) for flow in reversed(branches)]
    while waiting:
        way, flow = waiting.pop()
        further = scope.nodes.get(flow.target) if flow.condition is None else None
        behind = _ways_on(scope, further) if further is not None else []
        conditioned = [one for one in behind if one.condition is not None]
        if conditioned and not any(map(_always, conditioned)) and _one_variable(conditioned) == variable:
            waiting += [((*way, one), one) for one in reversed(behind)]
        else:
            yield way, flow


def _any_of(variable: str, options: list[Option], flow: Flow) -> Expression:
    """Holds for every button whose way leads over the flow."""
    values = [option.value for option in options if flow.id in option.flows]
    literals = [Literal(value if isinstance(value, str | bool) else number(str(value))) for value in values]
    compared_with = tuple(Comparison("=", Name(variable), literal) for literal in literals)
    node = compared_with[0] if len(compared_with) == 1 else Logic("or", compared_with)
    return from_tree(node, printed(node))


def _ways_on(scope: Scope, node: Node) -> list[Flow]:
    """The branches of a gateway that only one flow enters."""
    is_next = node.kind is Kind.EXCLUSIVE and len(node.incoming) == 1
    return [scope.flows[flow_id] for flow_id in node.outgoing] if is_next else []


def _named_answer(scope: Scope, gateway: Node, branches: list[Flow]) -> _Answer | None:
    names = [flow.name or (OTHER if flow.is_default else branch_name(scope, flow)) for flow in branches]
    if not all(names) or all(flow.is_default for flow in branches) or any(_always(flow) for flow in branches):
        return None
    multiple = gateway.kind is Kind.INCLUSIVE
    variable = _generated_variable(gateway)
    options: list[Option] = []
    conditions: dict[str, Choice | Expression] = {}
    for flow, wanted in zip(branches, names, strict=True):
        name = _unused(wanted or flow.id, options)
        options.append(Option(name, name, (flow.id,), flow.is_default))
        if not flow.is_default:
            conditions[flow.id] = Choice(variable, name, multiple)
    return _Answer(Outcomes(variable, tuple(options), multiple, gateway.id), conditions)


def _drawn_answer(scope: Scope, gateway: Node, branches: list[Flow], drawn: DrawnOutcomes) -> _Answer:
    """The drawn options, each with the branches that compare with its value or bear its name or value as name."""
    conditioned = [flow for flow in branches if flow.condition is not None and not _always(flow)]
    variable = drawn.variable or _one_variable(conditioned) or _generated_variable(gateway)
    multiple = gateway.kind is Kind.INCLUSIVE
    conditions: dict[str, Choice | Expression] = {}
    options: list[Option] = []
    for option in drawn.options:
        flows = [flow for flow in branches if _leads(scope, flow, variable, option)]
        for flow in flows:
            if not flow.is_default and (flow.condition is None or multiple):
                conditions[flow.id] = Choice(variable, option.value, multiple)
        default = bool(flows) and all(flow.is_default for flow in flows)
        options.append(Option(option.value, option.name, tuple(flow.id for flow in flows), default))
    return _Answer(Outcomes(variable, tuple(options), multiple, gateway.id), conditions)


def _leads(scope: Scope, flow: Flow, variable: str, option: DrawnOption) -> bool:
    if flow.condition is not None:
        comparison = compared(flow.condition)
        return comparison is not None and comparison[0] == variable and _same(comparison[1]) == _same(option.value)
    return (flow.name or branch_name(scope, flow)) in (option.name, str(option.value))


def _add(options: list[Option], option: Option) -> None:
    """Two branches with the same literal are one button; two buttons of one name could not be told apart."""
    for index, known in enumerate(options):
        if _same(known.value) == _same(option.value):
            options[index] = replace(known, flows=known.flows + option.flows)
            return
    options.append(replace(option, name=_unused(option.name, options)))


def _unused(name: str, options: list[Option], literals: Iterable[Any] = ()) -> str:
    taken = {option.name for option in options}.union(literals)
    number = 2
    wanted = name
    while wanted in taken:
        wanted = f"{name} ({number})"
        number += 1
    return wanted


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _generated_variable(gateway: Node) -> str:
    """One variable per gateway, so that parallel branches never overwrite one another's answers."""
    return "outcome_" + re.sub(r"\W", "_", gateway.id)


def _flow_label(flow: Flow) -> str:
    return f"{flow.name} ({flow.id})" if flow.name else flow.id


def _always(flow: Flow) -> bool:
    return isinstance(flow.condition, Expression) and flow.condition.tree == Literal(True)
