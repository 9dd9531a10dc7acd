"""Everything the history can say has words in both languages."""

import re
from pathlib import Path

from casework.cases.happenings import HAPPENINGS, close_reason_words
from casework.cases.status import Outcome
from casework.cases.stepping import _KINDS

CASEWORK = Path(__file__).parents[3] / "casework"


def test_every_kind_of_happening_has_words() -> None:
    sources = [path.read_text() for path in CASEWORK.rglob("*.py")]
    told = {kind for text in sources for kind in re.findall(r'happened\(\s*"([a-z_.]+)"', text)}
    told |= set(_KINDS.values()) | {f"milestone.{outcome}" for outcome in Outcome if outcome != Outcome.NORMAL}

    assert told - set(HAPPENINGS) == set()
    assert len(told) > 40


def test_a_reason_with_a_detail_is_said_in_words() -> None:
    assert close_reason_words("timer:late").zh == "到时"
    assert close_reason_words("deemed_accepted").en.endswith("deemed accepted")
