"""Forbidden pairs: two people of whom neither may act for the other, however work is delegated."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from casework.delegation.pairs import allow_pair, forbid_pair, list_forbidden_pairs
from casework.errors import Refusal
from casework.permissions import Permission
from web.frame.current import actor, now, reading, transaction
from web.frame.i18n import t
from web.frame.notes import note
from web.frame.repeats import once
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import Typed, refused, typed_form
from web.organisation.pages import blueprint, people_offered, person_typed


@blueprint.get("/pairs")
@needs(Permission.MANAGE_PEOPLE)
def pairs() -> Any:
    return _page(Typed())


@blueprint.get("/export/pairs.xlsx")
@needs(Permission.MANAGE_PEOPLE)
def pairs_sheet() -> Any:
    with reading() as session:
        rows = list_forbidden_pairs(session, actor())
    lines = ((one.name, other.name, pair.reason, pair.created_at) for pair, one, other in rows)
    return spreadsheet([t(f"pairs.{key}") for key in ("one", "other", "reason", "since")], lines, t("pairs.title"))


@blueprint.post("/pairs")
@needs(Permission.MANAGE_PEOPLE)
@once
def add_pair() -> Any:
    form = typed_form()
    try:
        with transaction() as session:
            one, other = (person_typed(session, form.get(name, ""), name) for name in ("one", "other"))
            forbid_pair(session, actor(), one.id, other.id, form.get("reason", ""), now())
    except Refusal as error:
        return _page(refused(error, labels={name: f"pairs.{name}" for name in ("one", "other", "reason")})), 422
    note(t("pairs.added", one=one.name, other=other.name))
    return redirect(url_for("organisation.pairs"))


@blueprint.post("/pairs/<int:pair_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def end_pair(pair_id: int) -> Any:
    with transaction() as session:
        allow_pair(session, actor(), pair_id)
    note(t("pairs.ended"))
    return redirect(url_for("organisation.pairs"))


def _page(typed: Typed) -> str:
    with reading() as session:
        rows = list_forbidden_pairs(session, actor())
        people = people_offered(session)
    return render_template("organisation/pairs.html", rows=rows, typed=typed, people=people)
