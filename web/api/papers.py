"""Papers of a case for programs: the documents a step draws up, their prints, and files that people add."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import request
from marshmallow import Schema, fields
from werkzeug.wrappers import Response

from casework.cases.case_views import Remark, attachments_of, find_case_id
from casework.documents.documents import count_print, get_visible_document, is_intact, list_documents
from casework.documents.official_document import OfficialDocument
from casework.errors import NotFound
from casework.tasks.remarks import attach_to_task
from casework.tasks.task_documents import draw_up_for_task
from web.api.blueprints import ID, api_blueprint, refuses
from web.api.case_schemas import DocumentListSchema, WholeDocumentSchema
from web.api.repeats import once
from web.api.schemas import instant, mapping, number, text
from web.api.task_schemas import ActingForSchema
from web.cases.papers import download
from web.frame.current import actor, now, office, reading, transaction
from web.frame.typed import FieldRefused

blueprint = api_blueprint("papers", "Documents and files of a case.")

FILE = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary", "description": "The file."}},
    "required": ["file"],
}
BODY = {"required": True, "content": {"multipart/form-data": {"schema": FILE}}}
BYTES = {"200": {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}


class DrawUpSchema(ActingForSchema):
    fields_ = mapping("What the document says beyond the record.", {"reason": "符合法定条件"}, data_key="fields",
                      attribute="fields", load_default=dict)  # fmt: skip


class DrawnUpSchema(Schema):
    number = text("Number of the document.", "云政务决字〔2026〕第0001号")


class AttachmentSchema(Schema):
    id = number("Id of the file.", 8)
    name = text("Name.", "现场照片.jpg")
    size = number("Bytes.", 482133)
    sha256 = text("Digest of the content.", "2c26b46b68ffc68f…")
    by = text("Who added it.", "李建平")
    acting_for = text("In whose name, under a delegation.", None, allow_none=True)
    at = instant("When.")


class AttachmentListSchema(Schema):
    items = fields.List(fields.Nested(AttachmentSchema), metadata={"description": "Files of the case, oldest first."})


@blueprint.get("/cases/<case_no>/documents")
@blueprint.doc(operationId="listDocuments", summary="The official documents of a case.")
@refuses(blueprint, 404)
@blueprint.response(200, DocumentListSchema)
def documents(case_no: str) -> Any:
    with reading() as session:
        return {"items": list_documents(session, find_case_id(session, actor(), case_no, now()))}


@blueprint.get(f"/cases/<case_no>/documents/<{ID}:document_id>")
@blueprint.doc(operationId="getDocument", summary="One official document as it was issued.")
@refuses(blueprint, 404)
@blueprint.response(200, WholeDocumentSchema)
def document(case_no: str, document_id: int) -> Any:
    with reading() as session:
        _check_case(session, case_no, document_id)
        return _whole(get_visible_document(session, actor(), document_id, now())[0])


@blueprint.post(f"/cases/<case_no>/documents/<{ID}:document_id>/print")
@blueprint.doc(operationId="printDocument",
               summary="The document to be printed: counted, and a reprint (补打) goes on record.")  # fmt: skip
@once(blueprint)
@refuses(blueprint, 404)
@blueprint.response(200, WholeDocumentSchema)
def print_document(case_no: str, document_id: int) -> Any:
    with transaction() as session:
        _check_case(session, case_no, document_id)
        return _whole(count_print(session, office(), actor(), document_id, now()))


@blueprint.post(f"/tasks/<{ID}:task_id>/document")
@blueprint.doc(operationId="drawUpDocument", summary="Number and freeze the document that a step must produce.")
@once(blueprint)
@blueprint.arguments(DrawUpSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(201, DrawnUpSchema)
def draw_up(body: dict[str, Any], task_id: int) -> Any:
    with transaction() as session:
        number = draw_up_for_task(
            session, office(), actor(), task_id, body["fields"], now(), acting_for=body["acting_for"]
        )
    return {"number": number}


@blueprint.post(f"/tasks/<{ID}:task_id>/attachments")
@blueprint.doc(operationId="attachFile", summary="Add a file to the case of a task.", requestBody=BODY)
@once(blueprint)
@blueprint.arguments(ActingForSchema, location="query")
@refuses(blueprint, 403, 404, 409, 413)
@blueprint.response(201, AttachmentSchema)
def attach(query: dict[str, Any], task_id: int) -> Any:
    """Kinds, size and content are checked as on the page: pdf, png, jpg, docx, xlsx, ofd, txt."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise FieldRefused("api.file_missing", field="file")
    with transaction() as session:
        stream, name, whom = cast(BinaryIO, upload.stream), upload.filename, query["acting_for"]
        added = attach_to_task(session, office(), actor(), task_id, stream, name, now(), acting_for=whom)
        return next(_added(row) for row in attachments_of(session, added.case_id) if row.id == added.id)


@blueprint.get("/cases/<case_no>/attachments")
@blueprint.doc(operationId="listAttachments", summary="The files that people added to a case.")
@refuses(blueprint, 404)
@blueprint.response(200, AttachmentListSchema)
def attachments(case_no: str) -> Any:
    with reading() as session:
        rows = attachments_of(session, find_case_id(session, actor(), case_no, now()))
    return {"items": [_added(row) for row in rows]}


@blueprint.get(f"/attachments/<{ID}:attachment_id>")
@blueprint.doc(operationId="downloadAttachment", summary="The content of a file.", responses=BYTES)
@refuses(blueprint, 404)
def attachment(attachment_id: int) -> Response:
    return download(attachment_id)


def _added(row: Remark) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("id", "size", "at")}
    return {**same, "name": row.text, "sha256": row.digest, "by": row.name, "acting_for": row.principal}


def _check_case(session: Any, case_no: str, document_id: int) -> None:
    """A document is read through its own case only."""
    rows = list_documents(session, find_case_id(session, actor(), case_no, now()))
    if all(row.id != document_id for row in rows):
        raise NotFound("document.unknown", document=document_id)


def _whole(row: OfficialDocument) -> dict[str, Any]:
    names = ("id", "kind", "number", "title", "recipient", "issued_at", "sha256", "html", "body", "prints")
    return {**{name: getattr(row, name) for name in names}, "is_intact": is_intact(row)}
