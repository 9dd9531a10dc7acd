"""What a test does as the clerks of the city management bureau (CG), through pages."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, select

from casework.cases.case import Case
from casework.tasks.task import WAITING, Task
from tests.web.site import Site, words

FLOW, ITEM = "p_desk", "CG-DESK"
STEPS = (
    'handle:handler:banjian:outcomes="submit:提交审核"',
    'review:reviewer:banjian:outcomes="agreed:同意,back:退回"',
    "decide:chief",
)
MOST_STATEMENTS = 12
WINDOW, HANDLER, REVIEWER, CHIEF = "heyutong", "lijianping", "zhaoqiwen", "zhoumin"
APPLICANT = {"kind": "person", "id_type": "id_card", "id_number": "11010519491231002X", "name": "王小明",
             "phone": "13912340268"}  # fmt: skip


@dataclass
class Desk:
    site: Site

    def as_(self, username: str | None = None, language: str = "zh") -> FlaskClient:
        return self.site.client(username, language)

    def register(self, decision: str = "accept", **changes: Any) -> str:
        """Register at the counter; gives the number of the case."""
        answer = self.post_registration(decision, **changes)
        assert answer.status_code == 302, re.findall(r'role="alert".*?</div>', answer.text, re.S)
        return str(answer.headers["Location"]).rsplit("/", 1)[-1]

    def post_registration(self, decision: str = "accept", **changes: Any) -> Any:
        papers = {"material_HT": "ok", "material_M02": "ok"}
        form = {**APPLICANT, **papers, "decision": decision, **changes}
        return self.as_(WINDOW).post(f"/registration/{ITEM}", data=form)

    def waiting(self, case_no: str) -> int:
        """The task the case waits at."""
        with self.site.office.database.reading() as session:
            query = select(Task.id).join(Case, Case.id == Task.case_id)
            return session.scalars(query.where(Case.case_no == case_no, Task.status.in_(WAITING))).one()

    def revision(self, case_no: str) -> int:
        """What a page read now would send along."""
        with self.site.office.database.reading() as session:
            return session.scalars(select(Case.revision).where(Case.case_no == case_no)).one()

    def complete(self, username: str, case_no: str, outcome: str = "", **fields: Any) -> Any:
        seen = {"revision": self.revision(case_no), "outcome": f'"{outcome}"' if outcome else ""}
        return self.as_(username).post(f"/tasks/{self.waiting(case_no)}/complete", data=seen | fields)

    def person(self, username: str) -> int:
        return self.site.actor(username).person_id

    def page(self, username: str, address: str, status: int = 200) -> str:
        return words(self.as_(username).get(address), status)

    @contextmanager
    def counting(self) -> Any:
        """The SQL statements that run meanwhile, transaction control left out."""
        seen: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                seen.append(" ".join(statement.split()))

        engine = self.site.office.database.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)


def field(text: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]
