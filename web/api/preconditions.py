"""Revisions as ETags, and `If-Match`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, validate

from casework.errors import RevisionMissing
from web.api.schemas import text

ETAG = {"ETag": {"description": "The revision of the case, for `If-Match`.", "schema": {"type": "string"}}}


class IfMatchSchema(Schema):
    if_match = text(
        "ETag of the task or case as it was read; 412 when the case has moved on; a task minds "
        "only what concerns it, not the steps of other branches. `*` checks nothing, and does "
        "not complete a task.", '"7"',
        data_key="If-Match", load_default=None,
        validate=validate.Regexp(r'^(\*|(W/)?"\d{1,9}")$', error='Must be an ETag such as "7".'),
    )  # fmt: skip


def etag(revision: int) -> dict[str, str]:
    """The header with the revision."""
    return {"ETag": f'"{revision}"'}


def expected_revision(headers: Mapping[str, Any], body: Mapping[str, Any]) -> int | None:
    """The revision that the program has seen: `If-Match`, else `revision` of the body, else None (no check)."""
    given = headers["if_match"]
    if given is None:
        return body.get("revision")
    return None if given == "*" else int(given.removeprefix("W/").strip('"'))


def seen_revision(headers: Mapping[str, Any], body: Mapping[str, Any]) -> int:
    """The revision that the program has seen. Raises `RevisionMissing` when it names none."""
    revision = expected_revision(headers, body)
    if revision is None:
        raise RevisionMissing("request.revision_missing", field="If-Match")
    return revision
