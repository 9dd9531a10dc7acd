"""Every code a form can raise has its sentence in both languages, with the same places to fill."""

import re
from pathlib import Path
from string import Formatter

import forms
from forms.texts import TEXTS

SOURCES = [path for path in Path(forms.__path__[0]).glob("*.py") if path.name != "texts.py"]
CODE = re.compile(r'"((?:form|field|id_number|credit_code)\.[a-z_]+)"')


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_raised_has_both_sentences_and_none_is_left_over():
    raised = {code for source in SOURCES for code in CODE.findall(source.read_text("utf-8"))}

    assert raised == TEXTS.keys()
    assert all(chinese and english for chinese, english in TEXTS.values())


def test_both_sentences_use_known_places():
    for code, (chinese, english) in TEXTS.items():
        assert places(chinese) >= places(english), code
