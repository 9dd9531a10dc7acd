"""Act on a case from its page: comment, unmask, correct, withdraw, return, void, close the channel, supplement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, request

from casework.cases.case_types import close_channel
from casework.cases.case_views import find_case_id
from casework.cases.corrections import CORRECTABLE, VARIABLE, correct_case
from casework.cases.endings import return_case, void_case, withdraw_case
from casework.cases.unmasking import unmask
from casework.errors import Refusal
from casework.intake.registrations import start_after_supplement
from casework.tasks.remarks import add_comment
from web.cases.blueprint import blueprint
from web.cases.correcting import Entry, entries_of
from web.cases.pages import case_page
from web.frame.current import actor, now, office, transaction
from web.frame.i18n import t
from web.frame.repeats import once
from web.frame.typed import number_in

LEAVE: dict[str, Callable[..., Any]] = {
    "withdraw": withdraw_case,
    "return": return_case,
    "void": void_case,
    "close_channel": close_channel,
}


@blueprint.post("/cases/<case_no>/comments")
@once
def comment(case_no: str) -> Any:
    with transaction() as session:
        case_id = find_case_id(session, actor(), case_no, now())
        add_comment(session, office(), actor(), case_id, request.form.get("text", ""), now())
    return redirect(f"/cases/{case_no}#talk")


@blueprint.post("/cases/<case_no>/unmask")
def show_in_full(case_no: str) -> Response:
    """The page with one number in full, this once: the look is recorded and the answer is kept nowhere."""
    reference = request.form.get("ref", "")
    with transaction() as session:
        plain = unmask(session, office(), actor(), find_case_id(session, actor(), case_no, now()), reference, now())
    answer = make_response(case_page(case_no, unmasked={reference: plain}))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/cases/<case_no>/<any(withdraw, return, void, close_channel):exit>")
def leave(case_no: str, exit: str) -> Any:
    """撤回, 退件, 作废, 关闭绿色通道; a refusal shows the dialog again with the reason as it was typed."""
    try:
        with transaction() as session:
            case_id = find_case_id(session, actor(), case_no, now())
            reason = request.form.get("reason", "")
            LEAVE[exit](session, office(), actor(), case_id, reason, now(), expected_revision=_revision())
    except Refusal as refused:
        if refused.params.get("field") is None:
            raise
        return case_page(case_no, refusal=refused, dialog=exit), 422
    flash(t(f"cases.done_{exit}"), "ok")
    return redirect(f"/cases/{case_no}")


@blueprint.post("/cases/<case_no>/correct")
def correct(case_no: str) -> Any:
    """更正: only entries that differ are written; what stood there before stays in the record."""
    try:
        with transaction() as session:
            case_id = find_case_id(session, actor(), case_no, now())
            changes = _changes(entries_of(session, office(), actor(), case_no, now()))
            reason = request.form.get("reason", "")
            correct_case(session, office(), actor(), case_id, changes, reason, now(), expected_revision=_revision())
    except Refusal as refused:
        if refused.params.get("field") is None and refused.code != "case.nothing_to_correct":
            raise
        return case_page(case_no, refusal=refused, dialog="correct"), 422
    flash(t("cases.done_correct"), "ok")
    return redirect(f"/cases/{case_no}")


@blueprint.post("/cases/<case_no>/supplement")
@once
def supplement(case_no: str) -> Any:
    """收到补正: the papers of a case without a flow are complete; it is accepted and starts."""
    with transaction() as session:
        case_id = find_case_id(session, actor(), case_no, now())
        done = start_after_supplement(session, office(), actor(), case_id, now())
    flash(t("cases.done_supplement"), "ok")
    return redirect(f"/tasks/{done.next_task_id}" if done.next_task_id else f"/cases/{case_no}")


def _changes(entries: list[Entry]) -> dict[str, Any]:
    """The typed entries that differ from what stands there."""
    changes: dict[str, Any] = {}
    for entry in entries:
        typed = request.form.get(entry.field)
        if typed is None or typed.strip() == entry.text:
            continue
        name = entry.name if entry.name in CORRECTABLE else f"{VARIABLE}{entry.name}"
        changes[name] = typed.strip() or None
    return changes


def _revision() -> int | None:
    return number_in(request.form.get("revision", ""))
