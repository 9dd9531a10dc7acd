"""Choose an item, register an application, decide at the counter; start staff matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request

from casework.cases.applicant import Applicant
from casework.cases.case_views import case_view, open_visible
from casework.cases.status import TYPE_NAMES, WITHOUT_PAPERS
from casework.catalogue.items import get_item_in_force, list_items, materials_of
from casework.clocks.limits import due_at
from casework.errors import Refusal
from casework.intake.applicants import ID_TYPES, check_id_number
from casework.intake.counter_steps import counter_steps
from casework.intake.internal_cases import open_internal_case
from casework.intake.often import often_registered
from casework.intake.opening import CHANNELS
from casework.intake.registration import Decision
from casework.intake.registrations import prepare_registration, register_case, register_instant
from casework.permissions import Permission
from casework.tasks.task_forms import FormNotAccepted, intake_form
from web.frame import moments
from web.frame.badges import due_words
from web.frame.current import actor, now, office, own_calendar, reading, rehearsal, transaction
from web.frame.i18n import language, t
from web.frame.paging import Window, asked_page
from web.frame.repeats import once
from web.frame.session import needs
from web.registration.choosing import by_department, often_used
from web.registration.forms import step_forms
from web.registration.reading import FINISH, answers_of, decision_of, json_field, registration_of

blueprint = Blueprint("registration", __name__, template_folder="templates")

ITEMS_SHOWN = 120
REFUSAL_FIELDS = ("right_body", "reason", "ground")
"""They stand in the dialog of a refusal to accept."""


@blueprint.get("/registration")
@needs(Permission.REGISTER_CASE)
def choose_item() -> Any:
    """Items in force, searched by name or code; those not in force are shown but cannot be chosen (CAT-02)."""
    query = request.args.get("q", "").strip()
    with reading() as session:
        found = list_items(
            session, moments.today(), text=query, is_internal=False, with_others=bool(query),
            page=asked_page(), size=ITEMS_SHOWN,
        )  # fmt: skip
        groups = by_department(found.rows, actor().department_id)
        often = [] if query else often_used(groups, often_registered(session, actor()))
    return render_template(
        "registration/items.html", groups=groups, often=often,
        query=query, types=TYPE_NAMES, on=moments.today(),
        window=Window(found.number, found.size, found.total),
    )  # fmt: skip


@blueprint.get("/registration/<code>")
@needs(Permission.REGISTER_CASE)
def page(code: str) -> Any:
    return _page(code)


@blueprint.post("/registration/<code>")
@once
def register(code: str) -> Any:
    """Register with the decision of the pressed button; a refusal shows the page again with everything typed."""
    finish = request.form.get("decision") == FINISH
    try:
        with transaction() as session:
            if finish:
                version = get_item_in_force(session, code, moments.today())
                answers = answers_of(counter_steps(session, office(), version))
                done = register_instant(session, office(), actor(), registration_of(code), answers, now())
            else:
                done = register_case(session, office(), actor(), registration_of(code), decision_of(), now())
    except FormNotAccepted as refused:
        return _page(code, refusal=refused, errors=refused.invalid.messages(language())), 422
    except Refusal as refused:
        if refused.params.get("field") is None:
            raise
        return _page(code, refusal=refused), 422
    flash(t("registration.finished" if done.is_over else "registration.registered", number=done.case_no), "ok")
    if done.next_task_id is not None and request.form.get("case_type") in WITHOUT_PAPERS:
        # The question stands at the counter: it is answered now.
        return redirect(f"/tasks/{done.next_task_id}")
    return redirect(f"/cases/{done.case_no}")


@blueprint.post("/registration/<code>/applicant")
@needs(Permission.REGISTER_CASE)
def applicant(code: str) -> Any:
    """What is known of the applicant with the typed number: name, earlier cases, open duplicates; or what is wrong."""
    number, wrong = request.form.get("id_number", ""), ""
    if number.strip():
        try:
            check_id_number(request.form.get("id_type", ""), number, moments.today())
        except Refusal as refused:
            wrong = refused.in_language(language())
    with reading() as session:
        known = prepare_registration(session, office(), actor(), code, number, now())
    return render_template("registration/applicant.html", known=known, types=TYPE_NAMES, wrong=wrong)


@blueprint.post("/registration/<code>/preview")
@needs(Permission.REGISTER_CASE)
def preview(code: str) -> Any:
    """If it were accepted now: due dates, fee, next step. Run for real and dropped, so it cannot differ."""
    try:
        with rehearsal() as session:
            done = register_case(session, office(), actor(), registration_of(code), decision_of(), now())
            view = case_view(session, office(), actor(), done.case_no, now())
            return render_template("registration/preview.html", view=view, refusal=None, calendar=view.file.calendar)
    except Refusal as refused:
        return render_template("registration/preview.html", view=None, refusal=refused.in_language(language()))


@blueprint.get("/matters")
def matters() -> Any:
    """Staff matters one may start (发起)."""
    with reading() as session:
        found = list_items(session, moments.today(), is_internal=True, size=100)
    return render_template("registration/matters.html", rows=found.rows)


@blueprint.route("/matters/<code>", methods=["GET", "POST"])
@once
def matter(code: str) -> Any:
    """The form of a staff matter; its flow starts when it is sent."""
    refusal, errors = None, {}
    if request.method == "POST":
        try:
            with transaction() as session:
                done = open_internal_case(session, office(), actor(), code, now(), data=json_field("data"))
            flash(t("registration.matter_started", number=done.case_no), "ok")
            return redirect(f"/tasks/{done.next_task_id}" if done.next_task_id else f"/cases/{done.case_no}")
        except FormNotAccepted as refused:
            refusal, errors = refused.in_language(language()), refused.invalid.messages(language())
    with reading() as session:
        version = get_item_in_force(session, code, moments.today())
        schema = intake_form(session, version.id)
    return render_template(
        "registration/matter.html", version=version, code=code, schema=schema, data=json_field("data"),
        refusal=refusal, errors=errors,
    ), 422 if refusal else 200  # fmt: skip


def _stated(session: Any) -> Mapping[str, str]:
    """What was typed; at first, what a consultation after which somebody applies tells of who asked.

    Sealed numbers are typed from the document that is shown at the counter.
    """
    after = request.args.get("after", "")
    if request.form or not after:
        return request.form
    file = open_visible(session, office(), actor(), after, now())
    told = {"after": file.case.case_no}
    who = session.get(Applicant, file.case.applicant_id) if file.case.applicant_id is not None else None
    if who is None:
        return told
    names = ("kind", "id_type", "name", "address", "legal_representative")
    return told | {name: getattr(who, name) or "" for name in names}


def _page(code: str, *, refusal: Refusal | None = None, errors: Any = None) -> Any:
    with reading() as session:
        version = get_item_in_force(session, code, moments.today())
        materials, schema = materials_of(session, version.id), intake_form(session, version.id)
        chosen = _case_type(version)
        steps = counter_steps(session, office(), version) if chosen == version.base_type else []
        known = prepare_registration(session, office(), actor(), code, request.form.get("id_number", ""), now())
        calendar = own_calendar(session)
        due = due_at(now(), version.promised_for(chosen), calendar)
        stated = _stated(session)
    return render_template(
        "registration/page.html", if_now=due_words(due.at, calendar, provisional=due.provisional),
        version=version, code=code, materials=materials, schema=schema,
        data=json_field("data"), steps=step_forms(steps), form=stated, channels=CHANNELS, id_types=ID_TYPES,
        case_types=_case_types(version), case_type=chosen, asks_papers=chosen not in WITHOUT_PAPERS,
        types=TYPE_NAMES, known=known, errors=errors or {},
        refusal=refusal.in_language(language()) if refusal else None,
        field=refusal.params.get("field") if refusal else None,
        refused_at_once=refusal is not None and request.form.get("decision") == Decision.REFUSE
        and refusal.params.get("field") in REFUSAL_FIELDS,
    )  # fmt: skip


def _case_types(version: Any) -> list[str]:
    """Kinds of case this item may be registered as; its own kind first."""
    return [kind for kind in version.case_types if kind in TYPE_NAMES and kind != "internal"]


def _case_type(version: Any) -> str:
    """The kind being registered: as posted or as chosen in the address, else the item's own."""
    wanted = request.form.get("case_type") or request.args.get("type", "")
    return wanted if wanted in _case_types(version) else str(version.base_type)
