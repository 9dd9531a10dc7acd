"""An error as JSON (RFC 9457): one sentence, a code for programs, and which fields or elements it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import jsonify
from werkzeug.wrappers import Response

from casework.definitions.definitions import DiagramHasErrors, DiagramUnreadable
from casework.errors import WordedError, Words
from casework.tasks.task_forms import FormNotAccepted
from engine.checking.finding import Finding
from engine.errors import EngineError

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int,
    title: str,
    *,
    code: str,
    detail: str,
    params: Any = None,
    errors: Sequence[Mapping[str, str]] = (),
    findings: Sequence[Mapping[str, Any]] = (),
) -> Response:
    """An answer of this status; empty parts are left out."""
    body: dict[str, Any] = {"type": f"urn:banjian:problem:{code}", "title": title, "status": status}
    body |= {"code": code, "detail": detail}
    more = {"params": params, "errors": list(errors), "findings": list(findings)}
    answer = jsonify(body | {name: value for name, value in more.items() if value})
    answer.status_code = status
    answer.mimetype = MEDIA_TYPE
    return answer


def refusal_problem(error: WordedError | EngineError, status: int, language: str) -> Response:
    """A refusal with its parameters in the reader's language, its fields, and its findings in both languages."""
    sentence = error.in_language("en" if language == "en" else "zh")
    found = error.findings if isinstance(error, DiagramHasErrors | DiagramUnreadable) else ()
    return problem(
        status, sentence, code=error.code, detail=sentence, params=plain(error.params, language),
        errors=field_errors(error, language), findings=[finding_words(one) for one in found],
    )  # fmt: skip


def field_errors(error: WordedError | EngineError, language: str) -> list[dict[str, str]]:
    """`{field, message}` for every field that the refusal names."""
    if isinstance(error, FormNotAccepted):
        said = error.invalid.messages("en" if language == "en" else "zh")
        return [{"field": field, "message": message} for field, messages in said.items() for message in messages]
    field = error.params.get("field")
    sentence = error.in_language("en" if language == "en" else "zh")
    return [{"field": str(field), "message": sentence}] if field else []


def flat_errors(messages: Any, translate: Any) -> list[dict[str, str]]:
    """What marshmallow found wrong, `{field, message}` with dotted paths; the place (json, query …) is left out."""
    places = messages.values() if isinstance(messages, Mapping) else [messages]
    return [{"field": path, "message": translate(message)} for place in places for path, message in _flatten(place, "")]


def finding_words(finding: Finding) -> dict[str, Any]:
    """A finding of the diagram check with its sentences in both languages."""
    return {
        "level": finding.level,
        "rule": finding.rule,
        "element": finding.element,
        "line": finding.line,
        "params": plain(dict(finding.params), "zh"),
        "zh": finding.in_language("zh")._asdict(),
        "en": finding.in_language("en")._asdict(),
    }


def plain(value: Any, language: str) -> Any:
    """The value as JSON can hold it: words in one language, instants in ISO 8601."""
    match value:
        case Words():
            return value.en if language == "en" else value.zh
        case Mapping():
            return {str(key): plain(one, language) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one, language) for one in value]
        case datetime() | date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _flatten(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            step = "" if key == "_schema" else str(key)
            yield from _flatten(value, ".".join(part for part in (path, step) if part))
    elif isinstance(messages, list | tuple):
        for one in messages:
            yield from _flatten(one, path)
    else:
        yield path, str(messages)
