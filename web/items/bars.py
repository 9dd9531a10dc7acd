"""限制申请: who may not apply for an item for a while; administrators enter and lift it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from casework.catalogue.items import list_items
from casework.errors import Refusal
from casework.intake.bars import GROUND_NAMES, BarEntry, bar_applicant, lift_bar, list_bars
from casework.permissions import Permission
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import choose, t
from web.frame.moments import today
from web.frame.notes import note
from web.frame.repeats import once
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import Typed, day_in, refused, typed_form
from web.items.blueprint import blueprint

MOST_OFFERED = 500
"""Of items in the suggestions for a name; any code may be typed."""


@blueprint.route("/items/bars", methods=["GET", "POST"])
@needs(Permission.BAR_APPLICANT)
@once
def bars() -> Any:
    """The list, and the form of a new one."""
    typed = Typed()
    if request.method == "POST":
        form = typed_form()
        try:
            texts = {name: form.get(name, "") for name in ("item_code", "id_number", "ground", "decision", "reason")}
            entry = BarEntry(first_day=day_in(form.get("first_day", ""), "first_day"), **texts)
            with transaction() as session:
                bar_applicant(session, office(), actor(), entry, now())
        except Refusal as error:
            typed = refused(error)
        else:
            note(t("items.bar_entered"))
            return redirect("/items/bars")
    with reading() as session:
        rows = list_bars(session, actor())
        offered = [(row.item.code, row.version.name) for row in list_items(session, today(), size=MOST_OFFERED).rows]
    grounds = [(code, choose(names)) for code, names in GROUND_NAMES.items()]
    return render_template("items/bars.html", rows=rows, typed=typed, grounds=grounds, offered=offered), (
        422 if typed.refusal else 200
    )


@blueprint.get("/export/bars.xlsx")
@needs(Permission.BAR_APPLICANT)
def bars_sheet() -> Any:
    with reading() as session:
        rows = list_bars(session, actor())
    keys = ("applicant", "item", "ground", "reason", "decision", "first_day", "last_day", "lifted_at", "lift_reason")
    lines = (
        (row.applicant, row.item_code, choose((row.ground.zh, row.ground.en)), row.bar.reason, row.bar.decision,
         row.bar.first_day, row.bar.last_day, row.bar.lifted_at, row.bar.lift_reason)
        for row in rows
    )  # fmt: skip
    return spreadsheet([t(f"items.bar_{key}") for key in keys], lines, t("items.bars"))


@blueprint.post("/items/bars/<int:bar_id>/lift")
@needs(Permission.BAR_APPLICANT)
def lift(bar_id: int) -> Any:
    with transaction() as session:
        lift_bar(session, actor(), bar_id, request.form.get("reason", ""), now())
    note(t("items.bar_lifted"))
    return redirect("/items/bars")
