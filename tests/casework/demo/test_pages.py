"""Whatever happened to a case of the demo can be read on its page, in both languages."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from casework.cases.case import Case
from casework.certificates.certificate import Certificate
from casework.demo.people import DEMO_PASSWORD
from casework.history.happening import Happening
from casework.organisation.sign_ins import sign_in
from tests.casework.demo.conftest import DemoCentre
from web.frame.session import COOKIE, LANGUAGE_COOKIE

pytestmark = pytest.mark.slow


@pytest.fixture
def director(demo_centre: DemoCentre) -> FlaskClient:
    """Sees the cases of all departments."""
    office = demo_centre.office
    client = create_app(office.settings, office).test_client()
    with office.database.transaction() as session:
        client.set_cookie(COOKIE, sign_in(session, office, "fangmingyuan", DEMO_PASSWORD, office.clock.now()).token)
    return client


def one_of_each_kind(demo_centre: DemoCentre) -> Iterator[str]:
    """Few cases in which every kind of line that the demo has stands somewhere."""
    told: dict[str, set[str]] = {}
    with demo_centre.office.database.reading() as session:
        lines = select(Case.case_no, Happening.kind).join(Happening, Happening.case_id == Case.id).distinct()
        for case_no, kind in session.execute(lines):
            told.setdefault(case_no, set()).add(kind)
    missing = set().union(*told.values())
    while missing:
        case_no = max(told, key=lambda one: (len(told[one] & missing), one))
        missing -= told[case_no]
        yield case_no


def test_every_kind_of_line_can_be_read_in_both_languages(demo_centre: DemoCentre, director: FlaskClient) -> None:
    cases, answers = list(one_of_each_kind(demo_centre)), {}

    for language in ("zh", "en"):
        director.set_cookie(LANGUAGE_COOKIE, language)
        answers |= {(case_no, language): director.get(f"/cases/{case_no}").status_code for case_no in cases}

    assert len(cases) > 5
    assert set(answers.values()) == {200}, answers


def test_a_certificate_is_read_on_the_page_of_its_case_with_what_it_is_bound_to(
    demo_centre: DemoCentre, director: FlaskClient
) -> None:
    with demo_centre.office.database.reading() as session:
        bound = select(Case.case_no, Certificate.text).join(Certificate, Certificate.case_id == Case.id)
        case_no, text = session.execute(bound.where(Certificate.text.contains("附带条件")).limit(1)).one()

    shown = director.get(f"/cases/{case_no}").get_data(as_text=True)

    assert [line for line in text.splitlines() if line not in shown] == []
