"""Reads FEEL by operator precedence: one method per level, and a cap on nesting instead of Python's own."""

from collections.abc import Callable, Iterable
from decimal import Decimal as Number

from engine.expressions.feel import tree
from engine.expressions.feel.operands import COMPARISONS, Operands
from engine.expressions.feel.tree import Node

_LEVELS = (("+", "-"), ("*", "/"), ("**",))
_MAX_CHAIN = 16


class Parser(Operands):
    """From the outermost level inwards: textual expressions, logic, comparison, arithmetic, `instance of`."""

    def whole(self) -> Node:
        """One expression that takes up all of the text."""
        node = self.expression()
        if self.word.kind != "end":
            self.refuse_word()
        return node

    def cell(self) -> Node:
        """A decision table cell: `-`, `> 5, "a"`, `not(1, 2)`, `starts with(?, "x")`."""
        if self.word.kind == "end" or (self.at("-") and self.words[self.index + 1].kind == "end"):
            return tree.Tests(())
        negated = self.at("not") and self.follows("(") and self._closes_at_end()
        if negated:
            self.index += 2
        tests = self._tests()
        if negated:
            self.expect(")")
        if self.word.kind != "end":
            self.refuse_word()
        return tree.Tests(tests, negated)

    def expression(self) -> Node:
        with self.nested():
            if self.word.kind == "name":
                match self.word.text:
                    case "for":
                        return self._for()
                    case "if":
                        return self._if()
                    case "some" | "every":
                        return self._quantified()
            return self._logic()

    def _for(self) -> Node:
        self.take()
        with self.naming():
            iterators = self._iterators("return")
            self.expect("return")
            return tree.For(iterators, self.expression())

    def _quantified(self) -> Node:
        kind = self.take().text
        with self.naming():
            iterators = self._iterators("satisfies")
            self.expect("satisfies")
            return tree.Quantified(kind, iterators, self.expression())

    def _iterators(self, end: str) -> tuple[tree.Iterator, ...]:
        iterators: list[tree.Iterator] = []
        while not iterators or self.skip(","):
            name = self.declared("in", end)
            self.expect("in")
            source = self.expression()
            last = self.expression() if self.skip("..") else None
            iterators.append(tree.Iterator(name, source, last))
            self.known.add(name)
        return tuple(iterators)

    def _if(self) -> Node:
        self.take()
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return tree.If(condition, then, self.expression())

    def _logic(self) -> Node:
        alternatives: list[Node] = []
        while not alternatives or self.skip("or"):
            operands = [self._comparison()]
            while self.skip("and"):
                operands.append(self._comparison())
            alternatives.append(operands[0] if len(operands) == 1 else tree.Logic("and", tuple(operands)))
        return alternatives[0] if len(alternatives) == 1 else tree.Logic("or", tuple(alternatives))

    def _comparison(self) -> Node:
        left = self.arithmetic()
        for _ in range(_MAX_CHAIN):
            if self.word.kind == "symbol" and self.word.text in COMPARISONS:
                left = tree.Comparison(self.take().text, left, self.arithmetic())
            elif self.skip("between"):
                low = self.arithmetic()
                self.expect("and")
                left = tree.Between(left, low, self.arithmetic())
            elif self.skip("in"):
                left = tree.In(left, self._in_tests())
            else:
                return left
        self.refuse("连续的比较太多", "too many comparisons in a row")

    def _in_tests(self) -> tuple[Node, ...]:
        if not self.skip("("):
            return (self._test(of=self.arithmetic),)
        tests = self._tests()
        if len(tests) == 1 and isinstance(tests[0], tree.Test) and not tests[0].operator:
            # What looked like a list of tests is a range `(1..5)` or an expression `(a)[1]`.
            node = self.parenthesised_rest(tests[0].operand)
            return (tree.Test("", self.attached(node)),)
        self.expect(")")
        return tests

    def _tests(self) -> tuple[Node, ...]:
        tests = [self._test()]
        while self.skip(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self, of: Callable[[], Node] | None = None) -> Node:
        with self.nested():
            if self.word.kind == "symbol" and self.word.text in COMPARISONS:
                return self.comparison_test()
            return tree.Test("", (of or self.expression)())

    def _closes_at_end(self) -> bool:
        """`not(…)` around the whole cell negates its tests; `not(?) or …` is an expression."""
        depth = 0
        for word in self.words[self.index + 1 :]:
            if word.kind == "symbol" and word.text in "()":
                depth += 1 if word.text == "(" else -1
                if depth == 0:
                    return self.words[self.words.index(word) + 1].kind == "end"
        return False

    def arithmetic(self, level: int = 0) -> Node:
        # One frame per nesting instead of one per precedence keeps far from Python's recursion limit.
        node = self._signed()
        for current in range(len(_LEVELS) - 1, level - 1, -1):
            rest: list[tuple[str, Node]] = []
            while self.at(*_LEVELS[current]):
                operator = self.take().text
                rest.append((operator, self.arithmetic(current + 1)))
            node = tree.Arithmetic(node, tuple(rest)) if rest else node
        return node

    def _signed(self) -> Node:
        if not self.at("-"):
            node = self.operand()
            if not (self.at("instance") and self.follows("of")):
                return node
            self.index += 2
            return tree.InstanceOf(node, self.type())
        with self.nested():
            self.take()
            operand = self._signed()
        if isinstance(operand, tree.Literal) and isinstance(operand.value, Number) and operand.value > 0:
            return tree.Literal(operand.value.copy_negate())
        return tree.Negation(operand)


def parse(text: str, names: Iterable[str] = ()) -> Node:
    """The tree of one FEEL expression; `names` are those with spaces or symbols that the text may use."""
    return Parser(text, names).whole()


def parse_cell(text: str, names: Iterable[str] = ()) -> Node:
    """The tree of one decision table cell (unary tests)."""
    return Parser(text, names).cell()
