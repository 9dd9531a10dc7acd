"""How answers are written as JSON: numbers with a fraction stay numbers, exact, as they were sent and stored."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider

from casework.canonical import write_json


class ExactJson(DefaultJSONProvider):
    """Flask itself would write a decimal as text, and 0.1 sent would come back as "0.1"."""

    def dumps(self, obj: Any, **options: Any) -> str:
        return write_json(obj)
