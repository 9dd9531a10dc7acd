"""`Idempotency-Key`: a request that is sent twice is done once, and both get the answer of the first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import make_response
from marshmallow import Schema, validate

from casework.repeats.answered_requests import Request
from web.api.blueprints import ApiBlueprint, Decorator
from web.api.schemas import text
from web.frame.repeats import answer_once, fingerprint

LONGEST_KEY = 64


class OnceKeySchema(Schema):
    once_key = text(
        "A key of your own for this request. Sent again within a week, nothing is done twice, the first answer comes "
        "back with `Idempotency-Replayed: true`; another request under the same key is refused with 422.",
        "f3c1d2-0001", data_key="Idempotency-Key", load_default=None, validate=validate.Length(min=1, max=LONGEST_KEY),
    )  # fmt: skip


def once(blueprint: ApiBlueprint) -> Decorator:
    """Let the operation be sent twice under one key."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def sent_once(headers: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
            key = headers["once_key"]
            if key is None:
                return view(*args, **kwargs)
            return answer_once(Request(key, fingerprint()), lambda: make_response(view(*args, **kwargs)))

        decorated: Callable[..., Any] = blueprint.arguments(OnceKeySchema, location="headers")(sent_once)
        return decorated

    return decorate
