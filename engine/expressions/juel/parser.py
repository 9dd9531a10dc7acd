"""Reads `${…}` into the same tree as FEEL. Method calls beyond a short list are refused by name, at publishing."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from engine.expressions.budget import MAX_NESTING
from engine.expressions.errors import ExpressionNotSupported, ExpressionSyntax
from engine.expressions.feel import tree
from engine.expressions.feel.tree import Node
from engine.expressions.feel.values import number
from engine.expressions.feel.words import normal

_WORD = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>[^\W\d]\w*|\$\w+)
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<symbol>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]}])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD_OPERATORS = {"and": "&&", "or": "||", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=",
                   "div": "/", "mod": "%", "not": "!"}  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None}
_LEVELS = ((("==", "!="), "="), (("<", "<=", ">", ">="), "="), (("+", "-"), "+"), (("*", "/", "%"), "+"))
METHODS: dict[str, tuple[int, ...]] = {
    "contains": (1,),
    "containsKey": (1,),
    "equals": (1,),
    "equalsIgnoreCase": (1,),
    "isEmpty": (0,),
    "isBlank": (0,),
    "size": (0,),
    "length": (0,),
    "startsWith": (1,),
    "endsWith": (1,),
    "toLowerCase": (0,),
    "toUpperCase": (0,),
    "toString": (0,),
    "trim": (0,),
    "get": (1,),
    "concat": (1,),
    "indexOf": (1,),
    "substring": (1, 2),
    "intValue": (0,),
    "longValue": (0,),
    "doubleValue": (0,),
    "booleanValue": (0,),
}
"""The methods that read data, with the numbers of arguments they take."""
EXECUTION_METHODS = frozenset(["getVariable", "hasVariable", "getVariableLocal", "hasVariableLocal"])
EXECUTION_PROPERTIES = {
    "processBusinessKey": "processBusinessKey",
    "businessKey": "processBusinessKey",
    "processInstanceId": "processInstanceId",
}
"""What a diagram may ask of `execution`, and the variable that answers."""
_MAX_CHAIN = 200


def is_juel(text: str) -> bool:
    return "${" in text or "#{" in text


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    text: str
    start: int


def parse(text: str) -> Node:
    """The tree of the text: one expression, or a template that gives a string. Raises `ExpressionSyntax`."""
    text = normal(text)
    if not is_juel(text):
        return tree.Literal(text)
    parts: list[Node] = []
    place = 0
    while place < len(text):
        start = min((at for at in (text.find("${", place), text.find("#{", place)) if at >= 0), default=len(text))
        if start > place:
            parts.append(tree.Literal(text[place:start].replace("\\$", "$").replace("\\#", "#")))
        if start == len(text):
            break
        reader = _Parser(text, start + 2)
        parts.append(reader.closed())
        place = reader.end
    if len(parts) == 1 or (len(inner := [p for p in parts if not _blank(p)]) == 1 and text.strip()[:2] in ("${", "#{")):
        return parts[0] if len(parts) == 1 else inner[0]
    return tree.Composite(tuple(parts))


def _blank(part: Node) -> bool:
    return isinstance(part, tree.Literal) and isinstance(part.value, str) and not part.value.strip()


class _Parser:
    """Precedence climbing over the words up to the closing brace."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.words: list[_Word] = []
        for match in _WORD.finditer(text, start):
            if match.lastgroup != "space":
                self.words.append(_Word(match.lastgroup or "other", match.group(), match.start()))
            if match.group() == "}":
                break
        self.words.append(_Word("end", "", len(text)))
        self.index = 0
        self.depth = 0
        self.end = start

    @property
    def word(self) -> _Word:
        return self.words[self.index]

    @property
    def operator(self) -> str:
        """The next word as an operator or bracket, empty when it is none."""
        if self.word.kind == "name":
            return _WORD_OPERATORS.get(self.word.text, "")
        return self.word.text if self.word.kind == "symbol" else ""

    def take(self) -> _Word:
        self.index += 1
        return self.words[self.index - 1]

    def skip(self, operator: str) -> bool:
        if self.operator == operator:
            self.index += 1
            return True
        return False

    def expect(self, operator: str) -> _Word:
        if self.operator != operator:
            self._refuse_word(f"，此处应为“{operator}”", f", expected “{operator}”")
        return self.take()

    def refuse(self, reason_zh: str, reason_en: str) -> NoReturn:
        raise ExpressionSyntax(self.text, self.word.start, reason_zh, reason_en)

    def _refuse_word(self, hint_zh: str = "", hint_en: str = "") -> NoReturn:
        if self.word.kind == "end":
            self.refuse("缺少结尾的 }", "the closing } is missing")
        self.refuse(f"此处不应出现“{self.word.text}”{hint_zh}", f"unexpected “{self.word.text}”{hint_en}")

    @contextmanager
    def nested(self) -> Generator[None, None, None]:
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.refuse(f"嵌套超过 {MAX_NESTING} 层", f"nested deeper than {MAX_NESTING} levels")
        yield
        self.depth -= 1

    def closed(self) -> Node:
        """The expression and its closing brace; `end` is the place behind it."""
        node = self.choice()
        brace = self.expect("}")
        self.end = brace.start + 1
        return node

    def choice(self) -> Node:
        with self.nested():
            condition = self._or()
            if not self.skip("?"):
                return condition
            then = self.choice()
            self.expect(":")
            return tree.If(condition, then, self.choice())

    def _or(self) -> Node:
        operands = [self._and()]
        while self.skip("||"):
            operands.append(self._and())
        return operands[0] if len(operands) == 1 else tree.Logic("or", tuple(operands))

    def _and(self) -> Node:
        operands = [self._binary(0)]
        while self.skip("&&"):
            operands.append(self._binary(0))
        return operands[0] if len(operands) == 1 else tree.Logic("and", tuple(operands))

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        operators, kind = _LEVELS[level]
        node = self._binary(level + 1)
        rest: list[tuple[str, Node]] = []
        while self.operator in operators and len(rest) < _MAX_CHAIN:
            operator = self.operator
            self.take()
            rest.append((operator, self._binary(level + 1)))
        if kind == "=" and len(rest) > MAX_NESTING:
            self.refuse("连续的比较太多", "too many comparisons in a row")
        if kind == "+":
            return tree.Arithmetic(node, tuple(rest)) if rest else node
        for operator, operand in rest:
            node = tree.Comparison("=" if operator == "==" else operator, node, operand)
        return node

    def _unary(self) -> Node:
        with self.nested():
            if self.skip("!"):
                return tree.Not(self._unary())
            if self.skip("-"):
                return tree.Negation(self._unary())
            if self.word.kind == "name" and self.word.text == "empty":
                self.take()
                return tree.Empty(self._unary())
            return self._postfix()

    def _postfix(self) -> Node:
        start = self.word.start
        node = self._primary()
        for _ in range(MAX_NESTING):
            if self.skip("."):
                if self.word.kind != "name":
                    self._refuse_word()
                name = self.take().text
                node = self._method(node, name, start) if self.operator == "(" else self._property(node, name, start)
            elif self.skip("["):
                node = tree.Filter(node, self.choice())
                self.expect("]")
            else:
                return node
        self.refuse("连续的取值太多", "too many accesses in a row")

    def _primary(self) -> Node:
        word = self.word
        if word.kind == "number":
            return tree.Literal(number(self.take().text))
        if word.kind == "string":
            return tree.Literal(re.sub(r"\\(.)", r"\1", self.take().text[1:-1], flags=re.DOTALL))
        if word.kind == "name" and word.text not in _WORD_OPERATORS:
            self.take()
            if word.text in _CONSTANTS:
                return tree.Literal(_CONSTANTS[word.text])
            if self.operator == "(":
                return self._function(word)
            if self.operator == ":" and self.words[self.index + 1].kind == "name" and self._calls(self.index + 2):
                self._not_supported(word.start)
            return tree.Name(word.text)
        if self.skip("("):
            node = self.choice()
            self.expect(")")
            return node
        self._refuse_word()

    def _calls(self, index: int) -> bool:
        return index < len(self.words) and self.words[index].text == "("

    def _function(self, word: _Word) -> Node:
        arguments = self._arguments(word.start)
        if word.text == "now" and not arguments:
            return tree.Call(tree.Name("now"), ())
        raise ExpressionNotSupported(self.text, word.start, f"{word.text}(…)")

    def _property(self, base: Node, name: str, start: int) -> Node:
        if base == tree.Name("execution"):
            if name not in EXECUTION_PROPERTIES:
                self._not_supported(start)
            return tree.Method(base, name, ())
        return tree.Path(base, name)

    def _method(self, base: Node, name: str, start: int) -> Node:
        arguments = self._arguments(start)
        if base == tree.Name("execution"):
            if name not in EXECUTION_METHODS or len(arguments) != 1:
                self._not_supported(start)
            return tree.Method(base, name, tuple(arguments))
        if name not in METHODS or len(arguments) not in METHODS[name]:
            self._not_supported(start)
        return tree.Method(base, name, tuple(arguments))

    def _arguments(self, start: int) -> list[Node]:
        self.expect("(")
        arguments: list[Node] = []
        while self.operator != ")":
            if self.word.kind == "end":
                self._not_supported(start)
            arguments.append(self.choice())
            if not self.skip(","):
                break
        self.expect(")")
        return arguments

    def _not_supported(self, start: int) -> NoReturn:
        """Refuse the call that began at `start`, shown up to where reading stands."""
        what = " ".join(self.text[start : self.word.start].split())
        raise ExpressionNotSupported(self.text, start, what if len(what) <= 60 else what[:60] + "…")
