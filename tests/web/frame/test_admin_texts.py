"""Every word of the administration pages stands in both languages, and every key a template asks for exists."""

import re
from pathlib import Path

import pytest

from casework.texts import TEXTS
from web.calendar import texts as calendar
from web.cases import texts as cases
from web.frame import texts as frame
from web.frame.i18n import known_keys
from web.incidents import texts as incidents
from web.items import texts as items
from web.organisation import texts as organisation
from web.processes import texts as processes

WEB = Path(__file__).resolve().parents[3] / "web"
GROUPS = {
    "calendar": calendar,
    "incidents": incidents,
    "items": items,
    "organisation": organisation,
    "processes": processes,
}
ASKED = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z_0-9]+)["']\s*[,)]""")
ALL = {key for module in (*GROUPS.values(), cases, frame) for key in module.TEXTS} | {"sign_in.password"}


@pytest.mark.parametrize("group", GROUPS)
def test_both_languages_have_the_same_parameters(group):
    for key, (chinese, english) in GROUPS[group].TEXTS.items():
        wanted = [set(re.findall(r"(?<!\{)\{(\w+)(?::[^}]+)?\}(?!\})", text)) for text in (chinese, english)]
        assert wanted[0] == wanted[1] or {"name"} >= wanted[0] ^ wanted[1], key


@pytest.mark.parametrize("group", GROUPS)
def test_every_key_that_is_asked_for_exists(group):
    sources = [*(WEB / group).rglob("*.html"), *(WEB / group).rglob("*.py")]
    asked = {key for path in sources for key in ASKED.findall(path.read_text(encoding="utf-8"))}

    assert asked
    assert asked - ALL == set()


def test_every_refusal_that_a_door_makes_has_its_sentences(site):
    raised = re.compile(r"raise (\w+)\(\s*[\"']([a-z_]+(?:\.[a-z0-9_]+)+)[\"']")
    made = {found for path in WEB.rglob("*.py") for found in raised.findall(path.read_text(encoding="utf-8"))}

    silent = {code for kind, code in made if code not in (known_keys() if kind == "FieldRefused" else TEXTS)}
    assert silent == set() and len(made) > 20
