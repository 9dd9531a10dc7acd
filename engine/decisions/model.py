"""The decisions of one file or bundle, as the engine holds them: immutable, parsed, ready to be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.decisions.table import Aggregation, HitPolicy, Input, Output, Rule, Table
from engine.decisions.types import Types
from engine.expressions import Expression
from engine.expressions.feel.tree import TypeName


@dataclass(frozen=True, slots=True)
class InputData:
    """What a decision is told from outside, by name."""

    key: str
    name: str
    type: TypeName | None = None
    types: Types = field(default=Types(), repr=False)


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one element needs, by keys."""

    inputs: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A question the model answers. `logic` is a decision table, or the expression of any other boxed form."""

    key: str
    name: str
    logic: Table | Expression
    variable: str = ""
    type: TypeName | None = None
    requires: Requirements = Requirements()
    types: Types = field(default=Types(), repr=False)
    source: str = ""
    line: int | None = None

    @property
    def table(self) -> Table | None:
        return self.logic if isinstance(self.logic, Table) else None

    @property
    def inputs(self) -> tuple[Input, ...]:
        return self.logic.inputs if isinstance(self.logic, Table) else ()

    @property
    def outputs(self) -> tuple[Output, ...]:
        return self.logic.outputs if isinstance(self.logic, Table) else ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.logic.rules if isinstance(self.logic, Table) else ()

    @property
    def hit_policy(self) -> HitPolicy | None:
        return self.logic.hit_policy if isinstance(self.logic, Table) else None

    @property
    def aggregation(self) -> Aggregation | None:
        return self.logic.aggregation if isinstance(self.logic, Table) else None

    @property
    def names(self) -> frozenset[str]:
        """The names the logic uses: variables, required decisions, business knowledge."""
        return self.logic.names


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function by name."""

    key: str
    name: str
    function: Expression
    requires: Requirements = Requirements()


@dataclass(frozen=True, slots=True)
class CallableDecisions:
    """A decision service: a function whose parameters are its inputs and input decisions, in that order."""

    key: str
    name: str
    inputs: tuple[str, ...]
    input_decisions: tuple[str, ...]
    outputs: tuple[str, ...]
    type: TypeName | None = None
    types: Types = field(default=Types(), repr=False)


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """Decisions by key with everything they require; the default is a model without any."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    inputs: Mapping[str, InputData] = field(default_factory=dict)
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    services: Mapping[str, CallableDecisions] = field(default_factory=dict)

    def find(self, key: str) -> Decision | None:
        """The decision with that key, else the only one with that name."""
        if key in self.decisions:
            return self.decisions[key]
        named = [decision for decision in self.decisions.values() if decision.name == key]
        return named[0] if len(named) == 1 else None

    def variables_of(self, key: str) -> frozenset[str]:
        """The variables a case must bring to have the decision answered, through all required decisions."""
        decision = self.find(key)
        pending = [] if decision is None else [decision]
        seen: set[str] = set()
        wanted: set[str] = set()
        while pending:
            asked = pending.pop()
            if asked.key in seen:
                continue
            seen.add(asked.key)
            required = [self.decisions[one] for one in asked.requires.decisions if one in self.decisions]
            pending += required
            functions = [self.knowledge.get(one) or self.services.get(one) for one in asked.requires.knowledge]
            wanted |= asked.names - {one.variable for one in required} - {one.name for one in functions if one}
        return frozenset(wanted)


def merged(models: Iterable[DecisionModel]) -> DecisionModel:
    """One model for a bundle of files; of two decisions with one key the later stands."""
    decisions: dict[str, Decision] = {}
    inputs: dict[str, InputData] = {}
    knowledge: dict[str, Knowledge] = {}
    services: dict[str, CallableDecisions] = {}
    for model in models:
        decisions.update(model.decisions)
        inputs.update(model.inputs)
        knowledge.update(model.knowledge)
        services.update(model.services)
    return DecisionModel(decisions, inputs, knowledge, services)
