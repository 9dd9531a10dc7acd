"""Sets of characters in a regular expression: `[a-z-[aeiou]]`, `\\d`, `\\p{Lu}`; the reader of a pattern."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_QUANTIFIER = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}", re.ASCII)
_CATEGORY = re.compile(r"\{(Is[\w-]+|[LMNPZSC][a-z]?)\}", re.ASCII)
_NAMED_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_PLAIN_ESCAPES = frozenset("\\|.?*+(){}[]^$-/\"' #")
_BLOCKS = {
    "BasicLatin": (0x00, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}


class BadPattern(Exception):
    """The text is no regular expression; the argument is the place where that shows."""


@dataclass(frozen=True, slots=True)
class Chars:
    """The characters for which `accepts` is true."""

    accepts: Callable[[str], bool]

    def ignoring_case(self, char: str) -> bool:
        return self.accepts(char) or self.accepts(char.lower()) or self.accepts(char.upper())

    @property
    def others(self) -> "Chars":
        return Chars(lambda char: not self.accepts(char))

    @staticmethod
    def of(wanted: str) -> "Chars":
        return Chars(lambda char: char == wanted)

    @staticmethod
    def anything() -> "Chars":
        return Chars(lambda char: True)

    @staticmethod
    def no_line_end() -> "Chars":
        return Chars(lambda char: char not in "\n\r")

    @staticmethod
    def between(low: str, high: str) -> "Chars":
        return Chars(lambda char: low <= char <= high)


class Reader:
    """A place in the text of a pattern."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    @property
    def ended(self) -> bool:
        return self.place >= len(self.text)

    @property
    def peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def take(self) -> str:
        if self.ended:
            raise BadPattern(self.place)
        self.place += 1
        return self.text[self.place - 1]

    def skip(self, wanted: str) -> bool:
        if self.text.startswith(wanted, self.place):
            self.place += len(wanted)
            return True
        return False

    def match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        found = expression.match(self.text, self.place)
        if found is not None:
            self.place = found.end()
        return found

    def quantifier(self) -> tuple[int, int | None] | None:
        """Least and greatest number of repetitions, None for the greatest when there is no limit."""
        for symbol, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.skip(symbol):
                return bounds
        found = self.match(_QUANTIFIER)
        if found is None:
            return None
        low = int(found[1])
        high = low if found[2] is None else int(found[3]) if found[3] else None
        if high is not None and high < low:
            raise BadPattern(self.place)
        return low, high


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _is_name_start(char: str) -> bool:
    return char in "_:" or unicodedata.category(char)[0] == "L" or unicodedata.category(char) == "Nl"


def _is_name_char(char: str) -> bool:
    return _is_name_start(char) or char in "-.·" or unicodedata.category(char) in ("Nd", "Mc", "Me", "Mn", "Lm")


_CLASSES = {
    "d": Chars(lambda char: unicodedata.category(char) == "Nd"),
    "s": Chars(lambda char: char in " \t\n\r"),
    "w": Chars(_is_word),
    "i": Chars(_is_name_start),
    "c": Chars(_is_name_char),
}


def escape(source: Reader) -> Chars:
    """What stands behind a backslash, as a set."""
    start, char = source.place, source.take()
    if char in _NAMED_ESCAPES:
        return Chars.of(_NAMED_ESCAPES[char])
    if char.lower() in _CLASSES:
        found = _CLASSES[char.lower()]
        return found if char.islower() else found.others
    if char in "pP":
        found = _category(source)
        return found if char == "p" else found.others
    if char in _PLAIN_ESCAPES:
        return Chars.of(char)
    raise BadPattern(start)


def _category(source: Reader) -> Chars:
    found = source.match(_CATEGORY)
    if found is None:
        raise BadPattern(source.place)
    name = found[1]
    if not name.startswith("Is"):
        return Chars(lambda char: unicodedata.category(char).startswith(name))
    if name[2:] not in _BLOCKS:
        raise BadPattern(source.place)
    low, high = _BLOCKS[name[2:]]
    return Chars.between(chr(low), chr(high))


def read_class(source: Reader, depth: int = 0) -> Chars:
    """Behind `[`: the set up to and with its `]`; `-[…]` at the end takes characters away."""
    if depth > 10:
        raise BadPattern(source.place)
    inverted = source.skip("^")
    members: list[Chars] = []
    without: Chars | None = None
    while not (members and source.skip("]")):
        if members and source.skip("-["):
            without = read_class(source, depth + 1)
            if not source.skip("]"):
                raise BadPattern(source.place)
            break
        members.append(_member(source))
    found = Chars(lambda char: any(member.accepts(char) for member in members) != inverted)
    if without is None:
        return found
    removed = without
    return Chars(lambda char: found.accepts(char) and not removed.accepts(char))


def _member(source: Reader) -> Chars:
    """One character, escape or range of a class."""
    if source.skip("\\"):
        plain = source.peek in _PLAIN_ESCAPES or source.peek in _NAMED_ESCAPES
        low = _NAMED_ESCAPES.get(source.peek, source.peek)
        found = escape(source)
        if not plain:
            return found
    else:
        low = source.take()
        if low == "[":
            raise BadPattern(source.place)
        found = Chars.of(low)
    behind = source.text[source.place + 1 : source.place + 2]
    if source.peek == "-" and behind not in ("]", "["):
        source.take()
        high = source.take()
        if high == "\\":
            high = _NAMED_ESCAPES.get(source.peek, source.peek)
            escape(source)
        if high < low:
            raise BadPattern(source.place)
        return Chars.between(low, high)
    return found
