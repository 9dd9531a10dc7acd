"""Language and theme, and the health address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, redirect, request

from casework.database import is_alive
from casework.organisation.people import edit_person
from web.frame.current import now, reading, transaction
from web.frame.i18n import LANGUAGES
from web.frame.session import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, safe_next

blueprint = Blueprint("frame", __name__, template_folder="templates")

YEAR = 365 * 24 * 3600
CHOICES = {"language": (LANGUAGE_COOKIE, LANGUAGES), "theme": (THEME_COOKIE, THEMES)}


@blueprint.post("/preferences")
def preferences() -> Any:
    """Remember language or theme with the person and in the browser, and go back to where one was."""
    answer = redirect(safe_next(request.form.get("next")))
    chosen = {field: request.form[field] for field in CHOICES if request.form.get(field) in CHOICES[field][1]}
    for field, value in chosen.items():
        cookie = CHOICES[field][0]
        answer.set_cookie(cookie, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    if chosen and g.actor is not None:
        with transaction() as session:
            edit_person(session, g.actor, g.actor.person_id, chosen, now())
    return answer


@blueprint.get("/health")
def health() -> Response:
    """200 and `{"status": "ok"}` when the database answers; a dead one is reported as 503 by `web.errors`."""
    with reading() as session:
        is_alive(session)
    return jsonify(status="ok")
