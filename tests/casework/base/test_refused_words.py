"""What is refused is said in one language: kinds of cases, clocks, papers and fields are named in English, too."""

import ast
import re
from types import SimpleNamespace

import pytest

from casework.cases.case_types import check_type
from casework.clocks import case_clocks
from casework.errors import Refusal
from casework.intake.applicants import ApplicantData, check_applicant
from tests.casework.people import NOW
from tests.source_tree import dotted, product_sources

CHINESE = re.compile("[\u4e00-\u9fff]")
CLOCKS = SimpleNamespace(running=lambda kind: None, check_extendable=lambda kind, at: None)
FILE = SimpleNamespace(item_version=None, clocks=CLOCKS, now=NOW)


@pytest.mark.parametrize("act", [
    lambda: check_type("forwarded", "promised"),
    lambda: case_clocks.extend(FILE, "notice", "reason", "somebody"),
    lambda: case_clocks.extend(FILE, "statutory", "reason", ""),
    lambda: case_clocks.suspend(FILE, "holiday", "reason", 3),
    lambda: case_clocks.suspend(FILE, "hearing", "reason", 21),
    lambda: check_applicant(ApplicantData("Wang", id_number="", phone=""), NOW.date()),
    lambda: check_applicant(ApplicantData("Wang", id_type="seal", id_number="", phone=""), NOW.date()),
    lambda: check_applicant(ApplicantData("", id_number="1", phone=""), NOW.date()),
])  # fmt: skip
def test_an_english_refusal_has_no_chinese_word(act):
    with pytest.raises(Refusal) as refusal:
        act()

    assert re.findall("[\u4e00-\u9fff]+", refusal.value.in_language("en")) == []


def chinese_alone(node: ast.AST) -> list[str]:
    """Chinese texts in an expression that no `Words`, which has the other language beside, holds."""
    if isinstance(node, ast.Call) and dotted(node.func).startswith("Words"):
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and CHINESE.search(node.value) else []
    return [text for child in ast.iter_child_nodes(node) for text in chinese_alone(child)]


def test_no_reason_is_written_or_told_in_chinese_alone():
    """What people typed is theirs; a text of ours in a refusal, a line of the history or an incident is in both."""
    tells = (
        "Refusal",
        "Conflict",
        "NotFound",
        "NotPermitted",
        "OperationFailed",
        "TaskNotOpen",
        "happened",
        "give_back",
    )
    found = [
        f"{source.place}:{call.lineno} {text}"
        for source in product_sources()
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in tells
        for value in [*call.args, *(one.value for one in call.keywords)]
        for text in chinese_alone(value)
    ]

    assert found == []
