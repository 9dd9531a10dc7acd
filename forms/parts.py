"""What a form asks for: fields, groups and lists, read from form-js JSON by `forms.definition.read_form`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

Scalar = str | int | float | bool
REQUIRED_FOR = "banjian:requiredFor"


class Kind(StrEnum):
    """The form-js components that hold a value."""

    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    SELECT = "select"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    TAGLIST = "taglist"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


class Special(StrEnum):
    """Values of `banjian:type`: what a text or number means in an office."""

    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    MONEY = "money"
    PERSON_NAME = "person_name"


# These are stored once, encrypted; the case document holds a reference.
PERSONAL = frozenset({Special.ID_NUMBER, Special.PHONE})


@dataclass(frozen=True)
class Option:
    value: Scalar
    label: str


@dataclass(frozen=True)
class Checks:
    """The `validate` part of a component."""

    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: re.Pattern[str] | None = None
    pattern_message: str | None = None
    validation_type: str | None = None


@dataclass(frozen=True)
class Field:
    """One value; `path` is where it is stored, relative to the form or to the row of the list it stands in."""

    path: tuple[str, ...]
    kind: Kind
    label: str
    checks: Checks = Checks()
    special: Special | None = None
    options: tuple[Option, ...] = ()
    values_key: str | None = None
    hide: str | None = None
    is_locked: bool = False
    locked_if: str | None = None
    required_for: frozenset[str] = frozenset()
    refuse_if: str | None = None
    """What the value may not be beside the others (`banjian:refuseIf`), and the sentence that says so."""
    refusal: tuple[str, str] = ("", "")
    decimal_digits: int | None = None
    step: Decimal | None = None
    keeps_number_as_text: bool = False
    refuses_past: bool = False
    continues: bool = False
    """A text of an earlier step is worked on further here (`banjian:continues`)."""
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return ".".join(self.path)

    @property
    def is_personal(self) -> bool:
        return self.special in PERSONAL


@dataclass(frozen=True)
class Group:
    """Fields shown together and hidden together; their paths already include the group's own."""

    path: tuple[str, ...]
    label: str
    parts: tuple[Part, ...]
    hide: str | None = None


@dataclass(frozen=True)
class ListOf:
    """Rows of the same fields; the paths of `parts` are relative to a row."""

    path: tuple[str, ...]
    label: str
    parts: tuple[Part, ...]
    hide: str | None = None

    @property
    def key(self) -> str:
        return ".".join(self.path)


Part = Field | Group | ListOf


@dataclass(frozen=True)
class Form:
    """A form that can be shown and enforced; `source` is what the browser draws."""

    id: str
    parts: tuple[Part, ...]
    source: Mapping[str, Any]
    content_hash: str


def walk_fields(parts: tuple[Part, ...], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with its whole path; `[]` stands for the rows of a list: 股东[].证件号."""
    for part in parts:
        match part:
            case Field():
                yield prefix + part.key, part
            case Group():
                yield from walk_fields(part.parts, prefix)
            case ListOf():
                yield from walk_fields(part.parts, f"{prefix}{part.key}[].")


def walk_conditions(parts: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    """Every condition of the parts, with the label of the part it belongs to."""
    for part in parts:
        own = (part.hide, part.locked_if, part.refuse_if) if isinstance(part, Field) else (part.hide,)
        yield from ((part.label, text) for text in own if text is not None)
        if not isinstance(part, Field):
            yield from walk_conditions(part.parts)


def personal_paths(form: Form) -> dict[str, Special]:
    """The paths of fields whose values are kept encrypted, with what they are."""
    return {path: one.special for path, one in walk_fields(form.parts) if one.special in PERSONAL and one.special}


def written_variables(form: Form) -> frozenset[str]:
    """The top-level variables the form writes; an outcome button must not write one of them. A field that is only shown
    writes none."""
    written = (part for part in _flat(form.parts) if not _is_locked(part))
    return frozenset(part.path[0] for part in written)


def asking_for(form: Form, variable: str) -> Form | None:
    """The form with nothing but what writes the variable, shown whatever else is answered; None when nothing does."""
    asked = tuple(_shown(part) for part in _flat(form.parts) if part.path[0] == variable and not _is_locked(part))
    return replace(form, parts=asked, content_hash=f"{form.content_hash} {variable}") if asked else None


def outcome_text(value: Any) -> str:
    """An outcome's value as `banjian:requiredFor` names it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def outcome_texts(outcome: Any) -> frozenset[str]:
    """The outcome chosen, or each of those ticked, as `banjian:requiredFor` names them."""
    chosen = outcome if isinstance(outcome, list | tuple) else () if outcome is None else (outcome,)
    return frozenset(outcome_text(value) for value in chosen)


def outcomes_requiring(component: Mapping[str, Any]) -> frozenset[str]:
    """The outcomes for which alone a component of a form-js form is required; none when it depends on no outcome."""
    return read_outcomes(str((component.get("properties") or {}).get(REQUIRED_FOR, "")))


def read_outcomes(text: str) -> frozenset[str]:
    """The outcomes that a `banjian:requiredFor` names."""
    names = text.replace("，", ",").replace("、", ",").split(",")
    return frozenset(name.strip() for name in names if name.strip())


def own_texts(form: Form) -> frozenset[str]:
    """The paths (`walk_fields`) of what whoever fills the form says in their own words: opinions, reasons, minutes.

    Not those that are only shown, nor those in which an earlier step's text is worked on further.
    """
    texts = ((path, one) for path, one in walk_fields(form.parts) if one.kind is Kind.TEXTAREA)
    return frozenset(path for path, one in texts if not (one.is_locked or one.locked_if or one.continues))


def _is_locked(part: Field | ListOf) -> bool:
    return isinstance(part, Field) and part.is_locked


def _shown(part: Field | ListOf) -> Field | ListOf:
    return replace(part, hide=None, locked_if=None) if isinstance(part, Field) else replace(part, hide=None)


def _flat(parts: tuple[Part, ...]) -> Iterator[Field | ListOf]:
    for part in parts:
        if isinstance(part, Group):
            yield from _flat(part.parts)
        else:
            yield part
