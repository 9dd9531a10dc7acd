"""What is refused is said in one language: kinds of cases, clocks, papers and fields are named in English, too."""

import re
from types import SimpleNamespace

import pytest

from casework.cases.case_types import check_type
from casework.clocks import case_clocks
from casework.errors import Refusal
from casework.intake.applicants import ApplicantData, check_applicant
from tests.casework.people import NOW

CLOCKS = SimpleNamespace(running=lambda kind: None, check_extendable=lambda kind, at: None)
FILE = SimpleNamespace(item_version=None, clocks=CLOCKS, now=NOW)


@pytest.mark.parametrize("act", [
    lambda: check_type("forwarded", "promised"),
    lambda: case_clocks.extend(FILE, "notice", "reason", "somebody"),
    lambda: case_clocks.extend(FILE, "statutory", "reason", ""),
    lambda: case_clocks.suspend(FILE, "holiday", "reason", 3),
    lambda: case_clocks.suspend(FILE, "hearing", "reason", 21),
    lambda: check_applicant(ApplicantData("Wang", id_number="", phone=""), NOW.date()),
    lambda: check_applicant(ApplicantData("Wang", id_type="seal", id_number="", phone=""), NOW.date()),
    lambda: check_applicant(ApplicantData("", id_number="1", phone=""), NOW.date()),
])  # fmt: skip
def test_an_english_refusal_has_no_chinese_word(act):
    with pytest.raises(Refusal) as refusal:
        act()

    assert re.findall("[\u4e00-\u9fff]+", refusal.value.in_language("en")) == []
