"""Diagrams and their versions, as the API shows them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from casework.definitions.definition_version import DefinitionStatus, DefinitionVersion
from web.api.schemas import FindingSchema, instant, mapping, number, one_of, text, texts, yes

FILES = {"p_leave.bpmn": "<bpmn:definitions …>", "days.dmn": "<definitions …>"}


class BundleSchema(Schema):
    """A diagram with the tables and forms it needs."""

    files = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=200)), values=fields.String(), required=True,
        metadata={"description": "File name to text: .bpmn or .xml, .dmn, .form.", "examples": [FILES]},
    )  # fmt: skip
    key = text("Id of the process to run, when the files draw several.", "p_leave", load_default=None)
    note = text("What is new, in your words; kept with the version.", "科长可退回", load_default="")


class CheckSchema(Schema):
    key = text("Id of the process that would run; null when it cannot be told.", "p_leave", allow_none=True)
    name = text("Its name.", "请假")
    may_publish = yes("Whether no finding is an error.")
    findings = fields.List(fields.Nested(FindingSchema), metadata={"description": "All findings, in both languages."})


class DefinitionSchema(Schema):
    key = text("Id of the process.", "p_leave")
    name = text("Name of the process.", "请假")
    versions = number("How many versions there are.", 3)
    current_number = number("Number of the version new cases begin with; null: none.", 2, allow_none=True)
    current_id = number("Its id.", 12, allow_none=True)
    newest_id = number("Id of the newest version.", 15)
    newest_status = one_of("Status of the newest version.", DefinitionStatus)
    running_cases = number("Cases that have not ended, on all versions.", 7)


class DefinitionListSchema(Schema):
    items = fields.List(fields.Nested(DefinitionSchema), metadata={"description": "The diagrams, by key."})
    next_cursor = text("Give it as `cursor` for the next page; null: this was the last.", "WyJwX2EiXQ", allow_none=True)


class VersionSchema(Schema):
    id = number("Id of the version.", 12)
    key = text("Id of the process.", "p_leave")
    status = one_of("`draft`: has errors; `checked`: may be published; `published`; `retired`.", DefinitionStatus)
    is_current = yes("Whether new cases begin with it.")
    note = text("What is new.", "科长可退回")
    content_hash = text("SHA-256 over names and contents of the files.", "9f86d081884c7d65…")
    created_at = instant("When it was uploaded.")
    published_at = instant("When it was published.", allow_none=True)
    running_cases = number("Cases that run on it and have not ended.", 4)
    files = texts("Names of its files, called processes included.", ["p_leave.bpmn"])
    findings = fields.List(fields.Nested(FindingSchema), metadata={"description": "What the check found."})
    number = number("Number of the version, from 1.", 2)


class VersionLineSchema(VersionSchema):
    class Meta:
        exclude = ("findings", "files")


class VersionListSchema(Schema):
    items = fields.List(fields.Nested(VersionLineSchema), metadata={"description": "The versions, newest first."})
    next_cursor = text("Give it as `cursor` for the next page; null: this was the last.", "WzJd", allow_none=True)


class FilesSchema(Schema):
    files = mapping(
        "File name to text; called processes stand under `called/<key>@<number>/`, shipped forms under `library/`.",
        FILES,
    )


def version_shape(version: DefinitionVersion, key: str, running_cases: int) -> dict[str, Any]:
    """A version without its findings."""
    names = ("id", "number", "status", "is_current", "note", "content_hash", "created_at", "published_at")
    shape = {name: getattr(version, name) for name in names}
    return {**shape, "key": key, "running_cases": running_cases, "files": sorted(version.files)}
