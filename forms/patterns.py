"""Which regular expressions a form may use: those that mean the same in the browser and end soon on the server.

A pattern of a designer runs over text of a stranger, so nested repetition, which can take years, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_PATTERN = 300
LONGEST_SUBJECT = 200
MOST_REPETITIONS = 3
WIDE = 10
# Escapes that browsers read as plain letters: the page would refuse what the server takes.
ONLY_IN_PYTHON = "AZUNa"

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?P<kind>\?(?:<?[=!]|:|.)?)?)|(?P<close>\))"
    r"|(?P<repeat>(?:[*+?]|\{(?P<least>\d+)(?P<comma>,)?(?P<most>\d*)\}|\{,\d*\})\??)|(?P<char>.)",
    re.DOTALL,
)


class PatternRefused(ValueError):
    """The pattern is refused; the argument is the reason as (Chinese, English)."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.reason = (chinese, english)


def compile_pattern(text: str) -> re.Pattern[str]:
    """The pattern for `search`, with ASCII classes as in JavaScript. Raises `PatternRefused`."""
    if len(text) > LONGEST_PATTERN:
        raise PatternRefused(f"超过 {LONGEST_PATTERN} 个字符", f"longer than {LONGEST_PATTERN} characters")
    _check_repetition(text)
    try:
        # Text is trimmed before the test, so `$` cannot hide a line break at the end.
        return re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError) as problem:
        raise PatternRefused(f"不是正则表达式（{problem}）", f"not a regular expression ({problem})") from problem


@dataclass
class _Group:
    repeats: bool = False
    has_alternatives: bool = False


def _check_repetition(text: str) -> None:
    """Walk the tokens with the stack of open groups; `last` is what a repetition sign would repeat."""
    stack: list[_Group] = [_Group()]
    last: _Group | None = None
    wide = 0
    for token in _TOKEN.finditer(text):
        if token["repeat"]:
            if token["repeat"].startswith("{,"):
                # Python repeats here, JavaScript reads the braces as text.
                raise PatternRefused("用了 {,n}，请写 {0,n}", "{,n} is not allowed, write {0,n}")
            if last is None:
                raise PatternRefused("重复号前面没有可重复的内容", "a repetition sign has nothing to repeat")
            most = _most(token)
            wide += most > WIDE
            _check_nesting(last, most)
            stack[-1].repeats |= most > WIDE
            last = None
        elif token["open"]:
            if token["kind"] not in (None, "?:"):
                raise PatternRefused("用了 (?…) 的特殊写法", "special groups (?…) are not allowed")
            stack.append(_Group())
            last = None
        elif token["close"] and len(stack) > 1:
            last = stack.pop()
            stack[-1].repeats |= last.repeats
            stack[-1].has_alternatives |= last.has_alternatives
        else:
            if token["escape"] and token["escape"][1] in "123456789":
                raise PatternRefused("用了回溯引用", "back references are not allowed")
            if token["escape"] and token["escape"][1] in ONLY_IN_PYTHON:
                raise PatternRefused(f"用了 {token['escape']}，浏览器不认识", f"browsers do not know {token['escape']}")
            if token["set"] and re.match(r"\[\^?\]", token["set"]):
                raise PatternRefused("方括号里先写了 ]，请写 \\]", "a set begins with ], write \\]")
            stack[-1].has_alternatives |= token["char"] == "|"
            last = _Group()
    if wide > MOST_REPETITIONS:
        raise PatternRefused(f"重复超过 {MOST_REPETITIONS} 处", f"more than {MOST_REPETITIONS} open repetitions")


def _check_nesting(repeated: _Group, most: int) -> None:
    if repeated.repeats and most > 1:
        raise PatternRefused("重复里面还有重复", "a repetition stands inside a repetition")
    # Alternatives can overlap, so repeating them freely costs as much as repetition inside repetition.
    if repeated.has_alternatives and most > WIDE:
        raise PatternRefused("对有多个选择的括号反复重复", "a group of alternatives is repeated freely")


def _most(token: re.Match[str]) -> int:
    sign = token["repeat"][0]
    if sign in "*+":
        return LONGEST_SUBJECT
    if sign == "?":
        return 1
    least = int(token["least"])
    if token["comma"] is None:
        return least
    return int(token["most"]) if token["most"] else LONGEST_SUBJECT
