"""Texts that people type must fit their column; SQLite would take any length, PostgreSQL refuses the whole step."""

from __future__ import annotations

from casework.errors import Refusal
from forms.blanks import trimmed

LONGEST_TEXT = 4000
"""Of a reason, an opinion or a remark."""


def within(text: str, limit: int, field: str) -> str:
    """The text without outer blanks. Raises `Refusal` naming the field when it has more than `limit` characters."""
    found = trimmed(text)
    if len(found) > limit:
        raise Refusal("input.too_long", field=field, length=len(found), limit=limit)
    return found


def cut(text: str, limit: int) -> str:
    """A text nobody can be asked to shorten (a drawn name, a reason put together), shortened for its column."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
