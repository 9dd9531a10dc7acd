"""Reads what stands between FEEL operators: literals, names, lists, contexts, ranges, calls, filters, paths, types."""

from abc import abstractmethod

from engine.expressions.errors import ExpressionNotSupported
from engine.expressions.feel import tree
from engine.expressions.feel.reading import Words
from engine.expressions.feel.tree import Node
from engine.expressions.feel.values import number
from engine.expressions.feel.words import unquoted

COMPARISONS = frozenset(["=", "!=", "<", "<=", ">", ">="])
_CONSTANTS = {"true": True, "false": False, "null": None}
_CANNOT_START = frozenset([")", "]", "}", ",", "..", "", ";", "*", "/", "+", "=", ">", "<", "."]) | frozenset(
    "and or then else return satisfies between in instance".split()
)
_MAX_POSTFIXES = 40


class Operands(Words):
    """The innermost level of the grammar."""

    @abstractmethod
    def expression(self) -> Node:
        """A whole expression."""

    @abstractmethod
    def arithmetic(self) -> Node:
        """An expression without comparison and logic, as range ends and unary tests take."""

    def operand(self) -> Node:
        """A primary expression with everything that is attached to it: `.name`, `[filter]`, `(arguments)`."""
        return self.attached(self._primary())

    def attached(self, node: Node) -> Node:
        """The node with the accesses that follow it."""
        for _ in range(_MAX_POSTFIXES):
            if self.skip("."):
                node = tree.Path(node, self.name())
            elif self.at("(") and isinstance(node, tree.Name | tree.Path | tree.FunctionLiteral | tree.Call):
                node = self._call(node)
            elif self.at("[") and self.words[self.index + 1].text not in _CANNOT_START:
                self.take()
                with self.naming():
                    node = tree.Filter(node, self.expression())
                self.expect("]")
            else:
                return node
        self.refuse("连续的取值太多", "too many accesses in a row")

    def _primary(self) -> Node:
        word = self.word
        if word.kind == "number":
            return tree.Literal(number(self.take().text))
        if word.kind == "string":
            return tree.Literal(unquoted(self.take(), self.text))
        if word.kind == "name":
            return self._named()
        if word.kind == "symbol":
            match word.text:
                case "(":
                    return self._parenthesised()
                case "[":
                    return self._list()
                case "]":
                    self.take()
                    return self._range(self.arithmetic(), low_closed=False)
                case "{":
                    return self._context()
                case "@":
                    self.take()
                    if self.word.kind != "string":
                        self.refuse_word()
                    return tree.AtLiteral(unquoted(self.take(), self.text))
        self.refuse_word()

    def _named(self) -> Node:
        text = self.word.text
        if text in _CONSTANTS:
            self.take()
            return tree.Literal(_CONSTANTS[text])
        if text == "function":
            return self._function()
        return tree.Name(self.name())

    def _parenthesised(self) -> Node:
        self.expect("(")
        if self.at(*COMPARISONS):
            node = self.comparison_test()
            self.expect(")")
            return node
        return self.parenthesised_rest(self.expression())

    def parenthesised_rest(self, node: Node) -> Node:
        """Behind `(node`: the end of the parentheses, or a range."""
        if self.at(".."):
            return self._range(node, low_closed=False)
        self.expect(")")
        return node

    def _list(self) -> Node:
        self.expect("[")
        items: list[Node] = []
        while not self.at("]"):
            items.append(self.comparison_test() if self.at(*COMPARISONS) else self.expression())
            if self.at("..") and len(items) == 1:
                return self._range(items[0], low_closed=True)
            if not self.skip(","):
                break
        self.expect("]")
        return tree.ListLiteral(tuple(items))

    def _range(self, low: Node, *, low_closed: bool) -> Node:
        self.expect("..")
        high = self.arithmetic()
        closing = self.expect("]", ")", "[").text
        start, stop = _end(low), _end(high)
        return tree.RangeLiteral(start, stop, low_closed and start is not None, closing == "]" and stop is not None)

    def comparison_test(self) -> Node:
        """`> 5`, `= "x"`: a range without one end, or a comparison with the input."""
        operator = self.take().text
        operand = self.arithmetic()
        match operator:
            case "<" | "<=":
                return tree.RangeLiteral(None, operand, False, operator == "<=")
            case ">" | ">=":
                return tree.RangeLiteral(operand, None, operator == ">=", False)
            case _:
                return tree.Test(operator, operand)

    def _context(self) -> Node:
        self.expect("{")
        entries: dict[str, Node] = {}
        with self.naming():
            while not self.at("}"):
                start = self.word.start
                key = self.declared(":")
                self.expect(":")
                if key in entries:
                    self.refuse(f"“{key}”出现两次", f"“{key}” appears twice", start)
                entries[key] = self.expression()
                self.known.add(key)
                if not self.skip(","):
                    break
        for key in entries:
            self.known.add(key)
        self.expect("}")
        return tree.ContextLiteral(tuple(entries.items()))

    def _call(self, function: Node) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        names: list[str] = []
        by_name = self._argument_is_named()
        while not self.at(")"):
            if by_name:
                names.append(self.declared(":"))
                self.expect(":")
            arguments.append(self.comparison_test() if self.at(*COMPARISONS) else self.expression())
            if not self.skip(","):
                break
        self.expect(")")
        return tree.Call(function, tuple(arguments), tuple(names))

    def _argument_is_named(self) -> bool:
        index = self.index
        while self.words[index].kind == "name":
            index += 1
        return index > self.index and self.words[index].text == ":" and self.words[index].kind == "symbol"

    def _function(self) -> Node:
        self.expect("function")
        self.expect("(")
        parameters: list[tuple[str, tree.TypeName | None]] = []
        while not self.at(")"):
            name = self.declared(",", ")", ":")
            parameters.append((name, self.type() if self.skip(":") else None))
            if not self.skip(","):
                break
        self.expect(")")
        if self.at("external"):
            raise ExpressionNotSupported(self.text, self.word.start, "external")
        with self.naming(*(name for name, _ in parameters)):
            return tree.FunctionLiteral(tuple(parameters), self.expression())

    def type(self) -> tree.TypeName:
        """The name of a type, with its arguments."""
        with self.nested():
            name = self.take().text if self.at("function", "null") else self.name()
            while self.skip("."):
                name += "." + self.name()
            if name not in ("list", "range", "context", "function") or not self.skip("<"):
                return tree.TypeName(name)
            if name == "context":
                return tree.TypeName(name, members=self._members())
            arguments: list[tree.TypeName] = []
            while not self.at(">"):
                arguments.append(self.type())
                if not self.skip(","):
                    break
            self.expect(">")
            result = self.type() if name == "function" and self.skip("->") else None
            return tree.TypeName(name, tuple(arguments), result=result)

    def _members(self) -> tuple[tuple[str, tree.TypeName], ...]:
        members: list[tuple[str, tree.TypeName]] = []
        while not self.at(">"):
            name = self.declared(":")
            self.expect(":")
            members.append((name, self.type()))
            if not self.skip(","):
                break
        self.expect(">")
        return tuple(members)


def _end(node: Node) -> Node | None:
    """`null` as the end of a range means that it has none."""
    return None if node == tree.Literal(None) else node
