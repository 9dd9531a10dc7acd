"""The only map from errors to answers: what, where, why and what to do, in the reader's language.

A refused form is shown again in full, so that nothing typed is lost. An unexpected error gets a number that stands in
the log as well.
"""

from __future__ import annotations

import json
import logging
import secrets

from flask import Flask, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from casework.errors import Conflict, NotFound, NotPermitted, RevisionMissing, Stale, StorageUnavailable, WordedError
from casework.permissions import Permission, is_permitted
from engine.errors import EngineError
from web.frame.i18n import language, t
from web.frame.session import is_api, kept_fields, sign_in_first
from web.problems import flat_errors, problem, refusal_problem
from web.validation import in_words

log = logging.getLogger("banjian.web")

STATUS = (
    (NotFound, 404), (NotPermitted, 403), (Conflict, 409), (RevisionMissing, 428), (StorageUnavailable, 503),
)  # fmt: skip
KEPT_HEADERS = frozenset({"Allow", "Retry-After", "WWW-Authenticate"})
"""What a refused program must be told besides the sentence."""


def register_errors(app: Flask) -> None:
    app.register_error_handler(WordedError, _refused)
    app.register_error_handler(EngineError, _refused)
    app.register_error_handler(CSRFError, _token_expired)
    app.register_error_handler(NoSuchPage, _no_such_page)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _failed_again)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: WordedError | EngineError) -> int:
    """404, 403, 409, 428, 503, or 422 for every other refusal."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 422)


def _refused(error: WordedError | EngineError) -> Response:
    status = status_of(error)
    if isinstance(error, StorageUnavailable):
        # Whoever runs the house must see it too, with what the database itself said.
        log.error("%s at %s %s: %s", error.code, request.method, request.path, error.__cause__ or error.params)
    if is_api():
        # With If-Match the precondition failed (RFC 9110); a revision in the body is only a conflict.
        status = 412 if isinstance(error, Stale) and "If-Match" in request.headers else status
        return refusal_problem(error, status, language())
    sentence = error.in_language(language())
    return _page(status, sentence=sentence, code=error.code, params=error.params)


def _token_expired(error: CSRFError) -> Response:
    if getattr(g, "actor", None) is None:
        return sign_in_first(had_token=True)
    return make_response(render_template("frame/resume.html", action=request.path, kept=typed_fields()), 400)


def _no_such_page(error: NoSuchPage) -> Response:
    if is_api():
        said = t("api.no_such_address", address=request.path)
        return problem(404, said, code="address.unknown", detail=said)
    may_search = g.actor is not None and is_permitted(g.actor, Permission.SEE_CASES)
    return make_response(render_template("frame/missing.html", address=request.path, may_search=may_search), 404)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    key = f"error.http_{status}"
    sentence = t(key, **_limits()) if t(key) != key else str(error.description)
    if isinstance(error, MethodNotAllowed) and is_api():
        sentence = t("api.method_unknown", method=request.method, allowed=", ".join(sorted(error.valid_methods or ())))
    if is_api():
        messages = (getattr(error, "data", None) or {}).get("messages", {})
        errors = flat_errors(messages, lambda text: in_words(text, language()))
        answer = problem(status, sentence, code=f"http.{status}", detail=sentence, errors=errors)
    else:
        answer = _page(status, sentence=sentence, code=f"http.{status}", params={})
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def _failed_again(error: InternalServerError) -> Response:
    """What failed while another answer was made, such as a database that dies under the layout of a refusal."""
    cause = error.original_exception or error
    return _refused(cause) if isinstance(cause, WordedError | EngineError) else _unexpected(cause)


def _unexpected(error: BaseException) -> Response:
    number = f"E-{secrets.token_hex(3).upper()}"
    log.exception("unexpected error %s at %s %s", number, request.method, request.path)
    sentence = t("error.unexpected", number=number)
    if is_api():
        return problem(500, sentence, code="unexpected", detail=sentence)
    return _page(500, sentence=sentence, code="unexpected", params={"number": number})


def typed_fields() -> list[list[str]]:
    """What the person had typed into the refused form: [[name, value], …], empty values left out.

    Nothing when the form cannot be read, as one that is larger than allowed.
    """
    try:
        kept = kept_fields() if request.method == "POST" else ""
    except HTTPException:
        return []
    return [pair for pair in json.loads(kept) if pair[1]] if kept else []


def _limits() -> dict[str, int]:
    """How much may be sent at once, in MB: all of it, and the text in it."""
    config = current_app.config
    return {"most": config["MAX_CONTENT_LENGTH"] >> 20, "text": config["MAX_FORM_MEMORY_SIZE"] >> 20}


def _page(status: int, *, sentence: str, code: str, params: object) -> Response:
    page = render_template(
        "frame/refusal.html", status=status, sentence=sentence, code=code, params=params, typed=typed_fields(),
        back=request.referrer if _own_site(request.referrer) else "/",
    )  # fmt: skip
    return make_response(page, status)


def _own_site(address: str | None) -> bool:
    return bool(address) and str(address).startswith(request.host_url)
