"""API tokens: who has one, make one (shown once), end one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import make_response, redirect, render_template, url_for

from casework.errors import Refusal
from casework.organisation.api_token import ApiToken
from casework.organisation.api_tokens import create_token, list_all_tokens, list_tokens, revoke_token
from casework.permissions import Permission, is_permitted
from web.frame.current import actor, now, reading, transaction
from web.frame.i18n import t
from web.frame.notes import note
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import FieldRefused, Typed, refused, typed_form, whole_number
from web.organisation.pages import blueprint, people_offered, person_typed

USUAL_DAYS = 365


@blueprint.get("/tokens")
def tokens() -> Any:
    """Everybody's for administrators, for others their own."""
    return _page()


@blueprint.get("/export/tokens.xlsx")
@needs(Permission.MANAGE_TOKENS)
def tokens_sheet() -> Any:
    """Who has a token for what; the tokens themselves are kept nowhere."""
    with reading() as session:
        rows = list_all_tokens(session, actor())
    keys = (
        "tokens.name",
        "tokens.person",
        "people.username",
        "tokens.created",
        "tokens.expires",
        "people.state",
        "tokens.used",
        "tokens.maker",
        "tokens.ender",
    )
    lines = (
        (row.token.name, row.person.name, row.person.username, row.token.created_at,
         row.token.expires_at or t("tokens.no_end"), t(f"tokens.{_state(row.token)}"), row.token.last_used_at,
         row.maker or t("tokens.command_line"), row.ender)
        for row in rows
    )  # fmt: skip
    return spreadsheet([t(key) for key in keys], lines, t("tokens.title"))


@blueprint.post("/tokens")
@needs(Permission.MANAGE_TOKENS)
def add_token() -> Any:
    """Make a token and show it, this once."""
    form = typed_form()
    try:
        if not form.get("name"):
            raise FieldRefused("organisation.missing", field="name")
        days = whole_number(form.get("days", ""), "days")
        with transaction() as session:
            person = person_typed(session, form.get("person", ""), "person")
            lifetime = None if days is None else timedelta(days=days)
            token = create_token(session, actor(), person.username, form["name"], now(), lifetime)
    except Refusal as error:
        return _page(refused(error, labels={"name": "tokens.name", "days": "tokens.days"})), 422
    answer = make_response(_page(made=token, made_name=form["name"]))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/tokens/<int:token_id>/end")
def end_token(token_id: int) -> Any:
    with transaction() as session:
        revoke_token(session, actor(), token_id, now())
    note(t("tokens.ended_now"))
    return redirect(url_for("organisation.tokens"))


def _page(typed: Typed | None = None, made: str = "", made_name: str = "") -> str:
    may_manage = is_permitted(actor(), Permission.MANAGE_TOKENS)
    with reading() as session:
        rows = list_all_tokens(session, actor()) if may_manage else list_tokens(session, actor())
        people = people_offered(session) if may_manage else []
    return render_template(
        "organisation/tokens.html", rows=rows, typed=typed or Typed({"days": USUAL_DAYS}), made=made,
        made_name=made_name, people=people, state_of=_state, may_manage=may_manage,
    )  # fmt: skip


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return "ended"
    return "expired" if token.expires_at is not None and token.expires_at <= now() else "active"
