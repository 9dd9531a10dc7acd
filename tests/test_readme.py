"""The diagram that the README shows really runs: an inspection, then a decision by somebody else, with the buttons that
the text names.
"""

import re

import pytest

from engine.compiling import compile_bundle
from tests.source_tree import REPOSITORY


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_diagram_of_the_readme_is_accepted_and_gives_the_promised_buttons(page):
    diagram = re.search(r"```xml\n(.*?)```", (REPOSITORY / page).read_text(encoding="utf-8"), re.S)[1]

    compiled = compile_bundle({"permit.bpmn": diagram.encode()})

    assert [finding for finding in compiled.findings if finding.level in ("error", "warning")] == []
    decide = compiled.definition.entry.body.nodes["decide"]
    assert [option.name for option in decide.outcomes.options] == ["准予", "不予"]
    assert decide.separate_from == "check"
