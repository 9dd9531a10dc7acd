"""`Idempotency-Key`: a request that is sent twice is done once, and both get the answer of the first.

The key is taken and the answer kept in the transaction of the change itself, so that a crash between them cannot be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, cast

from flask import make_response, request
from marshmallow import Schema, validate
from werkzeug.wrappers import Response

from casework.canonical import write_json
from casework.database import Session
from casework.repeats.answered_requests import Answer, Request, begin_request, find_answer, keep_answer
from web.api.blueprints import ApiBlueprint, Decorator
from web.api.schemas import text
from web.frame.current import actor, now, one_transaction, reading

LONGEST_KEY = 64
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class OnceKeySchema(Schema):
    once_key = text(
        "A key of your own for this request. Sent again within a week, nothing is done twice, the first answer comes "
        "back with `Idempotency-Replayed: true`; another request under the same key is refused with 422.",
        "f3c1d2-0001", data_key="Idempotency-Key", load_default=None, validate=validate.Length(min=1, max=LONGEST_KEY),
    )  # fmt: skip


class _Known(Exception):
    """Somebody sent the same request at the same moment and was first."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def once(blueprint: ApiBlueprint) -> Decorator:
    """Let the operation be sent twice under one key."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer_once(headers: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
            key = headers["once_key"]
            if key is None:
                return view(*args, **kwargs)
            return _answer_once(Request(key, _fingerprint()), lambda: make_response(view(*args, **kwargs)))

        decorated: Callable[..., Any] = blueprint.arguments(OnceKeySchema, location="headers")(answer_once)
        return decorated

    return decorate


def _answer_once(sent: Request, view: Callable[[], Response]) -> Response:
    with reading() as session:
        known = find_answer(session, actor(), sent)
    if known is not None:
        return _again(known)

    def begin(session: Session) -> None:
        first = begin_request(session, actor(), sent, now())
        if first is not None:
            raise _Known(first)

    try:
        with one_transaction(begin) as held:
            response = view()
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            answer = Answer(response.status_code, headers, response.get_data(as_text=True))
            keep_answer(held.opened(), actor(), sent, answer)
            return response
    except _Known as first:
        return _again(first.answer)


def _again(answer: Answer) -> Response:
    response = make_response(answer.body, answer.status)
    for name, value in answer.headers.items():
        response.headers[name] = value
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _fingerprint() -> str:
    """SHA-256 over what was asked; how JSON is spelled or a form is divided makes no difference."""
    asked: list[Any] = [request.method, request.full_path]
    if request.mimetype == "multipart/form-data":
        asked += sorted(request.form.items(multi=True))
        for name, file in request.files.items(multi=True):
            asked.append([name, file.filename, hashlib.file_digest(cast(BytesIO, file.stream), "sha256").hexdigest()])
            file.stream.seek(0)
    else:
        body = request.get_json(silent=True)
        asked.append(request.get_data(as_text=True) if body is None else body)
    return hashlib.sha256(write_json(asked).encode()).hexdigest()
