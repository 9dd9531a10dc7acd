"""A posted registration as what casework wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from casework.cases.grounds import Ground
from casework.cases.status import CaseType
from casework.errors import Refusal
from casework.intake.applicants import ApplicantData
from casework.intake.counter_steps import CounterStep
from casework.intake.registration import Answer, CounterDecision, Decision, Registration
from web.frame.storable import read_storable

FINISH = "finish"
"""Registered, accepted, decided and handed over in one go."""


def registration_of(item_code: str) -> Registration:
    form = request.form
    return Registration(
        item_code=item_code,
        applicant=None
        if _is_anonymous()
        else ApplicantData(
            name=form.get("name", ""),
            kind=form.get("kind", "person"),
            id_type=form.get("id_type", "id_card"),
            id_number=form.get("id_number", ""),
            phone=form.get("phone", ""),
            address=form.get("address", ""),
            legal_representative=form.get("legal_representative", ""),
            is_renamed=form.get("is_renamed") == "1",
        ),
        case_type=form.get("case_type") or None,
        channel=form.get("channel", "counter"),
        form_data=json_field("data"),
        materials={
            name.removeprefix("material_"): value for name, value in form.items() if name.startswith("material_")
        },
        agent_name=form.get("agent_name", ""),
        agent_phone=form.get("agent_phone", ""),
        note=form.get("note", ""),
        after=form.get("after", ""),
    )


def _is_anonymous() -> bool:
    """Who only asks something need not say who they are."""
    form = request.form
    is_named = any(form.get(name, "").strip() for name in ("name", "id_number", "phone"))
    return form.get("case_type") == CaseType.CONSULTATION and not is_named


def decision_of() -> CounterDecision:
    form = request.form
    chosen = form.get("decision", "")
    decision = Decision(chosen) if chosen in set(Decision) else Decision.ACCEPT
    ground = form.get("ground", "")
    return CounterDecision(
        decision=decision,
        ground=Ground(ground) if ground in set(Ground) else Ground.FORBIDDEN,
        reason=form.get("reason", ""),
        right_body=form.get("right_body", ""),
        missing=[line.strip() for line in form.get("missing", "").splitlines() if line.strip()],
        corrections=form.get("corrections", ""),
        is_tolerant="tolerated" in form.values(),
    )


def answers_of(steps: Sequence[CounterStep]) -> dict[str, Answer]:
    """What the clerk says to each step: the usual outcome, with the data of its form."""
    return {step.element: Answer(outcome=usual(step), data=json_field(f"step_{step.element}")) for step in steps}


def usual(step: CounterStep) -> Any:
    """The first button: the outcome for which a case is finished on one page."""
    return step.outcomes.options[0].value if step.outcomes is not None and step.outcomes.options else None


def json_field(name: str) -> dict[str, Any]:
    try:
        data = read_storable(request.form.get(name) or "{}")
    except ValueError:
        raise Refusal("task.data_unreadable") from None
    return data if isinstance(data, dict) else {}
