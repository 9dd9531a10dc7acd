"""What somebody had typed into a form that was not done, as people read it: their words under the words of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from web.frame.i18n import known_keys, t
from web.frame.storable import read_storable

_OF_THE_PAGE = frozenset({"revision", "for", "next", "ref", "of", "tab", "person", "is_multiple", "after", "read_to"})
_CODE = re.compile(r"[a-z_]+")


def readable(fields: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """(label, text) for what has been typed; what only the page needs (codes, keys, numbers of rows) is left out.

    The answers of a form are found under one label: their own labels are not known here.
    """
    named, answers = [], []
    for name, value in fields:
        key = f"typed.{name}"
        if key in known_keys() and value.strip():
            named.append((t(key), value))
        elif name not in _OF_THE_PAGE:
            answers += [text for text in _texts(value) if not _CODE.fullmatch(text)]
    return [*named, (t("typed.answers"), "\n".join(answers))] if answers else named


def _texts(value: str) -> Iterator[str]:
    content: Any = value
    with suppress(ValueError):
        content = read_storable(value)
    waiting = [content]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict | list):
            waiting = [*(one.values() if isinstance(one, dict) else one), *waiting]
        elif one not in (None, "") and not isinstance(one, bool):
            yield str(one)
