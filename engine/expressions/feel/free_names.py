"""Which variables of its surroundings a tree uses."""

from dataclasses import dataclass

from engine.expressions.feel import tree
from engine.expressions.feel.tree import Node


@dataclass(frozen=True, slots=True)
class Free:
    """`certain` are variables for sure; `possible` stand in a filter and may be entries of the filtered elements."""

    certain: frozenset[str]
    possible: frozenset[str]


def free_names(node: Node, known: frozenset[str]) -> Free:
    """The names used in the tree that neither it nor `known` (built-in functions) declares."""
    certain: set[str] = set()
    possible: set[str] = set()
    _collect(node, known, certain, possible)
    return Free(frozenset(certain), frozenset(possible - certain))


def _collect(node: Node, bound: frozenset[str], certain: set[str], possible: set[str]) -> None:
    match node:
        case tree.Name(name):
            if name not in bound:
                certain.add(name)
        case tree.Method(tree.Name("execution"), _, arguments):
            # `execution.getVariable("x")` is the variable x by another name.
            certain.update(
                one.value for one in arguments if isinstance(one, tree.Literal) and isinstance(one.value, str)
            )
            for argument in arguments:
                _collect(argument, bound, certain, possible)
        case tree.Ready(_, names):
            certain.update(names - bound)
        case tree.For(iterators, body):
            inner = _through(iterators, bound, certain, possible)
            _collect(body, inner | {"partial"}, certain, possible)
        case tree.Quantified(_, iterators, condition):
            inner = _through(iterators, bound, certain, possible)
            _collect(condition, inner, certain, possible)
        case tree.Filter(base, condition):
            _collect(base, bound, certain, possible)
            _collect(condition, bound | {"item"}, possible, possible)
        case tree.ContextLiteral(entries):
            for key, value in entries:
                # A function may call itself under the name it is given.
                own = {key} if isinstance(value, tree.FunctionLiteral) else set[str]()
                _collect(value, bound | own, certain, possible)
                bound = bound | {key}
        case tree.FunctionLiteral(parameters, body):
            _collect(body, bound | {name for name, _ in parameters}, certain, possible)
        case tree.In(value, tests):
            _collect(value, bound, certain, possible)
            for test in tests:
                _collect(test, bound | {"?"}, certain, possible)
        case _:
            for child in tree.children(node):
                _collect(child, bound, certain, possible)


def _through(
    iterators: tuple[tree.Iterator, ...], bound: frozenset[str], certain: set[str], possible: set[str]
) -> frozenset[str]:
    for iterator in iterators:
        for part in (iterator.source, iterator.end):
            if part is not None:
                _collect(part, bound, certain, possible)
        bound = bound | {iterator.name}
    return bound
