"""What the schemas of the API share: described fields, words in both languages, the problem, pages of lists."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

LONGEST_LIST = 200
USUAL_LIST = 50
LARGEST = 2**53 - 1
"""Of whole numbers that every JSON reader keeps exactly."""


def told(description: str, example: Any) -> dict[str, Any]:
    """Metadata of a field: what it says, and what it may look like."""
    return {"description": description, "examples": [example]}


def text(description: str, example: str | None, **options: Any) -> fields.String:
    return fields.String(metadata=told(description, example), **options)


class WholeNumber(fields.Integer):
    """A whole number; 1.5 is refused, not cut to 1."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, float) and not value.is_integer():
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def number(description: str, example: int, **options: Any) -> WholeNumber:
    options.setdefault("validate", validate.Range(min=0, max=LARGEST))
    return WholeNumber(metadata=told(description, example), **options)


def yes(description: str, example: bool = True, **options: Any) -> fields.Boolean:
    return fields.Boolean(metadata=told(description, example), **options)


def instant(
    description: str, example: str | None = "2026-10-09T02:00:00+00:00", **options: Any
) -> fields.AwareDateTime:
    return fields.AwareDateTime(metadata=told(description, example), **options)


def day(description: str, example: str | None = "2026-10-09", **options: Any) -> fields.Date:
    return fields.Date(metadata=told(description, example), **options)


def anything(description: str, example: Any, **options: Any) -> fields.Raw:
    return fields.Raw(metadata=told(description, example), **options)


def mapping(description: str, example: dict[str, Any], **options: Any) -> fields.Dict:
    return fields.Dict(keys=fields.String(), metadata=told(description, example), **options)


def texts(description: str, example: list[str], **options: Any) -> fields.List:
    return fields.List(fields.String(), metadata=told(description, example), **options)


def one_of(description: str, values: Any, **options: Any) -> fields.String:
    choices = [str(value) for value in values]
    return text(description, choices[0], validate=validate.OneOf(choices), **options)


class WordsSchema(Schema):
    zh = text("In Chinese.", "承诺时限")
    en = text("In English.", "promised time limit")


def words(description: str, **options: Any) -> fields.Nested:
    return fields.Nested(WordsSchema, metadata={"description": description}, **options)


def pair(value: tuple[str, str] | None) -> dict[str, str] | None:
    """(Chinese, English) as `WordsSchema` wants it."""
    return None if value is None else {"zh": value[0], "en": value[1]}


class FieldErrorSchema(Schema):
    field = text("Its path in the body, or its name in the form it belongs to; empty: the whole body.", "id_number")
    message = text("What is wrong with it, in the language of the request.", "身份证号校验位不对。")


class FindingTextSchema(Schema):
    sentence = text("What is wrong.", "节点没有流出线。")
    reason = text("Why it matters.", "走到这里的办件不会结束。")
    remedy = text("What to do.", "画一条线到下一步或结束事件。")


class FindingSchema(Schema):
    level = one_of("How serious it is; an `error` forbids publishing.", ["error", "warning", "hint", "note"])
    rule = text("The rule, a stable name.", "flow.dead_end")
    element = text("Id of the element.", "task_review", allow_none=True)
    line = number("Line in the file.", 42, allow_none=True)
    params = mapping("Parameters of the sentences; `file` names the file of the bundle.", {"file": "a.bpmn"})
    zh = fields.Nested(FindingTextSchema, metadata={"description": "The sentences in Chinese."})
    en = fields.Nested(FindingTextSchema, metadata={"description": "The sentences in English."})


class ProblemSchema(Schema):
    """A refusal (RFC 9457, `application/problem+json`). `code` is stable, sentences are for people."""

    type = text("The kind of problem: a name, not an address.", "urn:banjian:problem:task.already_claimed")
    title = text("One sentence: what, where, why, what to do. Language by `Accept-Language`, Chinese by default.",
                 "“审核”已由张承办于 2026-10-09 10:00 领取。")  # fmt: skip
    status = number("The HTTP status.", 409)
    code = text("Stable code for programs.", "task.already_claimed")
    detail = text("As `title`, or more.", "“审核”已由张承办于 2026-10-09 10:00 领取。")
    params = mapping("What the sentence was made of.", {"holder": "张承办"})
    errors = fields.List(fields.Nested(FieldErrorSchema), metadata={"description": "The fields that are wrong."})
    findings = fields.List(fields.Nested(FindingSchema), metadata={"description": "Findings of a refused diagram."})


class PageQuerySchema(Schema):
    """Where a list goes on."""

    cursor = text("`next_cursor` of the page before; left out for the first page.", "WzQyXQ", load_default=None)
    limit = number("Most entries to give.", USUAL_LIST, load_default=USUAL_LIST,
                   validate=validate.Range(min=1, max=LONGEST_LIST))  # fmt: skip


class PageSchema(Schema):
    next_cursor = text("Give it as `cursor` for the next page; null: this was the last.", "WzQyXQ", allow_none=True)
