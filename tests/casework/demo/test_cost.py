"""What people do with cases costs few statements and one commit: counted over everything that the demo does.

Statements are counted with the sign-in's one, which the demo has no need of. A step and a start cost at most twelve. An
instant case on one page is five steps in one: opened, accepted, decided, paid, handed over.
"""

import re

import pytest

from tests.casework.demo.conftest import DemoCentre

pytestmark = pytest.mark.slow

SIGN_IN, MOST, MOST_ON_ONE_PAGE = 1, 12, 15
Act = list[str]


def adds_to_record(statement: str) -> bool:
    return "INSERT" in statement and "happening" in statement


def is_start(act: Act) -> bool:
    return any('INSERT INTO "case" ' in text for text in act)


def is_on_one_page(act: Act) -> bool:
    """A case that is opened and handed over, with the certificate or the decision, in one transaction."""
    return is_start(act) and sum("INTO document_series" in text for text in act) > 2


def short(statement: str) -> str:
    """What one statement does to which table, to tell the act by."""
    if found := re.match(r'(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', statement):
        return f"{found[1].split()[0].lower()} {found[2]}"
    found = re.search(r' FROM "?(\w+)"?', statement)
    return f"select {found[1]}" if found else statement[:20]


@pytest.fixture
def acts(demo_centre: DemoCentre) -> list[Act]:
    """The transactions that added to the record of a case, without the demo's own question who stands in for whom."""
    told = [one for one in demo_centre.transactions if any(adds_to_record(text) for text in one)]
    return [one[1:] if one[0].startswith("SELECT delegation.deputy_id") else one for one in told]


def too_dear(acts: list[Act], most: int) -> set[str]:
    """How much each kind of act costs that costs more, and what it does."""
    return {f"{len(act) + SIGN_IN}: {', '.join(map(short, act))}" for act in acts if len(act) + SIGN_IN > most}


def test_every_step_of_the_demo_costs_at_most_twelve_statements(acts):
    steps = [act for act in acts if not is_start(act)]

    assert len(steps) > 500
    assert too_dear(steps, MOST) == set()


def test_every_start_of_the_demo_costs_at_most_twelve_statements(acts):
    starts = [act for act in acts if is_start(act) and not is_on_one_page(act)]

    assert len(starts) > 150
    assert too_dear(starts, MOST) == set()


def test_an_instant_case_on_one_page_costs_little_more_than_a_step(acts):
    pages = [act for act in acts if is_on_one_page(act)]

    assert len(pages) > 10
    assert too_dear(pages, MOST_ON_ONE_PAGE) == set()


def test_tasks_are_written_by_one_statement_however_many_open(acts):
    assert max(sum("INSERT INTO task " in text for text in act) for act in acts) == 1


def test_every_act_takes_the_case_before_its_tasks(acts):
    """Two acts on one case that took them in different orders could each hold what the other waits for."""

    def first(act: Act, *starts: str) -> int:
        return next((place for place, text in enumerate(act) if text.startswith(starts)), len(act))

    wrong = [act for act in acts if first(act, "UPDATE task") < first(act, 'UPDATE "case"', 'INSERT INTO "case"')]

    assert wrong == []
