"""归档: the file of a case closes by itself the day after it ended (ARC-01); from then on it is only corrected."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

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
    "documents": (OfficialDocument.case_id, OfficialDocument.number, OfficialDocument.sha256),
    "certificates": (Certificate.case_id, Certificate.number, Certificate.text),
    "files": (Attachment.case_id, Attachment.name, Attachment.digest),
}
ARCHIVED = "milestone.archived"
Contents = dict[str, list[list[Any]]]


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
    contents = contents_of(file.session, [file.case.id])[file.case.id]
    counts = {name: len(rows) for name, rows in contents.items()}
    file.case.archived_at = file.now
    file.happened(ARCHIVED, **counts, sha256=digest_of_contents(contents))
    file.write()


def contents_of(session: Session, cases: Sequence[int]) -> dict[int, Contents]:
    """What lies in the file of each case (卷内目录): documents, certificates, files, each with what tells a change."""
    found: dict[int, Contents] = {case_id: {name: [] for name in _CONTENTS} for case_id in cases}
    for name, columns in _CONTENTS.items():
        for case_id, *told in session.execute(select(*columns).where(columns[0].in_(cases))):
            found[case_id][name].append(told)
    return found


def digest_of_contents(contents: Contents) -> str:
    """The digest that the history notes when a file is closed: as long as it stays, so did what lies in the file."""
    return hashlib.sha256(write_json({name: sorted(rows) for name, rows in contents.items()}).encode()).hexdigest()
