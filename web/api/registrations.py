"""Opening cases for programs: prepare, register with the decision of the counter, start a staff matter."""

from __future__ import annotations

from typing import Any

from casework.cases.applicant import Applicant
from casework.cases.grounds import Ground
from casework.cases.status import STATUS_NAMES
from casework.database import Session
from casework.intake.applicants import ApplicantData
from casework.intake.counter_steps import CounterStep, counter_steps
from casework.intake.internal_cases import open_internal_case
from casework.intake.registration import Answer, CounterDecision, Decision, Registered, Registration
from casework.intake.registrations import prepare_registration, register_case, register_instant
from casework.personal_values import mask, reveal_many
from casework.tasks.task_forms import library_form
from web.api.blueprints import api_blueprint, refuses
from web.api.cases import case_line
from web.api.registration_schemas import (
    NewCaseSchema,
    NewInstantCaseSchema,
    NewInternalCaseSchema,
    OpenedCaseSchema,
    PreparationQuerySchema,
    PreparationSchema,
)
from web.api.repeats import once
from web.api.schemas import pair
from web.frame.current import actor, now, office, reading, transaction

blueprint = api_blueprint("registrations", "Open cases, for the public and for the staff.")

LOCATION = {"Location": {"description": "Address of the new case.", "schema": {"type": "string"}}}


@blueprint.post("/cases/prepare")
@blueprint.doc(operationId="prepareCase",
               summary="What is needed to open a case: checklist, form, the applicant's earlier cases.")  # fmt: skip
@blueprint.arguments(PreparationQuerySchema)
@refuses(blueprint, 403, 404)
@blueprint.response(200, PreparationSchema)
def prepare(body: dict[str, Any]) -> Any:
    """POST, so that the identity number stands in no address and no log."""
    with reading() as session:
        found = prepare_registration(session, office(), actor(), body["item_code"], body["id_number"], now())
        return {
            "item_code": body["item_code"],
            "item_name": found.version.name,
            "version": found.version.number,
            "applicant_kinds": found.kinds,
            "materials": found.materials,
            "form": found.form,
            "steps": [_step(step) for step in counter_steps(session, office(), found.version)],
            "applicant": None if found.applicant is None else _applicant(session, found.applicant),
            "earlier": [case_line(row) for row in found.earlier],
            "duplicates": [case_line(row) for row in found.duplicates],
        }


@blueprint.post("/cases")
@blueprint.doc(operationId="openCase", summary="Register an application with the decision taken on the spot.")
@once(blueprint)
@blueprint.arguments(NewCaseSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(201, OpenedCaseSchema, headers=LOCATION)
def open_case(body: dict[str, Any]) -> Any:
    decided = body.pop("decision")
    decision, ground = Decision(decided.pop("decision")), Ground(decided.pop("ground"))
    with transaction() as session:
        opened = register_case(
            session, office(), actor(), _registration(body), CounterDecision(decision, ground, **decided), now()
        )
    return opened_shape(opened), _location(opened)


@blueprint.post("/cases/instant")
@blueprint.doc(operationId="openInstantCase",
               summary="即办件 in one go: registered, accepted, decided, paid and handed over.")  # fmt: skip
@once(blueprint)
@blueprint.arguments(NewInstantCaseSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(201, OpenedCaseSchema, headers=LOCATION)
def open_instant(body: dict[str, Any]) -> Any:
    """What a step refuses (no receipt number, no receiver) refuses the whole: then nothing is registered."""
    answers = {element: Answer(**said) for element, said in body.pop("answers").items()}
    with transaction() as session:
        opened = register_instant(session, office(), actor(), _registration(body), answers, now())
    return opened_shape(opened), _location(opened)


@blueprint.post("/cases/internal")
@blueprint.doc(operationId="openInternalCase", summary="Start a staff matter in your own name.")
@once(blueprint)
@blueprint.arguments(NewInternalCaseSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(201, OpenedCaseSchema, headers=LOCATION)
def open_internal(body: dict[str, Any]) -> Any:
    with transaction() as session:
        opened = open_internal_case(
            session, office(), actor(), body["item_code"], now(), data=body["data"], title=body["title"]
        )
    return opened_shape(opened), _location(opened)


def _registration(body: dict[str, Any]) -> Registration:
    applicant = body.pop("applicant")
    return Registration(applicant=None if applicant is None else ApplicantData(**applicant), **body)


def _step(step: CounterStep) -> dict[str, Any]:
    options = step.outcomes.options if step.outcomes is not None else ()
    return {
        "element": step.element,
        "name": step.name,
        "form": library_form(step.form_key) if step.form_key else None,
        "outcomes": [option.value for option in options],
    }


def opened_shape(opened: Registered) -> dict[str, Any]:
    """A new case and where one goes on."""
    names = ("case_no", "status", "document_kinds", "next_task_id", "is_over")
    return {**{name: getattr(opened, name) for name in names}, "status_name": pair(STATUS_NAMES[opened.status])}


def _location(opened: Registered) -> dict[str, str]:
    return {"Location": f"/api/v1/cases/{opened.case_no}"}


def _applicant(session: Session, row: Applicant) -> dict[str, Any]:
    references = {reference for reference in (row.id_number_ref, row.phone_ref) if reference}
    masked = {name: mask(text) for name, text in reveal_many(session, office().vault, references).items()}
    shape = {name: getattr(row, name) for name in ("name", "kind", "id_type")}
    return {
        **shape,
        "id_number": masked.get(row.id_number_ref or ""),
        "phone": masked.get(row.phone_ref or ""),
    }
