"""Turns a regular expression into a program of few instructions: set, split, jump, save, assert, back, match."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.expressions.feel.pattern_sets import BadPattern, Chars, Reader, escape, read_class

MAX_PROGRAM = 5_000
MAX_PATTERN = 2_000
_MAX_NESTING = 50
_FLAGS = frozenset("smixq")


def _never(_: str) -> bool:
    return False


def _always(_: str, __: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Instruction:
    """`target` and `other` are places in the program, or the number of a group."""

    kind: str
    target: int = 0
    other: int = 0
    accepts: Callable[[str], bool] = _never
    holds: Callable[[str, int], bool] = _always


Code = list[Instruction]
"""Relative: targets count from the instruction's own place, so that pieces can be copied and joined."""


def compiled(text: str, flags: str) -> tuple[tuple[Instruction, ...], int, bool]:
    """The program, how many groups it has, and whether it looks back at them."""
    if set(flags) - _FLAGS or len(text) > MAX_PATTERN:
        raise BadPattern(0)
    if "q" in flags:
        code: Code = [_set(Chars.of(char), flags) for char in text]
        groups, back = 0, False
    else:
        reader = _Compiler(Reader(_without_space(text) if "x" in flags else text), flags)
        code = reader.alternatives(0)
        if not reader.source.ended:
            raise BadPattern(reader.source.place)
        groups, back = reader.groups, reader.back_references
    code.append(Instruction("match"))
    absolute = [
        replace(step, target=place + step.target, other=place + step.other) if step.kind in ("split", "jump") else step
        for place, step in enumerate(code)
    ]
    return tuple(absolute), groups, back


def _without_space(text: str) -> str:
    """Flag `x`: white space outside character classes does not count."""
    kept, depth, escaped = "", 0, False
    for char in text:
        if depth == 0 and not escaped and char in " \t\n\r":
            continue
        kept += char
        if not escaped:
            depth += (char == "[") - (char == "]" and depth > 0)
        escaped = char == "\\" and not escaped
    return kept


def _set(chars: Chars, flags: str) -> Instruction:
    return Instruction("set", accepts=chars.ignoring_case if "i" in flags else chars.accepts)


class _Compiler:
    """Recursive descent over the pattern; each method gives the code of what it read."""

    def __init__(self, source: Reader, flags: str) -> None:
        self.source = source
        self.flags = flags
        self.groups = 0
        self.closed: set[int] = set()
        self.back_references = False

    def alternatives(self, depth: int) -> Code:
        if depth > _MAX_NESTING:
            raise BadPattern(self.source.place)
        branches = [self._branch(depth)]
        while self.source.skip("|"):
            branches.append(self._branch(depth))
        code = branches.pop()
        for branch in reversed(branches):
            code = [Instruction("split", 1, len(branch) + 2), *branch, Instruction("jump", len(code) + 1), *code]
        return code

    def _branch(self, depth: int) -> Code:
        code: Code = []
        while not self.source.ended and self.source.peek not in "|)":
            code += self._quantified(self._atom(depth))
            if len(code) > MAX_PROGRAM:
                raise BadPattern(self.source.place)
        return code

    def _quantified(self, atom: Code) -> Code:
        bounds = self.source.quantifier()
        if bounds is None:
            return atom
        low, high = bounds
        lazy = self.source.skip("?")
        if (high if high is not None else low + 1) * (len(atom) + 1) > MAX_PROGRAM:
            raise BadPattern(self.source.place)
        code = atom * low
        if high is None:
            loop = _split(1, len(atom) + 2, lazy)
            return [*code, loop, *atom, Instruction("jump", -len(atom) - 1)]
        for left in range(high - low, 0, -1):
            code += [_split(1, left * (len(atom) + 1), lazy), *atom]
        return code

    def _atom(self, depth: int) -> Code:
        source = self.source
        start, char = source.place, source.take()
        match char:
            case "(":
                return self._group(depth)
            case "[":
                return [_set(read_class(source), self.flags)]
            case ".":
                return [_set(Chars.anything() if "s" in self.flags else Chars.no_line_end(), "")]
            case "^":
                multi = "m" in self.flags
                return [Instruction("assert", holds=lambda t, p: p == 0 or (multi and t[p - 1] == "\n"))]
            case "$":
                multi = "m" in self.flags
                return [Instruction("assert", holds=lambda t, p: p == len(t) or (multi and t[p] == "\n"))]
            case "\\" if source.peek.isdecimal() and source.peek != "0":
                return [self._back_reference()]
            case "\\":
                return [_set(escape(source), self.flags)]
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise BadPattern(start)
        return [_set(Chars.of(char), self.flags)]

    def _group(self, depth: int) -> Code:
        number = 0
        if self.source.skip("?"):
            if not self.source.skip(":"):
                raise BadPattern(self.source.place)
        else:
            self.groups += 1
            number = self.groups
        body = self.alternatives(depth + 1)
        if not self.source.skip(")"):
            raise BadPattern(self.source.place)
        if not number:
            return body
        self.closed.add(number)
        return [Instruction("save", 2 * number), *body, Instruction("save", 2 * number + 1)]

    def _back_reference(self) -> Instruction:
        number = int(self.source.take())
        while self.source.peek.isdecimal() and number * 10 + int(self.source.peek) <= self.groups:
            number = number * 10 + int(self.source.take())
        if number not in self.closed:
            raise BadPattern(self.source.place)
        self.back_references = True
        return Instruction("back", number)


def _split(first: int, second: int, lazy: bool) -> Instruction:
    return Instruction("split", second, first) if lazy else Instruction("split", first, second)
