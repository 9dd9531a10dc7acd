"""What a shipped form asks for is read by the step that needs it: on the paper, in the letter, by the next person."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from casework.certificates.certificate import Certificate
from casework.notices.outgoing_notice import OutgoingNotice
from casework.organisation.role import Role
from casework.tasks.task_views import task_view
from casework.timers.timers import fire_timers, take_due
from tests.casework.flows.test_shipped_flows import REASONS, follow, to_decision
from tests.casework.flows.world import World

PRELIM = {"prelim_checked": ["materials"], "prelim_opinion": "符合申报条件", "tracker": "孙立"}


@pytest.fixture
def promised(world: World) -> World:
    world.ship("p_promised")
    world.item("AD", "p_promised")
    return world


@pytest.fixture
def forwarded(world: World) -> World:
    world.ship("p_forwarded")
    points = {"superior_days": 10, "superior": "省发展和改革委员会"}
    world.item("UP", "p_forwarded", base_type="forwarded", points=points)
    world.staff["liaison"] = world.centre.hire("liaison", "孙联络", (Role.SUPERIOR_LIAISON, "ZJ"))
    return world


def submitted(world: World) -> int:
    """Submitted on Friday 2026-10-09; the superior has until 2026-10-22."""
    case_id = world.register("UP").case_id
    follow(world, case_id, ("prelim", "handler", None, PRELIM))
    follow(world, case_id, ("sign", "chief", "submit", {"superior_body": "省发展和改革委员会"}))
    return case_id


def shown(world: World, who: str, case_id: int, element: str) -> dict[str, object]:
    task = world.task(case_id, element)
    return dict(task_view(world.session, world.centre.office, world.staff[who], task.id, world.now).data)


def test_a_denial_sent_by_courier_is_served_on_the_day_and_under_the_number_that_were_entered(promised: World) -> None:
    case_id = to_decision(promised)
    follow(promised, case_id, ("decide", "chief", "denied", REASONS))
    promised.at(datetime(2026, 10, 13, 2, tzinfo=UTC))
    sent = {
        "delivery_way": "courier",
        "receiver": "王小明",
        "tracking_no": "YT9900210021",
        "delivered_on": "2026-10-12",
    }

    follow(promised, case_id, ("serve", "window", None, sent))

    proof = next(one for one in promised.documents(case_id) if one.kind == "D12")
    assert "邮寄送达（单号 YT9900210021）" in proof.html
    assert "2026 年 10 月 12 日" in proof.html


def test_who_makes_the_certificate_sees_its_name_and_the_conditions_of_the_decision_which_stand_on_it(
    promised: World,
) -> None:
    case_id = to_decision(promised)
    follow(promised, case_id, ("decide", "chief", "approved", {"conditions": "施工期间保证通道畅通。"}))
    seen = shown(promised, "window", case_id, "prepare")
    made = {"certificate_title": "许可证", "certificate_text": "准予设置", "certificate_until": "2028-10-08"}

    follow(promised, case_id, ("prepare", "window", None, made))

    assert seen["certificate_title"] == "户外广告设置许可证"
    assert seen["conditions"] == "施工期间保证通道畅通。"
    (text,) = promised.session.scalars(select(Certificate.text).where(Certificate.case_id == case_id))
    assert text.splitlines() == [
        "准予设置", "附带条件、有效期：施工期间保证通道畅通。", "有效期至 2028 年 10 月 8 日",
    ]  # fmt: skip


@pytest.mark.parametrize(("points", "decides"), [({}, "chief"), ({"decided_by": "leader"}, "leader")], ids=str)
def test_the_leader_decides_where_the_item_demands_it_else_the_chief(
    world: World, points: dict[str, str], decides: str
) -> None:
    world.ship("p_promised")
    world.item("AD", "p_promised", points=points)

    case_id = to_decision(world)

    assert [role for role, _ in world.task(case_id, "decide").roles] == [decides]
    follow(world, case_id, ("decide", decides, "approved", {}))
    assert world.case(case_id).decision == "approved"


def test_the_superior_body_of_the_item_stands_in_the_form_and_its_refusal_is_before_who_conveys_it(
    forwarded: World,
) -> None:
    case_id = forwarded.register("UP").case_id
    follow(forwarded, case_id, ("prelim", "handler", None, PRELIM))
    named = shown(forwarded, "chief", case_id, "sign")["superior_body"]
    follow(forwarded, case_id, ("sign", "chief", "submit", {"superior_body": named}))
    refused = {
        "superior_document": "省发改审〔2026〕6号",
        "superior_received_on": "2026-10-09",
        "superior_reasons": "产能过剩",
    }

    follow(forwarded, case_id, ("wait", "liaison", "refused", refused))

    seen = shown(forwarded, "liaison", case_id, "convey")
    assert named == "省发展和改革委员会"
    assert (seen["superior_document"], seen["superior_reasons"]) == ("省发改审〔2026〕6号", "产能过剩")


def pass_time(world: World, day: int) -> None:
    """Everything that is due on that morning fires."""
    world.at(datetime(2026, 10, day, 2, tzinfo=UTC))
    for timer in take_due(world.session, world.now, 100):
        fire_timers(world.session, world.centre.office, timer.case_id, [timer], world.now)


def test_the_applicant_is_told_once_that_the_superior_is_late_however_often_it_is_asked(forwarded: World) -> None:
    """To register a contact comes back to the same wait, whose limit is past already."""
    case_id = submitted(forwarded)
    for day in (26, 28, 30):
        pass_time(forwarded, day)
        follow(forwarded, case_id, ("wait", "liaison", "contact", {"contact_note": f"10 月 {day} 日催问"}))

    told = [text for text in forwarded.session.scalars(select(OutgoingNotice.text)) if "上级机关尚未批复" in text]
    assert len(told) == 1


def test_the_applicant_is_told_again_when_the_superior_is_late_after_it_got_its_papers(forwarded: World) -> None:
    case_id = submitted(forwarded)
    pass_time(forwarded, 26)
    asked = {"superior_received_on": "2026-10-26", "superior_request": "能耗测算"}
    follow(forwarded, case_id, ("wait", "liaison", "supplement", asked))
    follow(forwarded, case_id, ("supply", "window", None, {"supplied": "能耗测算", "supplied_on": "2026-10-26"}))

    pass_time(forwarded, 29)

    told = [text for text in forwarded.session.scalars(select(OutgoingNotice.text)) if "上级机关尚未批复" in text]
    assert len(told) == 2
