"""The marks of a diagram as the viewer reads them: {"done": [ids], "now": [ids], …}."""

from __future__ import annotations

import json
from collections.abc import Mapping


def marks_json(marks: Mapping[str, str]) -> str:
    """JSON for `data-marks`."""
    by_mark: dict[str, list[str]] = {}
    for element, mark in marks.items():
        by_mark.setdefault(mark, []).append(element)
    return json.dumps(by_mark)
