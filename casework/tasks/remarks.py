"""Comments, files and stock phrases: what people add beside the forms."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.case_lists import visible_to
from casework.cases.case_views import open_visible_file
from casework.cases.lengths import within
from casework.errors import NotFound, Refusal
from casework.files import plain_name, store_file
from casework.office import Office
from casework.tasks.remark import Attachment, Comment, Phrase
from casework.tasks.task import Task

LONGEST_PHRASE = 200
LONGEST_COMMENT = 4000


def add_comment(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    text: str,
    now: datetime,
    *,
    task_id: int | None = None,
) -> Comment:
    """A comment on a case the actor may see. Raises `Refusal` when it is empty, `NotFound`."""
    if not text.strip():
        raise Refusal("comment.empty", field="text")
    text = within(text.strip(), LONGEST_COMMENT, "text")
    file = open_visible_file(session, office, actor, case_id, now)
    comment = Comment(case_id=case_id, task_id=task_id, person_id=actor.person_id, text=text, at=now)
    session.add(comment)
    session.flush()
    file.happened("comment.added", text=text)
    file.write_beside()
    return comment


def attach_file(
    session: Session,
    office: Office,
    actor: Actor,
    case_id: int,
    stream: BinaryIO,
    name: str,
    now: datetime,
    *,
    task_id: int | None = None,
) -> Attachment:
    """Keep a file with the case. Raises `FileRefused` (kind, size, content), `NotFound`."""
    file, name = open_visible_file(session, office, actor, case_id, now), plain_name(name)
    stored = store_file(session, office.files, stream, name, most_bytes=office.settings.upload_bytes, now=now)
    attachment = Attachment(
        case_id=case_id,
        task_id=task_id,
        digest=stored.digest,
        name=name,
        size=stored.size,
        by_id=actor.person_id,
        at=now,
    )
    session.add(attachment)
    session.flush()
    file.happened("file.attached", name=name, sha256=stored.digest, size=stored.size)
    file.write_beside()
    return attachment


def get_attachment(session: Session, actor: Actor, attachment_id: int) -> Attachment:
    """The file's row, if the actor may see its case. Raises `NotFound`."""
    query = (
        select(Attachment)
        .join(Case, Case.id == Attachment.case_id)
        .where(Attachment.id == attachment_id, visible_to(actor))
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("file.unknown", file=attachment_id)
    return found


def case_of_task(session: Session, actor: Actor, task_id: int) -> int:
    """The case a task belongs to, if the actor may see it. Raises `NotFound`."""
    query = select(Task.case_id).join(Case, Case.id == Task.case_id).where(Task.id == task_id, visible_to(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound("task.unknown", task=task_id)
    return found


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


def forget_phrase(session: Session, actor: Actor, text: str) -> None:
    session.execute(delete(Phrase).where(Phrase.person_id == actor.person_id, Phrase.text == text))
