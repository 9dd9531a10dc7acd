"""How an expression is refused.

ExpressionError (EngineError)
├─ ExpressionSyntax        found while reading the text, at publishing
├─ ExpressionFailed        evaluated, but the result cannot be used
└─ ExpressionTooExpensive  a step, size or depth limit was reached
"""

from engine.errors import EngineError
from engine.expressions.texts import TEXTS

SHOWN = 200
"""Characters of an expression that a message repeats."""


def shown(text: str, position: int = 0) -> str:
    """The text as a message repeats it: one line, of a long one the part around the position."""
    start = max(0, min(position - SHOWN // 2, len(text) - SHOWN))
    part = " ".join(text[start : start + SHOWN].split())
    return ("…" if start else "") + part + ("…" if start + SHOWN < len(text) else "")


class ExpressionError(EngineError):
    """Base of what an expression is refused for."""

    texts = TEXTS


class ExpressionSyntax(ExpressionError):
    """The text is not an expression of its language; `position` counts characters from 1."""

    def __init__(self, text: str, position: int, reason_zh: str, reason_en: str, *, where: str | None = None) -> None:
        super().__init__(
            "expression.syntax",
            text=shown(text, position),
            position=position + 1,
            reason_zh=reason_zh,
            reason_en=reason_en,
            element=where,
        )


class ExpressionNotSupported(ExpressionSyntax):
    """The text is right in its language but asks for program code (a bean, a method, a script)."""

    def __init__(self, text: str, position: int, what: str, *, where: str | None = None) -> None:
        ExpressionError.__init__(
            self,
            "expression.not_supported",
            text=shown(text, position),
            position=position + 1,
            what=what,
            element=where,
        )


class ExpressionTooLong(ExpressionSyntax):
    """The text is longer than any reasonable expression."""

    def __init__(self, text: str, limit: int, *, where: str | None = None) -> None:
        ExpressionError.__init__(
            self, "expression.too_long", text=shown(text), length=len(text), limit=limit, element=where
        )


class ExpressionFailed(ExpressionError):
    """The expression was evaluated and its result cannot be used."""

    def __init__(self, reason_zh: str, reason_en: str, *, text: str = "", where: str | None = None) -> None:
        super().__init__("expression.failed", text=shown(text), reason_zh=reason_zh, reason_en=reason_en, element=where)


class ExpressionTooExpensive(ExpressionError):
    """A limit of the budget was reached; nothing of the evaluation is kept."""

    def __init__(self, what_zh: str, what_en: str, limit: int, *, text: str = "", where: str | None = None) -> None:
        super().__init__(
            "expression.too_expensive", text=shown(text), what_zh=what_zh, what_en=what_en, limit=limit, element=where
        )
