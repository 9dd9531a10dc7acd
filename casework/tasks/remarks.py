"""Comments, files and stock phrases: what people add beside the forms."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.case_file import CaseFile
from casework.cases.case_lists import first_visible
from casework.cases.case_views import open_visible_file
from casework.cases.lengths import LONGEST_TEXT, within
from casework.errors import NotFound, Refusal
from casework.files import plain_name, store_file
from casework.office import Office
from casework.tasks.insiders import file_at_task
from casework.tasks.remark import Attachment, Comment, Phrase
from forms.blanks import trimmed

LONGEST_PHRASE = 200


def add_comment(session: Session, office: Office, actor: Actor, case_id: int, text: str, now: datetime) -> Comment:
    """A comment on a case the actor may see. Raises `Refusal` when it is empty, `NotFound`."""
    return _comment(open_visible_file(session, office, actor, case_id, now), text)


def comment_on_task(
    session: Session,
    office: Office,
    actor: Actor,
    task_id: int,
    text: str,
    now: datetime,
    *,
    acting_for: int | None = None,
) -> Comment:
    """A comment at a task, by a deputy in the principal's name. Raises as `add_comment` and as `save_draft`."""
    return _comment(file_at_task(session, office, actor, task_id, now, acting_for), text, task_id)


def attach_file(
    session: Session, office: Office, actor: Actor, case_id: int, stream: BinaryIO, name: str, now: datetime
) -> Attachment:
    """Keep a file with the case. Raises `FileRefused` (kind, size, content), `NotFound`."""
    return _attach(open_visible_file(session, office, actor, case_id, now), stream, name)


def attach_to_task(
    session: Session,
    office: Office,
    actor: Actor,
    task_id: int,
    stream: BinaryIO,
    name: str,
    now: datetime,
    *,
    acting_for: int | None = None,
) -> Attachment:
    """A file added at a task, by a deputy in the principal's name. Raises as `attach_file` and as `save_draft`."""
    return _attach(file_at_task(session, office, actor, task_id, now, acting_for), stream, name, task_id)


def _comment(file: CaseFile, text: str, task_id: int | None = None) -> Comment:
    if not trimmed(text):
        raise Refusal("comment.empty", field="text")
    comment = Comment(
        case_id=file.case.id,
        task_id=task_id,
        person_id=file.actor.person_id,
        acting_for_id=file.actor.acting_for,
        text=within(text, LONGEST_TEXT, "text"),
        at=file.now,
    )
    file.session.add(comment)
    file.session.flush()
    file.happened("comment.added", text=comment.text)
    file.write_beside()
    return comment


def _attach(file: CaseFile, stream: BinaryIO, name: str, task_id: int | None = None) -> Attachment:
    office, name = file.office, plain_name(name)
    most = office.settings.upload_bytes
    stored = store_file(file.session, office.files, stream, name, most_bytes=most, now=file.now)
    attachment = Attachment(
        case_id=file.case.id,
        task_id=task_id,
        digest=stored.digest,
        name=name,
        size=stored.size,
        by_id=file.actor.person_id,
        acting_for_id=file.actor.acting_for,
        at=file.now,
    )
    file.session.add(attachment)
    file.session.flush()
    file.happened("file.attached", name=name, sha256=stored.digest, size=stored.size)
    file.write_beside()
    return attachment


def get_attachment(session: Session, actor: Actor, attachment_id: int, now: datetime) -> Attachment:
    """The file's row, if the actor may see its case. Raises `NotFound`."""
    query = select(Attachment).join(Case, Case.id == Attachment.case_id).where(Attachment.id == attachment_id)
    found = first_visible(session, actor, query, now)
    if found is None:
        raise NotFound("file.unknown", file=attachment_id)
    row: Attachment = found[0]
    return row


def add_phrase(session: Session, actor: Actor, text: str) -> None:
    """Remember a phrase (常用意见) of the actor's own; one that is known changes nothing."""
    phrase = text.strip()
    if not phrase:
        raise Refusal("phrase.empty", field="text")
    if len(phrase) > LONGEST_PHRASE:
        raise Refusal("phrase.too_long", field="text")
    if phrase not in list_phrases(session, actor):
        session.add(Phrase(person_id=actor.person_id, text=phrase))
        session.flush()


def list_phrases(session: Session, actor: Actor) -> list[str]:
    return list(session.scalars(select(Phrase.text).where(Phrase.person_id == actor.person_id).order_by(Phrase.id)))
