"""What a form says when it is refused itself, or when the data filled in are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from forms.texts import TEXTS

Language = Literal["zh", "en"]
LONGEST_QUOTE = 40


class Problem(NamedTuple):
    """One thing wrong with one field: a message code and what fills its sentence.

    A parameter that has words of its own is a pair (Chinese, English).
    """

    code: str
    params: dict[str, Any]

    def in_language(self, language: Language) -> str:
        """What, why and what to do, in Chinese (`zh`) or English (`en`)."""
        chinese, english = TEXTS[self.code]
        shown = {name: _in_language(value, language) for name, value in self.params.items()}
        return (chinese if language == "zh" else english).format(**shown)


class FormRefused(Exception):
    """The file is no form we can show and enforce; `params` name the component (`element`) and its type."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def in_language(self, language: Language) -> str:
        return Problem(self.code, self.params).in_language(language)

    def __str__(self) -> str:
        return self.in_language("en")


class FormInvalid(Exception):
    """The data do not fit the form: `errors` lists the problems by field path, e.g. `股东.0.证件号`."""

    def __init__(self, errors: Mapping[str, list[Problem]]) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)

    def messages(self, language: Language) -> dict[str, list[str]]:
        """The sentences by field path, to be shown beside the fields."""
        return {path: [one.in_language(language) for one in problems] for path, problems in self.errors.items()}

    def __str__(self) -> str:
        return "; ".join(f"{path}: {' '.join(said)}" for path, said in self.messages("en").items())


def quote(value: object) -> str:
    """The person's own input, shortened, for the beginning of a sentence."""
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _in_language(value: object, language: Language) -> object:
    match value:
        case (str(chinese), str(english)):
            return chinese if language == "zh" else english
        case _:
            return value
