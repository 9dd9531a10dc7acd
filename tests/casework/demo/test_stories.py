"""The table of the demo's stories: every line can be read, and the people in it could exist but do not."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest

from casework.clocks.seed import seeded_calendar
from casework.demo.answers import Scene, answer_form
from casework.demo.applicants import NOWHERE, invent_company, invent_person
from casework.demo.paths import PATHS
from casework.demo.people import DEPARTMENTS
from casework.demo.plot import Act, Mark, read_path
from casework.demo.run import FORM_LIBRARY, ITEMS
from casework.demo.stories import DELEGATIONS, STORIES
from forms.definition import read_form
from forms.identity import credit_code_problem, id_number_problem
from forms.schema import validate
from tests.conftest import NOW

USERNAMES = {username for department in DEPARTMENTS for username, _ in department.people}
CODES = {folder.name for folder in ITEMS.iterdir() if folder.is_dir()}
# The sub-centre's own leave rule: everybody of the demo works at the centre itself.
UNPLAYED = {"ZX-QJBR"}


def test_a_path_is_read_into_acts_with_their_waits():
    acts = read_path("accept +1 ~handle +2 opine:agree@* request_special=hearing")

    assert acts == (
        Act("accept"),
        Act("handle", Mark.CLAIM, after=1),
        Act("opine", outcome="agree", department="*", after=2),
        Act("request_special", about="hearing"),
    )


def test_a_word_that_is_no_act_is_named():
    with pytest.raises(ValueError, match="HANDLE!"):
        read_path("accept HANDLE!")


def test_every_item_and_every_path_is_played_by_people_that_exist():
    assert {story.item for story in STORIES} == CODES - UNPLAYED
    assert {story.path for story in STORIES} == set(PATHS)
    assert {name for story in STORIES for name in (story.by, story.deputy)} - {""} <= USERNAMES
    assert {name for one in DELEGATIONS for name in (one.principal, one.deputy)} <= USERNAMES


def test_invented_applicants_have_valid_numbers_of_a_region_that_does_not_exist():
    chance = Random(1)
    people = [invent_person(chance).data for _ in range(200)]
    companies = [invent_company(chance, "CG").data for _ in range(200)]

    assert {id_number_problem(one.id_number) for one in people} == {None}
    assert {credit_code_problem(one.id_number) for one in companies} == {None}
    assert all(NOWHERE in one.id_number for one in people + companies)


def test_each_department_of_a_joint_case_argues_from_its_own_law():
    form = json.loads((FORM_LIBRARY / "branch_opinion.form").read_text(encoding="utf-8"))
    scene = Scene(Random(7), NOW, invent_company(Random(7), "ZJ"), "事项", seeded_calendar(), ("甲", "乙"))

    said = {code: answer_form(form, "disagree", replace(scene, department=code)) for code in ("XF", "GH", "FG")}

    assert "消防法" in said["XF"]["branch_basis"] and "疏散" in said["XF"]["branch_reason"]
    assert "城乡规划法" in said["GH"]["branch_basis"] and "车" in said["GH"]["branch_reason"]
    assert "行政许可法" in said["FG"]["branch_basis"]


@pytest.mark.parametrize("path", sorted(ITEMS.glob("*/*.form")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_written_into_a_form_is_accepted_by_it(path):
    drawn = json.loads(path.read_text(encoding="utf-8"))
    scene = Scene(Random(7), NOW, invent_company(Random(7), "CG"), "事项", seeded_calendar(), ("甲", "乙"))

    data = answer_form(drawn, "submit", scene)

    assert validate(read_form(drawn), data, outcome="submit", is_true=lambda *_: False, today=NOW.date())
