"""People: list, search, add, change, new password, close and open again."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, render_template, request, url_for

from casework.database import Session
from casework.errors import Refusal
from casework.organisation.people import (
    PersonRow,
    add_person,
    edit_person,
    get_person,
    list_people,
    reset_password,
)
from casework.organisation.person import Language, Person
from casework.organisation.posts import end_holding, hold_post, list_posts
from casework.organisation.role import role_words
from casework.organisation.seen import ChangedMeanwhile
from casework.page import MOST, Page
from casework.permissions import Permission, is_permitted
from casework.tasks.lost_holders import give_back_held
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import choose, t
from web.frame.notes import note
from web.frame.paging import Window, asked_page, every_page
from web.frame.repeats import once
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import Typed, day_in, key_in, number_in, refused, typed_form, what_was_seen
from web.organisation.pages import (
    blueprint,
    department_choices,
    end_of,
    others_changed,
    people_offered,
    point_choices,
    rank_typed,
    role_choices,
    start_of,
    stored,
)

LABELS = {
    "name": "people.name", "username": "people.username", "is_active": "people.state", "phone": "people.phone",
    "department_id": "people.department", "point_id": "people.point", "language": "people.language",
}  # fmt: skip
SHOWN = ("name", "department_id", "point_id", "phone", "language")
"""What the form of a person shows."""
SIZE = 25


@blueprint.get("/people")
@needs(Permission.SEE_PEOPLE)
def people() -> Any:
    """The list with its filters in the address."""
    with reading() as session:
        found = _found(session, asked_page(), SIZE)
        departments = department_choices(session)
    return render_template(
        "organisation/people.html", rows=found.rows, window=Window(found.number, found.size, found.total),
        departments=departments, roles=role_choices(), may_manage=is_permitted(actor(), Permission.MANAGE_PEOPLE),
        state_of=_state, role_words=role_words,
    )  # fmt: skip


@blueprint.get("/people/offered")
@needs(Permission.SEE_PEOPLE)
def offered_people() -> Any:
    """What a field for a person suggests for the text in it so far."""
    with reading() as session:
        return render_template("organisation/offered.html", people=people_offered(session, request.args.get("q", "")))


@blueprint.get("/export/people.xlsx")
@needs(Permission.SEE_PEOPLE)
def people_sheet() -> Any:
    """The filtered list, all pages of it, as a spreadsheet."""
    with reading() as session:
        rows = every_page(lambda number: _found(session, number, MOST))
    keys = ("name", "username", "department", "posts", "phone", "state")
    lines = (
        (row.person.name, row.person.username, row.department_name or "", _posts_text(row), row.person.phone,
         t(f"people.{_state(row.person)}"))
        for row in rows
    )  # fmt: skip
    return spreadsheet([t(f"people.{key}") for key in keys], lines, t("people.title"))


@blueprint.get("/people/new")
@needs(Permission.MANAGE_PEOPLE)
def new_person() -> Any:
    return _person_form(Typed({"department_id": request.args.get("department", "")}))


@blueprint.post("/people/new")
@needs(Permission.MANAGE_PEOPLE)
def create_person() -> Any:
    """Add the person and show the first password, this once: it stands nowhere else."""
    form = typed_form()
    try:
        with transaction() as session:
            person, password = add_person(
                session, office(), actor(), form.get("username", ""), form.get("name", ""), **_fields(form)
            )
    except Refusal as error:
        return _person_form(refused(error, labels=LABELS)), 422
    return _password_page(person, password, is_new=True)


@blueprint.get("/people/<int:person_id>")
@needs(Permission.MANAGE_PEOPLE)
def person(person_id: int) -> Any:
    return _person_page(person_id)


@blueprint.post("/people/<int:person_id>")
@needs(Permission.MANAGE_PEOPLE)
def change_person(person_id: int) -> Any:
    form = typed_form()
    try:
        with transaction() as session:
            changes = {"name": form.get("name", ""), **_fields(form)}
            changed = edit_person(session, actor(), person_id, changes, now(), seen=what_was_seen())
    except ChangedMeanwhile as error:
        return _person_page(person_id, others_changed(error, LABELS, _choices())), 409
    except Refusal as error:
        return _person_page(person_id, refused(error, labels=LABELS)), 422
    note(t("people.saved", name=changed.name))
    return redirect(url_for("organisation.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/password")
@needs(Permission.MANAGE_PEOPLE)
def new_password(person_id: int) -> Any:
    """A new first password, shown this once; the person's sign-ins have ended."""
    with transaction() as session:
        password = reset_password(session, office(), actor(), person_id, now())
        named = get_person(session, person_id)
    return _password_page(named, password, is_new=False)


@blueprint.post("/people/<int:person_id>/state")
@needs(Permission.MANAGE_PEOPLE)
def change_state(person_id: int) -> Any:
    """Close the account, or open it again."""
    opens = request.form.get("is_active") == "yes"
    with transaction() as session:
        changed = edit_person(session, actor(), person_id, {"is_active": opens}, now())
    if not opens:
        # What the person holds goes back to the posts now, not with the next round of the worker.
        give_back_held(office(), now())
    note(t("people.opened" if opens else "people.closed_now", name=changed.name))
    return redirect(url_for("organisation.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/posts")
@needs(Permission.MANAGE_PEOPLE)
@once
def give_post(person_id: int) -> Any:
    """Put the person on a post."""
    form = typed_form()
    try:
        with transaction() as session:
            hold_post(
                session, actor(), key_in(form.get("post_id", ""), "post_id") or 0, person_id,
                rank_typed(form), start_of(day_in(form.get("since", ""), "since"), now()),
                end_of(day_in(form.get("until", ""), "until")),
            )  # fmt: skip
    except Refusal as error:
        return _person_page(person_id, holding=refused(error)), 422
    note(t("posts.held"))
    return redirect(url_for("organisation.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/posts/<int:holding_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def leave_post(person_id: int, holding_id: int) -> Any:
    with transaction() as session:
        end_holding(session, actor(), holding_id, now())
    note(t("posts.ended"))
    return redirect(url_for("organisation.person", person_id=person_id))


def _found(session: Session, page: int, size: int) -> Page[PersonRow]:
    args = request.args
    department = args.get("department", "")
    return list_people(
        session, actor(), now(), text=args.get("q", ""), role=args.get("role") or None,
        department_id=number_in(department), with_closed=args.get("closed") == "1",
        page=page, size=size,
    )  # fmt: skip


def _fields(form: dict[str, str]) -> dict[str, Any]:
    return {
        "department_id": key_in(form.get("department_id", ""), "department_id"),
        "point_id": key_in(form.get("point_id", ""), "point_id"),
        "phone": form.get("phone", ""),
        "language": form.get("language") if form.get("language") in set(Language) else None,
    }


def _choices() -> dict[str, dict[Any, str]]:
    """The words of values that are chosen from a list."""
    with reading() as session:
        departments, points = department_choices(session, with_closed=True), point_choices(session)
    return {"department_id": dict(departments), "point_id": dict(points), "language": {"zh": "中文", "en": "English"}}


def _state(person: Person) -> str:
    if not person.is_active:
        return "closed"
    if person.is_locked(now()):
        return "locked"
    return "first_password" if person.must_change_password else "active"


def _posts_text(row: PersonRow) -> str:
    return "；".join(f"{name}（{choose(role_words(role))}，{rank}）" for name, role, rank in row.posts)


def _person_form(typed: Typed) -> str:
    with reading() as session:
        return render_template(
            "organisation/person_new.html", typed=typed, departments=department_choices(session),
            points=point_choices(session),
        )  # fmt: skip


def _person_page(person_id: int, typed: Typed | None = None, holding: Typed | None = None) -> str:
    with reading() as session:
        shown = get_person(session, person_id)
        posts = list_posts(session, now())
        held = [(row, one) for row in posts for one in (*row.holders, *row.coming) if one.person_id == person_id]
        free = [
            (row.post.id, f"{row.department_name} · {row.post.name}")
            for row in posts
            if row.post.is_active and person_id not in {one.person_id for one in (*row.holders, *row.coming)}
        ]
        return render_template(
            "organisation/person.html", person=shown, state=_state(shown), held=held, free=free,
            typed=typed or stored(shown, SHOWN), holding=holding or Typed({"rank": "A", "post_id": ""}),
            departments=department_choices(session, with_closed=True), points=point_choices(session),
            role_words=role_words, is_me=person_id == actor().person_id,
        )  # fmt: skip


def _password_page(shown: Person, password: str, *, is_new: bool) -> Any:
    answer = make_response(
        render_template("organisation/password.html", person=shown, password=password, is_new=is_new)
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
