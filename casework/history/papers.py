"""Verify what the history vouches for: documents, files and closed files by digests, numbers by their series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.cases.archiving import ARCHIVED, contents_of, digest_of_contents
from casework.cases.case import Case
from casework.cases.case_series import CaseSeries
from casework.documents.documents import is_intact
from casework.documents.official_document import OfficialDocument
from casework.files import FileStore
from casework.history.happening import Happening
from casework.history.histories import Break, case_ids
from casework.tasks.remark import Attachment

DOCUMENT, FILE = "document.issued", "file.attached"


def verify_papers(session: Session, files: FileStore) -> Iterator[Break]:
    """Every document and file that is not what the history says it was, and every number whose case is gone.

    `document_missing`, `document_changed`, `file_missing`, `file_changed` and `archive_changed` (something in a closed
    file, its certificates too) name the line that tells of it; with `number_missing` there is no line.
    """
    is_whole = cache(files.is_whole)
    for some in case_ids(session):
        # Lines before what they tell of, and series before cases: what is added meanwhile raises no false alarm.
        lines = session.execute(_vouched(some)).all()
        documents = {row.number: row for row in session.scalars(_of(OfficialDocument, some))}
        kept = {(row.case_id, row.digest) for row in session.scalars(_of(Attachment, some))}
        closed = contents_of(session, [case_id for case_id, _, _, kind, _ in lines if kind == ARCHIVED])
        for case_id, case_no, seq, kind, data in lines:
            if kind == ARCHIVED:
                if digest_of_contents(closed[case_id]) != data["sha256"]:
                    yield Break(case_no, seq, "archive_changed")
            elif kind == DOCUMENT:
                row = documents.get(data["number"])
                if row is None:
                    yield Break(case_no, seq, "document_missing")
                elif row.sha256 != data["sha256"] or not is_intact(row):
                    yield Break(case_no, seq, "document_changed")
            elif (case_id, data["sha256"]) not in kept or is_whole(data["sha256"]) is None:
                yield Break(case_no, seq, "file_missing")
            elif not is_whole(data["sha256"]):
                yield Break(case_no, seq, "file_changed")
        session.expunge_all()
    yield from _numbers_gone(session)


def _of(table: type[OfficialDocument] | type[Attachment], cases: Sequence[int]) -> Select[Any]:
    return select(table).where(table.case_id.in_(cases))


def _vouched(cases: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Case.id, Case.case_no, Happening.seq, Happening.kind, Happening.data)
        .join(Happening, Happening.case_id == Case.id)
        .where(Case.id.in_(cases), Happening.kind.in_((DOCUMENT, FILE, ARCHIVED)))
        .order_by(Case.id, Happening.seq)
    )


def _numbers_gone(session: Session) -> Iterator[Break]:
    """Cases are numbered without gaps, and none is ever deleted."""
    given = session.scalars(select(CaseSeries).order_by(CaseSeries.day, CaseSeries.prefix)).all()
    found = defaultdict(set)
    for number in session.scalars(select(Case.case_no)):
        series, _, serial = number.rpartition("-")
        found[series].add(serial)
    for row in given:
        series = f"{row.prefix}-{row.day:%Y%m%d}" if row.prefix else f"{row.day:%Y%m%d}"
        wanted = [f"{serial:04d}" for serial in range(1, row.last + 1)]
        yield from (Break(f"{series}-{one}", 0, "number_missing") for one in wanted if one not in found[series])
