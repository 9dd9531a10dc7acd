"""Every refusal and every incident of running has a sentence in both languages, and no sentence is left over."""

import re
from pathlib import Path

import engine.running
from engine.running.texts import TEXTS
from engine.texts import TEXTS as ALL

SOURCES = [path.read_text() for path in Path(engine.running.__file__).parent.rglob("*.py") if path.name != "texts.py"]


def test_every_code_that_is_raised_has_its_sentences():
    raised = {code for source in SOURCES for code in re.findall(r'"(running\.[a-z_]+)"', source)}

    assert raised == set(TEXTS)


def test_both_languages_name_the_same_parameters():
    for chinese, english in TEXTS.values():
        assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english))


def test_the_engine_knows_the_sentences_of_running():
    assert TEXTS.items() <= ALL.items()
