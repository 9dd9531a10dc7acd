"""Regular expressions as XPath writes them, run in bounded time.

Python's own engine can hang on one line of text (`(a+)+b`) and cannot be stopped. Here a pattern becomes a small
program; a place in the program is tried at most once per place in the text, so the work is at most the product of
their lengths, and it is charged to the budget.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.expressions.budget import Budget
from engine.expressions.feel.pattern_program import Instruction, compiled
from engine.expressions.feel.pattern_sets import BadPattern

__all__ = ["BadPattern", "Pattern", "pattern"]
_PLACES_PER_STEP = 4
Spans = tuple[int, ...]
"""Start and end of the whole match and of each group, -1 where a group took no part."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to run."""

    program: tuple[Instruction, ...]
    groups: int
    back_references: bool
    ignore_case: bool

    def search(self, text: str, start: int, budget: Budget) -> Spans | None:
        """The leftmost match at or behind `start`."""
        seen: set[object] = set()
        for first in range(start, len(text) + 1):
            found = self._match(text, first, seen, budget)
            if found is not None:
                return found
        return None

    def _match(self, text: str, first: int, seen: set[object], budget: Budget) -> Spans | None:
        """Backtracking with an explicit stack; `seen` prunes what failed before from the same place."""
        program = self.program
        stack: list[tuple[int, int, Spans]] = [(0, first, (first, -1) + (-1, -1) * self.groups)]
        tried = 0
        while stack:
            counter, place, spans = stack.pop()
            tried += 1
            if tried % _PLACES_PER_STEP == 0:
                budget.spend(1)
            key: object = (counter, place, spans) if self.back_references else counter * (len(text) + 2) + place
            if key in seen:
                continue
            seen.add(key)
            instruction = program[counter]
            match instruction.kind:
                case "set":
                    if place < len(text) and instruction.accepts(text[place]):
                        stack.append((counter + 1, place + 1, spans))
                case "split":
                    stack.append((instruction.other, place, spans))
                    stack.append((instruction.target, place, spans))
                case "jump":
                    stack.append((instruction.target, place, spans))
                case "save":
                    changed = (*spans[: instruction.target], place, *spans[instruction.target + 1 :])
                    stack.append((counter + 1, place, changed))
                case "assert":
                    if instruction.holds(text, place):
                        stack.append((counter + 1, place, spans))
                case "back":
                    end = self._repeated(text, place, spans, instruction.target)
                    if end is not None:
                        stack.append((counter + 1, end, spans))
                case "match":
                    return (spans[0], place, *spans[2:])
        return None

    def _repeated(self, text: str, place: int, spans: Spans, group: int) -> int | None:
        wanted = text[spans[2 * group] : spans[2 * group + 1]] if spans[2 * group + 1] >= 0 else ""
        found = text[place : place + len(wanted)]
        same = found.lower() == wanted.lower() if self.ignore_case else found == wanted
        return place + len(wanted) if same else None

    def matches(self, text: str, budget: Budget) -> Iterator[Spans]:
        """All matches from left to right that do not overlap; empty ones are left out."""
        place = 0
        while place <= len(text):
            found = self.search(text, place, budget)
            if found is None:
                return
            if found[1] > found[0]:
                yield found
            place = max(found[1], found[0] + 1 if found[1] == found[0] else found[1])

    def spans(self, text: str, budget: Budget) -> list[tuple[int, int]]:
        return [(found[0], found[1]) for found in self.matches(text, budget)]

    def split(self, text: str, budget: Budget) -> list[str]:
        """The parts between the matches."""
        parts, last = list[str](), 0
        for start, end in self.spans(text, budget):
            parts.append(text[last:start])
            last = end
        return [*parts, text[last:]]

    def replaced(self, text: str, replacement: str, budget: Budget) -> str:
        """The text with every match replaced; `$1` is a group, `$0` the match, `\\$` and `\\\\` are literal."""
        template = _template(replacement, self.groups)
        parts, last = list[str](), 0
        for found in self.matches(text, budget):
            parts.append(text[last : found[0]])
            for piece in template:
                part = piece if isinstance(piece, str) else _group(text, found, piece)
                budget.grow(len(part))
                parts.append(part)
            last = found[1]
        return "".join([*parts, text[last:]])


def _group(text: str, spans: Spans, group: int) -> str:
    start, end = spans[2 * group], spans[2 * group + 1]
    return text[start:end] if end >= 0 else ""


def _template(replacement: str, groups: int) -> list[str | int]:
    """Literal pieces and group numbers; as many digits make the number as name an existing group."""
    pieces: list[str | int] = []
    place = 0
    while place < len(replacement):
        char, following = replacement[place], replacement[place + 1 : place + 2]
        if char == "\\":
            if following not in ("\\", "$"):
                raise BadPattern(place)
            pieces.append(following)
            place += 2
        elif char == "$":
            if not following.isdecimal():
                raise BadPattern(place)
            end = place + 2
            while replacement[end : end + 1].isdecimal() and int(replacement[place + 1 : end + 1]) <= groups:
                end += 1
            number = int(replacement[place + 1 : end])
            pieces.append(number if number <= groups else "")
            place = end
        else:
            pieces.append(char)
            place += 1
    return pieces


@lru_cache(maxsize=256)
def pattern(text: str, flags: str = "") -> Pattern:
    """The pattern made ready; raises `BadPattern` when the text is none or uses what XPath lacks (look-around)."""
    program, groups, back_references = compiled(text, flags)
    return Pattern(program, groups, back_references, "i" in flags)
