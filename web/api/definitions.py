"""Diagrams for programs: check, upload, publish, make current, list, download."""

from __future__ import annotations

from typing import Any, cast

from flask import request

from casework.database import Session
from casework.definitions.bundles import decode_files, process_keys
from casework.definitions.checking import Checked, check_files, read_findings
from casework.definitions.definition_lists import definition_of
from casework.definitions.definition_version import DefinitionVersion
from casework.definitions.definitions import (
    get_version,
    list_definitions,
    make_current,
    publish,
    running_cases_of,
    store_draft,
    versions_of,
)
from casework.permissions import Permission
from web.api.blueprints import ID, Parser, api_blueprint, refuses
from web.api.definition_schemas import (
    BundleSchema,
    CheckSchema,
    DefinitionListSchema,
    FilesSchema,
    VersionListSchema,
    VersionSchema,
    version_shape,
)
from web.api.paging import one_page, read_cursor
from web.api.repeats import once
from web.api.schemas import PageQuerySchema
from web.frame.current import actor, now, office, reading, transaction
from web.frame.session import needs
from web.problems import finding_words
from web.processes.uploads import unpack

blueprint = api_blueprint("definitions", "Diagrams and their versions.")

MULTIPART = {
    "type": "object",
    "description": "Files as a browser sends them; zip archives are unpacked.",
    "properties": {
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "The files."},
        "key": {"type": "string", "description": "Id of the process to run, when the files draw several."},
        "note": {"type": "string", "description": "What is new, in your words."},
    },
    "required": ["files"],
}
BODY = {
    "required": True,
    "content": {"application/json": {"schema": BundleSchema}, "multipart/form-data": {"schema": MULTIPART}},
}


@blueprint.post("/definitions/check")
@blueprint.doc(operationId="checkDefinition", summary="What the check says of a diagram; nothing is stored.",
               requestBody=BODY)  # fmt: skip
@refuses(blueprint, 403, 413, 422)
@blueprint.response(200, CheckSchema)
@needs(Permission.UPLOAD_DEFINITIONS)
def check_definition() -> Any:
    return _check_shape(_checked(_bundle()))


@blueprint.post("/definitions")
@blueprint.doc(operationId="uploadDefinition", requestBody=BODY,
               summary="Check a diagram and keep it as a version that is not published yet.")  # fmt: skip
@once(blueprint)
@refuses(blueprint, 403, 413, 422)
@blueprint.response(201, VersionSchema)
@needs(Permission.UPLOAD_DEFINITIONS)
def upload_definition() -> Any:
    """The same files again give the version that has them. A diagram with errors is kept as a `draft`."""
    bundle = _bundle()
    checked = _checked(bundle)
    with transaction() as session:
        draft = store_draft(
            session, actor(), bundle["files"], bundle["note"], now(), key=_key(bundle), checked=checked
        )  # fmt: skip
        return _version_shape(session, draft)


@blueprint.get("/definitions")
@blueprint.doc(operationId="listDefinitions", summary="All diagrams, by key.")
@blueprint.arguments(PageQuerySchema, location="query")
@refuses(blueprint, 403)
@blueprint.response(200, DefinitionListSchema)
@needs(Permission.SEE_DEFINITIONS)
def all_definitions(query: dict[str, Any]) -> Any:
    (last,) = read_cursor(query["cursor"], str) or ("",)
    with reading() as session:
        lines = [line for line in list_definitions(session) if line.key > last]
    shown, cursor = one_page(lines, query["limit"], lambda line: (line.key,))
    return {"items": shown, "next_cursor": cursor}


@blueprint.get("/definitions/<key>/versions")
@blueprint.doc(operationId="listVersions", summary="The versions of a diagram, newest first.")
@blueprint.arguments(PageQuerySchema, location="query")
@refuses(blueprint, 403, 404)
@blueprint.response(200, VersionListSchema)
@needs(Permission.SEE_DEFINITIONS)
def versions(query: dict[str, Any], key: str) -> Any:
    last = read_cursor(query["cursor"], int)
    with reading() as session:
        lines = [line for line in versions_of(session, key) if last is None or line.version.number < last[0]]
        shown, cursor = one_page(lines, query["limit"], lambda line: (line.version.number,))
        return {"items": [version_shape(one.version, key, one.running_cases) for one in shown], "next_cursor": cursor}


@blueprint.get(f"/definitions/versions/<{ID}:version_id>")
@blueprint.doc(operationId="getVersion", summary="One version with its findings.")
@refuses(blueprint, 403, 404)
@blueprint.response(200, VersionSchema)
@needs(Permission.SEE_DEFINITIONS)
def version(version_id: int) -> Any:
    with reading() as session:
        return _version_shape(session, get_version(session, version_id))


@blueprint.get(f"/definitions/versions/<{ID}:version_id>/files")
@blueprint.doc(operationId="getVersionFiles", summary="The files of a version as they were uploaded.")
@refuses(blueprint, 403, 404)
@blueprint.response(200, FilesSchema)
@needs(Permission.SEE_DEFINITIONS)
def files(version_id: int) -> Any:
    with reading() as session:
        return {"files": dict(get_version(session, version_id).files)}


@blueprint.post(f"/definitions/versions/<{ID}:version_id>/publish")
@blueprint.doc(operationId="publishVersion", summary="Publish a version: new cases begin with it, running ones stay.")
@once(blueprint)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, VersionSchema)
@needs(Permission.PUBLISH_DEFINITIONS)
def publish_version(version_id: int) -> Any:
    # The check takes seconds for a large diagram, so it is done before the transaction: nobody waits for it.
    with reading() as session:
        draft = get_version(session, version_id)
        checked = check_files(draft.files, definition_of(session, draft).key, session)
    with transaction() as session:
        return _version_shape(session, publish(session, actor(), version_id, now(), checked=checked))


@blueprint.post(f"/definitions/versions/<{ID}:version_id>/current")
@blueprint.doc(operationId="makeVersionCurrent",
               summary="Let new cases begin with this published version, for instance the previous one.")  # fmt: skip
@once(blueprint)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, VersionSchema)
@needs(Permission.PUBLISH_DEFINITIONS)
def make_version_current(version_id: int) -> Any:
    with transaction() as session:
        return _version_shape(session, make_current(session, actor(), version_id))


def _bundle() -> dict[str, Any]:
    """`files` (name to text), `key` and `note` of the request. Raises `Refusal` for files that cannot be read."""
    most = office().settings.diagram_bytes
    if request.mimetype != "multipart/form-data":
        bundle = cast(dict[str, Any], Parser().parse(BundleSchema(), location="json"))
        bundle["files"] = decode_files({name: text.encode() for name, text in bundle["files"].items()}, most)
        return bundle
    sent = [(one.filename or "", one.read(most + 1)) for one in request.files.getlist("files") if one.filename]
    found = unpack(sent, most)
    for refusal in found.refused.values():
        raise refusal
    decode_files({name: text.encode() for name, text in found.files.items()}, most)
    return {"files": found.files, "key": request.form.get("key") or None, "note": request.form.get("note", "").strip()}


def _key(bundle: dict[str, Any]) -> str | None:
    own = process_keys(bundle["files"])
    return bundle["key"] or (own[0] if len(own) == 1 else None)


def _checked(bundle: dict[str, Any]) -> Checked:
    with reading() as session:
        return check_files(bundle["files"], _key(bundle), session)


def _check_shape(checked: Checked) -> dict[str, Any]:
    return {
        "key": checked.key,
        "name": checked.name,
        "may_publish": checked.definition is not None,
        "findings": [finding_words(finding) for finding in checked.findings],
    }


def _version_shape(session: Session, version: DefinitionVersion) -> dict[str, Any]:
    key = definition_of(session, version).key
    shape = version_shape(version, key, running_cases_of(session, version.id))
    return {**shape, "findings": [finding_words(finding) for finding in read_findings(version.findings)]}
