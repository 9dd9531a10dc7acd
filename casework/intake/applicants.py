"""Applicants at the counter: found by their identity number, kept once, numbers sealed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, select, update
from sqlalchemy.orm import Session

from casework.cases.applicant import ORGANISATION, PERSON, Applicant
from casework.cases.lengths import within
from casework.errors import Refusal, Words
from casework.office import Office
from casework.organisation.person import Person
from casework.personal_value import PersonalKind
from casework.personal_values import Typed, hash_personal, keep_all, mask
from casework.types import insert_into
from forms.errors import Problem
from forms.identity import (
    credit_code_problem,
    id_number_problem,
    is_international_phone,
    is_landline,
    is_mobile,
    tidy,
    tidy_phone,
)

NAME = Words("姓名或名称", "name")
ID_CARD, CREDIT_CODE = "id_card", "credit_code"
ID_TYPES: dict[str, tuple[str, str]] = {
    ID_CARD: ("身份证号", "identity number"),
    CREDIT_CODE: ("统一社会信用代码", "unified credit code"),
    "passport": ("护照号", "passport number"),
    "other": ("其他证件号", "number of another document"),
}


_APPLICANT = cast(Table, Applicant.__table__)
COLUMNS = tuple(_APPLICANT.c)
_KNOWN = select(*COLUMNS).where(_APPLICANT.c.id_hash == bindparam("number"))


@dataclass(frozen=True, slots=True)
class ApplicantData:
    """What the counter types of an applicant; `id_number` and `phone` are sealed when it is kept."""

    name: str
    kind: str = PERSON
    id_type: str = ID_CARD
    id_number: str = ""
    phone: str = ""
    address: str = ""
    legal_representative: str = ""
    is_renamed: bool = False
    """The clerk has seen that a known applicant has another name now."""


def find_applicant(session: Session, office: Office, id_number: str) -> Applicant | None:
    """The applicant with this identity number or credit code, whatever kind."""
    if not id_number.strip():
        return None
    return session.scalar(select(Applicant).where(Applicant.id_hash == _hash(office, id_number)))


def check_applicant(data: ApplicantData, today: date) -> ApplicantData:
    """The data tidied. Raises `Refusal` naming the field that is missing or wrong."""
    name = within(data.name, 120, "name")
    if data.kind not in (PERSON, ORGANISATION):
        raise Refusal("registration.applicant_missing", field="kind", what=Words("类型", "kind"))
    if not name:
        raise Refusal("registration.applicant_missing", field="name", what=NAME)
    number = tidy(data.id_number).upper()
    if data.id_type not in ID_TYPES:
        raise Refusal("registration.applicant_missing", field="id_type", what=Words("证件类型", "document type"))
    if not number:
        raise Refusal("registration.applicant_missing", field="id_number", what=Words(*ID_TYPES[data.id_type]))
    check_id_number(data.id_type, number, today)
    phone = check_phone(data.phone, "phone")
    if not phone:
        raise Refusal("registration.applicant_missing", field="phone", what=Words("手机号", "mobile number"))
    return ApplicantData(
        name=name,
        kind=data.kind,
        id_type=data.id_type,
        id_number=number,
        phone=phone,
        address=within(data.address, 200, "address"),
        legal_representative=within(data.legal_representative, 64, "legal_representative"),
        is_renamed=data.is_renamed,
    )


def check_id_number(id_type: str, number: str, today: date) -> None:
    """Raise `Refusal` saying what is wrong with a number of this type, as it was typed."""
    number = tidy(number).upper()
    check = {ID_CARD: lambda text: id_number_problem(text, today), CREDIT_CODE: credit_code_problem}.get(id_type)
    problem = check(number) if check is not None else None
    if problem is not None:
        said = Problem(problem.code, {**problem.params, "value": mask(number)})
        words = Words(said.in_language("zh"), said.in_language("en"))
        raise Refusal("registration.id_number_wrong", field="id_number", what=Words(*ID_TYPES[id_type]), problem=words)


def check_phone(text: str, field: str) -> str:
    """The number tidied, empty when none was given. Raises `Refusal` for what nobody can be called at."""
    phone = tidy_phone(text)
    if phone and not (is_mobile(phone) or is_international_phone(phone) or is_landline(phone)):
        raise Refusal("registration.phone_wrong", field=field, value=text)
    return phone


def known_applicant(row: Sequence[Any]) -> Applicant | None:
    """The applicant from a row of `COLUMNS`, which is empty where nobody was found."""
    return Applicant(**dict(zip(_APPLICANT.c.keys(), row, strict=True))) if row[0] is not None else None


def texts_of(data: ApplicantData) -> tuple[Typed, Typed]:
    """Number and telephone as they are kept."""
    return (PersonalKind.ID_NUMBER, data.id_number), (PersonalKind.PHONE, data.phone)


def keep_applicant(session: Session, office: Office, data: ApplicantData) -> Applicant:
    """The applicant's row, new or brought up to date; `data` have been checked.

    Raises `Refusal` when the number belongs to somebody of another name, unless the clerk says they were renamed.
    """
    number, _ = texts_of(data)
    row = session.connection().execute(_KNOWN, {"number": hash_personal(office.vault, *number)}).first()
    return keep_known(session, office, data, None if row is None else known_applicant(row))


def keep_known(
    session: Session, office: Office, data: ApplicantData, known: Applicant | None, others: Iterable[Typed] = ()
) -> Applicant:
    """As `keep_applicant` for who was looked up before; `others` are kept along with their number and telephone."""
    check_name(data, known)
    number, phone = texts_of(data)
    kept = keep_all(session, office.vault, [number, phone, *others])
    values = {"kind": data.kind, "name": data.name, "id_type": data.id_type, "phone_ref": kept[phone]}
    if known is None:
        values |= {"address": data.address, "legal_representative": data.legal_representative}
        values |= {"id_number_ref": kept[number], "id_hash": hash_personal(office.vault, *number)}
        return _add(session, office, data, values)
    values["address"] = data.address or known.address
    values["legal_representative"] = data.legal_representative or known.legal_representative
    changed = {name: value for name, value in values.items() if getattr(known, name) != value}
    if changed:
        session.execute(update(Applicant).where(Applicant.id == known.id).values(**changed))
    present = {name: getattr(known, name) for name in _APPLICANT.c.keys()}
    return Applicant(**(present | values))


def check_name(data: ApplicantData, known: Applicant | None) -> None:
    """Raise `Refusal` when the number belongs to somebody of another name who was not renamed."""
    if known is not None and known.name != data.name and not data.is_renamed:
        raise Refusal("registration.name_differs", field="name", known=_masked_name(known.name), name=data.name)


def _add(session: Session, office: Office, data: ApplicantData, values: dict[str, Any]) -> Applicant:
    statement = _add_statement(session.get_bind().dialect.name)
    key = session.connection().execute(statement, values).scalar_one_or_none()
    if key is None:
        # Another window registered the same person at this very moment; the insert waited for it.
        return keep_applicant(session, office, data)
    return Applicant(id=key, **values)


@cache
def _add_statement(dialect: str) -> Executable:
    statement = insert_into(_APPLICANT, dialect)
    return statement.on_conflict_do_nothing(index_elements=("kind", "id_hash")).returning(_APPLICANT.c.id)


def staff_applicant(session: Session, person_id: int) -> Applicant:
    """The applicant row of a member of staff, for internal matters."""
    known = session.scalar(select(Applicant).where(Applicant.person_id == person_id))
    if known is None:
        person = session.get_one(Person, person_id)
        known = Applicant(kind=PERSON, name=person.name, id_type="staff", person_id=person_id)
        session.add(known)
        session.flush()
    return known


def _hash(office: Office, id_number: str) -> str:
    return hash_personal(office.vault, PersonalKind.ID_NUMBER, tidy(id_number))


def _masked_name(name: str) -> str:
    return name[:1] + "*" * max(len(name) - 1, 1)
