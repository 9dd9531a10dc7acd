"""An expression as the rest of the engine holds it: parsed once at publishing, evaluated as often as needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.expressions.budget import MAX_NESTING, MAX_TEXT, Budget
from engine.expressions.errors import (
    ExpressionFailed,
    ExpressionSyntax,
    ExpressionTooExpensive,
    ExpressionTooLong,
    shown,
)
from engine.expressions.feel.compiling import INPUT, code_of
from engine.expressions.feel.free_names import Free, free_names
from engine.expressions.feel.functions import BUILT_IN
from engine.expressions.feel.parser import parse as parse_feel
from engine.expressions.feel.parser import parse_cell
from engine.expressions.feel.tree import Literal, Node, Tests
from engine.expressions.feel.values import weigh
from engine.expressions.frame import Code, Frame, Root
from engine.expressions.juel.compiling import code_of as juel_code_of
from engine.expressions.juel.parser import is_juel
from engine.expressions.juel.parser import parse as parse_juel

FEEL, JUEL = "feel", "juel"


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; two with the same text and language are equal.

    `names` are the variables it certainly uses, by their first segment; `item_names` those inside a filter, which
    may also be entries of the list's elements. `tree` is the parsed form.
    """

    text: str
    language: str
    where: str | None = field(default=None, compare=False)
    tree: Node = field(default=Literal(None), repr=False, compare=False)
    names: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    item_names: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    code: Code = field(default=lambda frame: None, repr=False, compare=False)

    def evaluate(self, scope: Mapping[str, Any], *, budget: Budget | None = None, now: datetime | None = None) -> Any:
        """The value for the variables in `scope`: Decimal, str, bool, None, list, dict or one of FEEL's time types.

        `now` (aware) is what `now()` and `today()` tell in Asia/Shanghai. FEEL answers null (None) where it has no
        answer; JUEL raises `ExpressionFailed` (unknown variable, impossible conversion). Raises
        `ExpressionTooExpensive` at a limit.
        """
        root = Root(scope, budget or Budget(), now, BUILT_IN if self.language == FEEL else {})
        return self.run(Frame(root, {}))

    def holds(self, scope: Mapping[str, Any], *, budget: Budget | None = None, now: datetime | None = None) -> bool:
        """Whether the expression is true as a condition: see `truth`."""
        try:
            return truth(self.evaluate(scope, budget=budget, now=now), language=self.language)
        except ExpressionFailed as failure:
            raise self._named(failure) from None

    def run(self, frame: Frame) -> Any:
        """Evaluate in a given frame, with the errors naming this expression."""
        try:
            value = self.code(frame)
            if type(value) is dict or type(value) is list:
                weigh(value, frame.root.budget)
            return value
        except RecursionError:
            raise ExpressionTooExpensive(
                "嵌套层数", "levels of nesting", MAX_NESTING, text=self.text, where=self.where
            ) from None
        except (ExpressionFailed, ExpressionTooExpensive) as failure:
            raise self._named(failure) from None

    def _named(self, failure: Any) -> Any:
        """The failure with this expression's text and place, unless an inner expression is named already."""
        if not failure.params.get("text"):
            failure.params.update(text=shown(self.text), element=self.where)
        return failure


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A decision table cell; `any_value` is true for `-`."""

    text: str
    tree: Tests = field(default=Tests(()), repr=False, compare=False)
    names: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    code: Code = field(default=lambda frame: None, repr=False, compare=False)

    @property
    def any_value(self) -> bool:
        return not self.tree.tests

    def matches(self, value: Any, scope: Mapping[str, Any], *, budget: Budget | None = None) -> bool:
        """Whether the input value passes; a test without answer (null) does not pass."""
        return self.run(Frame(Root({**scope, INPUT: value}, budget or Budget(), None, BUILT_IN), {}))

    def run(self, frame: Frame) -> bool:
        """Whether the value under `?` in the frame passes."""
        return self.code(frame) is True


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name = expression` of a script."""

    name: str
    expression: Expression


def parse(text: str, *, language: str = "auto", where: str | None = None, names: Iterable[str] = ()) -> Expression:
    """Read an expression.

    `auto`: a text with a leading `=` is FEEL (Camunda 8); one with `${…}` or `#{…}` is JUEL, with other text around it
    a template that gives a string; anything else is FEEL. `names` are known names that are not one plain word, such
    as `Monthly Salary` or `first-name`; neighbouring plain words are read as one name even without it. `where` (the
    element) is repeated in errors. Raises `ExpressionSyntax`.
    """
    special = frozenset(name for name in names if not name.isidentifier())
    try:
        return _parsed(text, language, where, special)
    except ExpressionSyntax as refusal:
        refusal.params["element"] = where
        raise
    except RecursionError:
        raise _too_deep(text, where) from None


def _too_deep(text: str, where: str | None) -> ExpressionSyntax:
    """The caller itself stood so deep that even an allowed nesting met Python's limit."""
    return ExpressionSyntax(text, 0, "嵌套太深", "nested too deeply", where=where)


@lru_cache(maxsize=8192)
def _parsed(text: str, language: str, where: str | None, names: frozenset[str]) -> Expression:
    if len(text) > MAX_TEXT:
        raise ExpressionTooLong(text, MAX_TEXT)
    if language == JUEL or (language == "auto" and is_juel(text) and not text.lstrip().startswith("=")):
        node = parse_juel(text)
        free = free_names(node, frozenset(["now"]))
        return Expression(text, JUEL, where, node, free.certain, free.possible, juel_code_of(node))
    body = text.strip()
    node = parse_feel(body.removeprefix("="), names)
    free = free_names(node, frozenset(BUILT_IN))
    return Expression(text, FEEL, where, node, free.certain, free.possible, code_of(node))


def from_tree(node: Node, text: str, *, where: str | None = None) -> Expression:
    """A FEEL expression put together by a reader of boxed expressions; `text` is what errors show."""
    free = free_names(node, frozenset(BUILT_IN))
    return Expression(text, FEEL, where, node, free.certain, free.possible, code_of(node))


def parse_unary_tests(text: str, *, where: str | None = None, names: Iterable[str] = ()) -> UnaryTests:
    """Read a decision table cell: `-`, `> 5, "a"`, `[1..3]`, `not("x")`, `starts with(?, "A")`."""
    special = frozenset(name for name in names if not name.isidentifier())
    try:
        return _parsed_tests(text, special)
    except ExpressionSyntax as refusal:
        refusal.params["element"] = where
        raise
    except RecursionError:
        raise _too_deep(text, where) from None


@lru_cache(maxsize=8192)
def _parsed_tests(text: str, names: frozenset[str]) -> UnaryTests:
    if len(text) > MAX_TEXT:
        raise ExpressionTooLong(text, MAX_TEXT)
    node = parse_cell(text, names)
    assert isinstance(node, Tests)
    free: Free = free_names(node, frozenset(BUILT_IN))
    return UnaryTests(text, node, free.certain, code_of(node))


def truth(value: Any, *, language: str = FEEL) -> bool:
    """Whether a value counts as true in a condition.

    FEEL: only true itself; null and every other value are false, as DMN's `if` has it. JUEL: a boolean, else
    `ExpressionFailed`, as Camunda 7 has it.
    """
    if language == JUEL and not isinstance(value, bool):
        raise ExpressionFailed("条件的结果不是真或假", "a condition must be true or false")
    return value is True
