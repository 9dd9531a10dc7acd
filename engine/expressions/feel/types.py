"""`instance of` and the check of arguments against declared types (DMN 10.3.2.9)."""

from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from engine.expressions.feel.tree import TypeName
from engine.expressions.feel.values import Function, Range

_SIMPLE: dict[str, type | tuple[type, ...]] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "dateTime": DateTime,
    "days and time duration": DaysDuration,
    "dayTimeDuration": DaysDuration,
    "years and months duration": MonthsDuration,
    "yearMonthDuration": MonthsDuration,
    "duration": (DaysDuration, MonthsDuration),
}


def is_instance(value: Any, wanted: TypeName, budget: Budget) -> bool | None:
    """Whether the value has the type; null only has the type `Null`; an unknown type gives null."""
    budget.spend(1)
    match wanted.name:
        case "Any":
            return value is not None
        case "Null" | "null":
            return value is None
        case "list":
            return isinstance(value, list) and _all_of(value, wanted, budget)
        case "range":
            return isinstance(value, Range) and _all_of(
                [end for end in (value.low, value.high) if end is not None], wanted, budget
            )
        case "context":
            return isinstance(value, dict) and all(
                name in value and (value[name] is None or is_instance(value[name], kind, budget) is True)
                for name, kind in wanted.members
            )
        case "function":
            return isinstance(value, Function) and (
                not wanted.arguments or len(wanted.arguments) == len(value.parameters)
            )
    simple = _SIMPLE.get(wanted.name)
    return None if simple is None else isinstance(value, simple)


def _all_of(values: list[Any], wanted: TypeName, budget: Budget) -> bool:
    return not wanted.arguments or all(
        item is None or is_instance(item, wanted.arguments[0], budget) is True for item in values
    )


def conforming(value: Any, wanted: TypeName | None, budget: Budget) -> Any:
    """The value as an argument of that type, null when it does not fit; a list of one and its element are the same."""
    if wanted is None or value is None or wanted.name == "Any" or is_instance(value, wanted, budget) is not False:
        return value
    if isinstance(value, list) and len(value) == 1 and is_instance(value[0], wanted, budget):
        return value[0]
    if wanted.name == "list" and is_instance([value], wanted, budget):
        return [value]
    if isinstance(value, Date) and wanted.name in ("date and time", "dateTime"):
        return DateTime(value, Time(0, 0, 0))
    return None
