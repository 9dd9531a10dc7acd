"""Item definitions: the types a decision file declares, and whether a value conforms (DMN 7.3.2 and 10.3.2.9.4)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.expressions.expression import UnaryTests
from engine.expressions.feel import temporal
from engine.expressions.feel.compiling import INPUT
from engine.expressions.feel.temporal import Date, DateTime, Time
from engine.expressions.feel.tree import TypeName
from engine.expressions.feel.types import is_instance
from engine.expressions.feel.values import number
from engine.expressions.frame import Frame

_NUMERAL = re.compile(r"-?\d{1,34}(\.\d{1,34})?", re.ASCII)
UNFIT = object()
"""What `fitted` gives for a value that does not conform."""


_READ: dict[str, Callable[[str], Any]] = {
    "date": temporal.to_date,
    "time": temporal.to_time,
    "date and time": temporal.to_date_time,
    "dateTime": temporal.to_date_time,
    "days and time duration": temporal.to_duration,
    "dayTimeDuration": temporal.to_duration,
    "years and months duration": temporal.to_duration,
    "yearMonthDuration": temporal.to_duration,
    "number": lambda text: _number(text),
    "boolean": lambda text: {"true": True, "false": False}.get(text, text),
}


def _number(text: str) -> Any:
    """The number that the text writes out, else the text."""
    read = number(text) if _NUMERAL.fullmatch(text) else None
    return text if read is None else read


def as_declared(value: Any, declared: TypeName | None) -> Any:
    """A case holds days and times as text, and others may send numbers so; they are what the table declares them."""
    read = None if declared is None or not isinstance(value, str) else _READ.get(declared.name)
    return value if read is None else read(value)


@dataclass(frozen=True, slots=True)
class ItemType:
    """A declared type: another type by name, or components; perhaps a list of them, perhaps with allowed values."""

    name: str
    base: TypeName | None = None
    components: tuple["ItemType", ...] = ()
    is_collection: bool = False
    allowed: UnaryTests | None = None
    constraint: UnaryTests | None = None
    """A test on the whole value (DMN 1.5 typeConstraint), other than `allowed`, which tests each element."""


@dataclass(frozen=True, slots=True)
class Types:
    """All declared types of a file by name."""

    items: Mapping[str, ItemType] = field(default_factory=dict)

    def conforming(self, value: Any, type_name: TypeName | None, frame: Frame) -> Any:
        """The value when it conforms to the named type, else null, as the standard has it."""
        fitted = value if type_name is None else self._named(value, type_name, frame, 0)
        return None if fitted is UNFIT else fitted

    def _named(self, value: Any, wanted: TypeName, frame: Frame, depth: int) -> Any:
        if value is None or wanted.name == "Any" or depth > 20:
            return value
        item = self.items.get(wanted.name)
        if item is not None:
            return self._item(value, item, frame, depth)
        fits = is_instance(value, wanted, frame.root.budget)
        if fits is False and isinstance(value, list) and len(value) == 1 and wanted.name != "list":
            return self._named(value[0], wanted, frame, depth + 1)
        if fits is False and isinstance(value, Date) and wanted.name in ("date and time", "dateTime"):
            return DateTime(value, Time(0, 0, 0))
        return UNFIT if fits is False else value

    def _item(self, value: Any, item: ItemType, frame: Frame, depth: int) -> Any:
        if item.is_collection:
            values = value if isinstance(value, list) else [value]
            fitted = [None if one is None else self._single(one, item, frame, depth) for one in values]
            result: Any = UNFIT if UNFIT in fitted else fitted
        else:
            if isinstance(value, list) and len(value) == 1 and not self._takes_lists(item):
                value = value[0]
            result = self._single(value, item, frame, depth)
        if result is not UNFIT and item.constraint is not None and not _passes(item.constraint, result, frame):
            return UNFIT
        return result

    def _takes_lists(self, item: ItemType) -> bool:
        if item.base is None:
            return False
        base = self.items.get(item.base.name)
        return item.base.name in ("list", "Any") or (base is not None and base.is_collection)

    def _single(self, value: Any, item: ItemType, frame: Frame, depth: int) -> Any:
        if item.components:
            value = self._components(value, item, frame, depth)
        elif item.base is not None:
            value = self._named(value, item.base, frame, depth + 1)
        if value is not UNFIT and item.allowed is not None and not _passes(item.allowed, value, frame):
            return UNFIT
        return value

    def _components(self, value: Any, item: ItemType, frame: Frame, depth: int) -> Any:
        if not isinstance(value, dict):
            return UNFIT
        result = dict(value)
        for component in item.components:
            if component.name in value and value[component.name] is not None:
                result[component.name] = self._item(value[component.name], component, frame, depth + 1)
        return UNFIT if any(part is UNFIT for part in result.values()) else result


def _passes(tests: UnaryTests, value: Any, frame: Frame) -> bool:
    return value is None or tests.run(frame.inner({INPUT: value}))
