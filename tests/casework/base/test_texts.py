"""Every refusal has a sentence in Chinese and in English, with the same blanks to fill."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest

import casework
from casework.errors import Refusal, Stale, Words
from casework.texts import TEXTS

NO_REFUSALS = {"ForeignKey", "PackageLoader"}
CODE = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")


def raised_codes() -> Iterator[tuple[str, str]]:
    """(place, code) of every refusal made in casework: a class called with a code as its first argument."""
    for path in Path(casework.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0]
            is_code = isinstance(first, ast.Constant) and isinstance(first.value, str) and CODE.fullmatch(first.value)
            if is_code and (name[:1].isupper() and name not in NO_REFUSALS or name == "__init__"):
                yield f"{path.name}:{node.lineno}", first.value


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_code_that_is_raised_has_its_sentences():
    missing = [f"{place} {code}" for place, code in raised_codes() if code not in TEXTS]

    assert missing == []
    assert len(list(raised_codes())) > 80


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_say_the_same_with_the_same_blanks(code):
    chinese, english = TEXTS[code]

    assert chinese and english and blanks(chinese) >= blanks(english) - {"role"}
    assert not re.search("[\u4e00-\u9fff]{12,}", english)


def test_instants_lists_and_words_read_as_people_write_them():
    refusal = Stale(by="王丽", at=datetime(2026, 10, 9, 2, 0, tzinfo=UTC), changed="受理", revision=3)

    assert "2026年10月9日 10:00" in refusal.in_language("zh")
    assert Words.listed([Words("甲", "A"), Words("乙", "B")]) == Words("甲、乙", "A, B")
    assert Refusal("file.kind_not_allowed", name="x", allowed=["pdf", "png"]).in_language("zh").count("pdf、png") == 1


def test_moments_and_days_in_a_refusal_read_as_on_the_pages():
    taken = Refusal("task.already_claimed", holder="何雨桐", task="承办", at=datetime(2026, 11, 16, 8, 4, tzinfo=UTC))
    early = Refusal("item.not_in_force", item="户外广告设置审批", day=date(2026, 1, 9))

    assert "在 2026年11月16日 16:04 先认领" in taken.in_language("zh")
    assert "at 16 Nov 2026 16:04" in taken.in_language("en")
    assert "在 2026年1月9日 没有" in early.in_language("zh")
    assert "on 9 Jan 2026" in early.in_language("en")
