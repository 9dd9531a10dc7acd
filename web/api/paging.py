"""Cursors: where a list goes on, opaque to the program, holding the key of the last entry it got."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from web.api.schemas import LARGEST
from web.frame.typed import FieldRefused

Row = TypeVar("Row")


def write_cursor(*key: Any) -> str:
    text = json.dumps(key, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """The key in the cursor, None without one. Raises `FieldRefused` for text that is no such cursor."""
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise FieldRefused("api.cursor_unknown", field="cursor") from None
    is_ours = isinstance(key, list) and [type(part) for part in key] == list(kinds)
    if not is_ours or any(isinstance(part, int) and abs(part) > LARGEST for part in key):
        raise FieldRefused("api.cursor_unknown", field="cursor")
    return tuple(key)


def one_page(rows: Sequence[Row], limit: int, key_of: Callable[[Row], tuple[Any, ...]]) -> tuple[list[Row], str | None]:
    """The first `limit` of the rows and the cursor behind them; one row more than asked for means there are more."""
    shown = list(rows[:limit])
    return shown, write_cursor(*key_of(shown[-1])) if len(rows) > limit and shown else None
