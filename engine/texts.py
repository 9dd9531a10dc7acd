"""Every sentence of the engine by message code: (Chinese, English). A new catalogue is imported and listed here."""

from collections.abc import Mapping
from typing import Any

from engine.checking.texts import TEXTS as CHECKING
from engine.decisions.texts import TEXTS as DECISIONS
from engine.errors import Language, Texts, sentence
from engine.expressions.texts import TEXTS as EXPRESSIONS
from engine.running.texts import TEXTS as RUNNING

CATALOGUES: tuple[Texts, ...] = (CHECKING, DECISIONS, EXPRESSIONS, RUNNING)

TEXTS: dict[str, tuple[str, str]] = {code: texts for catalogue in CATALOGUES for code, texts in catalogue.items()}


def text(code: str, language: Language, params: Mapping[str, Any]) -> str:
    """The sentence for `code` in the language, parameters filled in."""
    return sentence(TEXTS, code, language, params)
