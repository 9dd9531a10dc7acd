"""What people do with cases costs few statements and one commit: counted over everything that the demo does.

Statements are counted without the sign-in (one more), which the demo has no need of. A step or start may cost twelve
with it; those that write more kinds of rows (decision with a fee, leave with a deputy, a joint case with its notices)
may cost what they write, and so may an instant case: one page does the work of five steps.
"""

import pytest

from tests.casework.demo.conftest import DemoCentre

pytestmark = pytest.mark.slow

SIGN_IN, MOST, MOST_OF_ALL = 1, 12, 22
WITHIN, STEPS_WITHIN = 0.7, 0.89
"""The part of all acts that keep to twelve, and of those that open no case: new applicants, who are written with the
case, are most of the others."""


@pytest.fixture
def acts(demo_centre: DemoCentre) -> list[list[str]]:
    """The transactions that added to the record of a case, without the demo's own question who stands in for whom."""
    told = [one for one in demo_centre.transactions if any("INSERT INTO happening" in text for text in one)]
    return [one[1:] if one[0].startswith("SELECT delegation.") else one for one in told]


def test_no_act_costs_more_than_it_writes(acts):
    costs = {len(act) + SIGN_IN: act for act in acts}

    assert max(costs) <= MOST_OF_ALL, "\n".join(costs[max(costs)])


def test_most_acts_cost_at_most_twelve(acts):
    steps = [act for act in acts if not any('INSERT INTO "case" ' in text for text in act)]

    for some, within in ((acts, WITHIN), (steps, STEPS_WITHIN)):
        cheap = [act for act in some if len(act) + SIGN_IN <= MOST]
        assert len(cheap) >= within * len(some)


def test_tasks_are_written_by_one_statement_however_many_open(acts):
    assert max(sum("INSERT INTO task " in text for text in act) for act in acts) == 1


def test_every_act_takes_the_case_before_its_tasks(acts):
    """Two acts on one case that took them in different orders could each hold what the other waits for."""

    def first(act: list[str], *starts: str) -> int:
        return next((place for place, text in enumerate(act) if text.startswith(starts)), len(act))

    wrong = [act for act in acts if first(act, "UPDATE task") < first(act, 'UPDATE "case"', 'INSERT INTO "case"')]

    assert wrong == []
