"""更正: entries of a case and answers of its forms get other values; what stood there before stays in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.answers import form_if_readable, told_by
from casework.cases.case_file import CaseFile, take_file
from casework.cases.case_rows import TABLES, TASK
from casework.cases.diagrams import definition_of
from casework.cases.lengths import LONGEST_TEXT, within
from casework.errors import Refusal, Words
from casework.history.histories import HistoryLine
from casework.office import Office
from casework.permissions import Permission, authorise
from casework.personal_values import references_in
from casework.search.searching import make_findable
from casework.tasks.task import DONE
from casework.tasks.task_forms import INTAKE_FORM, FormNotAccepted, check_data, offered_values
from engine.checking.variables import FACTS, all_flows
from engine.expressions import Expression
from engine.model import Definition
from forms.answers import read_answers
from forms.blanks import trimmed
from forms.numbers import parse_number
from forms.parts import Form, asking_for

CORRECTABLE: dict[str, Words] = {
    "title": Words("标题", "title"),
    "agent_name": Words("代理人", "agent"),
    "business_key": Words("业务编号", "business key"),
    "priority": Words("优先级", "priority"),
}
LENGTHS = {"title": 200, "agent_name": 64, "business_key": 128}
MOST_PRIORITY = 100
VARIABLE = "variable:"
MOST_SIGNS = 2000
_INCIDENT = TABLES["incident"]
_STANDING = select(_INCIDENT.c.path, _INCIDENT.c.element).where(
    _INCIDENT.c.case_id == bindparam("of_case"), _INCIDENT.c.is_parked, _INCIDENT.c.resolved_at.is_(None)
)
_DONE = (
    select(TASK.c.form_key, TASK.c.name, TASK.c.outcome)
    .where(TASK.c.case_id == bindparam("of_case"), TASK.c.status == DONE, TASK.c.form_key.is_not(None))
    .order_by(TASK.c.closed_at.desc(), TASK.c.id.desc())
)


class FilledIn(Protocol):
    """As much of a done task as is needed to find its form."""

    @property
    def form_key(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def outcome(self) -> Any: ...


class Corrected(NamedTuple):
    """One entry of a correction as a reader sees it."""

    label: Words
    before: Words
    after: Words


def correct_case(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    changes: Mapping[str, Any],
    reason: str,
    now: datetime,
    *,
    expected_revision: int | None = None,
) -> None:
    """更正 of what was entered wrongly.

    Keys are those of `CORRECTABLE`, or `variable:<name>` for an answer: the new one must fit the field of the form that
    asked for it last, and what is kept sealed is sealed again. No form need have asked for that on which a gateway
    decides at which the case stands still (a message may have brought something else). Raises `Refusal` for other keys,
    for what does not fit (naming the field), for no difference and without a reason.
    """
    file = take_file(session, office, case_id, actor, now)
    authorise(actor, Permission.CORRECT_CASE, file.case.department_id)
    file.check_revision(expected_revision)
    if not trimmed(reason):
        raise Refusal("case.reason_missing", field="reason")
    done = file.connection.execute(_DONE, {"of_case": case_id}).all() if _names_answers(changes) else ()
    corrected = [entry for name, value in changes.items() if (entry := _correct(file, done, name, value))]
    if not corrected:
        raise Refusal("case.nothing_to_correct")
    file.happened("case.corrected", entries=corrected, reason=within(reason, LONGEST_TEXT, "reason"))
    make_findable(file)
    file.write()


def corrections_in(
    file: CaseFile,
    definition: Definition | None,
    done: Iterable[FilledIn],
    history: Iterable[HistoryLine],
    masked: Mapping[str, str],
) -> dict[int, list[Corrected]]:
    """By line of the history: what was corrected, in the words of the forms. Personal values masked."""
    tasks = tuple(done)
    return {
        line.seq: [_told(file, definition, tasks, masked, *entry) for entry in line.data["entries"]]
        for line in history
        if line.kind == "case.corrected"
    }


def decided_on(definition: Definition, standing: Iterable[tuple[str, str | None]]) -> list[str]:
    """The variables that the conditions behind these gateways read; each gateway with its scope path."""
    names: set[str] = set()
    for path, element in standing:
        processes = definition.processes.values() if path else (definition.entry,)
        flows = (flow for process in processes for flow in all_flows(process.body) if flow.source == element)
        names.update(*(flow.condition.names for flow in flows if isinstance(flow.condition, Expression)))
    return sorted(names - FACTS)


def _names_answers(changes: Mapping[str, Any]) -> bool:
    return any(name.startswith(VARIABLE) for name in changes)


def _correct(file: CaseFile, done: Sequence[FilledIn], name: str, value: Any) -> list[Any] | None:
    """Change one entry; gives `[name, before, after]`, or None when it stands so already."""
    case = file.case
    if name.startswith(VARIABLE):
        root = dict(case.document.get("", {}))
        variable = name.removeprefix(VARIABLE)
        before = root.get(variable)
        root[variable] = value = _fitting(file, done, variable, value, root)
        case.document = {**case.document, "": root}
    elif name in CORRECTABLE:
        before = getattr(case, name)
        value = _priority(value) if name == "priority" else _text(name, value)
        setattr(case, name, value)
    else:
        raise Refusal("case.not_correctable", name=name, allowed=list(CORRECTABLE.values()), field=name)
    return None if before == value else [name, before, value]


def _priority(value: Any) -> int:
    number = parse_number(value)
    if number is None or not 0 <= number <= MOST_PRIORITY or number % 1:
        problem = Words(f"应为 0 到 {MOST_PRIORITY} 的整数。", f"it must be a whole number from 0 to {MOST_PRIORITY}.")
        raise Refusal("case.correction_unfit", label=CORRECTABLE["priority"], problem=problem, field="priority")
    return int(number)


def _text(name: str, value: Any) -> str | None:
    """The text of an entry; empty is none, which a title may not be."""
    if not isinstance(value, str | None):
        problem = Words("应为文字。", "it must be a text.")
        raise Refusal("case.correction_unfit", label=CORRECTABLE[name], problem=problem, field=name)
    text = within(value or "", LENGTHS[name], name) or None
    if name == "title" and text is None:
        raise Refusal("case.title_missing", field="title")
    return text


def _fitting(file: CaseFile, done: Sequence[FilledIn], variable: str, value: Any, root: Mapping[str, Any]) -> Any:
    """The value as its field takes it, sealed where the field is personal."""
    field = VARIABLE + variable
    definition = definition_of(file) if file.case.definition_version_id else None
    asked = _asked(file, definition, done, variable) if variable in root else None
    if asked is None and definition is not None and _stands_at(file, definition, variable):
        return _scalar(variable, value)
    # A reference would bring the sealed number of somebody else into this case.
    if asked is None or references_in(value):
        raise Refusal("case.not_correctable", name=variable, allowed=list(CORRECTABLE.values()), field=field)
    form, outcome = asked
    try:
        return check_data(file, form, {variable: value}, outcome, root).get(variable)
    except FormNotAccepted as unfit:
        said = (unfit.invalid.messages(language) for language in ("zh", "en"))
        problem = Words(*(" ".join(one for messages in each.values() for one in messages) for each in said))
        raise Refusal("case.correction_unfit", label=form.parts[0].label, problem=problem, field=field) from unfit


def _stands_at(file: CaseFile, definition: Definition, variable: str) -> bool:
    """Whether the case stands still at a gateway that decides on the variable."""
    standing = file.connection.execute(_STANDING, {"of_case": file.case.id})
    return variable in decided_on(definition, ((row.path, row.element) for row in standing))


def _scalar(variable: str, value: Any) -> str | bool | int | float | Decimal:
    if not isinstance(value, str | bool | int | float | Decimal) or len(str(value)) > MOST_SIGNS:
        problem = Words("应为文字、数字或是、否。", "it must be a text, a number, true or false.")
        label = Words(variable, variable)
        raise Refusal("case.correction_unfit", label=label, problem=problem, field=VARIABLE + variable)
    return value


def _asked(
    file: CaseFile, definition: Definition | None, done: Iterable[FilledIn], variable: str
) -> tuple[Form, Any] | None:
    """The field that wrote the variable last, alone in its form, with the outcome that was chosen with it."""
    for task in done:
        form = form_if_readable(file, definition, task.form_key, task.name)
        if form is not None and (field := asking_for(form, variable)) is not None:
            return field, task.outcome
    form = form_if_readable(file, definition, INTAKE_FORM, "")
    field = None if form is None else asking_for(form, variable)
    return None if field is None else (field, None)


def _told(
    file: CaseFile,
    definition: Definition | None,
    done: Sequence[FilledIn],
    masked: Mapping[str, str],
    name: str,
    before: Any,
    after: Any,
) -> Corrected:
    variable = name.removeprefix(VARIABLE)
    asked = _asked(file, definition, done, variable) if variable != name else None
    if asked is None:
        return Corrected(CORRECTABLE.get(name, Words(variable, variable)), *(_plain(one) for one in (before, after)))
    label, texts = variable, []
    for value in (before, after):
        answers = read_answers(asked[0], {variable: value}, told_by(masked), offered_values(file, asked[0]))
        label = answers[0].label if answers else label
        texts.append(Words(*answers[0].text) if answers else _plain(None))
    return Corrected(Words(label, label), *texts)


def _plain(value: Any) -> Words:
    return Words("空", "empty") if value in (None, "", []) else Words(str(value), str(value))
