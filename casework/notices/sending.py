"""Put messages to people into the outbox, as part of the step that causes them."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from casework.cases.case_file import CaseFile
from casework.cases.lengths import cut
from casework.errors import Refusal
from casework.notices.outgoing_notice import PLATFORM, SMS, WAITING
from casework.organisation.person import Person
from casework.organisation.role import role_words
from forms.blanks import trimmed

PASSING = "passing_message"
"""Among the variables of the step: the message to the applicant that a later one replaces."""
_PERSON = select(Person.id, Person.name).where(Person.username == bindparam("username"))


def until_words(day: str, *, provisional: bool) -> str:
    """A day that the applicant is told: marked while the holidays of its year are not published."""
    return f"{day}（暂定）" if provisional else day


def tell_applicant(file: CaseFile, text: str, channel: str = SMS, *, passing: bool = False) -> None:
    """A message to the applicant; the number stays sealed, the outbox holds its reference. Colleagues read it here.

    A `passing` one tells what comes next (accepted, pay); what is told after it in the same act stands in its place:
    who gets the certificate at once is told that, and no more.
    """
    passed, waiting = file.scratch.pop(PASSING, None), file.rows["outgoing_notice"]
    file.rows["outgoing_notice"] = [row for row in waiting if row is not passed]
    _tell_applicant(file, text, channel)
    if passing:
        file.scratch[PASSING] = file.rows["outgoing_notice"][-1]


def matter_of(file: CaseFile) -> str:
    """The case as a message names it."""
    return f"“{file.around.item_name or file.case.title}”（{file.case.case_no}）"


def _tell_applicant(file: CaseFile, text: str, channel: str) -> None:
    if file.around.applicant_person_id is not None:
        _add(file, PLATFORM, file.around.applicant_name or "", text, person_id=file.around.applicant_person_id)
        return
    _add(file, channel, file.around.applicant_name or "申请人", text, reference=file.around.applicant_phone_ref)


def tell(file: CaseFile, to: str, text: str, channel: str = PLATFORM) -> None:
    """A message to `applicant`, to a post (`role@CODE`, `role`) or to a person by username."""
    if not trimmed(text):
        raise Refusal("notice.text_missing", field="text")
    if to == "applicant":
        tell_applicant(file, text, SMS if channel == PLATFORM else channel)
        return
    role, _, code = to.partition("@")
    words = role_words(role)
    if code or words.zh != role:
        _add(file, channel, f"{words.zh}@{code}" if code else words.zh, text)
        return
    person = file.connection.execute(_PERSON, {"username": to}).one_or_none()
    _add(file, channel, person.name if person else to, text, person_id=person.id if person else None)


def _add(
    file: CaseFile,
    channel: str,
    recipient: str,
    text: str,
    *,
    reference: str | None = None,
    person_id: int | None = None,
) -> None:
    file.add(
        "outgoing_notice",
        channel=channel,
        recipient=cut(recipient, 120),
        recipient_ref=reference,
        person_id=person_id,
        text=text.strip(),
        at=file.now,
        status=WAITING,
    )
