"""The outbox. Nothing here claims to be sent before a gateway has said so."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from casework.database import Session
from casework.notices.outbox import CHANNEL_NAMES, STATUS_NAMES, NoticeRow, list_notices
from casework.page import MOST, Page
from casework.permissions import Permission
from web.frame.current import actor, reading
from web.frame.i18n import choose, t
from web.frame.paging import Window, asked_page, every_page
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet

blueprint = Blueprint("notices", __name__, template_folder="templates")

SIZE = 30


@blueprint.get("/notices")
@needs(Permission.SEE_NOTICES)
def page() -> str:
    with reading() as session:
        found = _notices(session, asked_page(), SIZE)
    return render_template(
        "notices/page.html", rows=found.rows, wanted=_wanted(), statuses=STATUS_NAMES, channels=CHANNEL_NAMES,
        window=Window(found.number, found.size, found.total), is_narrowed=any(_wanted().values()),
    )  # fmt: skip


@blueprint.get("/export/notices.xlsx")
@needs(Permission.SEE_NOTICES)
def sheet() -> Any:
    with reading() as session:
        rows = every_page(lambda number: _notices(session, number, MOST))
    lines = (
        (row.notice.at, choose(CHANNEL_NAMES.get(row.notice.channel, (row.notice.channel,) * 2)), row.notice.recipient,
         row.notice.text, row.case_no, choose(STATUS_NAMES[row.notice.status]))
        for row in rows
    )  # fmt: skip
    columns = [t(f"notices.{name}") for name in ("at", "channel", "recipient", "text", "case", "status")]
    return spreadsheet(columns, lines, t("notices.title"))


def _notices(session: Session, page: int, size: int) -> Page[NoticeRow]:
    wanted = _wanted()
    return list_notices(
        session, actor(), text=wanted["text"], status=wanted["status"], channel=wanted["channel"], page=page, size=size
    )


def _wanted() -> dict[str, str]:
    status, channel = request.args.get("status", ""), request.args.get("channel", "")
    return {
        "text": request.args.get("q", "").strip(),
        "status": status if status in STATUS_NAMES else "",
        "channel": channel if channel in CHANNEL_NAMES else "",
    }
