"""Look at a task, claim it, work on it, hand it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from casework.errors import Refusal, RevisionMissing, Stale
from casework.tasks.claims import claim_task, release_task
from casework.tasks.colleagues import colleagues_for
from casework.tasks.completions import complete_task
from casework.tasks.drafts import mark_read, save_draft
from casework.tasks.inbox import next_to_claim
from casework.tasks.insiders import unmask_at_task
from casework.tasks.remarks import add_phrase, attach_to_task, comment_on_task
from casework.tasks.task_documents import draw_up_for_task
from casework.tasks.task_forms import FormNotAccepted
from casework.tasks.task_state import TaskAlreadyClaimed, TaskNotOpen
from casework.tasks.task_views import OPINION, TaskView, task_view
from casework.tasks.transfers import assign_task, transfer_task
from forms.answers import read_answers
from web.cases.marks import marks_json
from web.cases.timeline import Line, timeline
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import choose, language, t
from web.frame.lists import list_address
from web.frame.repeats import NOT_ASKED, ONCE_KEY, once
from web.frame.storable import read_storable
from web.frame.typed import number_in
from web.tasks.required import schema_of

MOST_CHANGES = 6

blueprint = Blueprint("tasks", __name__, template_folder="templates")


@blueprint.get("/tasks/<int:task_id>")
def page(task_id: int) -> Any:
    """The task; opening one's own marks it as read."""
    return _page(task_id)


@blueprint.post("/tasks/<int:task_id>/claim")
def claim(task_id: int) -> Any:
    """Claim it; who comes second is told who was first, and the next one is at hand."""
    try:
        with transaction() as session:
            claim_task(session, office(), actor(), task_id, now(), acting_for=_principal())
    except (TaskAlreadyClaimed, TaskNotOpen) as lost:
        return _page(task_id, refusal=lost, is_stale=True), 409
    return redirect(url_for("tasks.page", task_id=task_id))


@blueprint.post("/tasks/<int:task_id>/release")
def release(task_id: int) -> Any:
    with transaction() as session:
        release_task(session, office(), actor(), task_id, now(), reason=request.form.get("reason", ""))
    flash(t("tasks.released"), "ok")
    return redirect("/workbench?tab=offered")


@blueprint.post("/tasks/<int:task_id>/complete")
def complete(task_id: int) -> Any:
    """Hand the task in; what is wrong with the form is shown at its fields, nothing typed is lost."""
    try:
        with transaction() as session:
            done = complete_task(
                session, office(), actor(), task_id, now(), outcome=_outcome(), data=_data(),
                opinion=request.form.get("opinion", ""), expected_revision=_revision(),
                once_key=request.form.get(ONCE_KEY) or None, acting_for=_principal(),
            )  # fmt: skip
    except FormNotAccepted as refused:
        return _page(task_id, refusal=refused, errors=refused.invalid.messages(language())), 422
    except (Stale, RevisionMissing, TaskAlreadyClaimed, TaskNotOpen) as conflict:
        # The page as it stands now, with everything typed still in it; pressing again is a new decision.
        return _page(task_id, refusal=conflict, errors={}, is_stale=True), 409
    except Refusal as refused:
        if refused.params.get("field") is None:
            raise
        return _page(task_id, refusal=refused, errors={}), 422
    if done.next_task_id is not None:
        flash(t("tasks.done_next"), "ok")
        return redirect(url_for("tasks.page", task_id=done.next_task_id))
    flash(t("tasks.done_over" if done.is_over else "tasks.done", case_no=done.case_no), "ok")
    return redirect(f"/cases/{done.case_no}" if done.is_over else list_address("/workbench"))


@blueprint.post("/tasks/<int:task_id>/draft")
def draft(task_id: int) -> Response:
    """Keep what was typed; answers with nothing, the page shows the time."""
    typed = {**_data(), OPINION: request.form.get("opinion", "")}
    with transaction() as session:
        save_draft(session, office(), actor(), task_id, typed, now(), acting_for=_principal())
    return Response(status=204)


@blueprint.post("/tasks/<int:task_id>/unmask")
def show_in_full(task_id: int) -> Response:
    """The page with one number in full, this once: the look is recorded and the answer is kept nowhere."""
    reference = request.form.get("ref", "")
    with transaction() as session:
        plain = unmask_at_task(session, office(), actor(), task_id, reference, now(), acting_for=_principal())
    answer = make_response(_page(task_id, unmasked={reference: plain}))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/tasks/<int:task_id>/comments")
@once
def comment(task_id: int) -> Any:
    with transaction() as session:
        text, whom = request.form.get("text", ""), _principal()
        comment_on_task(session, office(), actor(), task_id, text, now(), acting_for=whom)
    return _back(task_id, "talk")


@blueprint.post("/tasks/<int:task_id>/attachments")
@once
def attach(task_id: int) -> Any:
    with transaction() as session:
        for upload in request.files.getlist("files"):
            if upload.filename:
                stream, name = cast(BinaryIO, upload.stream), upload.filename
                attach_to_task(session, office(), actor(), task_id, stream, name, now(), acting_for=_principal())
    flash(t("tasks.attached"), "ok")
    return _back(task_id, "files")


@blueprint.post("/tasks/<int:task_id>/transfer")
@once
def transfer(task_id: int) -> Any:
    """转办 by the holder."""
    with transaction() as session:
        moved = transfer_task(session, office(), actor(), task_id, _person(), request.form.get("reason", ""), now())
    flash(t("tasks.transferred", name=moved.holder_name), "ok")
    return redirect(list_address("/workbench"))


@blueprint.post("/tasks/<int:task_id>/assign")
@once
def assign(task_id: int) -> Any:
    """派件 and 改派 by the chief representative."""
    with transaction() as session:
        moved = assign_task(session, office(), actor(), task_id, _person(), request.form.get("reason", ""), now())
    flash(t("tasks.assigned", name=moved.holder_name), "ok")
    return redirect(list_address("/department" if request.form.get("next") == "/department" else "/workbench"))


@blueprint.post("/tasks/<int:task_id>/document")
@once
def document(task_id: int) -> Any:
    """Draw up the document that the step needs."""
    fields = {name: value for name, value in request.form.items() if name not in {*NOT_ASKED, "for"}}
    with transaction() as session:
        number = draw_up_for_task(session, office(), actor(), task_id, fields, now(), acting_for=_principal())
    flash(t("tasks.document_drawn", number=number), "ok")
    return _back(task_id)


@blueprint.post("/phrases")
def phrase() -> Any:
    """Another ready-made sentence of one's own."""
    with transaction() as session:
        add_phrase(session, actor(), request.form.get("text", ""))
    return Response(status=204)


def _page(
    task_id: int,
    *,
    refusal: Refusal | None = None,
    errors: dict[str, Any] | None = None,
    is_stale: bool = False,
    unmasked: Mapping[str, str] | None = None,
) -> Any:
    with reading() as session:
        view = task_view(session, office(), actor(), task_id, now(), acting_for=_principal())
        may_hand_on = view.actions["transfer"].is_allowed or view.actions["assign"].is_allowed
        people = colleagues_for(session, view.task.roles, now()) if may_hand_on else []
        has_next = is_stale and next_to_claim(session, actor(), now()) is not None
    if view.is_mine and not view.task.is_read:
        # Only the first look takes the write lock.
        with transaction() as session:
            mark_read(session, task_id)
    lines = timeline(view.case)
    return render_template(
        "tasks/page.html", view=view, task=view.task, case=view.case.case, around=view.case.file.around,
        calendar=view.case.file.calendar, schema=schema_of(view), data=_shown(view, errors), errors=errors or {},
        opinion=request.form.get("opinion", view.opinion), refusal=refusal.in_language(language()) if refusal else None,
        marks=marks_json(view.case.marks), people=people, lines=lines, unmasked=unmasked or {},
        chosen=request.form.getlist("outcome"), is_stale=is_stale, has_next=has_next,
        changed=_changed(lines) if is_stale else [], unmask_at=_unmask_at(view),
        has_own_opinion=_has_own_opinion(view), typed=_typed(view) if errors is not None else [],
    )  # fmt: skip


def _changed(lines: Sequence[Line]) -> list[Line]:
    """What happened since the page was made, latest first: of a page that does not say so, the latest that counts."""
    read_to = number_in(request.form.get("read_to", ""))
    if read_to is None:
        return [line for line in lines if line.is_important][:1]
    return [line for line in lines if line.seq > read_to][:MOST_CHANGES]


def _has_own_opinion(view: TaskView) -> bool:
    """Whether the form asks for an opinion itself, so that the general one is only a supplement."""
    return any("意见" in str(one.get("label", "")) for one in (schema_of(view) or {}).get("components", []))


def _unmask_at(view: TaskView) -> str:
    """Where the page asks for a number in full, empty for those who may not."""
    if not view.may_unmask:
        return ""
    acting = "" if view.principal_id is None else f"?for={view.principal_id}"
    return f"/tasks/{view.task.id}/unmask{acting}"


def _typed(view: TaskView) -> list[tuple[str, str]]:
    """What was typed, in the words of the form: shown to be copied when the fields themselves are gone."""
    answers = [] if view.form is None else read_answers(view.form, _data(), str, view.data)
    found = [(answer.label, choose(answer.text)) for answer in answers]
    said = request.form.get("opinion", "").strip()
    return [*found, (t("tasks.opinion"), said)] if said else found


def _shown(view: TaskView, errors: dict[str, Any] | None) -> Any:
    return {**view.data, **_data()} if errors is not None else view.data


def _data() -> dict[str, Any]:
    """The form's answers: JSON in one field, written by the form viewer."""
    try:
        data = read_storable(request.form.get("data") or "{}")
    except ValueError:
        raise Refusal("task.data_unreadable") from None
    if not isinstance(data, dict):
        raise Refusal("task.data_unreadable")
    return data


def _outcome() -> Any:
    """The pressed button's value, or the list of ticked ones; values travel as JSON."""
    try:
        values = [read_storable(text) for text in request.form.getlist("outcome") if text]
    except ValueError:
        raise Refusal("task.data_unreadable", field="outcome") from None
    if request.form.get("is_multiple"):
        return values
    return values[0] if values else None


def _revision() -> int:
    """Which state of the case the page was made from."""
    revision = number_in(request.form.get("revision", ""))
    if revision is None:
        raise RevisionMissing("request.revision_missing", field="revision")
    return revision


def _back(task_id: int, anchor: str | None = None) -> Response:
    """To the page of the task, as it was seen: a deputy who has not claimed it sees it in the principal's name only."""
    seen: Any = {"task_id": task_id, "for": _principal()}
    return cast(Response, redirect(url_for("tasks.page", _anchor=anchor, **seen)))


def _principal() -> int | None:
    return number_in(request.values.get("for", ""))


def _person() -> int:
    person = number_in(request.form.get("person", ""))
    if person is None:
        raise Refusal("task.person_missing", field="person")
    return person
