"""Read official documents: one, those of a case, one by its number; and count its prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.case_file import open_file
from casework.cases.case_lists import first_visible
from casework.cases.status import Outcome
from casework.documents.drawing import digest_of
from casework.documents.official_document import OfficialDocument
from casework.errors import NotFound
from casework.history.happening import Happening
from casework.office import Office


def get_visible_document(
    session: Session, actor: Actor, document_id: int, now: datetime
) -> tuple[OfficialDocument, str]:
    """The document and the number of its case, if the actor may see that case. Raises `NotFound` for others as well."""
    query = (
        select(OfficialDocument, Case.case_no)
        .join(Case, Case.id == OfficialDocument.case_id)
        .where(OfficialDocument.id == document_id)
    )
    found = first_visible(session, actor, query, now)
    if found is None:
        raise NotFound("document.unknown", document=document_id)
    return found[0], found[1]


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the case after a document was issued; the document itself stays as it is."""

    voided_at: datetime | None
    corrected_at: datetime | None


def since_issued(session: Session, document: OfficialDocument) -> Since:
    """Whether the case was voided or corrected after the document was issued: a reprint has to say so."""
    corrected = select(func.max(Happening.at)).where(
        Happening.case_id == document.case_id,
        Happening.kind == "case.corrected",
        Happening.at > document.issued_at,
    )
    query = select(Case.outcome, Case.ended_at, corrected.scalar_subquery()).where(Case.id == document.case_id)
    outcome, ended_at, corrected_at = session.execute(query).one()
    return Since(ended_at if outcome == Outcome.VOIDED else None, corrected_at)


def list_documents(session: Session, case_id: int) -> list[OfficialDocument]:
    """All documents of a case in the order they were issued; the text of one is read only when it is asked for."""
    query = select(OfficialDocument).where(OfficialDocument.case_id == case_id).order_by(OfficialDocument.id)
    return list(session.scalars(query.options(defer(OfficialDocument.body), defer(OfficialDocument.html))))


def is_intact(document: OfficialDocument) -> bool:
    """Whether text and fields are still those that were issued."""
    return digest_of(document.body, document.html) == document.sha256


def count_print(session: Session, office: Office, actor: Actor, document_id: int, now: datetime) -> OfficialDocument:
    """Note that the document is printed; every print after the first is a reprint (补打) and is recorded.

    Raises `NotFound` when the actor may not see the case.
    """
    document, _ = get_visible_document(session, actor, document_id, now)
    document.prints += 1
    if document.prints > 1:
        file = open_file(session, office, document.case_id, actor, now)
        file.happened("document.reprinted", number=document.number, prints=document.prints)
        file.write_beside()
    session.flush()
    return document
