"""Language and theme, and the health address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request

from casework.database import is_alive
from web.frame.current import reading
from web.frame.i18n import LANGUAGES
from web.frame.session import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, safe_next

blueprint = Blueprint("frame", __name__, template_folder="templates")

YEAR = 365 * 24 * 3600


@blueprint.post("/preferences")
def preferences() -> Any:
    """Remember language or theme in the browser and go back to where one was."""
    answer = redirect(safe_next(request.form.get("next")))
    for cookie, field, allowed in ((LANGUAGE_COOKIE, "language", LANGUAGES), (THEME_COOKIE, "theme", THEMES)):
        value = request.form.get(field)
        if value is not None and value in allowed:
            answer.set_cookie(cookie, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


@blueprint.get("/health")
def health() -> Response:
    """200 and `{"status": "ok"}` when the database answers; a dead one is reported as 503 by `web.errors`."""
    with reading() as session:
        is_alive(session)
    return jsonify(status="ok")
