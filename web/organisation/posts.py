"""Posts: list, add, rename, close; who holds them as A and as B."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from casework.errors import Refusal
from casework.organisation.places import list_departments
from casework.organisation.posts import (
    EDITABLE,
    PostRow,
    add_post,
    edit_post,
    end_holding,
    get_post,
    hold_post,
    list_posts,
)
from casework.organisation.role import Role, role_words
from casework.organisation.seen import ChangedMeanwhile
from casework.permissions import Permission, is_permitted
from web.frame.current import actor, now, reading, transaction
from web.frame.i18n import choose, t
from web.frame.notes import note
from web.frame.repeats import once
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import (
    FieldRefused,
    Typed,
    day_in,
    key_in,
    number_in,
    refused,
    typed_form,
    what_was_seen,
)
from web.organisation.pages import (
    blueprint,
    department_choices,
    end_of,
    others_changed,
    people_offered,
    person_typed,
    rank_typed,
    role_choices,
    start_of,
    stored,
)

LABELS = {"code": "posts.code", "name": "posts.name", "department_id": "posts.department", "role": "posts.role",
          "is_active": "posts.state"}  # fmt: skip


@blueprint.get("/posts")
@needs(Permission.SEE_PEOPLE)
def posts() -> Any:
    """All posts by department, with those nobody holds marked."""
    rows = _found()
    with reading() as session:
        departments = department_choices(session)
    groups: dict[str, list[PostRow]] = {}
    for row in rows:
        groups.setdefault(row.department_name, []).append(row)
    return render_template(
        "organisation/posts.html", groups=groups, departments=departments, roles=role_choices(), count=len(rows),
        vacant=sum(row.is_vacant for row in rows), role_words=role_words,
        may_manage=is_permitted(actor(), Permission.MANAGE_ORGANISATION),
    )  # fmt: skip


@blueprint.get("/export/posts.xlsx")
@needs(Permission.SEE_PEOPLE)
def posts_sheet() -> Any:
    keys = ("department", "code", "name", "role", "holders_a", "holders_b", "state")
    lines = (
        (row.department_name, row.post.code, row.post.name, choose(role_words(row.post.role)), _holders(row, "A"),
         _holders(row, "B"), t("posts.open" if row.post.is_active else "posts.closed"))
        for row in _found()
    )  # fmt: skip
    return spreadsheet([t(f"posts.{key}") for key in keys], lines, t("posts.title"))


@blueprint.get("/posts/new")
@needs(Permission.MANAGE_ORGANISATION)
def new_post() -> Any:
    return _post_form(Typed({"department_id": request.args.get("department", ""), "role": "handler"}))


@blueprint.post("/posts/new")
@needs(Permission.MANAGE_ORGANISATION)
@once
def create_post() -> Any:
    form = typed_form()
    try:
        for name in ("code", "name", "department_id", "role"):
            if not form.get(name) or (name == "role" and form[name] not in set(Role)):
                raise FieldRefused("organisation.missing", field=name)
        with transaction() as session:
            post = add_post(
                session, actor(), form["code"], form["name"], key_in(form["department_id"], "department_id") or 0,
                Role(form["role"]),
            )  # fmt: skip
    except Refusal as error:
        return _post_form(refused(error, labels=LABELS)), 422
    note(t("posts.added", name=post.name))
    return redirect(url_for("organisation.post", post_id=post.id))


@blueprint.get("/posts/<int:post_id>")
@needs(Permission.MANAGE_ORGANISATION)
def post(post_id: int) -> Any:
    return _post_page(post_id)


@blueprint.post("/posts/<int:post_id>")
@needs(Permission.MANAGE_ORGANISATION)
def change_post(post_id: int) -> Any:
    """Rename the post, close it or open it again."""
    form = typed_form()
    try:
        if not form.get("name"):
            raise FieldRefused("organisation.missing", field="name")
        with transaction() as session:
            changes = {"name": form["name"], "is_active": form.get("is_active") == "yes"}
            changed = edit_post(session, actor(), post_id, changes, seen=what_was_seen())
    except ChangedMeanwhile as error:
        states = {True: t("posts.open"), False: t("posts.closed")}
        return _post_page(post_id, others_changed(error, LABELS, {"is_active": states})), 409
    except Refusal as error:
        return _post_page(post_id, refused(error, labels=LABELS)), 422
    note(t("posts.saved", name=changed.name))
    return redirect(url_for("organisation.post", post_id=post_id))


@blueprint.post("/posts/<int:post_id>/holders")
@needs(Permission.MANAGE_PEOPLE)
@once
def put_on_post(post_id: int) -> Any:
    """Put somebody on this post; a new A holder takes the place of the former."""
    form = typed_form()
    try:
        with transaction() as session:
            person = person_typed(session, form.get("person", ""), "person")
            hold_post(
                session, actor(), post_id, person.id, rank_typed(form),
                start_of(day_in(form.get("since", ""), "since"), now()), end_of(day_in(form.get("until", ""), "until")),
            )  # fmt: skip
    except Refusal as error:
        return _post_page(post_id, holding=refused(error)), 422
    note(t("posts.held"))
    return redirect(url_for("organisation.post", post_id=post_id))


@blueprint.post("/posts/<int:post_id>/holders/<int:holding_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def take_off_post(post_id: int, holding_id: int) -> Any:
    with transaction() as session:
        end_holding(session, actor(), holding_id, now())
        left = next((row for row in list_posts(session, now()) if row.post.id == post_id), None)
    if left is not None and left.is_vacant:
        note(t("posts.ended_vacant"), "warn")
    else:
        note(t("posts.ended"))
    return redirect(url_for("organisation.post", post_id=post_id))


def _found() -> list[PostRow]:
    department, role = request.args.get("department", ""), request.args.get("role", "")
    text = request.args.get("q", "").strip().lower()
    with reading() as session:
        rows = list_posts(session, now(), department_id=number_in(department))
    return [
        row
        for row in rows
        if (not role or row.post.role == role)
        and (not text or text in f"{row.post.name} {row.post.code} {_holders(row, None)}".lower())
        and (request.args.get("vacant") != "1" or row.is_vacant)
    ]


def _holders(row: PostRow, rank: str | None) -> str:
    return t("frame.comma").join(one.name for one in row.holders if rank in (None, one.rank))


def _post_form(typed: Typed) -> str:
    with reading() as session:
        return render_template(
            "organisation/post_new.html", typed=typed, departments=department_choices(session), roles=role_choices()
        )


def _post_page(post_id: int, typed: Typed | None = None, holding: Typed | None = None) -> str:
    with reading() as session:
        shown = get_post(session, post_id)
        rows = list_posts(session, now(), department_id=shown.department_id)
        departments = {row.id: row.name for row in list_departments(session, with_closed=True)}
        row = next(row for row in rows if row.post.id == post_id)
        return render_template(
            "organisation/post.html", post=shown, department_name=departments.get(shown.department_id, ""),
            holders=(*row.holders, *row.coming), is_vacant=row.is_vacant, typed=typed or stored(shown, EDITABLE),
            holding=holding or Typed({"rank": "A"}), role_words=role_words, people=people_offered(session),
        )  # fmt: skip
