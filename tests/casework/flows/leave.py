"""Leave as it is asked for, agreed to and granted."""

from sqlalchemy import select

from casework.delegation.delegation import Delegation
from casework.intake.internal_cases import open_internal_case
from tests.casework.flows.world import World

# Monday 12 October 2026; the week has five working days.
ASKED = {
    "leave_type": "annual", "leave_from": "2026-10-12", "from_half": "morning", "leave_to": "2026-10-12",
    "to_half": "evening", "substitute": "second", "leave_reason": "探亲",
}  # fmt: skip
RETURNED = {"return_kind": "on_time", "returned_on": "2026-10-13"}


def ask(flow: World, who: str = "handler", **answers: str) -> int:
    opened = open_internal_case(flow.session, flow.centre.office, flow.staff[who], "LEAVE", flow.now)
    assert opened.next_task_id is not None
    flow.complete(who, opened.next_task_id, data={**ASKED, **answers})
    return opened.case_id


def agreed(flow: World, who: str = "handler", **answers: str) -> int:
    """Asked for, and the stand-in agrees."""
    case_id = ask(flow, who, **answers)
    deputy = {**ASKED, **answers}["substitute"]
    flow.complete(deputy, flow.task(case_id, "accept").id, "agreed")
    return case_id


def granted(flow: World, **answers: str) -> int:
    case_id = agreed(flow, **answers)
    flow.complete("chief", flow.waiting(case_id)[0].id, "agreed")
    return case_id


def delegation(flow: World) -> Delegation:
    return flow.session.scalars(select(Delegation).execution_options(populate_existing=True)).one()
