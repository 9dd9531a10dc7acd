"""A second notice to supplement holds what is missing still, or says why it holds more, and says that it is one."""

from datetime import UTC, datetime

import pytest

from casework.errors import Refusal
from casework.intake.registration import CounterDecision, Decision
from casework.tasks.task_forms import FormNotAccepted
from tests.casework.flows.world import World

# Thursday 17 September 2026, 10:00 in Asia/Shanghai.
THURSDAY = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)


@pytest.fixture
def flow(world: World) -> World:
    world.ship("p_promised")
    world.item("AD", "p_promised")
    return world.at(THURSDAY)


@pytest.fixture
def asked(flow: World) -> int:
    """A case whose applicant was asked for two papers at the counter."""
    return flow.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["营业执照", "效果图"])).case_id


def still_missing(flow: World, case_id: int, **data: object) -> object:
    return flow.complete("window", flow.task(case_id, "receive").id, "incomplete", data=data)


def test_the_second_notice_of_the_flow_lists_only_what_is_missing_still(flow: World, asked: int) -> None:
    still_missing(flow, asked, still_missing=["效果图"])

    first, second = flow.documents(asked)
    assert (first.body["missing"], second.body["missing"]) == (["营业执照", "效果图"], ["效果图"])
    assert ("现一次告知" in first.html, "现一次告知" in second.html) == (True, False)
    assert f"继{first.number}之后，现再次告知仍需补正的内容" in second.html
    assert [kind for kind in flow.kinds(asked) if "asked" in kind] == ["supplement.asked", "supplement.asked_again"]
    with pytest.raises(FormNotAccepted) as refusal:
        still_missing(flow, asked, still_missing=["营业执照"])
    assert set(refusal.value.invalid.errors) == {"still_missing"}, "what has come is not offered any more"


def test_a_new_item_in_the_flow_is_blocked_or_justified_and_then_shown_to_oversight(flow: World, asked: int) -> None:
    new = {"still_missing": ["效果图"], "new_items": "房屋安全鉴定书"}
    with pytest.raises(Refusal) as refusal, flow.session.begin_nested():
        still_missing(flow, asked, **new)

    still_missing(flow, asked, **new, justification="经营场所变更")

    line = next(line for line in flow.history(asked) if line.kind == "oversight.second_notice")
    notice = flow.documents(asked)[-1]
    assert refusal.value.code == "supplement.new_items"
    assert line.data == {"new": ["房屋安全鉴定书"], "justification": "经营场所变更"}
    assert (notice.body["missing"], "经营场所变更" in notice.html) == (["效果图", "房屋安全鉴定书"], True)
    assert "现再次告知仍需补正和新增的内容" in notice.html
