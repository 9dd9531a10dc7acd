"""How a built-in function is declared: its parameters in FEEL's own words, and the Python function behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.expressions.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from engine.expressions.feel.values import Function, Range

_KINDS: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "day": (Date, DateTime),
    "moment": (Date, DateTime, Time),
    "days duration": (DaysDuration,),
    "duration": (DaysDuration, MonthsDuration),
}
UNFIT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind` is a FEEL type, `any`, or `function`; an optional one may be left out or null."""

    name: str
    kind: str
    optional: bool = False
    variadic: bool = False

    def fit(self, value: Any) -> Any:
        """The argument as the function takes it, or `UNFIT`. A list of one and its element stand for one another."""
        if self.kind == "any":
            return value
        if value is None:
            return None if self.optional else UNFIT
        if self.kind == "function":
            return value if isinstance(value, Function | BuiltIn) else UNFIT
        kinds = _KINDS[self.kind]
        if isinstance(value, kinds):
            return value
        if self.kind == "list":
            return [value]
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], kinds):
            return value[0]
        return UNFIT


@dataclass(frozen=True, slots=True)
class Form:
    """One way of calling a function."""

    parameters: tuple[Parameter, ...]
    run: Callable[..., Any]
    takes_frame: bool

    def arguments(self, values: list[Any], names: tuple[str, ...]) -> list[Any] | None:
        """The arguments in the order of the parameters, None when this form cannot take them."""
        if names:
            given = dict(zip(names, values, strict=True))
            if set(given) - {parameter.name for parameter in self.parameters} or len(given) != len(names):
                return None
            missing = [p for p in self.parameters if p.name not in given and not (p.optional or p.variadic)]
            if missing:
                return None
            if self.parameters and self.parameters[-1].variadic:
                tail = given.pop(self.parameters[-1].name, [])
                rest = tail if isinstance(tail, list) else [tail]
                head = [given.get(p.name) for p in self.parameters[:-1]]
                return self._fitted([*head, *rest])
            return self._fitted([given.get(parameter.name) for parameter in self.parameters])
        return self._fitted(values)

    def _fitted(self, values: list[Any]) -> list[Any] | None:
        parameters = self.parameters
        if parameters and parameters[-1].variadic:
            parameters = parameters[:-1] + (parameters[-1],) * max(0, len(values) - len(parameters) + 1)
        required = sum(1 for parameter in self.parameters if not parameter.optional)
        if not required <= len(values) <= len(parameters):
            return None
        values = values + [None] * (len(parameters) - len(values))
        fitted = [parameter.fit(value) for parameter, value in zip(parameters, values, strict=True)]
        return None if any(value is UNFIT for value in fitted) else fitted


class BuiltIn:
    """A built-in function: the first form that takes the arguments runs; none means null."""

    __slots__ = ("forms", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.forms: list[Form] = []

    def call(self, values: list[Any], names: tuple[str, ...], frame: Any) -> Any:
        budget = frame.root.budget
        for value in values:
            # Python walks a thousand characters in the time of one of our steps.
            budget.spend(len(value) if isinstance(value, list) else len(value) // 1000 if isinstance(value, str) else 0)
        for form in self.forms:
            arguments = form.arguments(values, names)
            if arguments is not None:
                result = form.run(*([frame] if form.takes_frame else []), *arguments)
                if isinstance(result, str | list):
                    budget.grow(len(result))
                return result
        return None


class Table(dict[str, BuiltIn]):
    """Built-in functions by name."""

    def add(self, name: str, *signatures: str, takes_frame: bool = False) -> Callable[[Any], Any]:
        """Register the decorated function: `"string: string, length?: number"`, `"list...: any"` for any number."""

        def register(run: Any) -> Any:
            function = self.setdefault(name, BuiltIn(name))
            for signature in signatures:
                function.forms.append(Form(_parameters(signature), run, takes_frame))
            return run

        return register


def _parameters(signature: str) -> tuple[Parameter, ...]:
    parameters: list[Parameter] = []
    for part in filter(None, signature.split(",")):
        name, kind = (text.strip() for text in part.split(":"))
        plain = name.removesuffix("...").removesuffix("?")
        parameters.append(Parameter(plain, kind, name.endswith("?"), name.endswith("...")))
    return tuple(parameters)
