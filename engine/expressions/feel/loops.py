"""`for`, `some`, `every` and filters: the only places where FEEL repeats itself, so every round is charged."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel import tree
from engine.expressions.feel.temporal import Date, day_of
from engine.expressions.feel.tree import Node
from engine.expressions.feel.values import Range
from engine.expressions.frame import Code, Frame

Compile = Callable[[Node], Code]
_Sources = tuple[tuple[str, Code, Code | None], ...]


class _Unusable(Exception):
    """A loop over something that is no list: the whole loop is null."""


def for_code(node: tree.For, code_of: Compile) -> Code:
    """`for … return …`: the list of the body's values; `partial` is the list so far."""
    sources, body, price = _sources(node.iterators, code_of), code_of(node.body), tree.weight(node.body)

    def run(frame: Frame) -> list[Any] | None:
        budget, results = frame.root.budget, list[Any]()
        try:
            for inner in _rounds(sources, 0, frame.inner({"partial": results})):
                budget.spend(price)
                budget.grow(1)
                results.append(body(inner))
        except _Unusable:
            return None
        return results

    return run


def quantified_code(node: tree.Quantified, code_of: Compile) -> Code:
    """`some` is true at the first true round, `every` false at the first false one; null where that is unknown."""
    sources, condition, price = _sources(node.iterators, code_of), code_of(node.condition), tree.weight(node.condition)
    decisive = node.kind == "some"

    def run(frame: Frame) -> bool | None:
        unknown = False
        try:
            for inner in _rounds(sources, 0, frame):
                frame.root.budget.spend(price)
                result: object = condition(inner)
                if result is decisive:
                    return decisive
                if type(result) is not bool:
                    unknown = True
        except _Unusable:
            return None
        return None if unknown else not decisive

    return run


def filter_code(base: Code, condition_node: Node, condition: Code) -> Code:
    """`list[condition]` keeps the elements for which it is true, `list[n]` takes the nth (negative: from the end)."""
    price = tree.weight(condition_node)
    fixed = isinstance(condition_node, tree.Literal) and type(condition_node.value) is Decimal

    def run(frame: Frame) -> Any:
        items = base(frame)
        if type(items) is not list:
            items = [] if items is None else [items]
        if fixed or not items:
            position = condition(frame)
            return element(items, position) if type(position) is Decimal else []
        kept: list[Any] = []
        for item in items:
            frame.root.budget.spend(price)
            chosen = condition(frame.inner(_item_names(item)))
            if type(chosen) is Decimal:
                return element(items, chosen)
            if chosen is True:
                kept.append(item)
        frame.root.budget.grow(len(kept))
        return kept

    return run


def element(items: list[Any], position: Decimal) -> Any:
    """The element at the position, counted from 1, or from -1 at the end; None when there is none."""
    if position != position.to_integral_value() or not -len(items) <= position <= len(items) or not position:
        return None
    return items[int(position) - 1] if position > 0 else items[int(position)]


def _item_names(item: Any) -> dict[str, Any]:
    return {"item": item, **item} if type(item) is dict else {"item": item}


def _sources(iterators: tuple[tree.Iterator, ...], code_of: Compile) -> _Sources:
    return tuple(
        (part.name, code_of(part.source), None if part.end is None else code_of(part.end)) for part in iterators
    )


def _rounds(sources: _Sources, index: int, frame: Frame) -> Iterator[Frame]:
    """One frame per combination; a later iterator sees the earlier ones."""
    if index == len(sources):
        yield frame
        return
    name, source, end = sources[index]
    values = elements(source(frame), frame.root.budget) if end is None else counted(source(frame), end(frame))
    for value in values:
        frame.root.budget.spend(1)
        yield from _rounds(sources, index + 1, frame.inner({name: value}))


def elements(value: Any, budget: Budget) -> Iterator[Any]:
    """What a loop runs over: a list, a range of whole numbers or of dates, or a single value."""
    if type(value) is list:
        return iter(value)
    if isinstance(value, Range):
        return counted(value.low, value.high, value.low_closed, value.high_closed)
    if value is None:
        raise _Unusable
    return iter([value])


def counted(low: Any, high: Any, low_closed: bool = True, high_closed: bool = True) -> Iterator[Any]:
    """From one end to the other in steps of one, downwards when the first is the greater."""
    if isinstance(low, Date) and isinstance(high, Date):
        return (day_of(number) for number in _steps(low.number, high.number, low_closed, high_closed))
    if not (type(low) is Decimal and type(high) is Decimal):
        raise _Unusable
    if low != low.to_integral_value() or high != high.to_integral_value() or max(abs(low), abs(high)) > 10**33:
        raise _Unusable
    return (Decimal(number) for number in _steps(int(low), int(high), low_closed, high_closed))


def _steps(low: int, high: int, low_closed: bool, high_closed: bool) -> range:
    step = 1 if low <= high else -1
    return range(low if low_closed else low + step, high + step if high_closed else high, step)
