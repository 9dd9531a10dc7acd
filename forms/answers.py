"""What was filled in, as a reader sees it: labels and words in place of keys and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from forms.conditions import is_empty
from forms.numbers import parse_number, plain
from forms.parts import Field, Form, Group, Kind, ListOf, Part, Special
from forms.paths import MISSING, take

Text = tuple[str, str]
"""In Chinese and in English; a user's own words are the same in both."""


class Answer(NamedTuple):
    """One line: the label as the form has it, and what was answered."""

    label: str
    text: Text


Offered = Mapping[str, Sequence[Mapping[str, str]]]
"""Options (value, label) that the case knows, by the `valuesKey` that asks for them."""


def read_answers(
    form: Form, data: Mapping[str, Any], told: Callable[[Any], str], offered: Offered | None = None
) -> list[Answer]:
    """The fields of the form that were filled in, in its order; each row of a list is a line of its own.

    Fields that are only shown are left out: whoever filled in the form did not answer them. `told` gives what a reader
    may see of a personal value.
    """
    return list(_answers(form.parts, data, told, offered or {}))


def _answers(parts: tuple[Part, ...], data: Any, told: Callable[[Any], str], offered: Offered) -> Iterator[Answer]:
    for part in parts:
        match part:
            case Group():
                yield from _answers(part.parts, data, told, offered)
            case ListOf():
                rows = take(data, part.path)
                for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
                    said = list(_answers(part.parts, row, told, offered))
                    if said:
                        yield Answer(f"{part.label} {number}", _joined(said))
            case Field(is_locked=False):
                value = take(data, part.path)
                if value is not MISSING and not is_empty(value):
                    yield Answer(part.label, _text(part, value, told, offered))


def _joined(answers: list[Answer]) -> Text:
    return (
        "；".join(f"{one.label} {one.text[0]}" for one in answers),
        "; ".join(f"{one.label} {one.text[1]}" for one in answers),
    )


def _text(asked: Field, value: Any, told: Callable[[Any], str], offered: Offered) -> Text:
    if asked.is_personal:
        return _same(told(value))
    match asked.kind:
        case Kind.CHECKBOX:
            return ("是", "Yes") if value is True else ("否", "No")
        case Kind.SELECT | Kind.RADIO | Kind.CHECKLIST | Kind.TAGLIST:
            return _chosen(asked, value if isinstance(value, list) else [value], offered)
        case Kind.NUMBER:
            return _same(_number(asked, value))
        case Kind.DATE | Kind.DATETIME:
            return _day(str(value))
        case _:
            return _same(str(value))


def _chosen(asked: Field, values: list[Any], offered: Offered) -> Text:
    labels = {one["value"]: one["label"] for one in offered.get(asked.values_key or "", ())}
    labels |= {str(option.value): option.label for option in asked.options}
    words = [labels.get(str(value), str(value)) for value in values]
    return "、".join(words), ", ".join(words)


def _number(asked: Field, value: Any) -> str:
    number = parse_number(value)
    if number is None:
        return str(value)
    return f"¥{number:,.2f}" if asked.special is Special.MONEY else plain(Decimal(number))


def _day(value: str) -> Text:
    try:
        day = date.fromisoformat(value[:10])
        clock = datetime.fromisoformat(value).strftime(" %H:%M") if "T" in value else ""
    except ValueError:
        return _same(value)
    return f"{day.year}年{day.month}月{day.day}日{clock}", f"{day.isoformat()}{clock}"


def _same(text: str) -> Text:
    return text, text
