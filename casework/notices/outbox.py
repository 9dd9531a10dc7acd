"""The outbox as people may read it: messages of the cases one may see, and those to oneself, latest first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case import Case
from casework.cases.case_lists import visible_to
from casework.notices.outgoing_notice import EMAIL, FAILED, PLATFORM, SENT, SMS, WAITING, OutgoingNotice
from casework.page import PAGE_SIZE, Page, containing, page_of
from casework.permissions import Permission, authorise

STATUS_NAMES: dict[str, tuple[str, str]] = {
    WAITING: ("等待发送", "waiting to be sent"),
    SENT: ("已发送", "sent"),
    FAILED: ("没有发出", "not sent"),
}
CHANNEL_NAMES: dict[str, tuple[str, str]] = {
    SMS: ("短信", "text message"),
    EMAIL: ("邮件", "e-mail"),
    PLATFORM: ("站内", "in this system"),
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    notice: OutgoingNotice
    case_no: str | None


def list_notices(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    status: str = "",
    channel: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[NoticeRow]:
    """One page of the outbox. Raises `NotPermitted`."""
    authorise(actor, Permission.SEE_NOTICES)
    pattern = containing(text.strip())
    words = [OutgoingNotice.text.like(pattern, escape="!"), OutgoingNotice.recipient.like(pattern, escape="!")]
    query = (
        select(OutgoingNotice, Case.case_no)
        .outerjoin(Case, Case.id == OutgoingNotice.case_id)
        .where(
            or_(OutgoingNotice.person_id == actor.person_id, visible_to(actor)),
            OutgoingNotice.status == status if status else true(),
            OutgoingNotice.channel == channel if channel else true(),
            or_(*words, Case.case_no.like(pattern, escape="!")) if text.strip() else true(),
        )
        .order_by(OutgoingNotice.at.desc(), OutgoingNotice.id.desc())
    )
    found = page_of(session, query, page, size)
    return Page([NoticeRow(*row) for row in found.rows], found.total, found.number, found.size)
