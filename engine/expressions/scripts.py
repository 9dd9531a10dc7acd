"""A FEEL script: what a script task writes into variables."""

from collections.abc import Iterable

from engine.expressions.errors import ExpressionSyntax
from engine.expressions.expression import Assignment, Expression, parse
from engine.expressions.feel.reading import Words
from engine.expressions.feel.tree import ContextLiteral
from engine.expressions.feel.words import Word, normal

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def assignments(text: str, *, where: str | None = None, names: Iterable[str] = ()) -> tuple[Assignment, ...]:
    """The assignments of a script, in order.

    One `name = expression` per line or between semicolons; a line that ends within brackets goes on in the next. Or
    one context `{a: 1, b: a + 1}`. A later assignment sees the earlier ones. Raises `ExpressionSyntax` with the
    position in the whole text.
    """
    text = normal(text)
    body = text.strip().removeprefix("=").strip()
    known = list(names)
    if body.startswith("{"):
        return _entries(text, where, known)
    found: list[Assignment] = []
    for words in _statements(text):
        assignment = _assignment(text, words, where, known)
        found.append(assignment)
        known.append(assignment.name)
    if not found:
        raise ExpressionSyntax(text, 0, "脚本里没有赋值", "the script assigns nothing", where=where)
    return tuple(found)


def _statements(text: str) -> list[list[Word]]:
    """The words of each statement: split at semicolons, and at line ends outside brackets."""
    statements: list[list[Word]] = [[]]
    depth, last = 0, 0
    for word in Words(text).words:
        if word.kind == "end":
            break
        new_line = "\n" in text[last : word.start] and depth == 0 and _may_end(statements[-1]) and _may_begin(word)
        if new_line or (word.text == ";" and depth == 0):
            statements.append([])
        if word.kind == "symbol":
            depth += (word.text in _OPENING) - (word.text in _CLOSING)
        if word.text != ";" or depth:
            statements[-1].append(word)
        last = word.end
    return [words for words in statements if words]


_GOES_ON = frozenset(
    "= + - * / ** < > <= >= != , and or then else if return in satisfies between for some every ( [ { : .".split()
)
_CONTINUES = _GOES_ON - {"if", "for", "some", "every", "(", "[", "{", "-"}


def _may_end(words: list[Word]) -> bool:
    return bool(words) and words[-1].text not in _GOES_ON


def _may_begin(word: Word) -> bool:
    return word.kind != "symbol" and word.text not in _CONTINUES


def _assignment(text: str, words: list[Word], where: str | None, known: list[str]) -> Assignment:
    sign = next((index for index, word in enumerate(words) if word.text == "=" and word.kind == "symbol"), 0)
    if not sign or words[0].kind != "name":
        reason_zh, reason_en = "每一行应为“变量 = 表达式”", "each line must be “variable = expression”"
        raise ExpressionSyntax(text, words[0].start, reason_zh, reason_en, where=where)
    name = " ".join(text[words[0].start : words[sign - 1].end].split())
    start, end = words[sign].end, words[-1].end
    return Assignment(name, _part(text, start, end, where, known))


def _part(text: str, start: int, end: int, where: str | None, known: list[str]) -> Expression:
    try:
        return parse(text[start:end].strip(), language="feel", where=where, names=known)
    except ExpressionSyntax as refusal:
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        refusal.params["position"] = refusal.params.get("position", 1) + start + lead
        raise


def _entries(text: str, where: str | None, known: list[str]) -> tuple[Assignment, ...]:
    """The entries of a context, each as an expression of its own that sees the earlier ones as variables."""
    if not isinstance(parse(text, language="feel", where=where, names=known).tree, ContextLiteral):
        raise ExpressionSyntax(text, 0, "脚本应为赋值或一个对象", "a script is assignments or one context", where=where)
    words = Words(text).words
    found: list[Assignment] = []
    depth, key_start, value_start = 0, -1, -1
    for index, word in enumerate(words):
        if word.kind == "symbol" and word.text in _OPENING:
            depth += 1
            if depth == 1:
                key_start = index + 1
        closes = word.kind == "symbol" and word.text in _CLOSING
        if depth == 1 and value_start < 0 and word.text == ":":
            value_start = word.end
            name = " ".join(text[words[key_start].start : words[index - 1].end].strip('"').split())
        elif depth == 1 and value_start >= 0 and (word.text == "," or closes):
            found.append(Assignment(name, _part(text, value_start, words[index - 1].end, where, known)))
            known.append(name)
            key_start, value_start = index + 1, -1
        depth -= closes
    return tuple(found)
