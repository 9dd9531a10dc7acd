"""What casework says when it refuses or fails: a message code, plain parameters, a sentence in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from casework.clocks.zone import day_words, moment_words
from casework.texts import TEXTS
from engine.errors import Language, sentence


class Words(NamedTuple):
    """A parameter that has words of its own in both languages."""

    zh: str
    en: str

    @classmethod
    def listed(cls, words: Iterable[Words]) -> Words:
        """Several of them as people list them."""
        every = tuple(words)
        return cls("、".join(one.zh for one in every), ", ".join(one.en for one in every))


class WordedError(Exception):
    """An end that people are told of; `code` names the sentence in `casework/texts.py`.

    Optional keys of `params`: `field` (of a form), `element`, `line` (of a diagram), `role` (who may), `remedy`.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def in_language(self, language: str) -> str:
        """The sentence in Chinese (`zh`) or English (`en`): what, where, why, and what to do."""
        asked: Language = "en" if language == "en" else "zh"
        shown = {name: _shown(value, asked) for name, value in self.params.items()}
        return sentence(TEXTS, self.code, asked, shown)

    @property
    def words(self) -> Words:
        """The sentence in both languages."""
        return Words(self.in_language("zh"), self.in_language("en"))

    def __str__(self) -> str:
        return self.in_language("en")


class Refusal(WordedError):
    """Base of everything casework refuses: what was asked for cannot be done so."""


class NotPermitted(Refusal):
    """The actor's roles do not allow this; `params["role"]` names those that do."""


class NotFound(Refusal):
    """There is no such thing, or not for this actor."""


class Conflict(Refusal):
    """The present state does not allow this any more or not yet."""


class Stale(Conflict):
    """The case moved on since the page was read: by whom, when and what stand in the parameters."""

    def __init__(self, *, by: str | Words, at: datetime, changed: str | Words, revision: int) -> None:
        super().__init__("case.stale", by=by, at=at, changed=changed, revision=revision)


class RevisionMissing(Refusal):
    """Nothing tells which state of the case the request was made from, so what others did meanwhile could be lost."""


class StorageUnavailable(WordedError):
    """The database cannot be reached or cannot write; nothing of the transaction was kept.

    No refusal: nothing is wrong with what was asked for, so no form is to be shown again as if something were.
    What the driver said, which may name hosts, accounts and files, is its `__cause__`: for the log, never for readers.
    """


class Undone(StorageUnavailable):
    """The database undid the transaction because it and another waited for each other: to begin it anew is enough."""


def _shown(value: Any, language: Language) -> Any:
    match value:
        case Words():
            return value.en if language == "en" else value.zh
        case datetime():
            return moment_words(value, language)
        case date():
            return day_words(value, language)
        case list() | tuple() | set() | frozenset():
            return ("、" if language == "zh" else ", ").join(str(_shown(one, language)) for one in value)
        case _:
            return value
