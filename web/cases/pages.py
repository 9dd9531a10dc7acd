"""The page of a case, rendered by whoever shows it: looked at, refused, or with a number in full."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request

from casework.cases.case_actions import case_actions
from casework.cases.case_views import case_view, may_unmask
from casework.cases.corrections import VARIABLE
from casework.cases.status import OUTCOME_NAMES, STATUS_NAMES, TYPE_NAMES, CaseType
from casework.errors import Refusal
from casework.incidents.telling import cause_of
from casework.permissions import Permission, is_permitted
from web.cases.clock_strip import strip_of
from web.cases.correcting import entries_in
from web.cases.marks import marks_json
from web.cases.timeline import timeline
from web.frame import moments
from web.frame.badges import main_clock
from web.frame.current import actor, now, office, reading
from web.frame.i18n import language


def case_page(
    case_no: str, *, refusal: Refusal | None = None, dialog: str = "", unmasked: Mapping[str, str] | None = None
) -> str:
    """`dialog` is opened again with the sentence of a refusal; `unmasked` is shown in full."""
    with reading() as session:
        view = case_view(session, office(), actor(), case_no, now())
        actions = {action.name: action for action in case_actions(view.file, actor())}
        entries = entries_in(view) if actions["correct"].is_allowed else []
        breaks = [one.in_language(language()) for one in view.breaks]
    main = main_clock(view)
    may_register = is_permitted(actor(), Permission.REGISTER_CASE)
    is_done_at_the_counter = view.case.case_type == CaseType.INSTANT or view.case.definition_version_id is None
    # A clock of the same day has no days to explain.
    strip = strip_of(main, moments.today()) if main is not None and main.row.amount else None
    return render_template(
        "cases/case.html", view=view, case=view.case, around=view.file.around, main_clock=main,
        strip=strip, calendar=view.file.calendar,
        lines=timeline(view), types=TYPE_NAMES, statuses=STATUS_NAMES, outcomes=OUTCOME_NAMES,
        marks=marks_json(view.marks), breaks=breaks,
        unmask_at=f"/cases/{case_no}/unmask" if may_unmask(actor(), view.case) else "",
        show_all=request.args.get("record") == "all", actions=actions, entries=entries, dialog=dialog,
        may_apply=view.case.case_type == CaseType.CONSULTATION and may_register,
        # At the counter the next applicant stands there already.
        may_register_next=is_done_at_the_counter and view.case.ended_at is not None and may_register,
        cause_of=cause_of, may_repair=is_permitted(actor(), Permission.REPAIR_INCIDENT),
        refusal=refusal.in_language(language()) if refusal else "", unmasked=unmasked or {},
        wrong=str(refusal.params.get("field", "")).removeprefix(VARIABLE) if refusal else "",
    )  # fmt: skip
