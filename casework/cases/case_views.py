"""Everything the page of a case shows, read together: clocks explained day by day, tasks, documents, record, diagram.

Reading a case needs the right to see it; what is personal stays masked until somebody unmasks it, which is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.cases.answers import answers_of, application_of
from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.cases.case_file import CaseFile, open_file
from casework.cases.case_lists import first_visible, is_visible
from casework.cases.case_state import CASE, CASE_WITH_AROUND, split_row
from casework.cases.corrections import Corrected, corrections_in
from casework.cases.diagrams import definition_of
from casework.cases.handed_in import HandedIn, handed_in
from casework.cases.status import WITHOUT_PAPERS
from casework.certificates.certificate import Certificate
from casework.clocks.clock_set import CLOCK_NAMES, PAUSE_NAMES, ClockRow, PauseRow
from casework.clocks.limits import Due
from casework.clocks.standing import Standing, standing
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.documents.documents import list_documents
from casework.documents.official_document import OfficialDocument
from casework.errors import NotFound
from casework.fees.payment_order import PaymentOrder
from casework.history.histories import Break, HistoryLine, list_history, read_record
from casework.history.rows import differences
from casework.incidents.incident import Incident
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.permissions import Permission, is_permitted
from casework.personal_values import mask, references_in, reveal_many
from casework.tasks.remark import Attachment, Comment
from casework.tasks.task import DONE, WAITING, Task
from engine.model import Scope
from forms.answers import Answer

Row = TypeVar("Row")
_BESIDE = (
    select(
        Applicant,
        exists().where(Incident.case_id == Case.id, Incident.resolved_at.is_(None)),
        DefinitionRow.key,
        DefinitionRow.name,
        DefinitionVersion.number,
    )
    .select_from(Case)
    .outerjoin(Applicant, Applicant.id == Case.applicant_id)
    .outerjoin(DefinitionVersion, DefinitionVersion.id == Case.definition_version_id)
    .outerjoin(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
)
_PRINCIPAL = aliased(Person)
MAIN_CLOCKS = ("promised", "statutory", "delivery", "notice", "supplement", "superior", "contact", "step")


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock of the case: how it stands and why it is due when it is."""

    kind: str
    name: tuple[str, str]
    row: ClockRow
    due: Due
    standing: Standing | None
    is_running: bool
    used: int
    """Days counted up to now."""
    total: int
    """Days that the whole clock counts; a clock of office hours counts none."""
    overrun: datetime | None = None
    """When it should have gone on, if it stands still though that is past."""


@dataclass(frozen=True, slots=True)
class PauseView:
    name: tuple[str, str]
    row: PauseRow


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One activation of a task, as the case page lists it."""

    id: int
    name: str
    element: str
    path: str
    run: int
    status: str
    lane: str | None
    holder: str | None
    principal: str | None
    outcome: Any
    outcomes: Any
    opinion: str | None
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    close_reason: str | None
    form_key: str | None
    department: str | None

    @property
    def outcome_name(self) -> str:
        """The words of the button that was pressed."""
        chosen = self.outcome if isinstance(self.outcome, list) else [self.outcome]
        options = {str(value): name for value, name, *_ in (self.outcomes or {}).get("options", [])}
        return "、".join(options.get(str(value), str(value)) for value in chosen if value is not None)


@dataclass(frozen=True, slots=True)
class Remark:
    id: int
    name: str
    """Of the person."""
    principal: str | None
    """In whose name, under a delegation."""
    text: str
    at: datetime
    digest: str = ""
    size: int = 0


@dataclass(frozen=True)
class CaseView:
    """What a case page is made of."""

    file: CaseFile
    applicant: Applicant | None
    masked: Mapping[str, str]
    """Reference of a personal value -> masked text."""
    clocks: Sequence[ClockView]
    pauses: Sequence[PauseView]
    tasks: Sequence[TaskLine]
    documents: Sequence[OfficialDocument]
    history: Sequence[HistoryLine]
    incidents: Sequence[Incident]
    payments: Sequence[PaymentOrder]
    certificates: Sequence[Certificate]
    comments: Sequence[Remark]
    attachments: Sequence[Remark]
    definition: tuple[str, str, int] | None
    """Key, name and number of the version the case is pinned to."""
    application: Sequence[Answer]
    """What the applicant stated, as it stands now."""
    answers: Mapping[int, Sequence[Answer]]
    """By task: what was written in its form."""
    corrections: Mapping[int, Sequence[Corrected]]
    """By line of the history: what was put right."""
    materials: Sequence[HandedIn]
    """Those of the item, as the counter found them; none where the kind of case needs no papers."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Element id -> done, now, stop or cancelled, for the diagram."""
    breaks: Sequence[Break] = ()
    """Where the record is not what was written, if it was checked."""

    @property
    def case(self) -> Any:
        return self.file.case

    def clock(self, kind: str) -> ClockView | None:
        """The clock of that kind that runs, or ran last."""
        return next((clock for clock in self.clocks if clock.kind == kind), None)

    @property
    def pause(self) -> PauseRow | None:
        """Why the clock stands still now, None when it runs."""
        return next((one.row for one in self.pauses if one.row.resumed_at is None), None)

    @property
    def waiting(self) -> list[TaskLine]:
        return [task for task in self.tasks if task.status in WAITING]


def find_case_id(session: Session, actor: Actor, case_no: str, now: datetime) -> int:
    """The key of a case the actor may see. Raises `NotFound` for others as well, so that nothing is given away."""
    found = first_visible(session, actor, select(Case.id).where(Case.case_no == case_no), now)
    if found is None:
        raise NotFound("case.unknown", case=case_no)
    return int(found[0])


def open_visible(session: Session, office: Office, actor: Actor, case_no: str, now: datetime) -> CaseFile:
    """The case on the desk, if the actor may see it. Raises `NotFound` for others as well."""
    row = first_visible(session, actor, CASE_WITH_AROUND.where(CASE.c.case_no == case_no).params(at=now), now)
    if row is None:
        raise NotFound("case.unknown", case=case_no)
    case, around = split_row(session, office, row)
    return CaseFile(session=session, office=office, case=case, around=around, actor=actor, now=now)


def case_view(session: Session, office: Office, actor: Actor, case_no: str, now: datetime) -> CaseView:
    """The case with all that belongs to it, its record checked. Raises `NotFound`."""
    return view_of(open_visible(session, office, actor, case_no, now), with_check=True)


def case_diagram(session: Session, office: Office, actor: Actor, case_no: str, now: datetime) -> str:
    """The designer's diagram of the version the case is pinned to, as it was uploaded. Raises `NotFound`."""
    file = open_visible(session, office, actor, case_no, now)
    version = session.get(DefinitionVersion, file.case.definition_version_id or 0)
    if version is None:
        raise NotFound("case.has_no_flow", case=case_no)
    text: str = version.files[definition_of(file).entry.source]
    return text


def view_of(file: CaseFile, *, with_check: bool = False) -> CaseView:
    """The same for a case that is on the desk already."""
    session, case_id = file.session, file.case.id
    beside = session.execute(_BESIDE.where(Case.id == case_id)).one()
    applicant, has_incident, key, name, number = beside
    tasks = task_lines(session, case_id)
    history, breaks = read_record(session, case_id) if with_check else (list_history(session, case_id), [])
    if with_check and not breaks:
        breaks = list(differences(file.case, history))
    masked = _masked(file, applicant)
    definition = definition_of(file) if file.case.definition_version_id else None
    # Whatever belongs to a case stands in its record; what the record does not name need not be asked for.
    has = {line.kind.split(".")[0] for line in history}
    return CaseView(
        file=file,
        applicant=applicant,
        masked=masked,
        clocks=clock_views(file),
        pauses=[PauseView(PAUSE_NAMES[row.kind], row) for row in file.clocks.pauses],
        tasks=tasks,
        documents=list_documents(session, case_id) if "document" in has else [],
        history=history,
        incidents=_open_incidents(session, case_id) if has_incident else [],
        payments=_of_case(session, PaymentOrder, case_id) if "fee" in has else [],
        certificates=_of_case(session, Certificate, case_id) if "certificate" in has else [],
        comments=_comments(session, case_id) if "comment" in has else [],
        attachments=attachments_of(session, case_id) if "file" in has else [],
        definition=(key, name, number) if key is not None else None,
        application=application_of(file, masked),
        answers=answers_of(file, definition, tasks, history, masked),
        corrections=corrections_in(file, definition, _filled_in(tasks), history, masked),
        materials=_materials(file, history),
        marks=marks_of(definition.entry.body, tasks, history) if definition is not None else {},
        breaks=breaks,
    )


def _materials(file: CaseFile, history: Sequence[HistoryLine]) -> list[HandedIn]:
    item = file.around.item
    if item is None or file.case.case_type in WITHOUT_PAPERS:
        return []
    return handed_in(item.materials, file.case.document, history)


def _filled_in(tasks: Sequence[TaskLine]) -> list[TaskLine]:
    """The done tasks, the last one first."""
    done = ((task.closed_at, task.id, task) for task in tasks if task.status == DONE and task.closed_at is not None)
    return [task for *_, task in sorted(done, key=lambda one: one[:2], reverse=True)]


def open_visible_file(session: Session, office: Office, actor: Actor, case_id: int, now: datetime) -> CaseFile:
    """The case on the desk of somebody who may see it. Raises `NotFound` for others as for one that is not there."""
    file = open_file(session, office, case_id, actor, now)
    if not is_visible(session, actor, file.case, now):
        raise NotFound("case.unknown", case=case_id)
    return file


def _open_incidents(session: Session, case_id: int) -> list[Incident]:
    return [incident for incident in _of_case(session, Incident, case_id) if incident.resolved_at is None]


def clock_views(file: CaseFile) -> list[ClockView]:
    """The latest run of each clock, the promised one first."""
    found = [(kind, file.clocks.latest(kind)) for kind in MAIN_CLOCKS]
    return [_clock_view(file, kind, row) for kind, row in found if row is not None]


def _clock_view(file: CaseFile, kind: str, row: ClockRow) -> ClockView:
    due = file.clocks.explain(row, file.now)
    paused = row.is_running and file.clocks.due(kind) is None
    # A stopped clock is compared with the instant it was due at when it stopped.
    at = row.due_at if row.stopped_at is not None and row.due_at is not None else due.at
    stands = standing(file.now, at, file.calendar, is_paused=paused, ended_at=row.stopped_at)
    today = file.calendar.local(row.stopped_at or file.now).date()
    counted = [line.date for line in due.days if line.counted]
    used = sum(1 for day in counted if day <= today)
    planned = file.clocks.open_pause.planned_end if due.paused and file.clocks.open_pause is not None else None
    overrun = planned if planned is not None and planned < file.now else None
    return ClockView(kind, CLOCK_NAMES[kind], row, due, stands, row.is_running, used, len(counted), overrun)


def task_lines(session: Session, case_id: int) -> list[TaskLine]:
    """Every activation of a human task, oldest first."""
    holder, principal = aliased(Person), aliased(Person)
    person = Task.completed_by.label("done"), Task.claimed_by
    statement = (
        select(
            Task.id, Task.name, Task.element, Task.path, Task.run, Task.status, Task.lane, holder.name, principal.name,
            Task.outcome, Task.outcomes, Task.opinion, Task.opened_at, Task.closed_at, Task.due_at, Task.close_reason,
            Task.form_key, Department.short_name,
        )
        .outerjoin(holder, (holder.id == Task.completed_by) | (Task.completed_by.is_(None) & (holder.id == person[1])))
        .outerjoin(principal, principal.id == Task.acting_for_id)
        .outerjoin(Department, Department.id == Task.department_id)
        .where(Task.case_id == case_id)
        .order_by(Task.id)
    )  # fmt: skip
    return [TaskLine(*row) for row in session.execute(statement)]


def marks_of(body: Scope, tasks: Sequence[TaskLine], history: Sequence[HistoryLine]) -> dict[str, str]:
    """How each element of the case's own diagram is marked: passed, here now, or cancelled.

    What lies in a called process shows at the activity that calls it. The present state wins over the past.
    """
    marks: dict[str, str] = {}
    for line in history:
        data = line.data or {}
        marks |= {place: "done" for where in data.get("passed", []) if (place := drawn_place(body, where))}
        cancelled = (where for kind, where, *_ in data.get("trail", []) if kind == "task_cancelled")
        for place in (drawn_place(body, where) for where in cancelled):
            marks.setdefault(place, "cancelled")
    for task in tasks:
        if task.status in WAITING:
            marks[drawn_place(body, f"{task.path}/{task.element}")] = "now"
    marks.pop("", None)
    return marks


def drawn_place(body: Scope, where: str) -> str:
    """The element of the case's own diagram in which a place `path/element` lies, empty when it has none.

    Embedded sub-processes are drawn in it, called processes are not: their places are the activity that calls them.
    """
    place, scope = "", body
    for segment in (part.split("#", 1)[0] for part in where.split("/") if part):
        node = scope.nodes.get(segment)
        if node is None:
            break
        place = node.id
        if node.body is None:
            break
        scope = node.body
    return place


def _masked(file: CaseFile, applicant: Applicant | None) -> dict[str, str]:
    references = set(references_in(file.case.document))
    if applicant is not None:
        references |= {ref for ref in (applicant.id_number_ref, applicant.phone_ref) if ref}
    if file.case.agent_phone_ref:
        references.add(file.case.agent_phone_ref)
    return {ref: mask(text) for ref, text in reveal_many(file.session, file.office.vault, references).items()}


def _of_case(session: Session, rows: type[Row], case_id: int) -> list[Row]:
    table: Any = rows
    return list(session.scalars(select(rows).where(table.case_id == case_id).order_by(table.id)))


def _comments(session: Session, case_id: int) -> list[Remark]:
    columns = select(Comment.id, Person.name, _PRINCIPAL.name, Comment.text, Comment.at)
    return _remarks(session, columns.join(Person, Person.id == Comment.person_id), Comment, case_id)


def attachments_of(session: Session, case_id: int) -> list[Remark]:
    """The files that people added, oldest first; `text` is the file's name."""
    columns = select(
        Attachment.id, Person.name, _PRINCIPAL.name, Attachment.name, Attachment.at, Attachment.digest, Attachment.size
    )
    return _remarks(session, columns.join(Person, Person.id == Attachment.by_id), Attachment, case_id)


def _remarks(
    session: Session, columns: Select[*tuple[Any, ...]], rows: type[Comment | Attachment], case_id: int
) -> list[Remark]:
    statement = (
        columns.outerjoin(_PRINCIPAL, _PRINCIPAL.id == rows.acting_for_id)
        .where(rows.case_id == case_id)
        .order_by(rows.id)
    )
    return [Remark(*row) for row in session.execute(statement)]


def may_unmask(actor: Actor, case: Any) -> bool:
    """Whether the actor may see the personal identifiers of this case in full."""
    return is_permitted(actor, Permission.REVEAL_PERSONAL, case.department_id)
