"""Sign-in page, sign-out and change of password."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, g, make_response, redirect, render_template, request

from casework.errors import Refusal
from casework.organisation.sign_ins import change_password, sign_in, sign_out
from web.frame.current import actor, now, office, transaction
from web.frame.i18n import language
from web.frame.lists import forget_lists
from web.frame.session import COOKIE, KEPT_FIELD, safe_next

blueprint = Blueprint("sign_in", __name__, template_folder="templates")


@blueprint.get("/sign-in")
def page() -> Any:
    if g.actor is not None:
        return redirect(safe_next(request.args.get("next")))
    return _page(next_address=safe_next(request.args.get("next")))


@blueprint.post("/sign-in")
def enter() -> Any:
    """Check name and password; a failed try is counted even though the answer is a refusal."""
    username = request.form.get("username", "").strip()
    next_address = safe_next(request.form.get("next"))
    kept = request.form.get(KEPT_FIELD, "")
    with transaction() as session:
        result = sign_in(session, office(), username, request.form.get("password", ""), now())
    if result.refusal is not None:
        return _page(next_address=next_address, kept=kept, username=username, refusal=result.refusal), 401
    answer = make_response(_resume(next_address, kept)) if kept else redirect(next_address)
    answer.set_cookie(
        COOKIE, result.token, httponly=True, samesite="Lax", secure=request.is_secure,
        max_age=int(office().settings.session_lifetime.total_seconds()),
    )  # fmt: skip
    return answer


@blueprint.post("/sign-out")
def leave() -> Any:
    with transaction() as session:
        sign_out(session, request.cookies.get(COOKIE, ""), now())
    forget_lists()
    answer = redirect("/sign-in")
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> Any:
    """Change one's own password; forced before anything else when an administrator has set it."""
    refusal = None
    if request.method == "POST":
        try:
            with transaction() as session:
                change_password(
                    session, office(), actor(), request.form.get("old", ""), request.form.get("new", ""), now(),
                    token=request.cookies.get(COOKIE),
                )  # fmt: skip
            return redirect("/")
        except Refusal as error:
            refusal = error.in_language(language())
    status = 422 if refusal else 200
    return render_template("sign_in/password.html", refusal=refusal), status


def _page(*, next_address: str, kept: str = "", username: str = "", refusal: Refusal | None = None) -> str:
    return render_template(
        "sign_in/page.html", next=next_address, kept=kept, username=username, expired=False, lost_files=False,
        resume=bool(kept), refusal=refusal.in_language(language()) if refusal else None,
    )  # fmt: skip


def _resume(address: str, kept: str) -> str:
    """After a sign-in in the middle of a form: show what was typed and offer to send it."""
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(kept)]
    except (ValueError, TypeError):
        fields = []
    return render_template("frame/resume.html", action=address, kept=fields)
