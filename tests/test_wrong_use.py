"""What `banjian` answers to wrong use: what is wrong, where, and how to find the use; exit code 2.

A file that cannot be read is no wrong use: it is a finding.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.casework.definitions.diagrams import a_diagram
from tests.test_command_line import Installation, a_file


@pytest.fixture
def banjian(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "command", "zh", "en"),
    [
        ("", "", "可用的命令：audit", "The commands are: audit"),
        ("--nonsense", "", "没有“--nonsense”这个选项", "no option “--nonsense”"),
        ("nonsense", "", "没有“nonsense”这个命令", "no command “nonsense”"),
        ("token nonsense", " token", "可用的命令：create。", "The commands are: create."),
        ("check", " check", "没有给出 FILES", "FILES is missing"),
        ("check --jsn a", " check", "可用的选项：--json", "The options are: --json"),
        ("check --json=3 a", " check", "选项 --json 后面不能有值", "--json takes no value"),
        ("check /no/such", " check", "FILES：没有文件“/no/such”", "FILES: there is no file “/no/such”"),
        ("check /", " check", "“/”是目录", "“/” is a folder"),
        ("token create a --days", " token create", "选项 --days 后面没有值", "--days needs a value"),
        ("token create a --days x", " token create", "--days 应是 1 到 3650 的整数", "--days must be a whole number"),
        ("token create a --days 0", " token create", "--days 应是 1 到 3650 的整数", "number from 1 to 3650"),
        ("audit verify all of it", " audit verify", "多出了“all of it”", "It takes no “all of it”"),
    ],
)
def test_wrong_use_says_what_is_wrong_where_and_how_to_find_the_use(banjian, arguments, command, zh, en):
    for language, told in {"zh": zh, "en": en}.items():
        refused = banjian(*arguments.split(), BANJIAN_LANGUAGE=language)

        *_, what, how = refused.stderr.splitlines()
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert what.startswith(f"banjian{command}: ") and told in what
        assert how == {"zh": f"用法见 banjian{command} --help", "en": f"See banjian{command} --help"}[language]


def test_an_archive_is_sent_back_to_be_unpacked(banjian, tmp_path):
    refused = banjian("check", a_file(tmp_path, "PK", "all.zip"))

    assert (refused.exit_code, "Unpack it" in refused.output) == (2, True)


def test_two_files_of_one_name_are_not_mistaken_for_one(banjian, tmp_path):
    (tmp_path / "other").mkdir()
    paths = a_file(tmp_path, a_diagram()), a_file(tmp_path / "other", a_diagram())
    refused = banjian("check", *paths)

    assert (refused.exit_code, "p_test.bpmn" in refused.output) == (2, True)


@pytest.mark.parametrize("name", ["noise.bpmn", "/proc/self/mem"])
def test_a_file_that_is_no_text_or_cannot_be_read_is_a_finding_too(banjian, name):
    (banjian.folder / "noise.bpmn").write_bytes(bytes(range(256)) * 4)
    path = str(banjian.folder / name)

    as_json, as_text = banjian("check", "--json", path), banjian("check", path)

    (finding,) = json.loads(as_json.stdout)
    assert (as_json.exit_code, as_text.exit_code, finding["level"]) == (1, 1, "error")
    assert all(Path(name).name in finding["texts"][language]["sentence"] for language in ("zh", "en"))
    assert finding["texts"]["en"]["sentence"] in as_text.stdout and "Errors: 1" in as_text.stdout
