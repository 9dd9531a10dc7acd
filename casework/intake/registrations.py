"""Register applications: the counter decides on the spot, the case and its first document come in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.acceptance import refuse_case, start_notice_clock
from casework.cases.applicant import KINDS, Applicant
from casework.cases.case_file import CaseFile
from casework.cases.case_lists import CaseRow, cases_of_applicant, open_duplicates
from casework.cases.case_views import find_case_id, open_visible_file
from casework.cases.diagrams import definition_of, has_operation, tells_acceptance
from casework.cases.grounds import Ground
from casework.cases.lengths import LONGEST_TEXT, within
from casework.cases.status import WITHOUT_PAPERS, CaseType
from casework.cases.step_book import StepBook
from casework.cases.stepping import StepResult, finish, run, step_file
from casework.cases.supplements import ask_for_supplement, receive_supplement
from casework.catalogue.eligibility import check_served, kinds_served
from casework.catalogue.item import ItemVersion
from casework.catalogue.item_material import ItemMaterial
from casework.catalogue.items import form_for, get_item_in_force, materials_of
from casework.clocks.calendar import SHANGHAI
from casework.errors import Conflict, Refusal, Words
from casework.intake.applicants import (
    NAME,
    ApplicantData,
    check_applicant,
    check_name,
    check_phone,
    find_applicant,
    keep_known,
    texts_of,
)
from casework.intake.bar import Bar
from casework.intake.bars import barred_because, find_bar
from casework.intake.materials import Checked, check_materials
from casework.intake.one_page import hand_in_answers
from casework.intake.opening import BARRED, KNOWN, NewCase, given, new_file
from casework.intake.registration import (
    Answer,
    CounterDecision,
    Decision,
    Registered,
    Registration,
)
from casework.office import Office
from casework.permissions import Permission, authorise
from casework.personal_value import PersonalKind
from casework.personal_values import Typed, keep_personal, like_numbers
from casework.search.searching import make_findable
from casework.tasks.completions import next_of
from casework.tasks.task_forms import (
    INTAKE_FORM,
    clean_data,
    form_of,
    personal_texts,
    seal_personal,
    without_demands,
)
from engine.contract import Start
from engine.model import Definition
from forms.blanks import trimmed
from forms.parts import Form


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the registration page shows before anything is decided."""

    version: ItemVersion
    materials: list[ItemMaterial]
    form: Any | None
    """form-js JSON of what the applicant states."""
    applicant: Applicant | None
    earlier: list[CaseRow]
    duplicates: list[CaseRow]
    """Open cases of this applicant for this item."""
    bar: Bar | None = None
    """What keeps this applicant from this item today."""
    kinds: tuple[str, ...] = KINDS
    """The kinds of applicant that the item serves."""


def prepare_registration(
    session: Session, office: Office, actor: Actor, item_code: str, id_number: str, now: datetime
) -> Preparation:
    """Item, checklist, form, and the applicant with their earlier and open cases. Raises `ItemNotInForce`."""
    authorise(actor, Permission.REGISTER_CASE)
    today = now.astimezone(SHANGHAI).date()
    version = get_item_in_force(session, item_code, today)
    applicant = find_applicant(session, office, id_number)
    return Preparation(
        version=version,
        materials=materials_of(session, version.id),
        form=form_for(session, version.id, "intake"),
        applicant=applicant,
        earlier=cases_of_applicant(session, applicant.id) if applicant is not None else [],
        duplicates=open_duplicates(session, applicant.id, version.item_id) if applicant is not None else [],
        bar=find_bar(session, applicant.id, version.item_id, today) if applicant is not None else None,
        kinds=kinds_served(version),
    )


def register_case(
    session: Session,
    office: Office,
    actor: Actor,
    registration: Registration,
    decided: CounterDecision,
    now: datetime,
) -> Registered:
    """Register an application with the decision taken at the counter.

    accept → D01 and the flow; supplement → one D03 with everything; refuse → D02 and no flow at all; prereview → the
    flow, and the five days run. Raises `ItemNotInForce`, `NotPermitted`, `FormNotAccepted`, `Refusal` naming the field.
    """
    file, registration = _open(session, office, actor, registration, now)
    data = _decide(file, registration, decided)
    if data is None:
        return _keep(file)
    result = step_file(file, Start(file.case.start_event, data))
    return _keep(file, result)


def register_instant(
    session: Session,
    office: Office,
    actor: Actor,
    registration: Registration,
    answers: Mapping[str, Answer],
    now: datetime,
    *,
    decided: CounterDecision | None = None,
) -> Registered:
    """即办件 on one page: registered, accepted, decided, paid and handed over in one transaction.

    `answers` hold what the clerk says to each step, by element id or form key. The flow is followed as long as its
    steps are the clerk's and answered; where it stops the case waits on the workbench as any other. Whatever a step
    refuses (no receipt number, no receiver) refuses the whole, and nothing is written.
    """
    decided = decided or CounterDecision()
    file, registration = _open(session, office, actor, registration, now, [one.data for one in answers.values()])
    data = _decide(file, registration, decided)
    if data is None:
        return _keep(file)
    book, start = StepBook(), Start(file.case.start_event, data)
    run(file, start, book, {})
    hand_in_answers(file, book, answers)
    return _keep(file, finish(file, book, start))


def start_after_supplement(session: Session, office: Office, actor: Actor, case_id: int, now: datetime) -> Registered:
    """The papers of a case whose flow knows no supplement are complete: accept it and start the flow.

    Raises `Conflict` when the case does not wait for a supplement or its flow runs already.
    """
    authorise(actor, Permission.REGISTER_CASE)
    file = open_visible_file(session, office, actor, case_id, now)
    if file.case.snapshot is not None:
        raise Conflict("supplement.flow_runs", case=file.case.case_no)
    receive_supplement(file)
    data = {**file.case.document.get("", {}), "intake": Decision.ACCEPT.value, "tolerant_items": []}
    result = step_file(file, Start(file.case.start_event, data))
    return _registered(file, result)


def _decide(file: CaseFile, registration: Registration, decided: CounterDecision) -> dict[str, Any] | None:
    """What the decision at the counter does; with which data the flow starts, None when it does not."""
    wanted = file.around.item.materials if file.around.item is not None else ()
    materials = check_materials(wanted, registration.materials)
    _check_lengths(registration, decided)
    told: dict[str, Any] = {"decision": decided.decision.value}
    if file.case.received_at != file.now:
        # A letter counts from the day it came, whenever it is registered.
        told["received_at"] = file.case.received_at
    # The papers that are in order are what the flow starts with; the record of a refusal is all there is of it.
    kept = materials.found if decided.decision is Decision.REFUSE else materials.not_in_order
    more = {"note": registration.note, "consultation": registration.after, "materials": kept}
    told |= {name: said for name, said in more.items() if said}
    bar = _bar_of(file)
    if decided.decision is Decision.REFUSE:
        # Whoever may not apply but insists has a right to the written refusal (Art. 32).
        _keep_people(file, registration, [])
        _tell_receipt(file, decided, told)
        _refuse(file, decided, bar)
        return None
    if file.around.item is not None:
        check_served(file.around.item.version, file.around.applicant_kind, file.case.case_type)
    if bar is not None:
        raise Refusal("registration.barred", field="id_number", until=bar.last_day, because=barred_because(bar))
    definition = definition_of(file)
    form, data = _intake_data(file, definition, registration)
    # With the applicant's own numbers go those of others in the form: one statement keeps them all.
    _keep_people(file, registration, personal_texts(form, data))
    _tell_receipt(file, decided, told)
    data = data if form is None else seal_personal(file, form, data)
    data |= {"channel": registration.channel, "intake": decided.decision.value, "materials": materials.present}
    match decided.decision:
        case Decision.ACCEPT:
            data["tolerant_items"] = _tolerated(file, materials, decided)
        case Decision.SUPPLEMENT:
            data["missing"] = [*materials.wanted, *decided.missing]
            if not has_operation(definition, "request_supplement"):
                # The flow starts when the papers are complete (`start_after_supplement`).
                ask_for_supplement(file, data.pop("missing"))
                file.case.document = {"": data}
                return None
        case Decision.PREREVIEW:
            if not tells_acceptance(definition):
                # Its start is the acceptance, so it cannot begin before that.
                raise Refusal("acceptance.no_prereview", item=file.around.item_name, field="decision")
            start_notice_clock(file)
    return data


def _check_lengths(registration: Registration, decided: CounterDecision) -> None:
    """Raise `Refusal` naming the text that would swell the record, which keeps it for good."""
    within(registration.note, LONGEST_TEXT, "note")
    for name in ("reason", "right_body", "corrections"):
        within(getattr(decided, name), LONGEST_TEXT, name)
    within("；".join(decided.missing), LONGEST_TEXT, "missing")


def _tell_receipt(file: CaseFile, decided: CounterDecision, told: dict[str, Any]) -> None:
    file.happened("case.received", **told, **given(file))
    if decided.corrections.strip():
        file.happened("case.corrected_on_the_spot", what=decided.corrections.strip())


def _keep(file: CaseFile, result: StepResult | None = None) -> Registered:
    """What the counter is told; without a flow the case is written now."""
    if result is None:
        file.write()
    return _registered(file, result)


def _registered(file: CaseFile, result: StepResult | None) -> Registered:
    case = file.case
    next_task_id = None if result is None else next_of(file, result, with_others=False)
    kinds = tuple(file.scratch.get("documents", ()))
    return Registered(case.id, case.case_no, case.status, kinds, next_task_id, case.is_over)


def _open(
    session: Session,
    office: Office,
    actor: Actor,
    registration: Registration,
    now: datetime,
    answers: Sequence[Mapping[str, Any]] = (),
) -> tuple[CaseFile, Registration]:
    """The new case on the desk, its applicant looked up, and the registration with what was checked."""
    authorise(actor, Permission.REGISTER_CASE)
    if registration.after:
        find_case_id(session, actor, registration.after, now)
    today = now.astimezone(SHANGHAI).date()
    phone = check_phone(registration.agent_phone, "agent_phone")
    registration = replace(registration, applicant=_checked(registration, today), agent_phone=phone)
    applicant = registration.applicant
    new = NewCase(
        item_code=registration.item_code,
        case_type=registration.case_type,
        channel=registration.channel,
        title=registration.title,
        id_number=applicant.id_number if applicant is not None else None,
        texts=tuple(_texts(registration, answers)),
        agent_name=registration.agent_name.strip() or None,
        business_key=registration.business_key,
        received_at=registration.received_at,
        start_event=registration.start_event,
    )
    file = new_file(session, office, actor, new, now)
    if file.case.case_type == CaseType.INTERNAL:
        raise Refusal("registration.item_internal", item=file.around.item_name, field="item_code")
    if applicant is not None:
        known: Applicant | None = file.scratch[KNOWN]
        check_name(applicant, known)
        file.case.applicant_id = None if known is None else known.id
        file.around.applicant_name, file.around.applicant_kind = applicant.name, applicant.kind
    make_findable(file)
    return file, registration


def _checked(registration: Registration, today: date) -> ApplicantData | None:
    if registration.applicant is not None:
        return check_applicant(registration.applicant, today)
    if registration.case_type == CaseType.CONSULTATION:
        return None
    raise Refusal("registration.applicant_missing", field="name", what=NAME)


def _texts(registration: Registration, answers: Sequence[Mapping[str, Any]]) -> Iterator[Typed]:
    """What is going to be kept of applicant and agent, and what of form and answers may be: texts like a number."""
    if registration.applicant is not None:
        yield from texts_of(registration.applicant)
    if registration.agent_phone:
        yield PersonalKind.PHONE, registration.agent_phone
    yield from like_numbers([registration.form_data, *answers])


def _keep_people(file: CaseFile, registration: Registration, others: list[Typed]) -> None:
    """Applicant and agent as they stand in the case from now on, their numbers and those of `others` sealed."""
    session, office, phone = file.session, file.office, registration.agent_phone
    if phone:
        others = [*others, (PersonalKind.PHONE, phone)]
    if registration.applicant is not None:
        applicant = keep_known(session, office, registration.applicant, file.scratch[KNOWN], others)
        file.case.applicant_id, file.around.applicant_phone_ref = applicant.id, applicant.phone_ref
    if phone:
        file.case.agent_phone_ref = keep_personal(session, office.vault, PersonalKind.PHONE, phone)


def _bar_of(file: CaseFile) -> Bar | None:
    """C1, step 2: whether this applicant may not apply for this item on the day of receipt (Art. 78–79)."""
    applicant, item = file.case.applicant_id, file.around.item_id
    if applicant is None or item is None or not file.scratch[BARRED] or file.case.case_type == CaseType.CONSULTATION:
        return None
    return find_bar(file.session, applicant, item, file.case.received_at.astimezone(SHANGHAI).date())


def _refuse(file: CaseFile, decided: CounterDecision, bar: Bar | None) -> None:
    """Register row and D02; no flow, no task, no timer. A bar is the reason when no other is given."""
    reason: str | Words = decided.reason
    if bar is not None and decided.ground is Ground.FORBIDDEN and not trimmed(decided.reason):
        reason = barred_because(bar)
    refuse_case(file, decided.ground, reason, decided.right_body, is_barred=bar is not None)
    file.case.definition_version_id = None


def _intake_data(
    file: CaseFile, definition: Definition, registration: Registration
) -> tuple[Form | None, dict[str, Any]]:
    """The form and what the applicant states, not sealed yet.

    A question needs no form; for a reply only what there is is taken down.
    """
    if file.case.case_type == CaseType.CONSULTATION:
        return None, {}
    form = form_of(file, definition, INTAKE_FORM, "登记")
    if file.case.case_type == CaseType.REPLY:
        given = {key: value for key, value in registration.form_data.items() if value not in (None, "", [], {})}
        form = without_demands(form)
        return form, clean_data(file, form, given, None, {})
    return form, clean_data(file, form, registration.form_data, None, {})


def _tolerated(file: CaseFile, materials: Checked, decided: CounterDecision) -> list[str]:
    if file.case.case_type in WITHOUT_PAPERS:
        return []
    missing = materials.wanted or ([] if decided.is_tolerant else materials.tolerated)
    optional = [name for name in missing if name in materials.optional]
    if optional:
        raise Refusal("acceptance.materials_marked", field="materials", missing=missing, optional=optional)
    if missing:
        raise Refusal("acceptance.materials_missing", field="materials", missing=missing)
    return materials.tolerated
