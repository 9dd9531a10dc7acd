"""What is sent twice is done once: both get the answer of the first, a form's page as well as a program's request.

The answer is kept under the key in the transaction of the change itself, so that a crash between them cannot be, and of
two that are sent at once only one can be kept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec, cast

from flask import make_response, request
from werkzeug.wrappers import Response

from casework.canonical import write_json
from casework.errors import StorageUnavailable
from casework.repeats.answered_requests import Answer, Request, find_answer, keep_answer
from web.frame.current import actor, now, one_transaction, reading

CSRF_FIELD = "csrf_token"
ONCE_KEY = "once_key"
"""The hidden field of every form: fresh with each page."""
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
NOT_ASKED = frozenset({CSRF_FIELD, ONCE_KEY})
"""They come with a form and say nothing about what is wanted."""

P = ParamSpec("P")


class _SentBefore(Exception):
    """The same request was sent before, a week or a moment ago."""


def fresh_key() -> str:
    return secrets.token_urlsafe(18)


def once(view: Callable[P, Any]) -> Callable[P, Any]:
    """Let the form be sent twice, by a double click or after an answer that got lost.

    The same form with other things typed into it, as after a step back in the browser, is another request.
    """

    @wraps(view)
    def sent_once(*args: P.args, **kwargs: P.kwargs) -> Any:
        key = request.form.get(ONCE_KEY)
        if request.method != "POST" or not key:
            return view(*args, **kwargs)
        asked = fingerprint()
        sent = Request(hashlib.sha256(f"{key} {asked}".encode()).hexdigest(), asked)
        return answer_once(sent, lambda: make_response(view(*args, **kwargs)))

    return sent_once


def answer_once(sent: Request, view: Callable[[], Response]) -> Response:
    """The view's answer, or that of the first time. One that refuses is kept nowhere: it may be put right and sent.

    Whether it was sent before is not asked first, which every press would pay for: the second time it fails, or its
    answer cannot be kept; then nothing of it stays, and what was answered before is looked up.
    """
    try:
        with one_transaction() as held:
            response = view()
            if response.status_code < 400 and not keep_answer(held.opened(), actor(), sent, _answer(response), now()):
                raise _SentBefore
    except StorageUnavailable:
        raise
    except Exception:
        known = _known(sent)
        if known is None:
            raise
        return _again(known)
    known = _known(sent) if response.status_code >= 400 else None
    return response if known is None else _again(known)


def _known(sent: Request) -> Answer | None:
    with reading() as session:
        return find_answer(session, actor(), sent)


def _answer(response: Response) -> Answer:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Answer(response.status_code, headers, response.get_data(as_text=True))


def fingerprint() -> str:
    """SHA-256 over what was asked; how JSON is spelled or a form is divided makes no difference."""
    asked: list[Any] = [request.method, request.full_path]
    if request.mimetype in FORMS:
        asked += sorted(pair for pair in request.form.items(multi=True) if pair[0] not in NOT_ASKED)
        for name, file in request.files.items(multi=True):
            asked.append([name, file.filename, hashlib.file_digest(cast(BytesIO, file.stream), "sha256").hexdigest()])
            file.stream.seek(0)
    else:
        body = request.get_json(silent=True)
        asked.append(request.get_data(as_text=True) if body is None else body)
    return hashlib.sha256(write_json(asked).encode()).hexdigest()


def _again(answer: Answer) -> Response:
    response = make_response(answer.body, answer.status)
    for name, value in answer.headers.items():
        response.headers[name] = value
    response.headers["Idempotency-Replayed"] = "true"
    return response
