"""One sentence that the next page shows: what has just been done."""

from __future__ import annotations

from flask import flash


def note(sentence: str, kind: str = "ok") -> None:
    """Show `sentence` on the next page; `kind` is ok, warn or bad (the colour and the sign)."""
    flash(sentence, kind)
