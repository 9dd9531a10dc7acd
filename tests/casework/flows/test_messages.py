"""What the applicant is told, and when: at acceptance, at a supplement notice, at a fee order (C1)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.intake.registration import CounterDecision, Decision
from casework.notices.outgoing_notice import SMS, OutgoingNotice
from tests.casework.flows.test_shipped_flows import follow
from tests.casework.flows.world import World

AGREED = {"reviewed": ["facts", "law"]}


@pytest.fixture
def charged(world: World) -> World:
    world.ship("p_promised")
    fee = {"fee_rule": {"kind": "fixed", "amount_fen": 8000}, "fee_basis": "收费标准", "fee_licence": "云费证 7 号"}
    world.item("AD", "p_promised", **fee)
    return world


def told(world: World, case_id: int) -> list[str]:
    query = select(OutgoingNotice).where(OutgoingNotice.case_id == case_id).order_by(OutgoingNotice.id)
    rows = list(world.session.scalars(query))
    assert all((row.channel, row.recipient) == (SMS, "王小明") and row.recipient_ref for row in rows)
    return [row.text for row in rows]


def number(world: World, case_id: int, kind: str) -> str:
    return next(paper.number for paper in world.documents(case_id) if paper.kind == kind)


def test_at_acceptance_the_applicant_is_told_by_when_it_will_be_done(charged: World) -> None:
    case_id = charged.register("AD").case_id

    (text,) = told(charged, case_id)
    assert charged.case(case_id).case_no in text and "已受理" in text
    assert "承诺 2026 年 10 月 22 日前办结" in text
    assert number(charged, case_id, "D01") in text


def test_at_a_supplement_notice_the_applicant_is_told_everything_that_is_missing(charged: World) -> None:
    case_id = charged.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["营业执照。", "效果图"])).case_id

    (text,) = told(charged, case_id)
    assert "需要补正：营业执照；效果图。" in text and "前一次补齐" in text
    assert number(charged, case_id, "D03") in text


def test_a_day_in_a_year_without_published_holidays_is_told_as_provisional(charged: World) -> None:
    charged.at(charged.now + timedelta(days=77))
    accepted = charged.register("AD").case_id
    asked = charged.register("AD", CounterDecision(Decision.SUPPLEMENT, missing=["照片"])).case_id

    assert "2027 年 1 月 11 日（暂定）前办结" in told(charged, accepted)[0]
    assert "日（暂定）前一次补齐" in told(charged, asked)[0]


def test_at_a_fee_order_the_applicant_is_told_what_to_pay(charged: World) -> None:
    case_id = charged.register("AD").case_id
    follow(charged, case_id, ("handle", "handler", "submit", {}), ("review", "reviewer", "agreed", AGREED))
    follow(charged, case_id, ("decide", "chief", "approved", {}))

    _, text = told(charged, case_id)
    assert "应缴 80.00 元" in text and number(charged, case_id, "D11") in text
