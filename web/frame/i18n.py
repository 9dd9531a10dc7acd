"""Both languages of every page text: `t("key")` in views and templates.

Each page group keeps its sentences in its own `texts.py` (key -> (Chinese, English)) and `web.register` joins them.
Words that people typed are data and are never translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from flask import g

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCALES = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Count:
    """A number that brings its noun: `{count:item|items}` is “1 item”, “2 items” or “1.5 items”."""

    number: int | float | Decimal

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{self.number} {one if self.number == 1 else many}" if bar else format(self.number, spec)


NUMBERS = (int, float, Decimal)
_catalogue: dict[str, tuple[str, str]] = {}


def add_texts(texts: Mapping[str, tuple[str, str]]) -> None:
    """Join a page group's sentences; a key that stands in two groups is a programming error."""
    for key, pair in texts.items():
        if _catalogue.get(key, pair) != pair:
            raise ValueError(f"text {key!r} is defined twice")
        _catalogue[key] = pair


def known_keys() -> frozenset[str]:
    return frozenset(_catalogue)


def translate(key: str, language: Language, **params: Any) -> str:
    """The sentence for `key`; an unknown key shows itself, so that a page never breaks over a word."""
    pair = _catalogue.get(key)
    if pair is None:
        return key
    sentence = pair[0 if language == "zh" else 1]
    counted = {name: Count(value) if type(value) in NUMBERS else value for name, value in params.items()}
    return sentence.format(**counted) if params else sentence


def language() -> Language:
    """The language of the present request."""
    return "en" if getattr(g, "language", "zh") == "en" else "zh"


def t(key: str, **params: Any) -> str:
    return translate(key, language(), **params)


def choose(pair: tuple[str, str]) -> str:
    """The member of a (Chinese, English) pair for the present reader."""
    return pair[LANGUAGES.index(language())]
