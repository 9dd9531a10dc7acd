"""What the engine says when it refuses: a message code, plain parameters, and a sentence in both languages."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

Language = Literal["zh", "en"]
Texts = Mapping[str, tuple[str, str]]


class EngineError(Exception):
    """Base of everything the engine refuses.

    `code` names the sentence, `params` fill its `{placeholders}`. A package's own base error sets `texts` to the
    catalogue of that package (`texts = TEXTS`), so that this module imports none of them; `engine.texts` joins them.
    """

    texts: ClassVar[Texts] = {}

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def in_language(self, language: Language) -> str:
        """The sentence in Chinese (`zh`) or English (`en`); the bare code when the catalogue lacks it."""
        return sentence(self.texts, self.code, language, self.params)

    def __str__(self) -> str:
        return self.in_language("en")


def sentence(texts: Texts, code: str, language: Language, params: Mapping[str, Any]) -> str:
    """The catalogue's text for `code` with the parameters filled in; a parameter nobody gave is shown as `…`."""
    if code not in texts:
        return code
    chinese, english = texts[code]
    template = chinese if language == "zh" else english
    return template.format_map(_Shown(params))


class _Shown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
