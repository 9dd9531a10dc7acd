"""One marshmallow field per kind of component: types, lengths, patterns, options, identity numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn

from marshmallow import Schema, ValidationError, fields

from forms.blanks import trimmed
from forms.conditions import CLEARED, REFUSED, to_tick
from forms.definition import read_option
from forms.errors import Problem, quote
from forms.identity import (
    credit_code_problem,
    id_number_problem,
    is_international_phone,
    is_mobile,
    tidy,
    tidy_phone,
)
from forms.numbers import decimals, has_too_many_digits, parse_number, plain, to_json
from forms.parts import Field, Kind, ListOf, Option, Scalar, Special
from forms.paths import MISSING, take, take_every
from forms.patterns import LONGEST_SUBJECT

LONGEST = {Kind.TEXTFIELD: 2000, Kind.TEXTAREA: 20000}
MOST_ROWS = 200
MOST_OPTIONS_SHOWN = 12
LONGEST_OFFERED = 2000

EMAIL = re.compile(r"[^\s@]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63}){1,4}")
NAME = re.compile(r"[^\W\d_]([^\W\d_]|[·•.'’\- ]){0,48}[^\W\d_.]\.?")
TICKS = frozenset({Kind.CHECKBOX})
CHOSEN = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST, Kind.TAGLIST})
CLEARED_TO: dict[Kind, Any] = {Kind.CHECKBOX: False, Kind.CHECKLIST: [], Kind.TAGLIST: []}


@dataclass(frozen=True)
class Around:
    """What one validation knows besides the data: today, and the variables options and references come from."""

    today: date | None = None
    scope: Mapping[str, Any] = field(default_factory=dict)


AROUND: ContextVar[Around] = ContextVar("around")


class Value(fields.Field[Any]):
    """Reads one value of a form; raises the problems of this value and no others."""

    def __init__(self, asked: Field, inside: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(error_messages={"null": [_required(asked)]}, **more)
        self.asked = asked
        self.inside = inside

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if value is CLEARED:
            empty = CLEARED_TO.get(self.asked.kind)
            return list(empty) if isinstance(empty, list) else empty
        if value is REFUSED:
            self._refuse("field.refused", refusal=self.asked.refusal)
        match self.asked.kind:
            case Kind.TEXTFIELD | Kind.TEXTAREA:
                return self._text(value)
            case Kind.NUMBER:
                return self._number(value)
            case Kind.CHECKBOX:
                return self._tick(value)
            case Kind.SELECT | Kind.RADIO:
                return self._choice(value, self._options())
            case Kind.CHECKLIST | Kind.TAGLIST:
                return self._choices(value)
            case Kind.DATE:
                return self._date(value)
            case Kind.TIME:
                return self._time(value)
            case Kind.DATETIME:
                return self._datetime(value)

    def _refuse(self, code: str, value: Any = "", **params: Any) -> NoReturn:
        said = {"label": self.asked.label, "value": quote(value), **params}
        raise ValidationError([Problem(code, said)])

    # Texts

    def _text(self, value: Any) -> Any:
        if self.asked.is_personal and isinstance(value, dict):
            return self._reference(value)
        if self.asked.special is Special.MONEY and not isinstance(value, str | bool):
            # As it is stored, and so as a program that read the task sends it back.
            return self._number(value)
        if not isinstance(value, str):
            self._refuse("field.not_text", value)
        text = trimmed(value.replace("\r\n", "\n"))
        allowed = "\n\t" if self.asked.kind is Kind.TEXTAREA else "\t"
        if any(not (one in allowed or is_sound(one)) for one in text):
            self._refuse("field.bad_character", text)
        if self.asked.special is not None:
            text = self._special(text, self.asked.special)
            if self.asked.special is Special.MONEY:
                return text
        self._check_length(text)
        self._check_form(text)
        return text

    def _reference(self, value: dict[str, Any]) -> dict[str, Any]:
        """A value that is kept encrypted comes back as the reference the case already holds, and as no other."""
        if value not in take_every(AROUND.get().scope, (*self.inside, *self.asked.path)):
            self._refuse("field.foreign_reference")
        return value

    def _special(self, text: str, special: Special) -> Any:
        if special is Special.MONEY:
            return self._number(text)
        tidied, problem = _read_special(text, special)
        if problem is not None:
            raise ValidationError([Problem(problem.code, {**problem.params, "value": quote(text)})])
        return tidied

    def _check_length(self, text: str) -> None:
        checks = self.asked.checks
        longest = LONGEST[self.asked.kind] if checks.max_length is None else checks.max_length
        least, most = checks.min_length or 0, min(longest, LONGEST[Kind.TEXTAREA])
        if len(text) < least:
            self._refuse("field.too_short", text, length=len(text), limit=least)
        if len(text) > most:
            self._refuse("field.too_long", text, length=len(text), limit=most)

    def _check_form(self, text: str) -> None:
        checks = self.asked.checks
        if checks.pattern is not None:
            if len(text) > LONGEST_SUBJECT:
                self._refuse("field.too_long", text, length=len(text), limit=LONGEST_SUBJECT)
            if not checks.pattern.search(text):
                if checks.pattern_message:
                    self._refuse("field.pattern_message", text, message=checks.pattern_message)
                self._refuse("field.pattern", text, pattern=checks.pattern.pattern)
        if checks.validation_type == "email" and not EMAIL.fullmatch(text):
            self._refuse("field.not_email", text)
        if checks.validation_type == "phone":
            tidied = tidy_phone(text)
            if not (is_mobile(tidied) or is_international_phone(tidied)):
                self._refuse("field.not_international_phone", text)

    # Numbers and ticks

    def _number(self, value: Any) -> int | float | str:
        is_money = self.asked.special is Special.MONEY
        typed = re.sub(r"^[¥￥]\s*|\s*元$", "", value.strip()) if is_money and isinstance(value, str) else value
        number = parse_number(typed)
        if number is None:
            self._refuse("field.not_money" if is_money else "field.not_number", value)
        if has_too_many_digits(number):
            self._refuse("field.number_too_long", value)
        if is_money and (number < 0 or decimals(number) > 2):
            self._refuse("field.not_money", value)
        self._check_digits(number, value)
        self._check_range(number, value)
        return plain(number) if self.asked.keeps_number_as_text else to_json(number)

    def _check_digits(self, number: Decimal, value: Any) -> None:
        most = self.asked.decimal_digits
        if most == 0 and decimals(number):
            self._refuse("field.not_integer", value)
        if most is not None and decimals(number) > most:
            example = plain(round(number, most))
            self._refuse("field.too_many_decimals", value, limit=most, example=example)
        if self.asked.step and number % self.asked.step:
            below = number // self.asked.step * self.asked.step
            above = below + self.asked.step
            self._refuse("field.off_step", value, step=plain(self.asked.step), below=plain(below), above=plain(above))

    def _check_range(self, number: Decimal, value: Any) -> None:
        least, most = self.asked.checks.minimum, self.asked.checks.maximum
        if least is not None and number < least:
            self._refuse("field.too_small", value, limit=plain(least))
        if most is not None and number > most:
            self._refuse("field.too_large", value, limit=plain(most))

    def _tick(self, value: Any) -> bool:
        tick = to_tick(value)
        if tick is None:
            self._refuse("field.not_yes_or_no", value)
        return tick

    # Choices

    def _options(self) -> tuple[Option, ...]:
        if self.asked.values_key is None:
            return self.asked.options
        offered = take(AROUND.get().scope, tuple(self.asked.values_key.split(".")))
        if offered is MISSING or not isinstance(offered, list | tuple):
            return ()
        read = (read_option(one) for one in offered[:LONGEST_OFFERED])
        return tuple(option for option in read if option is not None)

    def _choice(self, value: Any, options: tuple[Option, ...]) -> Scalar:
        for option in options:
            # True equals 1 in Python, but not in JSON.
            if type(option.value) is type(value) and option.value == value:
                return option.value
        for option in options:
            # A plain HTML form sends every value as text.
            if isinstance(value, str) and str(option.value) == value.strip():
                return option.value
        labels = [quote(option.label) for option in options]
        shown = labels[:MOST_OPTIONS_SHOWN] + (["…"] if len(labels) > MOST_OPTIONS_SHOWN else [])
        self._refuse("field.not_an_option", value, options=("、".join(shown) or "（无）", ", ".join(shown) or "(none)"))

    def _choices(self, value: Any) -> list[Scalar]:
        if not isinstance(value, list):
            self._refuse("field.not_a_list", value)
        options = self._options()
        chosen = [self._choice(one, options) for one in value[: len(options) + 1]]
        return list(dict.fromkeys(chosen))

    # Days and times

    def _date(self, value: Any) -> str:
        day = _parsed(date.fromisoformat, value, r"\d{4}-\d{2}-\d{2}")
        if day is None:
            self._refuse("field.not_a_date", value)
        self._check_passed(day, value)
        return str(day)

    def _time(self, value: Any) -> str:
        clock = _parsed(time.fromisoformat, value, r"\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")
        if clock is None:
            self._refuse("field.not_a_time", value)
        return str(value).strip()

    def _datetime(self, value: Any) -> str:
        shape = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?"
        instant = _parsed(datetime.fromisoformat, value, shape)
        if instant is None:
            self._refuse("field.not_a_datetime", value)
        self._check_passed(instant.date(), value)
        return str(value).strip().replace(" ", "T")

    def _check_passed(self, day: date, value: Any) -> None:
        today = AROUND.get().today
        if self.asked.refuses_past and today is not None and day < today:
            self._refuse("field.date_passed", value)


class Rows(fields.List[Any]):
    """The rows of a list, each checked by the same schema."""

    def __init__(self, asked: ListOf, row: type[Schema], **more: Any) -> None:
        super().__init__(fields.Nested(row), **more)
        self.asked = asked

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError([Problem("field.not_a_list", {"label": self.asked.label})])
        if len(value) > MOST_ROWS:
            said = {"label": self.asked.label, "length": len(value), "limit": MOST_ROWS}
            raise ValidationError([Problem("field.too_many_rows", said)])
        return super()._deserialize(value, attr, data, **more)


def is_sound(character: str) -> bool:
    """No control character and no half of a pair, which a database could not store."""
    code = ord(character)
    return not (code < 32 or 127 <= code < 160 or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029, 0xFEFF))


def _read_special(text: str, special: Special) -> tuple[str, Problem | None]:
    match special:
        case Special.ID_NUMBER:
            return tidy(text), id_number_problem(tidy(text), AROUND.get().today)
        case Special.CREDIT_CODE:
            return tidy(text), credit_code_problem(tidy(text))
        case Special.PHONE:
            tidied = tidy_phone(text)
            return tidied, None if is_mobile(tidied) else Problem("field.not_phone", {})
        case _:
            return text, None if NAME.fullmatch(text) else Problem("field.not_a_name", {})


def _required(asked: Field) -> Problem:
    if asked.kind in TICKS:
        return Problem("field.required_tick", {"label": asked.label})
    return Problem("field.required_choice" if asked.kind in CHOSEN else "field.required", {"label": asked.label})


def _parsed(parse: Callable[[str], Any], value: Any, shape: str) -> Any:
    if not isinstance(value, str) or not re.fullmatch(shape, value.strip(), re.ASCII):
        return None
    try:
        return parse(value.strip())
    except ValueError:
        return None
