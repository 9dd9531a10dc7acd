"""Applicants at the counter: found by their identity number, kept once, numbers sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.cases.applicant import ORGANISATION, PERSON, Applicant
from casework.cases.lengths import within
from casework.errors import Refusal, Words
from casework.office import Office
from casework.organisation.person import Person
from casework.personal_value import PersonalKind, PersonalValue
from casework.personal_values import hash_personal, keep_new, mask, reference_of
from forms.identity import credit_code_problem, id_number_problem, is_international_phone, is_mobile, tidy, tidy_phone

ID_CARD, CREDIT_CODE = "id_card", "credit_code"
ID_TYPES: dict[str, tuple[str, str]] = {
    ID_CARD: ("身份证号", "identity number"),
    CREDIT_CODE: ("统一社会信用代码", "unified credit code"),
    "passport": ("护照号", "passport number"),
    "other": ("其他证件号", "number of another document"),
}


_APPLICANT = cast(Table, Applicant.__table__)
_ONE = select(literal_column("1").label("one")).subquery()
_KNOWN = (
    select(
        *(
            select(PersonalValue.id).where(PersonalValue.kind == kind, PersonalValue.keyed_hash == bindparam(name))
            .scalar_subquery()
            for kind, name in ((PersonalKind.ID_NUMBER, "number"), (PersonalKind.PHONE, "phone"))
        ),
        *_APPLICANT.c,
    )
    .select_from(_ONE)
    .outerjoin(_APPLICANT, _APPLICANT.c.id_hash == bindparam("number"))
)  # fmt: skip


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
        raise Refusal("registration.applicant_missing", field="kind", what="类型")
    if not name:
        raise Refusal("registration.applicant_missing", field="name", what="姓名或名称")
    number, phone = tidy(data.id_number).upper(), tidy_phone(data.phone)
    if not number:
        raise Refusal("registration.applicant_missing", field="id_number", what=ID_TYPES[data.id_type][0])
    _check_number(data.id_type, number, today)
    if not phone:
        raise Refusal("registration.applicant_missing", field="phone", what="手机号")
    if not (is_mobile(phone) or is_international_phone(phone) or phone.replace("-", "").isdigit()):
        raise Refusal("registration.phone_wrong", field="phone", value=data.phone)
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


def keep_applicant(session: Session, office: Office, data: ApplicantData) -> Applicant:
    """The applicant's row, new or brought up to date; `data` have been checked. Costs a statement while all is known.

    Raises `Refusal` when the number belongs to somebody of another name, unless the clerk says they were renamed.
    """
    number, phone = (PersonalKind.ID_NUMBER, data.id_number), (PersonalKind.PHONE, data.phone)
    hashes = {"number": hash_personal(office.vault, *number), "phone": hash_personal(office.vault, *phone)}
    row = session.connection().execute(_KNOWN, hashes).first()
    number_id, phone_id, *columns = tuple(row) if row is not None else (None, None)
    new = [one for one, known in ((number, number_id), (phone, phone_id)) if known is None]
    kept = keep_new(session, office.vault, new)
    values = {
        "kind": data.kind,
        "name": data.name,
        "id_type": data.id_type,
        "phone_ref": kept.get(phone) or reference_of(phone_id),
    }
    present = dict(zip(_APPLICANT.c.keys(), columns, strict=False))
    if present.get("id") is None:
        values |= {"address": data.address, "legal_representative": data.legal_representative}
        values |= {"id_number_ref": kept.get(number) or reference_of(number_id), "id_hash": hashes["number"]}
        return _add(session, office, data, values)
    if present["name"] != data.name and not data.is_renamed:
        raise Refusal("registration.name_differs", field="name", known=_masked_name(present["name"]), name=data.name)
    values["address"] = data.address or present["address"]
    values["legal_representative"] = data.legal_representative or present["legal_representative"]
    if any(present[name] != value for name, value in values.items()):
        session.execute(update(Applicant).where(Applicant.id == present["id"]).values(**values))
    return Applicant(**(present | values))


def _add(session: Session, office: Office, data: ApplicantData, values: dict[str, Any]) -> Applicant:
    statement = _add_statement(session.get_bind().dialect.name)
    key = session.connection().execute(statement, values).scalar_one_or_none()
    if key is None:
        # Another window registered the same person at this very moment; the insert waited for it.
        return keep_applicant(session, office, data)
    return Applicant(id=key, **values)


@cache
def _add_statement(dialect: str) -> Executable:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_APPLICANT)
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


def _check_number(id_type: str, number: str, today: date) -> None:
    if id_type not in ID_TYPES:
        raise Refusal("registration.applicant_missing", field="id_type", what="证件类型")
    check = {ID_CARD: lambda text: id_number_problem(text, today), CREDIT_CODE: credit_code_problem}.get(id_type)
    problem = check(number) if check is not None else None
    if problem is not None:
        words = Words(problem.in_language("zh"), problem.in_language("en"))
        what = Words(*ID_TYPES[id_type])
        raise Refusal("registration.id_number_wrong", field="id_number", value=mask(number), what=what, problem=words)


def _masked_name(name: str) -> str:
    return name[:1] + "*" * max(len(name) - 1, 1)
