"""The forms that come with the product: a task of any diagram may name one by its key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

LIBRARY = Path(__file__).parent / "library"


@lru_cache(maxsize=256)
def shipped_form(key: str) -> str | None:
    """The text of `library/<key>.form`, None where there is none."""
    if not key.replace("_", "").replace("-", "").isalnum():
        return None
    path = LIBRARY / f"{key}.form"
    return path.read_text(encoding="utf-8") if path.is_file() else None
