"""归档: the file of a case closes by itself the day after it ended (ARC-01); from then on it is only corrected."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, time
from typing import Any

from sqlalchemy import bindparam, select

from casework.actor import SYSTEM
from casework.canonical import write_json
from casework.cases.case import Case
from casework.cases.case_file import CaseFile, open_file
from casework.certificates.certificate import Certificate
from casework.clocks.calendar import SHANGHAI
from casework.documents.official_document import OfficialDocument
from casework.errors import StorageUnavailable
from casework.incidents.incidents import problem_words, record_incident
from casework.office import Office
from casework.tasks.remark import Attachment

log = logging.getLogger("banjian.archiving")

_ENDED = (
    select(Case.id)
    .where(Case.ended_at < bindparam("today"), Case.ended_at.is_not(None), Case.archived_at.is_(None))
    .order_by(Case.ended_at)
    .limit(bindparam("most"))
)
_CONTENTS = {
    "documents": select(OfficialDocument.number, OfficialDocument.sha256).where(
        OfficialDocument.case_id == bindparam("of_case")
    ),
    "certificates": select(Certificate.number, Certificate.text).where(Certificate.case_id == bindparam("of_case")),
    "files": select(Attachment.name, Attachment.digest).where(Attachment.case_id == bindparam("of_case")),
}


def archive_ended_cases(office: Office, now: datetime, limit: int = 1000) -> int:
    """Archive up to `limit` cases that ended before today; gives how many. One that breaks is an incident."""
    today = datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    with office.database.reading() as session:
        ended = list(session.scalars(_ENDED, {"today": today, "most": limit}))
    archived = 0
    for case_id in ended:
        try:
            with office.database.transaction() as session:
                archive_case(open_file(session, office, case_id, SYSTEM, now))
            archived += 1
        except StorageUnavailable:
            raise
        except Exception as problem:
            # Whatever one case raises, the others are filed.
            log.warning("case %s is not archived", case_id, exc_info=problem)
            with office.database.transaction() as session:
                record_incident(session, "archive.failed", problem_words(problem), now, case_id=case_id)
    return archived


def archive_case(file: CaseFile) -> None:
    """Close the file: its history notes what lies in it, with one digest over all of it, and takes no more work."""
    if file.case.archived_at is not None or not file.case.is_over:
        return
    contents = contents_of(file)
    counts = {name: len(rows) for name, rows in contents.items()}
    file.case.archived_at = file.now
    file.happened("milestone.archived", **counts, sha256=_digest(contents))
    file.write()


def contents_of(file: CaseFile) -> dict[str, list[list[Any]]]:
    """The list of what lies in the file (卷内目录): documents, certificates, files, each with what tells a change."""
    of_case = {"of_case": file.case.id}
    return {
        name: sorted([list(row) for row in file.connection.execute(query, of_case)])
        for name, query in _CONTENTS.items()
    }


def is_as_archived(file: CaseFile, sha256: str) -> bool:
    """Whether the file still holds what was noted when it was archived."""
    return _digest(contents_of(file)) == sha256


def _digest(contents: dict[str, list[list[Any]]]) -> str:
    return hashlib.sha256(write_json(contents).encode()).hexdigest()
