"""Text cut for the full-text index: every Chinese character a word of its own, runs of letters and digits whole.

So a search of one character finds, and `规划` finds only where the two stand side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_PIECE = re.compile(r"[0-9a-z]+|[^\W\d_a-z]", re.IGNORECASE)
_LATIN = re.compile(r"[0-9a-z]+", re.IGNORECASE)
MOST_PIECES = 40


def split_words(*texts: str | None) -> str:
    """The pieces of the texts in order, separated by blanks, in lower case."""
    return " ".join(piece for text in texts if text for piece in _pieces(text))


def number_words(case_no: str) -> str:
    """A case number with what people keep of it: month and day with the serial, and the serial without noughts."""
    *_, day, serial = case_no.split("-")
    return f"{case_no} {day[4:]}-{serial} {serial.lstrip('0')}"


def phrases(query: str) -> list[list[str]]:
    """What a query asks for: each blank-separated part is a phrase of pieces; too long a query is cut."""
    found = [list(_pieces(part)) for part in query.split()]
    return [phrase[:MOST_PIECES] for phrase in found if phrase][:8]


def fts5_query(query: str) -> str:
    """The query for SQLite's FTS5: all phrases, the last piece of letters or digits may go on."""
    return " AND ".join(_fts5_phrase(phrase) for phrase in phrases(query))


def tsquery(query: str) -> str:
    """The same for PostgreSQL's `to_tsquery('simple', …)`."""
    return " & ".join(" <-> ".join(_with_prefix(phrase, ":*")) for phrase in phrases(query))


def _fts5_phrase(phrase: list[str]) -> str:
    star = " *" if _LATIN.fullmatch(phrase[-1]) else ""
    return f'"{" ".join(phrase)}"{star}'


def _with_prefix(phrase: list[str], mark: str) -> list[str]:
    last = f"{phrase[-1]}{mark}" if _LATIN.fullmatch(phrase[-1]) else phrase[-1]
    return [*phrase[:-1], last]


def _pieces(text: str) -> Iterable[str]:
    return _PIECE.findall(unicodedata.normalize("NFKC", text).lower())
