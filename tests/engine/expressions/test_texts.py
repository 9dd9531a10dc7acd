"""Every code that expressions and decisions raise has a sentence in both languages with the same parameters."""

import re
from pathlib import Path
from string import Formatter

import pytest

import engine.decisions
import engine.expressions
from engine.decisions.texts import TEXTS as DECISIONS
from engine.expressions.texts import TEXTS as EXPRESSIONS
from engine.texts import TEXTS, text

PACKAGES = {"expression": (engine.expressions, EXPRESSIONS), "decision": (engine.decisions, DECISIONS)}


@pytest.mark.parametrize("prefix", PACKAGES)
def test_every_code_raised_is_in_the_catalogue_and_the_other_way_round(prefix):
    package, catalogue = PACKAGES[prefix]
    folder = Path(str(package.__file__)).parent
    sources = [
        file for file in [*folder.rglob("*.py"), *folder.parent.glob("reading/dmn*.py")] if file.name != "texts.py"
    ]

    used = {code for file in sources for code in re.findall(rf'"({prefix}\.[a-z_]+)"', file.read_text("utf-8"))}

    assert used == set(catalogue)


@pytest.mark.parametrize("code", [*EXPRESSIONS, *DECISIONS])
def test_both_sentences_tell_the_same(code):
    chinese, english = TEXTS[code]

    def told(sentence: str) -> set[str]:
        return {(name or "").removesuffix("_zh").removesuffix("_en") for _, name, _, _ in Formatter().parse(sentence)}

    assert told(chinese) == told(english)


def test_a_missing_parameter_shows_as_an_ellipsis_instead_of_failing():
    assert "…" in text("decision.unknown", "zh", {})
