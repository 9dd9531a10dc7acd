"""The documentation stays true: what it names exists, and what exists it names."""

import re
from datetime import timedelta

import click
import pytest

from app import main
from casework.organisation.role import Role
from casework.permissions import ALLOWED, PERMISSION_NAMES, Permission
from settings import Settings
from tests.source_tree import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted({*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md"), *REPOSITORY.glob("[a-z]*/README.md")})
# Made by the program, by `make` or by the reader.
NOT_COMMITTED = {"var/", "static/", "web/static", ".venv/", "permit.bpmn"}
# Read by `make` and by the tests, not by the program.
OUTSIDE_THE_PROGRAM = {"BANJIAN_PYTHON", "BANJIAN_SHARED"}
SETTINGS = (REPOSITORY / "settings.py").read_text(encoding="utf-8")
PRODUCTION = (DOCS / "production.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("casework", "engine", "forms", "web")
    for path in (REPOSITORY / folder).rglob("*.py")
)


def every_command(group=main, before="banjian"):
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from every_command(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


COMMANDS = dict(every_command())


def code_of(page):
    """What stands in code blocks and between back-ticks, line by line."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    return [line for block in blocks for line in block.splitlines()] + inline


def named(page, pattern):
    return {found for line in code_of(page) for found in re.findall(pattern, line)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_file_and_folder_that_is_named_exists(page):
    names = named(page, r"^(?!/)[\w.-]+(?:/[\w.-]*)*$")
    paths = {name for name in names if "/" in name or re.search(r"\.(py|md|bpmn|dmn|form|css|mjs|toml|lock)$", name)}
    places = (REPOSITORY, DOCS, page.parent)

    missing = {name for name in paths - NOT_COMMITTED if not any((place / name).exists() for place in places)}
    assert {name for name in missing if not list(page.parent.rglob(name.rstrip("/")))} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_make_target_that_is_named_exists(page):
    assert {target for target in named(page, r"^make ([a-z]+)") if f"\n{target}:" not in MAKEFILE} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_command_that_is_named_exists_with_its_options(page):
    for line in code_of(page):
        for words, options in re.findall(r"(?:^|/|&& |\$\()(banjian [a-z]+(?: [a-z]+)?)([^|#;&)]*)", line):
            command = COMMANDS.get(words) or COMMANDS.get(words.rpartition(" ")[0])
            assert command is not None, line
            known = {option for parameter in command.params for option in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", options)) <= known, line


def test_help_tells_every_target_that_people_call():
    targets = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.M)[0].split()) - {"help", "browser", "node"}

    assert targets == set(re.findall(r'"make (\w+) ', MAKEFILE))


def test_every_setting_is_documented_with_its_default():
    table = dict(re.findall(r"^\| `(BANJIAN_\w+)` \| ([^|]+) \|", PRODUCTION, re.M))
    known = set(re.findall(r'"(BANJIAN_\w+)"', SETTINGS))

    assert set(table) == known
    for variable, default in table.items():
        fixed = getattr(Settings, variable.removeprefix("BANJIAN_").lower().removesuffix("_minutes"), None)
        if isinstance(fixed, timedelta):
            fixed = int(fixed.total_seconds() / 60)
        if fixed not in (None, "") and variable not in ("BANJIAN_EMBEDDED_WORKER", "BANJIAN_DEMO"):
            assert default == f"`{fixed}`", variable


def test_no_page_names_a_setting_that_does_not_exist():
    known = set(re.findall(r'"(BANJIAN_\w+)"', SETTINGS)) | OUTSIDE_THE_PROGRAM
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert set(re.findall(r"BANJIAN_\w+", text)) - known == set()


def test_every_command_is_documented_with_its_options():
    table = dict(re.findall(r"^\| `(banjian [a-z ]+)[^`]*` \| (.+) \|$", PRODUCTION, re.M))

    assert {name.strip() for name in table} == set(COMMANDS)
    for name, text in table.items():
        shown = {option for one in COMMANDS[name.strip()].params for option in one.opts if option.startswith("--")}
        assert set(re.findall(r"`(--[a-z]+)", text)) == shown, name


def test_every_role_stands_in_the_glossary():
    for role in Role:
        assert f"| {role.words.zh} | {role.words.en} | `{role.value}` |" in GLOSSARY


def test_every_permission_stands_in_the_glossary_with_those_who_have_it():
    for permission in Permission:
        allowed = ALLOWED[permission]
        who = "everybody" if allowed == set(Role) else ", ".join(role.value for role in Role if role in allowed)
        names = PERMISSION_NAMES[permission]
        assert f"| {names.zh} | {names.en} | {who} |" in GLOSSARY


def test_what_the_glossary_names_in_the_code_is_there():
    cells = re.findall(r"^\|[^|]+\|[^|]+\| (`[^|]+`[^|]*) \|", GLOSSARY, re.M)
    names = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}

    assert len(names) > 40
    assert {name for name in names if not re.search(rf"\b{name}\b", SOURCES)} == set()


def test_every_decision_is_listed_in_order_and_built_alike():
    files = sorted((DOCS / "decisions").glob("*.md"))
    listed = re.findall(r"\]\(decisions/([\w.-]+)\)", (DOCS / "README.md").read_text(encoding="utf-8"))

    assert listed == [file.name for file in files]
    assert [int(file.name[:3]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.M) == ["Problem", "Decision", "Consequences"], file.name
        assert text.count("\n") <= 40, file.name


def test_both_readmes_show_the_same_code():
    def blocks(name):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        return [re.sub(r" *#.*", "", block) for block in re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M)]

    assert blocks("README.md") == blocks("README.zh-CN.md")
