"""What is to be said about a diagram: a rule, where it applies, and sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from engine.checking.texts import TEXTS
from engine.errors import Language, sentence

MOST_NAMED = 5
"""Of more elements a sentence names the first ones and the count; `elements` has them all, for the diagram."""
Level = Literal["error", "warning", "hint", "note"]


class FindingText(NamedTuple):
    """What is wrong, why it matters, and what to do."""

    sentence: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one element.

    An `error` keeps the diagram from being published; a `warning` tells a guess or a likely mistake, a `hint` an
    improvement, a `note` what has been rewritten or has no effect. `params["file"]` names the file of the bundle,
    `params["elements"]` further elements meant. A parameter `x` with `x_zh` and `x_en` is shown in the asked language.
    """

    level: Level
    rule: str
    element: str | None = None
    line: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def in_language(self, language: Language) -> FindingText:
        """Sentence, reason and remedy in Chinese (`zh`) or English (`en`)."""
        shown = _shown(self.params, self.line, language)
        return FindingText(*(sentence(TEXTS, self.rule + part, language, shown) for part in ("", ".reason", ".remedy")))

    @property
    def elements(self) -> frozenset[str]:
        """Ids of all elements the finding speaks of."""
        others = self.params.get("elements", ())
        return frozenset((*others, self.element)) if self.element is not None else frozenset(others)


def _shown(params: Mapping[str, Any], line: int | None, language: Language) -> dict[str, Any]:
    separator = "、" if language == "zh" else ", "
    # `nodes` are the further elements as people know them; findings stored before there were any show the ids.
    shown: dict[str, Any] = {"line_shown": line, **params}
    shown.setdefault("nodes", params.get("elements", ()))
    for name, value in shown.items():
        if isinstance(value, list | tuple | set | frozenset):
            shown[name] = separator.join(map(str, value))
    nodes = params.get("nodes", params.get("elements", ()))
    if isinstance(nodes, list | tuple) and len(nodes) > MOST_NAMED:
        more = f" 等 {len(nodes)} 个元素" if language == "zh" else f" and {len(nodes) - MOST_NAMED} more elements"
        shown["nodes"] = separator.join(map(str, nodes[:MOST_NAMED])) + more
    for name, value in params.items():
        if name.endswith("_" + language):
            shown[name.removesuffix("_" + language)] = value
    return shown


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Whether anything among the findings forbids publishing."""
    return any(finding.level == "error" for finding in findings)
