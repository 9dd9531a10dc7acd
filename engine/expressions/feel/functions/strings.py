"""Built-in functions on strings (DMN 10.3.4.3). Positions count characters (code points) from 1."""

from decimal import Decimal
from typing import Any

from engine.expressions.feel.built_in import Table
from engine.expressions.feel.patterns import BadPattern, Pattern, pattern
from engine.expressions.frame import Frame

STRINGS = Table()


@STRINGS.add("substring", "string: string, start position: number, length?: number")
def substring(text: str, start: Decimal, length: Decimal | None) -> str | None:
    if not -len(text) <= start <= len(text) or start == 0 or (length is not None and length < 1):
        return None
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    return text[first:] if length is None else text[first : first + min(len(text), int(min(length, Decimal(10**9))))]


@STRINGS.add("string length", "string: string")
def string_length(text: str) -> Decimal:
    return Decimal(len(text))


@STRINGS.add("upper case", "string: string")
def upper_case(text: str) -> str:
    return text.upper()


@STRINGS.add("lower case", "string: string")
def lower_case(text: str) -> str:
    return text.lower()


@STRINGS.add("trim", "string: string")
def trim(text: str) -> str:
    return text.strip()


@STRINGS.add("is blank", "string: string")
def is_blank(text: str) -> bool:
    return not text.strip()


@STRINGS.add("substring before", "string: string, match: string")
def substring_before(text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@STRINGS.add("substring after", "string: string, match: string")
def substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@STRINGS.add("contains", "string: string, match: string")
def contains(text: str, match: str) -> bool:
    return match in text


@STRINGS.add("starts with", "string: string, match: string")
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@STRINGS.add("ends with", "string: string, match: string")
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@STRINGS.add("string join", "list: list, delimiter?: string", takes_frame=True)
def string_join(frame: Frame, parts: list[Any], delimiter: str | None) -> str | None:
    """Nulls are left out; an element that is no string makes the result null."""
    texts = [part for part in parts if part is not None]
    if not all(isinstance(part, str) for part in texts):
        return None
    frame.root.budget.grow(sum(len(part) for part in texts) + len(delimiter or "") * len(texts))
    return (delimiter or "").join(texts)


@STRINGS.add("matches", "input: string, pattern: string, flags?: string", takes_frame=True)
def matches(frame: Frame, text: str, regex: str, flags: str | None) -> bool | None:
    compiled = _compiled(regex, flags)
    return None if compiled is None else compiled.search(text, 0, frame.root.budget) is not None


@STRINGS.add("replace", "input: string, pattern: string, replacement: string, flags?: string", takes_frame=True)
def replace(frame: Frame, text: str, regex: str, replacement: str, flags: str | None) -> str | None:
    """Null when the pattern is wrong or matches the empty string, as XPath's `fn:replace` has it."""
    compiled = _compiled(regex, flags)
    if compiled is None:
        return None
    budget = frame.root.budget
    if compiled.search("", 0, budget) is not None:
        return None
    try:
        return compiled.replaced(text, replacement, budget)
    except BadPattern:
        return None


@STRINGS.add("split", "string: string, delimiter: string", takes_frame=True)
def split(frame: Frame, text: str, delimiter: str) -> list[str] | None:
    if not delimiter:
        return list(text)
    compiled = _compiled(delimiter, None)
    return None if compiled is None else compiled.split(text, frame.root.budget)


@STRINGS.add("extract", "string: string, pattern: string", takes_frame=True)
def extract(frame: Frame, text: str, regex: str) -> list[str] | None:
    """All the parts of the text that match (Camunda)."""
    compiled = _compiled(regex, None)
    return None if compiled is None else [text[a:b] for a, b in compiled.spans(text, frame.root.budget)]


def _compiled(regex: str, flags: str | None) -> Pattern | None:
    try:
        return pattern(regex, flags or "")
    except BadPattern:
        return None
