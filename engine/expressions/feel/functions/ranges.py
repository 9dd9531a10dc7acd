"""How points and ranges lie to each other (DMN 10.3.4.9, table 78). A point is a range that begins and ends there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from engine.expressions.feel.built_in import Table
from engine.expressions.feel.comparing import ordered
from engine.expressions.feel.values import Range

RANGES = Table()


class _Incomparable(Exception):
    """The ends are of different kinds: the answer is null."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """An end of a range as a place: an open start lies just behind its value, an open end just before it."""

    value: Any
    shift: int

    def _order(self, other: "_End") -> int:
        if self.value is None or other.value is None:
            mine = 0 if self.value is not None else self.shift
            theirs = 0 if other.value is not None else other.shift
            return mine - theirs
        order = ordered(self.value, other.value)
        if order is None:
            raise _Incomparable
        return order or self.shift - other.shift

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _End) and self._order(other) == 0

    def __lt__(self, other: "_End") -> bool:
        return self._order(other) < 0

    __hash__ = None  # type: ignore[assignment]


def _start(value: Any) -> _End:
    if not isinstance(value, Range):
        return _End(value, 0)
    return _End(None, -2) if value.low is None else _End(value.low, 0 if value.low_closed else 1)


def _stop(value: Any) -> _End:
    if not isinstance(value, Range):
        return _End(value, 0)
    return _End(None, 2) if value.high is None else _End(value.high, 0 if value.high_closed else -1)


def _touching(left: Any, right: Any) -> bool:
    """The left range ends exactly where the right one begins, and both contain that point."""
    return left.high_closed and right.low_closed and ordered(left.high, right.low) == 0


_Relation = Callable[[Any, Any], bool]
_RELATIONS: dict[str, tuple[str, _Relation]] = {
    "before": ("pp pr rp rr", lambda a, b: _stop(a) < _start(b)),
    "after": ("pp pr rp rr", lambda a, b: _start(a) > _stop(b)),
    "meets": ("rr", _touching),
    "met by": ("rr", lambda a, b: _touching(b, a)),
    "overlaps": ("rr", lambda a, b: _start(a) <= _stop(b) and _start(b) <= _stop(a)),
    "overlaps before": ("rr", lambda a, b: _start(a) < _start(b) <= _stop(a) < _stop(b)),
    "overlaps after": ("rr", lambda a, b: _start(b) < _start(a) <= _stop(b) < _stop(a)),
    "finishes": ("pr rr", lambda a, b: _stop(a) == _stop(b) and _start(b) <= _start(a)),
    "finished by": ("rp rr", lambda a, b: _stop(a) == _stop(b) and _start(a) <= _start(b)),
    "includes": ("rp rr", lambda a, b: _start(a) <= _start(b) and _stop(b) <= _stop(a)),
    "during": ("pr rr", lambda a, b: _start(b) <= _start(a) and _stop(a) <= _stop(b)),
    "starts": ("pr rr", lambda a, b: _start(a) == _start(b) and _stop(a) <= _stop(b)),
    "started by": ("rp rr", lambda a, b: _start(a) == _start(b) and _stop(b) <= _stop(a)),
    "coincides": ("pp rr", lambda a, b: _start(a) == _start(b) and _stop(a) == _stop(b)),
}


def _register(name: str, allowed: frozenset[str], relation: _Relation) -> None:
    def run(left: Any, right: Any) -> bool | None:
        kinds = "".join("r" if isinstance(value, Range) else "p" for value in (left, right))
        if left is None or right is None or kinds not in allowed:
            return None
        try:
            return relation(left, right)
        except _Incomparable:
            return None

    names = [f"{left}: any, {right}: any" for left in ("range1", "point1", "point", "range") for right in
             ("range2", "point2", "point", "range") if left != right]  # fmt: skip
    RANGES.add(name, *names)(run)


for _name, (_kinds, _relation) in _RELATIONS.items():
    _register(_name, frozenset(_kinds.split()), _relation)
