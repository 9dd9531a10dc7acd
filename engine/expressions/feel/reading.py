"""A place in the words of one FEEL text: what every reader needs, and the sentences of its refusals."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import NoReturn

from engine.expressions.budget import MAX_NESTING
from engine.expressions.errors import ExpressionSyntax
from engine.expressions.feel.names import KnownNames, joined
from engine.expressions.feel.words import FULL_WIDTH, KEYWORDS, Word, cut, normal, unquoted

_KEYWORD_NAMES = KnownNames(["date and time", "years and months duration", "days and time duration", "get or else"])
"""Names of functions and types that hold a keyword."""
_FOREIGN = {"&": "and", "|": "or", "!": "not(...)", "%": "modulo(a, b)"}


class Words:
    """A place in the words of one text, and what every reader of FEEL needs there."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        self.text = normal(text)
        self.words = cut(self.text)
        self.index = 0
        self.depth = 0
        self.known = KnownNames(names)

    @property
    def word(self) -> Word:
        return self.words[self.index]

    def at(self, *texts: str) -> bool:
        """The next word is one of these symbols or keywords."""
        return self.word.text in texts and self.word.kind in ("symbol", "name")

    def follows(self, text: str, ahead: int = 1) -> bool:
        index = self.index + ahead
        return index < len(self.words) and self.words[index].text == text and self.words[index].kind != "string"

    def take(self) -> Word:
        word = self.word
        self.index += 1
        return word

    def skip(self, text: str) -> bool:
        if self.at(text):
            self.index += 1
            return True
        return False

    def expect(self, *texts: str) -> Word:
        if not self.at(*texts):
            wanted_zh, wanted_en = " 或 ".join(f"“{t}”" for t in texts), " or ".join(f"“{t}”" for t in texts)
            self.refuse(f"此处应为 {wanted_zh}，而不是{self._seen_zh()}", f"expected {wanted_en}, found {self._seen()}")
        return self.take()

    def refuse(self, reason_zh: str, reason_en: str, position: int | None = None) -> NoReturn:
        raise ExpressionSyntax(self.text, self.word.start if position is None else position, reason_zh, reason_en)

    def refuse_word(self) -> NoReturn:
        """Say what is wrong with the next word, which nothing may start with."""
        word = self.word
        if word.kind == "other" and word.text in FULL_WIDTH:
            plain = FULL_WIDTH[word.text]
            self.refuse(f"请用半角的 {plain} 代替 {word.text}", f"write {plain} instead of {word.text}")
        if word.text == "=" and self.index and self.words[self.index - 1].text == "=":
            self.refuse("“等于”请写一个 =", "write = once for “equals”")
        if word.kind == "other" and word.text in _FOREIGN:
            self.refuse(f"请用 {_FOREIGN[word.text]}", f"write {_FOREIGN[word.text]}")
        if word.text == '"':
            self.refuse("字符串没有结尾的引号", "the string has no closing quote")
        self.refuse(f"此处不应出现{self._seen_zh()}", f"unexpected {self._seen()}")

    @contextmanager
    def nested(self) -> Generator[None, None, None]:
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.refuse(f"嵌套超过 {MAX_NESTING} 层", f"nested deeper than {MAX_NESTING} levels")
        yield
        self.depth -= 1

    @contextmanager
    def naming(self, *names: str) -> Generator[None, None, None]:
        """Within the block these names are known too."""
        outer, self.known = self.known, self.known.copy()
        for name in names:
            self.known.add(name)
        yield
        self.known = outer

    def name(self) -> str:
        """A name that is used; one that is declared is read by `declared`."""
        found = self.known.longest(self.words, self.index) or _KEYWORD_NAMES.longest(self.words, self.index)
        if found is None:
            if self.word.kind != "name" or self.word.text in KEYWORDS:
                self.refuse_word()
            found = joined(self.words, self.index)
        name, self.index = found
        return name

    def declared(self, *stops: str) -> str:
        """A name made of everything up to one of the stop words."""
        start = self.word
        if start.kind == "string":
            self.index += 1
            return unquoted(start, self.text)
        if start.kind != "name" or self.at(*stops):
            self.refuse_word()
        name = ""
        while not self.at(*stops):
            if self.word.kind in ("end", "string", "other"):
                self.refuse_word()
            word = self.take()
            name += (" " if word.spaced and name else "") + word.text
        return name

    def _seen(self) -> str:
        return "the end of the text" if self.word.kind == "end" else f"“{self.word.text}”"

    def _seen_zh(self) -> str:
        return "结尾" if self.word.kind == "end" else f"“{self.word.text}”"
