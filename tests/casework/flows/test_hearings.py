"""A hearing: the right is told first, five working days are left to ask for it, and nobody who examined presides."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from casework.cases.status import status_of
from casework.clocks.calendar import SHANGHAI
from casework.errors import Refusal
from casework.timers.timer import Timer
from tests.casework.flows.test_shipped_flows import follow
from tests.casework.flows.world import World

ASKED = {
    "special_kind": "hearing", "special_basis": "《中华人民共和国行政许可法》第四十七条",
    "special_reason": "直接关系相邻业主重大利益", "special_days": 20,
}  # fmt: skip
HELD = {
    "hearing_notice_on": "2026-10-27", "hearing_on": "2026-11-05", "hearing_signed": True,
    "special_report_no": "听〔2026〕1 号", "special_summary": "采信测绘报告",
}  # fmt: skip


def local(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=SHANGHAI)


@pytest.fixture
def case_id(world: World) -> int:
    """Approved Fri 2026-10-09 for an item that lists no special procedure at all."""
    world.ship("p_promised")
    world.item("AD", "p_promised")
    number = world.register("AD").case_id
    follow(
        world, number,
        ("handle", "handler", "special", {}), ("request_special", "handler", None, ASKED),
        ("approve_special", "chief", "agreed", {}),
    )  # fmt: skip
    return number


def test_a_hearing_can_be_started_for_every_permit_and_the_right_is_not_lost_before_it_was_told(
    world: World, case_id: int
) -> None:
    untold = world.session.scalars(select(Timer.element).where(Timer.case_id == case_id)).all()

    world.at(local(10, 20))
    follow(
        world, case_id, ("tell_right", "handler", None, {"hearing_told_on": "2026-10-20", "hearing_persons": "王芳"})
    )

    timer = world.session.scalars(select(Timer).where(Timer.case_id == case_id)).one()
    assert untold == []
    assert timer.element == "no_request" and timer.due_at is not None
    assert timer.due_at.astimezone(SHANGHAI).date() == date(2026, 10, 27)


def test_who_examined_the_case_does_not_preside_over_its_hearing(world: World, case_id: int) -> None:
    world.at(local(10, 20))
    follow(
        world, case_id,
        ("tell_right", "handler", None, {"hearing_told_on": "2026-10-20", "hearing_persons": "王芳"}),
        ("await_request", "handler", "requested", {"hearing_application": "2026-10-22 书面申请"}),
    )  # fmt: skip
    world.at(local(11, 6))

    with pytest.raises(Refusal) as refused:
        follow(world, case_id, ("hold_hearing", "handler", None, {**HELD, "hearing_host": world.handler.name}))
    assert status_of(world.case(case_id)) == "suspended"
    follow(world, case_id, ("hold_hearing", "handler", None, {**HELD, "hearing_host": "吴静"}))

    assert (refused.value.code, refused.value.params["field"]) == ("hearing.host_examined", "hearing_host")
    assert world.task(case_id, "handle").status == "open"
