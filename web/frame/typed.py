"""What a person typed into a form, and what was refused of it: a refused form is shown again with nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request

from casework.errors import Refusal
from web.frame.i18n import known_keys, language, t, translate

LONGEST_NUMBER = 15
"""Digits; all of them fit into the numbers of browsers and of databases."""


SEEN = "seen"
"""The hidden field that says what a form was made from."""


class FieldRefused(Refusal):
    """A field that the page itself cannot read; `code` is a key of the page texts."""

    def in_language(self, language: str) -> str:
        return translate(self.code, "en" if language == "en" else "zh", **self.params)


@dataclass(frozen=True)
class Typed:
    """Values of the fields by name, and the sentence of a refusal with the field it speaks of ("" = none)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    refusal: str = ""
    refused_field: str = ""

    def value(self, name: str) -> Any:
        """The field's value, "" where there is none."""
        found = self.values.get(name)
        return "" if found is None else found

    def wrong(self, name: str) -> str:
        """The sentence for this field, "" when nothing is wrong with it."""
        return self.refusal if name == self.refused_field else ""


def typed_form() -> dict[str, str]:
    """The posted fields, each without blanks around it."""
    return {name: value.strip() for name, value in request.form.items()}


def refused(
    error: Refusal,
    values: Mapping[str, Any] | None = None,
    labels: Mapping[str, str] | None = None,
    *,
    group: str = "",
) -> Typed:
    """The form again after a refusal, with people's words where the sentence names a field.

    `labels` are field -> text key; a field that stands not there is `group.field`.
    """
    name = str(error.params.get("field", ""))
    base = name.split("[")[0].split(".")[0]
    key = (labels or {}).get(base) or f"{group}.{base}"
    if key in known_keys():
        error.params = {**error.params, "field": t(key)}
    return Typed(typed_form() if values is None else values, error.in_language(language()), name)


def number_in(text: str) -> int | None:
    """The number that an address or a choice names; None for what is no number that a row or page could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def seen_in(values: Mapping[str, Any]) -> str:
    """For the hidden field of a form: what the row held when the form was made."""
    return json.dumps(values, sort_keys=True)


def what_was_seen() -> dict[str, Any] | None:
    """What the posted form was made from, None for one that does not say."""
    try:
        seen = json.loads(request.form.get(SEEN, "null"))
    except (ValueError, RecursionError):
        seen = {}
    return seen if isinstance(seen, dict) else None


def changed_meanwhile(error: Refusal, changes: Iterable[str], seen: str) -> Typed:
    """The form again after others changed what it shows, with what they changed; sent once more it holds."""
    told = t("error.changes", changes=("；" if language() == "zh" else "; ").join(changes))
    return Typed({**typed_form(), SEEN: seen}, f"{error.in_language(language())} {told}")


def whole_number(text: str, name: str, *, otherwise: int | None = None) -> int | None:
    """The number in a field, `otherwise` for an empty one. Raises `Refusal` quoting what was typed."""
    if not text:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise FieldRefused("form.not_a_number", field=name, text=text)
    return int(text)


def day_in(text: str, name: str, *, otherwise: date | None = None) -> date | None:
    """The day in a date field, `otherwise` for an empty one. Raises `Refusal` quoting what was typed."""
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FieldRefused("form.not_a_day", field=name, text=text) from None


def key_in(text: str, name: str) -> int | None:
    """The row number that a choice stands for; None for the empty choice."""
    return whole_number(text, name)
