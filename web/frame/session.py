"""Who is signed in, in which language and theme; and what becomes of a form posted after the sign-in ended.

The browser holds one opaque token in a cookie; the database holds its hash. Nothing a person typed is lost when a
sign-in has ended: the posted fields travel through the sign-in page and are offered again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from casework.organisation.sign_ins import recognise
from casework.permissions import Permission, authorise
from web.frame.current import now, office
from web.frame.i18n import LANGUAGES
from web.frame.repeats import CSRF_FIELD, ONCE_KEY

COOKIE = "banjian_sign_in"
LANGUAGE_COOKIE = "banjian_language"
THEME_COOKIE = "banjian_theme"
THEMES = ("light", "dark")
OPEN_ENDPOINTS = frozenset({"static", "sign_in.page", "sign_in.enter", "frame.health", "frame.preferences"})
KEPT_FIELD = "kept_fields"
MOST_NOTES = 3
NOT_KEPT = frozenset({CSRF_FIELD, ONCE_KEY, "password", "old", "new", KEPT_FIELD})

P = ParamSpec("P")
View = Callable[P, Any]


class SignedCookies(SecureCookieSessionInterface):
    """Flask's session cookie; its signer is made once instead of twice for every request."""

    def __init__(self) -> None:
        self._made: tuple[object, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, app.config["SECRET_KEY_FALLBACKS"])
        if self._made[0] != keys:
            self._made = (keys, super().get_signing_serializer(app))
        return self._made[1]

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Only the newest notes for the next page: a client that opens none would else get an ever longer cookie."""
        waiting = session.get("_flashes", [])
        if len(waiting) > MOST_NOTES:
            session["_flashes"] = waiting[-MOST_NOTES:]
        super().save_session(app, session, response)


def register_session(app: Flask) -> None:
    app.session_interface = SignedCookies()
    app.before_request(_recognise)


def _recognise() -> AnyResponse | None:
    """Find the actor for the request's token; pages that need one and have none answer with the sign-in page."""
    g.actor = None
    # Before the database is asked: when it is dead, the page that says so is in the reader's language as well.
    g.language, g.theme = _language(), _theme()
    token = request.cookies.get(COOKIE)
    if token and request.endpoint != "static" and not is_api():
        g.actor = recognise(office(), token, now())
        g.language, g.theme = _language(), _theme()
    if g.actor is not None:
        if g.actor.must_change_password and request.endpoint not in {"sign_in.password", "sign_in.leave", "static"}:
            return redirect(url_for("sign_in.password"))
        return None
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS or is_api():
        return None
    return sign_in_first(had_token=bool(token))


def is_api() -> bool:
    return request.path.startswith("/api/")


def _language() -> str:
    """The person's choice, else the one made on this computer, else what the browser asks for.

    A program has no cookies and no preferences, only what it asks for.
    """
    if is_api():
        return asked_language() or "zh"
    chosen = (g.actor and g.actor.language) or request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return asked_language() or office().settings.language


def asked_language() -> str | None:
    """The first of our languages that the browser or program asks for, in any variety; None: neither."""
    return next((tag[:2] for tag in request.accept_languages.values() if tag[:2] in LANGUAGES), None)


def _theme() -> str:
    wanted = (g.actor and g.actor.theme) or request.cookies.get(THEME_COOKIE)
    return wanted if wanted in THEMES else "light"


def sign_in_first(*, had_token: bool) -> AnyResponse:
    """The sign-in page in place of the wanted one; a posted form is carried along."""
    kept = kept_fields() if request.method == "POST" else ""
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("sign_in.page", next=back)})
    page = render_template(
        "sign_in/page.html", next=back, kept=kept, expired=had_token or bool(kept), refusal=None, username="",
        lost_files=bool(request.files), resume=bool(kept),
    )  # fmt: skip
    return make_response(page, 401 if had_token or request.method == "POST" else 200)


def kept_fields() -> str:
    """The posted fields as JSON, without passwords and tokens."""
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def needs(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Refuse a page early to people without the permission; casework checks again whatever pages do."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            authorise(g.actor, permission)
            return view(*args, **kwargs)

        return guarded

    return wrap


def safe_next(address: str | None) -> str:
    """Only addresses of this site: a path that starts with exactly one slash.

    Browsers drop tabs and line ends from an address, so "/<tab>/elsewhere" would lead out of the house.
    """
    if address and address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable():
        return address
    return "/"
