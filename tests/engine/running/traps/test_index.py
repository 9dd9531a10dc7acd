"""The list of traps names every test of them, and no test that is not there."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parents[2]
INDEX = (HERE / "README.md").read_text(encoding="utf-8")
MODULES = [HERE.parent / "test_library_traps.py", *HERE.glob("test_[!i]*.py")]
# Shown by a line of their own; each is one half of a row that is named.
HALVES = {"test_form_data_with_any_key_survive", "test_an_expression_is_never_python",
          "test_a_condition_that_gives_the_text_false_is_not_true"}  # fmt: skip


def test_every_test_that_the_list_names_exists():
    for file, name in re.findall(r"`([\w/]+\.py)::(\w+)`", INDEX):
        path = (TESTS if file.startswith("casework/") else HERE.parent) / file
        assert f"def {name}(" in path.read_text(encoding="utf-8")


def test_the_list_names_every_test_of_a_trap():
    written = {name for path in MODULES for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.M)}

    assert {name for name in written - HALVES if f"::{name}`" not in INDEX} == set()
