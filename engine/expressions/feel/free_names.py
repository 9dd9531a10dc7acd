"""Which variables of its surroundings a tree uses."""

from dataclasses import dataclass

from engine.expressions.feel import tree
from engine.expressions.feel.tree import Node


@dataclass(frozen=True, slots=True)
class Free:
    """`certain` are variables for sure; `possible` stand in a filter and may be entries of the filtered elements."""

    certain: frozenset[str]
    possible: frozenset[str]


def free_names(node: Node, functions: frozenset[str]) -> Free:
    """The names used in the tree that it does not declare itself.

    A name in `functions` (the built-in ones) counts as a variable only where it is not called: `count > 5` uses one.
    """
    collector = _Collector(functions)
    collector.collect(node, frozenset(["?"]), collector.certain)
    return Free(frozenset(collector.certain), frozenset(collector.possible - collector.certain))


class _Collector:
    def __init__(self, functions: frozenset[str]) -> None:
        self.functions = functions
        self.certain: set[str] = set()
        self.possible: set[str] = set()

    def collect(self, node: Node, bound: frozenset[str], found: set[str]) -> None:
        """Add the names used below the node that are not bound around it."""
        match node:
            case tree.Name(name):
                found.update({name} - bound)
            case tree.Call(tree.Name(name), arguments) if name in self.functions:
                self._collect_all(arguments, bound, found)
            case tree.Method(tree.Name("execution"), _, arguments):
                # `execution.getVariable("x")` is the variable x by another name.
                literals = [one.value for one in arguments if isinstance(one, tree.Literal)]
                found.update(value for value in literals if isinstance(value, str))
                self._collect_all(arguments, bound, found)
            case tree.Ready(_, names):
                found.update(names - bound)
            case tree.For(iterators, body):
                inner = self._through(iterators, bound, found)
                self.collect(body, inner | {"partial"}, found)
            case tree.Quantified(_, iterators, condition):
                self.collect(condition, self._through(iterators, bound, found), found)
            case tree.Filter(base, condition):
                self.collect(base, bound, found)
                self.collect(condition, bound | {"item"}, self.possible)
            case tree.ContextLiteral(entries):
                for key, value in entries:
                    # A function may call itself under the name it is given.
                    own = {key} if isinstance(value, tree.FunctionLiteral) else set[str]()
                    self.collect(value, bound | own, found)
                    bound = bound | {key}
            case tree.FunctionLiteral(parameters, body):
                self.collect(body, bound | {name for name, _ in parameters}, found)
            case _:
                self._collect_all(tuple(tree.children(node)), bound, found)

    def _collect_all(self, nodes: tuple[Node, ...], bound: frozenset[str], found: set[str]) -> None:
        for node in nodes:
            self.collect(node, bound, found)

    def _through(self, iterators: tuple[tree.Iterator, ...], bound: frozenset[str], found: set[str]) -> frozenset[str]:
        for iterator in iterators:
            ends = (iterator.source,) if iterator.end is None else (iterator.source, iterator.end)
            self._collect_all(ends, bound, found)
            bound = bound | {iterator.name}
        return bound
