"""Extension at its edges: who may ask for how much until when, and how far the promise moves with the law (Art. 42)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.cases.case_file import CaseFile
from casework.cases.milestones import decide
from casework.clocks.case_clock import Extension
from casework.clocks.case_clocks import extend, suspend
from casework.errors import Conflict, Refusal
from tests.casework.flows.world import World, sequence

THURSDAY = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)


def accepted(world: World, **item: Any) -> CaseFile:
    world.deploy(sequence(), "seq")
    world.item("EX", "seq", **item)
    return world.at(THURSDAY).file(world.register("EX").case_id)


def refused(file: CaseFile, clock: str = "statutory", approver: str = "李局长", **how: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refusal:
        extend(file, clock, "案情复杂", approver, **how)
    return refusal.value.code, refusal.value.params.get("field")


def test_who_may_extend_what_is_asked_for_by_name(world: World) -> None:
    file = accepted(world)

    assert refused(file, approver=" ") == ("extension.approver_missing", "approver")
    assert refused(file, amount=0) == ("extension.out_of_range", "amount")
    assert refused(file, "promised") == ("extension.promise_stands", "clock")


def test_an_item_may_forbid_extension(world: World) -> None:
    assert refused(accepted(world, extension_allowed=False))[0] == "extension.not_allowed"


def test_at_the_last_instant_of_the_promise_the_full_ten_days_may_be_asked_for(world: World) -> None:
    file = accepted(world)
    file.now = file.clocks.due("promised")

    extend(file, "statutory", "案情复杂", "李局长", 10)

    assert file.clocks.running("statutory").extension == 10


@pytest.mark.parametrize("days", [10, 1])
def test_a_promise_as_long_as_the_law_moves_by_as_much_and_raises_its_alarms_anew(world: World, days: int) -> None:
    file = accepted(world, promised_moves=True, promised_amount=20)

    extend(file, "statutory", "案情复杂", "李局长", days)

    promised = file.clocks.running("promised")
    assert (promised.extension, promised.generation) == (days, 2)
    assert promised.due_at == file.clocks.due("statutory")


def test_a_promise_that_was_extended_itself_does_not_move_again(world: World) -> None:
    file = accepted(world, promised_moves=True)
    extend(file, "promised", "案情复杂", "李局长", 3)

    extend(file, "statutory", "仍复杂", "李局长")

    assert file.clocks.running("promised").extension == 3


def test_a_limit_that_stands_still_has_not_run_out_however_long_the_pause_takes(world: World) -> None:
    file = accepted(world, special_kinds=["hearing"])
    suspend(file, "hearing", "听证", 5)
    forecast = file.clocks.running("promised").due_at

    file.now = forecast + timedelta(days=9)
    told = extend(file, "statutory", "案情复杂", "李局长")

    assert file.clocks.running("statutory").extension == 10
    assert "恢复计时后另行确定" in told["html"]


def test_a_limit_that_had_run_out_before_the_pause_is_not_extended_in_it(world: World) -> None:
    file = accepted(world, special_kinds=["hearing"])
    file.now = file.clocks.due("promised") + timedelta(days=1)
    suspend(file, "hearing", "听证", 5)

    assert refused(file)[0] == "clock.extension_too_late"


@pytest.mark.parametrize("clock", ["notice", "supplement", "delivery", "superior"])
def test_only_the_time_of_handling_is_extended(world: World, clock: str) -> None:
    assert refused(accepted(world), clock) == ("extension.other_clock", "clock")


def test_what_a_deputy_grants_is_granted_by_the_principal(world: World) -> None:
    case_id = accepted(world).case.id
    deputy = replace(world.reviewer, acting_for=world.chief.person_id)

    file = world.file(case_id, deputy)
    extend(file, "statutory", "案情复杂", "李局长")
    file.write()

    assert world.session.scalars(select(Extension.approver_id)).one() == world.chief.person_id


def test_after_the_decision_nothing_stops_the_clock(world: World) -> None:
    file = accepted(world, special_kinds=["hearing"])
    decide(file, "approved")
    file.now += timedelta(days=1)

    with pytest.raises(Conflict) as refusal:
        suspend(file, "hearing", "听证", 5)

    assert refusal.value.code == "case.already_decided"
