"""Expressions, mappings and lists of names out of attribute texts; what cannot be read becomes a finding."""

from __future__ import annotations

import json
import re

from engine.expressions import Expression, ExpressionSyntax, parse
from engine.model import VariableMapping
from engine.reading.dialects import RawMapping
from engine.reading.names import Element, text_of
from engine.reading.sheet import Sheet

_PARTS = re.compile(r"(?:[$#]\{[^}]*\}|[^,])+")
_LANGUAGES = ("feel", "juel", "camunda", "flowable", "activiti")
_WRAPPED = re.compile(r"[$#]\{.*\}", re.DOTALL)


def expression(
    sheet: Sheet, element: Element, text: str | None, *, place: str, language: str = "auto"
) -> Expression | None:
    """The parsed expression; None when there is no text, or with an error finding when it is wrong.

    `place` names the attribute or element the text stands in.
    """
    if text is None or not text.strip():
        return None
    try:
        return parse(text.strip(), language=language)
    except ExpressionSyntax as problem:
        sheet.report(
            "error",
            "expression.wrong",
            element,
            place=place,
            problem_zh=problem.in_language("zh"),
            problem_en=problem.in_language("en"),
        )
        return None


def drawn_expression(sheet: Sheet, owner: Element, holder: Element | None, *, place: str) -> Expression | None:
    """The expression inside a BPMN element such as `conditionExpression`, in the language it declares."""
    if holder is None:
        return None
    declared = (holder.get("language") or sheet.language).lower()
    own = (holder.get("language") or "").lower()
    if own and not is_wrapped(text_of(holder)) and not any(known in own for known in _LANGUAGES):
        sheet.report("warning", "expression.language", owner, place=place, language=own)
    language = "feel" if "feel" in declared and not is_wrapped(text_of(holder)) else "auto"
    return expression(sheet, owner, text_of(holder), place=place, language=language)


def constant(value: object) -> Expression:
    """An expression that always gives this text, number, list or map."""
    return parse(json.dumps(value, ensure_ascii=False), language="feel")


def is_wrapped(text: str) -> bool:
    """Whether the text holds `${…}` or begins with `=`: an expression beyond doubt."""
    return text.startswith("=") or _WRAPPED.search(text) is not None


def text_or_expression(sheet: Sheet, element: Element, text: str | None, *, place: str) -> Expression | None:
    """Attribute texts are constants unless they say that they are expressions."""
    if text is None or not text.strip():
        return None
    if is_wrapped(text.strip()):
        return expression(sheet, element, text, place=place)
    return constant(text.strip())


def split_names(text: str | None) -> list[str]:
    """A comma list, commas inside `${…}` not counted; a FEEL list (`=…`) stays one entry."""
    if text is None or not text.strip():
        return []
    if text.strip().startswith("="):
        return [text.strip()]
    return [part.strip() for part in _PARTS.findall(text) if part.strip()]


def mappings(
    sheet: Sheet, element: Element, drawn: tuple[RawMapping, ...], *, place: str
) -> tuple[VariableMapping, ...]:
    """The mappings that can be done here; the others are error findings."""
    found: list[VariableMapping] = []
    for raw in drawn:
        if raw.kind == "all":
            found.append(VariableMapping(all_variables=True))
        elif raw.kind == "script":
            sheet.report("error", "mapping.script", element, target=raw.target)
        elif raw.kind == "computed":
            sheet.report("error", "mapping.computed_parts", element, target=raw.target)
        elif raw.kind == "business_key":
            sheet.report("note", "mapping.business_key", element)
        elif not raw.target:
            sheet.report("error", "mapping.no_target", element, place=place)
        else:
            if not raw.text.strip() and raw.kind in ("name", "expression", "feel"):
                sheet.report("warning", "mapping.no_source", element, place=place, target=raw.target)
            source = _source(sheet, element, raw, f"{place} {raw.target}")
            found.append(VariableMapping(target=raw.target, source=source))
    return tuple(found)


def _source(sheet: Sheet, element: Element, raw: RawMapping, place: str) -> Expression | None:
    text = raw.text.strip()
    if not text:
        return parse("null", language="feel")
    match raw.kind:
        case "structure":
            return parse(text, language="feel")
        case "text":
            return text_or_expression(sheet, element, text, place=place)
        case "feel":
            return expression(sheet, element, text, place=place) if text.startswith("=") else constant(text)
        case _:
            return expression(sheet, element, text, place=place)
