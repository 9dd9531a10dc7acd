"""Findings as a page shows them: numbered, in the reader's language, with their pins on the drawing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from engine.checking.finding import Finding
from web.frame.i18n import language

LEVELS = ("error", "warning", "hint", "note")
COLOURS = {"error": "bad", "warning": "warn", "hint": "hint", "note": ""}


@dataclass(frozen=True)
class Shown:
    """One finding with its number on the page."""

    number: int
    level: str
    rule: str
    element: str
    line: int | None
    file: str
    sentence: str
    reason: str
    remedy: str

    @property
    def colour(self) -> str:
        return COLOURS[self.level]


def shown(findings: Iterable[Finding]) -> list[Shown]:
    """All findings, errors first, numbered from 1."""
    ordered = sorted(findings, key=lambda one: (LEVELS.index(one.level), one.line or 0))
    asked = language()
    lines = []
    for number, finding in enumerate(ordered, start=1):
        text = finding.in_language(asked)
        file = str(finding.params.get("file", ""))
        lines.append(
            Shown(number, finding.level, finding.rule, finding.element or "", finding.line, file,
                  text.sentence, text.reason, text.remedy)
        )  # fmt: skip
    return lines


def counts(lines: Iterable[Shown]) -> dict[str, int]:
    """How many of each level, levels without any left out."""
    levels = [one.level for one in lines]
    return {level: levels.count(level) for level in LEVELS if level in levels}


def pins(lines: Iterable[Shown], file: str) -> str:
    """JSON for the viewer: the numbers of the findings at the elements of one file."""
    places = [
        {"element": one.element, "number": one.number, "level": one.level}
        for one in lines
        if one.element and one.file in ("", file) and one.level != "note"
    ]
    return json.dumps(places, ensure_ascii=False)
