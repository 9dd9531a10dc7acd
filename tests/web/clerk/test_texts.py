"""Every word of the clerk's pages stands in both languages, and every key a page asks for exists."""

import re
from pathlib import Path

import pytest

from web.cases import texts as cases
from web.delegations import texts as delegations
from web.department import texts as department
from web.frame import texts as frame
from web.notices import texts as notices
from web.registration import texts as registration
from web.sign_in import texts as sign_in
from web.tasks import texts as tasks
from web.workbench import texts as workbench

WEB = Path(__file__).resolve().parents[3] / "web"
GROUPS = {
    "cases": cases, "delegations": delegations, "department": department, "notices": notices,
    "registration": registration, "sign_in": sign_in, "tasks": tasks, "workbench": workbench,
}  # fmt: skip
ASKED = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z_0-9]+)["']\s*[,)]""")
ALL = {key for module in (*GROUPS.values(), frame) for key in module.TEXTS}


@pytest.mark.parametrize("group", GROUPS)
def test_both_languages_have_the_same_parameters(group):
    for key, pair in GROUPS[group].TEXTS.items():
        chinese, english = (set(re.findall(r"\{(\w+)(?::[^}]+)?\}", text)) for text in pair)
        assert chinese == english, key


@pytest.mark.parametrize("group", GROUPS)
def test_every_key_that_is_asked_for_exists(group):
    sources = [*(WEB / group).rglob("*.html"), *(WEB / group).rglob("*.py")]
    asked = {key for path in sources for key in ASKED.findall(path.read_text(encoding="utf-8"))}

    assert asked
    assert asked - ALL == set()
