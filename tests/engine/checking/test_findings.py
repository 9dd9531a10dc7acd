"""Every finding says what, why and what to do, in Chinese and in English."""

import re
from pathlib import Path

import pytest

import engine.checking
import engine.reading
from engine.checking import RULES, Finding
from engine.checking.texts import RULES as TEXTS
from tests.engine.reading.builders import finding_of, line, read

FOLDERS = [Path(engine.checking.__file__).parent, Path(engine.reading.__file__).parent]
CALLS = re.compile(
    r'(?:report|remark|Finding|NotReadable|_refused)\(\s*(?:"(?:error|warning|hint|note)", )?"([a-z_]+\.[a-z_]+)"'
)


def raised() -> set[str]:
    """The rules that the code of reading and checking reports."""
    texts = (path.read_text(encoding="utf-8") for folder in FOLDERS for path in folder.rglob("*.py"))
    return {rule for text in texts for rule in CALLS.findall(text)}


def test_the_search_finds_the_rules():
    assert len(raised()) > 70


@pytest.mark.parametrize("rule", sorted(raised()))
def test_every_rule_that_is_reported_has_its_texts(rule):
    assert rule in TEXTS


@pytest.mark.parametrize("rule", sorted(TEXTS))
def test_every_text_stands_in_both_languages(rule):
    chinese, english = TEXTS[rule][::2], TEXTS[rule][1::2]

    assert all(re.search(r"[\u4e00-\u9fff]|\{", text) for text in chinese)
    assert not any(re.search(r"[\u4e00-\u9fff]", text) for text in english)


@pytest.mark.parametrize("rule", sorted(TEXTS))
def test_both_languages_use_the_same_parameters(rule):
    texts = ("".join(TEXTS[rule][start::2]).replace("{{", "").replace("}}", "") for start in (0, 1))
    chinese, english = (set(re.findall(r"\{(\w+)\}", text)) for text in texts)

    assert chinese == english


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_check_says_its_rule_in_one_sentence(rule):
    assert rule.__doc__ and rule.__doc__.strip().endswith(".")


def test_of_many_elements_a_finding_names_the_first_five_and_says_how_many_there_are():
    nodes = [f"步骤{number}" for number in range(1, 10)]
    finding = Finding("warning", "node.unreachable", None, None, {"nodes": nodes})

    assert "到不了：步骤1、步骤2、步骤3、步骤4、步骤5 等 9 个元素。" in finding.in_language("zh").sentence
    assert "步骤4, 步骤5 and 4 more elements" in finding.in_language("en").sentence


def test_a_finding_speaks_the_asked_language():
    finding = Finding("error", "call.missing", "x", 7, {"label": "缴费 (x)", "called": "ca_fee"})

    assert finding.in_language("zh").sentence == "“缴费 (x)”调用的流程“ca_fee”不在包中。"
    assert finding.in_language("en").remedy == (
        "Upload the file that contains process “ca_fee” as well, or publish that first."
    )


def test_a_parameter_may_differ_by_language():
    finding = Finding("error", "element.refused", "x", 7, {"label": "x", "what_zh": "不支持", "what_en": "not run"})

    assert "不支持" in finding.in_language("zh").sentence
    assert "not run" in finding.in_language("en").sentence


def test_a_list_is_shown_as_people_write_it():
    finding = Finding("error", "process.several", "x", 7, {"known": ["p", "q"]})

    assert "p、q" in finding.in_language("zh").sentence
    assert "p, q" in finding.in_language("en").sentence


def test_further_elements_are_shown_by_the_names_that_their_designer_gave_them():
    stray = '<userTask id="y" name="补正"/>'

    finding = finding_of(read(line('<userTask id="x"/>') + stray), "node.unreachable")

    assert finding.elements == {"y"} and "补正 (y)" in finding.in_language("zh").sentence
