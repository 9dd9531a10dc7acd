"""Names of several words: `Monthly Salary`, `first-name`. The longest known name wins (DMN 10.3.1.2)."""

from collections.abc import Iterable

from engine.expressions.feel.words import KEYWORDS, Word, cut, normal

Spelling = tuple[tuple[str, bool], ...]
"""The words of a name; True where white space stands before the word."""


class KnownNames:
    """The names that need knowledge to be read: those that are not one plain word."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first_word: dict[str, tuple[tuple[Spelling, str], ...]] = {}
        for name in names:
            self.add(name)

    def copy(self) -> "KnownNames":
        twin = KnownNames()
        twin._by_first_word = dict(self._by_first_word)
        return twin

    def add(self, name: str) -> None:
        name = normal(name)
        words = cut(name)[:-1]
        if len(words) < 2 or words[0].kind != "name":
            return
        spelling = tuple((word.text, word.spaced and index > 0) for index, word in enumerate(words))
        same_start = self._by_first_word.get(words[0].text, ())
        if any(known == spelling for known, _ in same_start):
            return
        self._by_first_word[words[0].text] = tuple(
            sorted((*same_start, (spelling, " ".join(name.split()))), key=lambda known: -len(known[0]))
        )

    def longest(self, words: list[Word], index: int) -> tuple[str, int] | None:
        """The longest known name that starts at the word, and the index behind it."""
        for spelling, name in self._by_first_word.get(words[index].text, ()):
            end = index + len(spelling)
            if end < len(words) and all(
                word.text == text and (position == 0 or word.spaced == spaced)
                for position, (word, (text, spaced)) in enumerate(zip(words[index:end], spelling, strict=True))
            ):
                return name, end
        return None


def joined(words: list[Word], index: int) -> tuple[str, int]:
    """Neighbouring plain words as one name: nothing else they could mean is legal FEEL."""
    end = index + 1
    while words[end].spaced and (
        (words[end].kind == "name" and words[end].text not in KEYWORDS)
        or (words[end].kind == "number" and words[end].text.isdigit())
    ):
        end += 1
    return " ".join(word.text for word in words[index:end]), end
