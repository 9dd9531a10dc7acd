"""Official documents as paper, and the files of a case as downloads."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, send_file

from casework.documents.documents import count_print, get_visible_document, is_intact, since_issued
from casework.documents.drawing import chinese_day, local_day
from casework.stored_file import StoredFile
from casework.tasks.remarks import get_attachment
from web.cases.blueprint import blueprint
from web.frame.current import actor, now, office, reading, transaction

BINARY = "application/octet-stream"


@blueprint.get("/documents/<int:document_id>")
def document(document_id: int) -> str:
    """One document as it was issued; `?print=1` opens the browser's print dialog."""
    with reading() as session:
        row, case_no = get_visible_document(session, actor(), document_id, now())
        intact, since = is_intact(row), since_issued(session, row)
    return render_template(
        "cases/document.html",
        document=row,
        case_no=case_no,
        is_intact=intact,
        prints_now="print" in request.args,
        voided_on=since.voided_at and chinese_day(local_day(since.voided_at)),
        corrected_on=since.corrected_at and chinese_day(local_day(since.corrected_at)),
    )


@blueprint.post("/documents/<int:document_id>/print")
def print_document(document_id: int) -> Any:
    """Count the print (every one after the first is a 补打 and recorded), then show the paper to the printer."""
    with transaction() as session:
        count_print(session, office(), actor(), document_id, now())
    return redirect(f"/documents/{document_id}?print=1")


@blueprint.get("/attachments/<int:attachment_id>")
def attachment(attachment_id: int) -> Response:
    return download(attachment_id)


def download(attachment_id: int) -> Response:
    """The file to save, never to run: it is sent as a download with its own kind, and nothing in it may act."""
    with reading() as session:
        row = get_attachment(session, actor(), attachment_id, now())
        stored = session.get(StoredFile, row.digest)
        name, kind = row.name, stored.mime if stored is not None else BINARY
    answer = send_file(office().files.open(row.digest), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
