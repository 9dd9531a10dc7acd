"""What an expression sees while it is evaluated: local values first, then the scope it was given."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from engine.expressions.budget import MAX_CALL_DEPTH, Budget
from engine.expressions.errors import ExpressionTooExpensive
from engine.expressions.feel.values import from_python
from engine.expressions.feel.words import normal

MISSING: Final = object()
PEOPLE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone in which `now()` and `today()` are told, whatever zone the instant came in; China has no summer time."""


class Root:
    """Shared by all frames of one evaluation; values of the scope are converted once, when first used."""

    __slots__ = ("budget", "calls", "constants", "now", "scope", "seen")

    def __init__(
        self, scope: Mapping[str, Any], budget: Budget, now: datetime | None, constants: Mapping[str, Any]
    ) -> None:
        self.scope = scope
        self.budget = budget
        self.now = None if now is None else now.astimezone(PEOPLE)
        self.constants = constants
        self.calls = 0
        self.seen: dict[str, Any] = {}

    def fetch(self, name: str) -> Any:
        """The value of a name of the scope, else of a constant (a built-in function), else `MISSING`."""
        if name in self.seen:
            return self.seen[name]
        value = self.scope.get(name, MISSING)
        if value is MISSING and not name.isascii():
            # Data from elsewhere may spell the same Chinese or accented name with other code points.
            value = next((self.scope[key] for key in self.scope if normal(key) == name), MISSING)
        if value is MISSING:
            return self.constants.get(name, MISSING)
        value = self.seen[name] = from_python(value, self.budget)
        return value

    def entered(self) -> None:
        """A FEEL function was called; raises when calls nest too deeply."""
        self.calls += 1
        if self.calls > MAX_CALL_DEPTH:
            raise ExpressionTooExpensive("函数调用层数", "nested function calls", MAX_CALL_DEPTH)

    def left(self) -> None:
        self.calls -= 1


class Frame:
    """One level of names: the whole expression, a loop round, a list item, a function call."""

    __slots__ = ("parent", "root", "values")

    def __init__(self, root: Root, values: dict[str, Any], parent: "Frame | None" = None) -> None:
        self.root = root
        self.values = values
        self.parent = parent

    def inner(self, values: dict[str, Any]) -> "Frame":
        return Frame(self.root, values, self)

    def get(self, name: str) -> Any:
        frame: Frame | None = self
        while frame is not None:
            if name in frame.values:
                return frame.values[name]
            frame = frame.parent
        return self.root.fetch(name)


Code = Callable[[Frame], Any]
"""An expression made runnable."""
