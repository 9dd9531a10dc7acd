"""The days of a leave hang on the calendar of the year they lie in."""

import pytest

from casework.tasks.task_forms import condition_at
from casework.tasks.task_views import task_view
from tests.casework.flows.leave import agreed
from tests.casework.flows.world import World


@pytest.fixture
def flow(world: World) -> World:
    world.ship("leave_request")
    world.item("LEAVE", "leave_request", name="请假", item_type="20", basis="", is_internal=True)
    return world


@pytest.mark.parametrize(("day", "provisional"), [("2026-10-12", False), ("2027-02-08", True)])
def test_who_approves_is_told_that_the_days_hang_on_holidays_not_published_yet(
    flow: World, day: str, provisional: bool
) -> None:
    case_id = agreed(flow, leave_from=day, leave_to=day)

    (task,) = flow.waiting(case_id)
    view = task_view(flow.session, flow.centre.office, flow.chief, task.id, flow.now)
    assert view.form is not None
    (note,) = (one for one in view.form.source["components"] if "暂定" in one.get("text", ""))
    hides = condition_at(flow.now)(note["conditional"]["hide"].removeprefix("="), flow.case(case_id).document[""])
    assert hides is not provisional
