"""One DMN file while it is read: its elements, its names and types, its refusals, and the texts in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.decisions.errors import DecisionRefused
from engine.decisions.types import Types
from engine.expressions import Expression, ExpressionSyntax, UnaryTests, parse, parse_unary_tests
from engine.expressions.feel.tree import TypeName
from engine.expressions.feel.words import normal
from engine.reading.names import Element

_NUMBER_TYPES = frozenset(["integer", "int", "long", "double", "float", "decimal", "number"])


@dataclass(slots=True)
class Sheet:
    """One DMN file while it is read. With `problems` given, a refusal is kept there and its expression gives null."""

    source: str
    names: frozenset[str]
    language: str = ""
    old: bool = False
    """DMN 1.1, where Camunda 7 takes JUEL where no language is named."""
    types: Types = field(default_factory=Types)
    problems: list[DecisionRefused] | None = None
    depth: int = 0
    """How many boxed expressions stand around the one being read."""

    def refuse(self, element: Element, reason_zh: str, reason_en: str, **params: Any) -> None:
        refusal = DecisionRefused(
            "decision.refused",
            decision=owner_name(element),
            element=nearest_id(element),
            line=line_of(element),
            reason_zh=reason_zh,
            reason_en=reason_en,
            file=self.source,
            **params,
        )
        if self.problems is None:
            raise refusal
        self.problems.append(refusal)

    def language_of(self, element: Element) -> str:
        """`feel`, `juel`, or empty when none is named; program code is refused."""
        named = element.get("expressionLanguage") or self.language
        lowered = named.lower()
        if not named or "feel" in lowered:
            return "feel" if named else ""
        if lowered in ("juel", "http://www.jcp.org/en/jsr/detail?id=245"):
            return "juel"
        self.refuse(
            element,
            f"表达式语言 {named} 是程序代码，请改用 FEEL",
            f"the expression language {named} is program code; use FEEL",
            language=named,
        )
        return "refused"

    def expression(self, element: Element, text: str) -> Expression:
        """The element's text in its language."""
        language = self.language_of(element)
        if language == "refused":
            return NOTHING
        if language == "juel":
            return self._parsed(element, lambda: parse(_braced(text), language="juel"))
        if not language and self.old:
            try:
                return parse(text, language="feel", names=self.names)
            except ExpressionSyntax:
                return self._parsed(element, lambda: parse(_braced(text), language="juel"))
        return self._parsed(element, lambda: parse(text, language="feel", names=self.names))

    def _parsed(self, element: Element, read: Callable[[], Expression]) -> Expression:
        try:
            return read()
        except ExpressionSyntax as refusal:
            self.refuse(element, refusal.in_language("zh").rstrip("。"), refusal.in_language("en").rstrip("."))
            return NOTHING

    def tests(self, element: Element) -> UnaryTests | Expression:
        """A cell or a list of allowed values."""
        text = text_of(element)
        if text in ("", "-"):
            return parse_unary_tests("-")
        if self.language_of(element) == "juel":
            return self.expression(element, text)
        return self.unary_tests(element, text)

    def unary_tests(self, element: Element, text: str) -> UnaryTests:
        try:
            return parse_unary_tests(text, names=self.names)
        except ExpressionSyntax as refusal:
            self.refuse(element, refusal.in_language("zh").rstrip("。"), refusal.in_language("en").rstrip("."))
            return parse_unary_tests("false")


NOTHING = parse("null", language="feel")


def _braced(text: str) -> str:
    return text if "${" in text or "#{" in text else "${" + text + "}"


def local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: Element, *names: str) -> Element | None:
    return next((one for one in element if local(one) in names), None)


def kids(element: Element, *names: str) -> list[Element]:
    return [one for one in element if local(one) in names]


def text_of(element: Element | None) -> str:
    """The text of the element's `text` child, as written but without white space around it."""
    text = None if element is None else child(element, "text")
    return "" if text is None else "".join(str(part) for part in text.itertext()).strip()


def line_of(element: Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None


def nearest_id(element: Element) -> str | None:
    """The id of the element or of the nearest one around it."""
    place: Element | None = element
    while place is not None:
        if place.get("id"):
            return place.get("id")
        place = place.getparent()
    return None


def owner_name(element: Element) -> str:
    """The decision, knowledge model or type the element belongs to."""
    place: Element | None = element
    while place is not None and local(place) not in ("decision", "businessKnowledgeModel", "itemDefinition"):
        place = place.getparent()
    return "" if place is None else (place.get("name") or place.get("id") or "")


def type_of(text: str | None) -> TypeName | None:
    """A `typeRef`, which older files write with a prefix (`feel:number`)."""
    if not text:
        return None
    name = text.strip().split(":")[-1].split("}")[-1]
    return TypeName("number" if name in _NUMBER_TYPES else name)


def name_of(element: Element) -> str:
    """The element's name in the one spelling that FEEL compares."""
    return normal_name(element.get("name") or element.get("id") or "")


def normal_name(name: str) -> str:
    return " ".join(normal(name).split())
