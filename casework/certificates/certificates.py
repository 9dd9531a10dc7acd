"""Certificates: issued once the case is approved and paid, handed over against a record of who took them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, literal_column, select, union_all

from casework.cases import milestones
from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TABLES
from casework.cases.lengths import within
from casework.cases.status import APPROVED
from casework.documents.drawing import chinese_day, chinese_instant, draw_up, last_serial
from casework.documents.official_document import OfficialDocument
from casework.errors import Conflict, Refusal, Words
from casework.fees.payments import check_paid
from casework.notices.sending import matter_of, tell_applicant
from casework.personal_value import PersonalKind
from casework.personal_values import is_reference, keep_personal
from casework.rows_together import changed_in

CERTIFICATE: Table = TABLES["certificate"]
SERIES = "CERT"
WAYS: dict[str, tuple[str, str]] = {
    "window": ("窗口领取", "at the window"),
    "courier": ("邮寄送达", "by courier"),
    "electronic": ("电子送达", "electronically"),
}
_WITH_NUMBER = select(CERTIFICATE.c.id).where(CERTIFICATE.c.number == bindparam("number"))
DECISIONS = ("D08", "D09")
_OF_CASE = union_all(
    select(literal_column("1").label("part"), CERTIFICATE.c.id, CERTIFICATE.c.title, CERTIFICATE.c.number).where(
        CERTIFICATE.c.case_id == bindparam("of_case")
    ),
    select(literal_column("2"), OfficialDocument.id, OfficialDocument.title, OfficialDocument.number).where(
        OfficialDocument.case_id == bindparam("of_case"), OfficialDocument.kind.in_(DECISIONS)
    ),
).order_by("part", "id")


def issue(file: CaseFile, title: str, text: str, number: str = "") -> dict[str, Any]:
    """制证: number and text of the certificate; it lies ready and the applicant is told (Art. 44).

    Raises `Conflict` unless the case is approved, `Refusal` while the fee is unpaid or the number is taken.
    """
    if file.case.decision != APPROVED:
        raise Conflict("certificate.not_approved", case=file.case.case_no)
    check_paid(file)
    chosen = within(number, 80, "number") or _next_number(file)
    if number.strip() and file.connection.execute(_WITH_NUMBER, {"number": chosen}).first() is not None:
        raise Refusal("certificate.number_used", field="number", number=chosen)
    row = file.add(
        "certificate",
        number=chosen,
        title=within(title, 200, "title"),
        text=text,
        issued_at=file.now,
        issued_by=file.actor.row_id,
        received_by=None,
        received_id_ref=None,
        delivered_at=None,
        way=None,
    )
    file.happened("certificate.issued", number=chosen, title=title)
    milestones.make_available(file)
    tell_applicant(file, f"您办理的{matter_of(file)}已办好，请凭身份证件到窗口领取{title}。")
    return row


@dataclass(frozen=True, slots=True)
class Handed:
    """How it was handed over, on which day (now, when that is not said), under which number of the courier."""

    way: str = "window"
    on: date | None = None
    tracking_no: str = ""


def hand_over(file: CaseFile, receiver: str, handed: Handed, id_number: Any = None) -> dict[str, Any]:
    """送达 with D12: who took it, when, how; the identity number is kept sealed. Gives the row of the document.

    Raises `Refusal` naming the field when the receiver is missing, the way unknown or the day still to come.
    """
    way, day = handed.way, handed.on or file.today
    if day > file.today:
        raise Refusal("certificate.delivered_later", field="delivered_on", day=day)
    receiver = within(receiver, 64, "receiver")
    if not receiver:
        raise Refusal("certificate.receiver_missing", field="receiver")
    way = next((code for code, words in WAYS.items() if way in (code, *words)), way)
    if way not in WAYS:
        allowed = [Words(*words) for words in WAYS.values()]
        raise Refusal("certificate.way_unknown", field="way", way=way, allowed=allowed)
    rows = [] if file.is_new else file.connection.execute(_OF_CASE, {"of_case": file.case.id}).all()
    stored, decisions = ([f"{row.title}（{row.number}）" for row in rows if row.part == part] for part in (1, 2))
    present = stored + [_named(row) for row in file.rows["certificate"]]
    decisions += [_named(row) for row in file.rows["official_document"] if row["kind"] in DECISIONS]
    reference = _reference(file, id_number)
    taken = {"received_by": receiver.strip(), "received_id_ref": reference, "delivered_at": file.now, "way": way}
    for row in file.rows["certificate"]:
        row |= taken
    if stored:
        file.add(changed_in("certificate"), **taken)
    fields = {
        # A decision is served too: alone where nothing was granted, beside the certificate where a part was denied.
        "certificates": [*present, *decisions] or ["办理结果"],
        "way": WAYS[way][0] + (f"（单号 {handed.tracking_no}）" if handed.tracking_no else ""),
        "receiver": receiver.strip(),
        "delivered": chinese_instant(file.now) if day == file.today else chinese_day(day),
    }
    proof = draw_up(file, "D12", fields)
    milestones.deliver(file)
    return proof


def _named(row: dict[str, Any]) -> str:
    return f"{row['title']}（{row['number']}）"


def _next_number(file: CaseFile) -> str:
    prefix = file.around.department_code or file.around.point_code or "BJ"
    return f"{prefix}-{file.today.year}-{last_serial(file, SERIES, prefix):06d}"


def _reference(file: CaseFile, id_number: Any) -> str | None:
    if is_reference(id_number):
        return str(id_number["ref"])
    text = "" if id_number is None else str(id_number).strip()
    return keep_personal(file.session, file.office.vault, PersonalKind.ID_NUMBER, text) if text else None
