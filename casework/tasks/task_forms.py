"""The form of a task: where it comes from, what it demands for the outcome chosen, and what of it is sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.canonical import read_json, write_json
from casework.cases.case_file import CaseFile
from casework.catalogue.items import form_for
from casework.clocks.case_clocks import special_kinds
from casework.errors import Refusal, Words
from casework.organisation.person import Person
from casework.personal_value import PersonalKind
from casework.personal_values import Typed, as_reference, is_reference, keep_all, mask, reveal_many
from engine.expressions import Expression, ExpressionError, parse
from engine.model import Definition
from forms.conditions import IsTrue
from forms.definition import read_form
from forms.errors import FormInvalid, FormRefused
from forms.parts import Form, Special, personal_paths, walk_conditions, walk_fields
from forms.schema import validate
from forms.shipped import shipped_form

ITEM_FORM = "item:"
INTAKE_FORM = "item:intake"
COLLEAGUES = "colleagues"
MATERIALS = "item_materials"
SPECIALS = "item_specials"
PAST_WORKDAYS = "past_workdays"
MOST_PAST_WORKDAYS = 30
MOST_FREE_BYTES = 64 * 1024
KINDS = {Special.ID_NUMBER: PersonalKind.ID_NUMBER, Special.PHONE: PersonalKind.PHONE}


class FormNotAccepted(Refusal):
    """The data do not fit the form; `invalid` has the problems of every field, in both languages."""

    def __init__(self, invalid: FormInvalid) -> None:
        super().__init__(
            "task.form_invalid", count=len(invalid.errors), fields=sorted(invalid.errors), field=min(invalid.errors)
        )
        self.invalid = invalid


def form_of(file: CaseFile, definition: Definition | None, form_key: str | None, task_name: str) -> Form | None:
    """The form a task shows, or None when it shows none (then any plain data may come with it).

    `item:<role>` is the item's own form for that role; other keys are forms of the bundle or of the shipped library.
    Keys of other systems (embedded pages, links) are no forms of ours. Raises `Refusal` for a form that is broken.
    """
    if not form_key:
        return None
    source = _source(file, definition, form_key)
    if source is None:
        return None
    try:
        return _read(source if isinstance(source, str) else write_json(source))
    except FormRefused as refused:
        problem = Words(refused.in_language("zh"), refused.in_language("en"))
        raise Refusal("task.form_broken", task=task_name, form=form_key, problem=problem) from refused


def without_demands(form: Form | None) -> Form | None:
    """The same form with nothing required; what is given must still be right."""
    return None if form is None else _read(write_json(_undemanding(dict(form.source))))


def check_data(
    file: CaseFile, form: Form | None, data: Mapping[str, Any], outcome: Any, scope: Mapping[str, Any]
) -> dict[str, Any]:
    """The cleaned data with personal values sealed. Raises `FormNotAccepted` naming the fields.

    Without a form the data are taken as they are, if they are small.
    """
    clean = clean_data(file, form, data, outcome, scope)
    return clean if form is None else seal_personal(file, form, clean)


def clean_data(
    file: CaseFile, form: Form | None, data: Mapping[str, Any], outcome: Any, scope: Mapping[str, Any]
) -> dict[str, Any]:
    """As `check_data`, with the personal values as they were typed: `seal_personal` is still to come."""
    if form is None:
        if len(write_json(dict(data))) > MOST_FREE_BYTES:
            raise Refusal("task.data_too_large", most=MOST_FREE_BYTES // 1024)
        return dict(data)
    data = put_back_masked(file, form, data, scope)
    scope = {**scope, **offered_values(file, form), PAST_WORKDAYS: _past_workdays(file, form)}
    try:
        return validate(form, data, outcome=outcome, scope=scope, is_true=condition_at(file.now), today=file.today)
    except FormInvalid as invalid:
        raise FormNotAccepted(invalid) from invalid


def put_back_masked(file: CaseFile, form: Form, data: Mapping[str, Any], scope: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the reference in place of a masked number that was shown and sent back as it stood."""
    known = {path: scope[path] for path in personal_paths(form) if is_reference(scope.get(path))}
    starred = {path for path in known if "*" in str(data.get(path, ""))}
    if not starred:
        return dict(data)
    plain = reveal_many(file.session, file.office.vault, {known[path]["ref"] for path in starred})
    shown = {path: mask(plain.get(known[path]["ref"], "")) for path in starred}
    return {**data, **{path: known[path] for path in starred if data[path] == shown[path]}}


def offered_values(file: CaseFile, form: Form | None) -> dict[str, list[dict[str, str]]]:
    """Options that casework knows, for the fields of the form that ask for them by `valuesKey`."""
    asked = {field.values_key for _, field in walk_fields(form.parts)} if form is not None else set()
    known = {COLLEAGUES: _colleagues, MATERIALS: _materials, SPECIALS: _specials}
    return {key: offer(file) for key, offer in known.items() if key in asked}


def seal_personal(file: CaseFile, form: Form, data: dict[str, Any]) -> dict[str, Any]:
    """The data with every typed identity and telephone number replaced by its reference."""
    typed = _typed(form, data)
    kept = keep_all(file.session, file.office.vault, personal_texts(form, data))
    for holder, name, kind in typed:
        holder[name] = as_reference(kept[kind, holder[name]])
    return data


def personal_texts(form: Form | None, data: dict[str, Any]) -> list[Typed]:
    """Every identity and telephone number that was typed."""
    return [] if form is None else [(kind, holder[name]) for holder, name, kind in _typed(form, data)]


def _typed(form: Form, data: dict[str, Any]) -> list[tuple[dict[str, Any], str, PersonalKind]]:
    """Where they stand: the value that holds it, its name there, and what it is."""
    return [
        (holder, name, KINDS[special])
        for path, special in personal_paths(form).items()
        for holder, name in _places(data, path.replace("[]", ".[]").split("."))
    ]


def visible_variables(document: Mapping[str, Mapping[str, Any]], path: str) -> dict[str, Any]:
    """The variables seen at this scope path: the case's, overlaid by those of each scope down to it."""
    seen = dict(document.get("", {}))
    parts = path.split("/") if path else []
    for depth in range(1, len(parts) + 1):
        seen.update(document.get("/".join(parts[:depth]), {}))
    return seen


def _source(file: CaseFile, definition: Definition | None, form_key: str) -> Any:
    if form_key.startswith(ITEM_FORM):
        item = file.around.item
        return None if item is None else item.forms.get(form_key.removeprefix(ITEM_FORM))
    bundled = definition.forms if definition is not None else {}
    for name in (form_key, f"{form_key}.form", form_key.removesuffix(".form")):
        if name in bundled:
            return bundled[name]
    return shipped_form(form_key.removesuffix(".form"))


def intake_form(session: Session, version_id: int) -> dict[str, Any] | None:
    """form-js JSON of what the applicant states for an item, None when it asks for nothing."""
    form: dict[str, Any] | None = form_for(session, version_id, INTAKE_FORM.removeprefix(ITEM_FORM))
    return form


def library_form(key: str) -> dict[str, Any] | None:
    """form-js JSON of a form of the shipped library."""
    text = shipped_form(key.removesuffix(".form"))
    form: dict[str, Any] | None = None if text is None else read_json(text)
    return form


def _past_workdays(file: CaseFile, form: Form) -> list[str]:
    """The working days before today, the latest first, for a form that says how long something must have lasted."""
    if not any(PAST_WORKDAYS in text for _, text in walk_conditions(form.parts)):
        return []
    return [file.calendar.add_working_days(file.today, -days).isoformat() for days in range(1, MOST_PAST_WORKDAYS + 1)]


def _colleagues(file: CaseFile) -> list[dict[str, str]]:
    """The active people of the case's department but for who asks."""
    own = file.around.applicant_person_id
    query = select(Person.username, Person.name, Person.id, Person.is_active).where(
        Person.department_id == file.case.department_id, Person.is_active
    )
    rows = file.connection.execute(query.order_by(Person.name, Person.id)).all()
    file.people.update({row.username: [row] for row in rows})
    return [{"value": row.username, "label": row.name} for row in rows if row.id != own]


def _materials(file: CaseFile) -> list[dict[str, str]]:
    """The item's materials, to be ticked as they are found."""
    item = file.around.item
    return [{"value": one.name, "label": one.name} for one in item.materials] if item is not None else []


def _specials(file: CaseFile) -> list[dict[str, str]]:
    """The kinds of special procedure that the item allows; for those that only take time it is said."""
    return [
        {"value": kind, "label": words if stops else f"{words}（单独计时，不停表）"}
        for kind, words, stops in special_kinds(file.item_version)
    ]


def _undemanding(node: dict[str, Any]) -> dict[str, Any]:
    inner = [_undemanding(one) for one in node.get("components", [])]
    checks = {name: value for name, value in (node.get("validate") or {}).items() if name != "required"}
    changed = {**node, **({"validate": checks} if "validate" in node else {})}
    return {**changed, "components": inner} if "components" in node else changed


@lru_cache(maxsize=1024)
def _read(text: str) -> Form:
    return read_form(text)


@lru_cache(maxsize=4096)
def _condition(text: str) -> Expression:
    return parse(f"={text}")


def condition_at(now: datetime) -> IsTrue:
    """Answers the conditions of forms at that instant; one that cannot be evaluated is not true."""

    def is_true(text: str, scope: Mapping[str, Any]) -> bool | None:
        try:
            answer = _condition(text).evaluate(scope, now=now)
        except ExpressionError:
            return False
        return None if answer is None else answer is True

    return is_true


def _places(node: Any, steps: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where under `node` texts stand at the end of the path: the mapping and the key."""
    step, rest = steps[0], steps[1:]
    if step == "[]":
        for row in node or ():
            yield from _places(row, rest)
    elif isinstance(node, dict) and step in node:
        if rest:
            yield from _places(node[step], rest)
        elif isinstance(node[step], str) and node[step]:
            yield node, step
