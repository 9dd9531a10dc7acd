"""The repository installs the same everywhere: locks hold names, versions and hashes, and nothing of the machine that
wrote them.
"""

import json
import re

import pytest

from tests.source_tree import REPOSITORY

FOLDERS = ["engine", "casework", "web", "forms", "processes", "migrations", "tests", "benchmarks", "docs"]
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-node.lock"]
LINE = re.compile(r"^(?:[a-z0-9._-]+==[^\s;]+(?: ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?|# .*|)$")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_only(lock):
    lines = (REPOSITORY / lock).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not LINE.match(line)] == []
    assert not any("/" in line for line in lines)


def test_test_tools_are_locked_to_the_versions_that_run():
    def versions(lock):
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (REPOSITORY / lock).read_text(encoding="utf-8"), re.M))

    runtime, tools = versions("requirements.lock"), versions("requirements-test.lock")

    assert {name: tools[name] for name in runtime.keys() & tools} == {
        name: runtime[name] for name in runtime.keys() & tools
    }


def test_the_front_end_lock_names_no_download_address():
    lock = json.loads((REPOSITORY / "web/assets/package-lock.json").read_text(encoding="utf-8"))

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []


def test_front_end_packages_are_pinned_to_one_version():
    package = json.loads((REPOSITORY / "web/assets/package.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}

    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_says_on_one_screen_what_is_in_it_and_what_may_not_be(folder):
    text = (REPOSITORY / folder / "README.md").read_text(encoding="utf-8")

    assert text.count("\n") <= 50
    assert re.search(r"may not live here", text, re.IGNORECASE)
