"""Numbers are never broken at their hyphen, and the buttons of all dialogs stand in one order."""

import re
from pathlib import Path

import pytest

from web.frame.layout import unbroken

WEB = Path(__file__).parents[3] / "web"
FOOT = re.compile(r'<div class="ft">(.*?)</div>', re.DOTALL)


@pytest.mark.parametrize("number", ["20261201-0007", "XZSP-20261201-0007", "E-3F9A21", "CG-HWGG", "0999-12345"])
def test_a_number_in_a_sentence_is_held_together(number):
    assert unbroken(f"办件{number}已登记。") == f'办件<span class="bj-no">{number}</span>已登记。'


@pytest.mark.parametrize("words", ["a first-come case", "1-", "2–5", "A-B-C-D-E"])
def test_other_words_with_a_hyphen_stay_as_they_are(words):
    assert unbroken(words) == words


def test_what_people_typed_is_no_markup():
    assert unbroken("<b>A-1</b>") == '&lt;b&gt;<span class="bj-no">A-1</span>&lt;/b&gt;'


def test_in_every_dialog_the_button_that_acts_comes_last():
    feet = [foot for file in WEB.rglob("*.html") for foot in FOOT.findall(file.read_text("utf-8"))]

    acting = [foot for foot in feet if foot.count("<button") > 1]
    assert len(acting) >= 5
    assert all(foot.index("data-closes") < foot.rindex("<button") for foot in acting)
