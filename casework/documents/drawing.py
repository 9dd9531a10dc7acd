"""Draw up an official document from the record: number, frozen text, digest, all in the step's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Insert, Table, bindparam, select

from casework.canonical import write_json
from casework.cases.applicant import ORGANISATION
from casework.cases.case_file import CaseFile
from casework.cases.case_state import CASE
from casework.cases.lengths import cut
from casework.clocks.calendar import SHANGHAI
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import NOTICE, Unit
from casework.clocks.texts import TEXTS as CLOCK_TEXTS
from casework.documents.kinds import KINDS, PERMIT, DocumentKind
from casework.documents.official_document import DocumentSeries
from casework.errors import Refusal
from casework.types import insert_into

FOR_TASK = "for_task"
"""Variable of the step: the task for which documents are drawn up."""
TEMPLATES = Path(__file__).with_name("templates")


def draw_up(
    file: CaseFile, kind: str, fields: dict[str, Any] | None = None, *, recipient: str | None = None
) -> dict[str, Any]:
    """The new document's row: numbered, its text frozen, its digest taken.

    `fields` are what the kind says besides the record. Raises `Refusal` for a kind nobody draws up.
    """
    return draw_up_each(file, kind, [(fields or {}, recipient)])[0]


def draw_up_each(file: CaseFile, kind: str, texts: Sequence[tuple[dict[str, Any], str | None]]) -> list[dict[str, Any]]:
    """As `draw_up`, one document for each pair of fields and recipient; their numbers are drawn at once."""
    known = KINDS.get(kind)
    if known is None:
        raise Refusal("document.unknown_kind", kind=kind)
    last = last_serial(file, kind, organ_word(file), len(texts))
    first = last - len(texts) + 1
    return [_drawn(file, kind, serial, *text) for serial, text in enumerate(texts, first)]


def _drawn(file: CaseFile, kind: str, serial: int, fields: dict[str, Any], recipient: str | None) -> dict[str, Any]:
    known, year, organ = KINDS[kind], file.today.year, organ_word(file)
    number = f"{organ}{known.word}字〔{year}〕第 {serial} 号"
    item = file.item_version
    title = known.title_for(item.item_type if item else None)
    body = _plain({**_record(file), "remedies": remedies_of(file, known), **fields})
    body |= {"number": number, "title": title, "date": chinese_day(file.today)}
    html = render(known, body)
    whom = cut(recipient or str(body["applicant"]), 200)
    row = file.add(
        "official_document",
        task_id=file.scratch.get(FOR_TASK),
        kind=kind,
        number=number,
        year=year,
        organ=organ,
        serial=serial,
        title=title,
        body=body,
        html=html,
        sha256=digest_of(body, html),
        issued_at=file.now,
        issued_by=file.actor.row_id,
        acting_for_id=file.actor.acting_for,
        recipient=whom,
    )
    file.happened("document.issued", kind=kind, number=number, sha256=row["sha256"])
    file.scratch.setdefault("documents", []).append(kind)
    return row


def remedies_of(file: CaseFile, kind: DocumentKind) -> str:
    """What the applicant may do against it: as the item's version says for this kind, signed off by the legal office,
    else the sentence that holds for all (`points` of the item: `{"remedies": {"D02": "…"}}`).

    Since 2024 some refusals go to reconsideration first (Reconsideration Law Art. 23), and then that is to be told.
    """
    own = file.around.points.get("remedies")
    words = own.get(kind.code) if isinstance(own, Mapping) else None
    return str(words).strip() if words else kind.remedies


def clause(text: object) -> str:
    """What people typed as a sentence, to stand inside another one: without its own full stop."""
    return str(text).strip().rstrip("。．.；;，,")


def organ_word(file: CaseFile) -> str:
    """机关代字: the short name of the department, or the name of the centre where no department decides."""
    return cut(file.around.department_short_name or file.around.point_name, 32)


def last_serial(file: CaseFile, kind: str, organ: str, count: int = 1) -> int:
    """Draw the next `count` numbers of the series of this year and give the last of them.

    Concurrent steps queue here until the one before has ended, so none is lost. The case becomes ours before the
    series does, by the same statement: see `hold_file`.
    """
    values: dict[str, Any] = {"kind": kind, "year": file.today.year, "organ": organ, "last": count}
    holds = not (file.is_new or file.is_held)
    values |= {"this_case": file.case.id} if holds else {}
    statement = _serial_statement(file.connection.dialect.name, holds=holds)
    last = int(file.connection.execute(statement, values).scalar_one())
    file.is_held = True
    return last


@cache
def _serial_statement(dialect: str, *, holds: bool) -> Insert:
    statement = insert_into(DocumentSeries, dialect)
    if holds:
        columns = list(cast(Table, DocumentSeries.__table__).c)
        drawn = select(*(bindparam(column.name, type_=column.type) for column in columns))
        drawn = drawn.where(CASE.c.id == bindparam("this_case")).with_for_update(key_share=True)
        statement = statement.from_select(columns, drawn)
    return statement.on_conflict_do_update(
        index_elements=["kind", "year", "organ"],
        set_={"last": DocumentSeries.last + statement.excluded.last},
    ).returning(DocumentSeries.last)


def render(kind: DocumentKind, body: dict[str, Any]) -> str:
    """The text of a document as HTML; everything that people typed is escaped."""
    text: str = _templates().get_template(kind.template).render(body)
    return text


def digest_of(body: dict[str, Any], html: str) -> str:
    """What tells whether a stored document is still the one that was issued."""
    return hashlib.sha256(f"{write_json(body)}\n{html}".encode()).hexdigest()


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["clause"] = clause
    return templates


def _record(file: CaseFile) -> dict[str, Any]:
    """What every document takes from the record."""
    case, around = file.case, file.around
    return {
        "case_no": case.case_no,
        "organ": around.department_name or around.point_name,
        "applicant": around.applicant_name or case.agent_name or "申请人",
        "you": "你单位" if around.applicant_kind == ORGANISATION else "你",
        "item": around.item_name or case.title,
        "is_permit": is_permit(file),
        "received": chinese_day(local_day(case.received_at)),
        "accepted": chinese_instant(case.accepted_at) if case.accepted_at else "",
    }


def is_permit(file: CaseFile) -> bool:
    """Whether the item is a permit (行政许可), so that the Permit Law is cited."""
    return file.item_version is not None and file.item_version.item_type == PERMIT


def acceptance_fields(
    file: CaseFile,
    *,
    tolerant: bool = False,
    materials: list[str] | None = None,
    later: list[str] | None = None,
    until: date | None = None,
) -> dict[str, Any]:
    """What D01 says besides the record: the limits, the dates they end on, the fee, the materials.

    A tolerant acceptance (容缺受理) also lists what comes `later`, and `until` when.
    """
    promised, statutory = file.clocks.running(ClockKind.PROMISED), file.clocks.running(ClockKind.STATUTORY)
    item = file.item_version
    notice = NOTICE if item is None else item.notice
    return {
        "deemed": file.case.is_deemed_accepted,
        "notice": limit_words(notice.amount, notice.unit),
        "notice_law": notice.source,
        "tolerant": tolerant,
        "promised": limit_words(promised.amount, promised.unit) if promised else "无",
        "promised_due": chinese_day(local_day(promised.due_at)) if promised and promised.due_at else "—",
        "statutory": limit_words(statutory.amount, statutory.unit) if statutory else "法律未规定",
        "fee": f"依据{item.fee_basis}收费" if item is not None and item.fee_rule else "不收费",
        "materials": materials or [],
        "later": later or [],
        "until": chinese_day(until) if until else "",
        "provisional": bool(promised and promised.is_provisional),
    }


def limit_words(amount: int, unit: str) -> str:
    """10 个工作日; 0 is 当日."""
    code = "clocks.unit.same_day" if amount == 0 else f"clocks.unit.{Unit(unit).value}"
    return CLOCK_TEXTS[code][0].format(amount=amount)


def local_day(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


def chinese_day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def chinese_instant(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{chinese_day(local.date())} {local:%H:%M}"


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Instants and dates in the words of a document: what is frozen must not depend on how it is read again."""
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: Any) -> Any:
    match value:
        case datetime():
            return chinese_instant(value)
        case date():
            return chinese_day(value)
        case _:
            return value
