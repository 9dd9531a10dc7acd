"""What a shipped form asks for is read by the step that needs it: on the paper, in the letter, by the next person."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from casework.certificates.certificate import Certificate
from casework.organisation.role import Role
from casework.tasks.task_views import task_view
from tests.casework.flows.test_shipped_flows import REASONS, follow, to_decision
from tests.casework.flows.world import World


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


def test_conditions_of_the_decision_are_seen_by_who_makes_the_certificate_and_stand_on_it(promised: World) -> None:
    case_id = to_decision(promised)
    follow(promised, case_id, ("decide", "chief", "approved", {"conditions": "施工期间保证通道畅通。"}))
    seen = shown(promised, "window", case_id, "prepare")
    made = {"certificate_title": "许可证", "certificate_text": "准予设置", "certificate_until": "2028-10-08"}

    follow(promised, case_id, ("prepare", "window", None, made))

    assert seen["conditions"] == "施工期间保证通道畅通。"
    (text,) = promised.session.scalars(select(Certificate.text).where(Certificate.case_id == case_id))
    assert text.splitlines() == [
        "准予设置", "附带条件、有效期：施工期间保证通道畅通。", "有效期至 2028 年 10 月 8 日",
    ]  # fmt: skip


def test_the_superior_body_of_the_item_stands_in_the_form_and_its_refusal_is_before_who_conveys_it(
    forwarded: World,
) -> None:
    case_id = forwarded.register("UP").case_id
    prelim = {"prelim_checked": ["materials"], "prelim_opinion": "符合申报条件", "tracker": "孙立"}
    follow(forwarded, case_id, ("prelim", "handler", None, prelim))
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
