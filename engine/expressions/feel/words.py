"""Cuts FEEL text into words. Names may be Chinese; text is normalised to NFC first."""

import re
import unicodedata
from dataclasses import dataclass

from engine.expressions.errors import ExpressionSyntax

KEYWORDS = frozenset(
    "and or between in if then else for return some every satisfies instance".split()
    + "true false null function external".split()
)

_NAME_START = r"(?:[^\W\d]|[?_\U00010000-\U000EFFFF])"
_NAME_PART = r"(?:\w|[?_·\u0300-\u036F\u203F\u2040\u200d\ufe0f\U00010000-\U000EFFFF])"
_WORD = re.compile(
    rf"""
    (?P<space>(?:\s|//[^\n]*|/\*.*?\*/)+)
  | (?P<number>(?:\d+(?:\.(?=\d)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>{_NAME_START}{_NAME_PART}*)
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<symbol>\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{{}},.:@;])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_PLAIN = '( ) , > < = " " : ; + - * / >= <= != . , [ ] " " " not(…)'.split()
FULL_WIDTH = dict(zip("（），＞＜＝“”：；＋－×÷≥≤≠。、【】‘’'！", _PLAIN, strict=True))


@dataclass(frozen=True, slots=True)
class Word:
    """`kind`: number, name, string, symbol, other, or end; `spaced`: white space stands before it."""

    kind: str
    text: str
    start: int
    spaced: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def cut(text: str) -> list[Word]:
    """All words of the text (already NFC), closed by one of kind `end`."""
    words: list[Word] = []
    spaced = False
    for match in _WORD.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            spaced = True
            continue
        words.append(Word(kind, match.group(), match.start(), spaced))
        spaced = False
    words.append(Word("end", "", len(text), spaced))
    return words


def normal(text: str) -> str:
    """The text in the one spelling that names are compared in (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unquoted(word: Word, text: str) -> str:
    """The string that a quoted word stands for; surrogate pairs written as two escapes become one character."""

    def plain(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) > 1:
            number = int(code[1:], 16)
            if number > 0x10FFFF:
                raise ExpressionSyntax(text, word.start, "没有这个字符编号", "there is no such character code")
            return chr(number)
        # An unknown escape stays as it is: patterns such as "\d" are written without doubling the backslash.
        return _SIMPLE_ESCAPES.get(code, "\\" + code)

    value = _ESCAPE.sub(plain, word.text[1:-1])
    if any("\ud800" <= char <= "\udfff" for char in value):
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value
