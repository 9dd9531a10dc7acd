"""Suspension and extension move the clocks as the law says, in writing, and their timers with them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.cases.case_file import CaseFile
from casework.cases.milestones import decide
from casework.cases.status import status_of
from casework.certificates.certificates import issue
from casework.clocks import case_clocks
from casework.clocks.case_clock import Extension, Suspension
from casework.clocks.clock_set import PAUSE_NAMES, SpecialKind
from casework.errors import Conflict, Refusal
from casework.notices.outgoing_notice import OutgoingNotice
from casework.operations.deciding import deny
from casework.operations.operation import Inputs
from casework.operations.timing import resume
from casework.timers.timer import Timer
from tests.casework.flows.world import World, process, sequence

THURSDAY = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
SPECIAL = [{"kind": "expert_review", "basis": "行政许可法第四十五条"}]
TIMED = """<bpmn:startEvent id="start"/><bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:boundaryEvent id="late" name="承诺期满" attachedToRef="handle" cancelActivity="false"><bpmn:timerEventDefinition
 banjian:clock="promised"/></bpmn:boundaryEvent><bpmn:userTask id="urge" name="催办" camunda:candidateGroups="chief"/>
<bpmn:endEvent id="end"/><bpmn:endEvent id="urged"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="end"/>
<bpmn:sequenceFlow id="f3" sourceRef="late" targetRef="urge"/>
<bpmn:sequenceFlow id="f4" sourceRef="urge" targetRef="urged"/>"""


def local(day: int, month: int = 9, hour: int = 18) -> datetime:
    return datetime(2026, month, day, hour - 8, 0, tzinfo=UTC)


@pytest.fixture
def flow(world: World) -> World:
    world.deploy({"timed.bpmn": process("timed", TIMED)}, "timed")
    world.item("AD", "timed", special_kinds=SPECIAL)
    return world.at(THURSDAY)


def test_the_working_days_of_a_pause_are_not_counted(flow: World) -> None:
    case_id = flow.register("AD").case_id
    file = flow.at(local(22, hour=10)).file(case_id)
    case_clocks.suspend(file, "expert_review", "基础方案需专家评审", planned_days=5)
    file.write()

    file = flow.at(local(12, 10, hour=10)).file(case_id)
    case_clocks.resume(file)
    file.write()

    pause = flow.session.scalars(select(Suspension)).one()
    notice = flow.documents(case_id)[-1]
    assert flow.case(case_id).promised_due_at == local(20, 10)
    assert (pause.document_id, notice.kind) == (notice.id, "D24")
    assert "专家评审" in notice.html


def test_a_timer_bound_to_a_clock_is_disarmed_and_moves_with_it(flow: World) -> None:
    case_id = flow.register("AD").case_id
    timer = select(Timer.due_at).where(Timer.case_id == case_id, Timer.clock == "promised")
    before = flow.session.scalar(timer)
    file = flow.at(local(22, hour=10)).file(case_id)

    case_clocks.suspend(file, "专家评审", "专家评审", planned_days=5)
    file.write()
    during = flow.session.scalar(timer)
    file = flow.at(local(12, 10, hour=10)).file(case_id)
    case_clocks.resume(file)
    file.write()

    assert (before, during, flow.session.scalar(timer)) == (local(8, 10), None, local(20, 10))


def test_a_paused_case_says_so_and_cannot_be_paused_twice(flow: World) -> None:
    case_id = flow.register("AD").case_id
    file = flow.file(case_id)
    case_clocks.suspend(file, "expert_review", "评审", 5)
    file.write()

    with pytest.raises(Conflict) as refusal:
        case_clocks.suspend(flow.file(case_id), "expert_review", "再评审", 5)

    assert flow.case(case_id).status == "suspended"
    assert "专家评审" in refusal.value.in_language("zh")


@pytest.mark.parametrize(("kind", "code"), [("testing", "suspension.not_listed"), ("lunch", "suspension.unknown_kind")])
def test_only_the_kinds_of_article_45_that_the_item_lists_stop_the_clock(flow: World, kind: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        case_clocks.suspend(flow.file(flow.register("AD").case_id), kind, "因故")

    assert (refusal.value.code, refusal.value.params["field"]) == (code, "kind")


def test_each_of_the_eight_kinds_of_article_45_stops_the_clock_and_is_named_in_the_notice(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("ALL", "seq", special_kinds=[{"kind": kind.value, "basis": ""} for kind in SpecialKind])
    stopped = {}

    for kind in SpecialKind:
        file = world.file(world.register("ALL").case_id)
        pause = case_clocks.suspend(file, kind.value, "依法", planned_days=5)
        file.write()
        named = PAUSE_NAMES[kind][0] in world.documents(file.case.id)[-1].html
        stopped[kind] = (pause.basis, file.clocks.due("promised"), named)

    assert len(stopped) == 8
    assert set(stopped.values()) == {("《中华人民共和国行政许可法》第四十五条", None, True)}


def test_a_site_survey_is_timed_but_stops_nothing(flow: World) -> None:
    file = flow.file(flow.register("AD").case_id)

    assert case_clocks.suspend(file, "现场踏勘", "看现场", 3) is None
    assert case_clocks.suspend(file, "公示", "公示拟准予决定", 7) is None
    assert file.clocks.due("promised") == local(8, 10)


@pytest.mark.parametrize("kind", ["survey", "publicity"])
def test_a_survey_or_publication_stops_the_clock_where_the_item_cites_a_law_for_it(world: World, kind: str) -> None:
    world.deploy(sequence(), "seq")
    world.item("CITED", "seq", special_kinds=[{"kind": kind, "basis": "《某某条例》第九条"}])

    pause = case_clocks.suspend(file := world.file(world.register("CITED").case_id), kind, "依法", 7, "另外写的依据")

    assert (pause.basis, file.clocks.due("promised")) == ("《某某条例》第九条", None)
    with pytest.raises(Refusal) as refusal:
        world.item("BARE", "seq", special_kinds=[{"kind": kind, "basis": ""}])
    assert refusal.value.params["field"] == f"special_{kind}_basis"


def test_the_time_that_is_not_counted_must_be_told(flow: World) -> None:
    with pytest.raises(Refusal) as refusal:
        case_clocks.suspend(flow.file(flow.register("AD").case_id), "expert_review", "评审")

    assert refusal.value.params["field"] == "planned_days"


@pytest.mark.parametrize(("kind", "most"), [("hearing", 20), ("expert_review", 180), ("tender", 180)])
def test_the_clock_stands_for_a_bounded_time(world: World, kind: str, most: int) -> None:
    world.deploy(sequence(), "seq")
    world.item("ALL", "seq", special_kinds=[{"kind": kind, "basis": ""}])
    file = world.file(world.register("ALL").case_id)

    with pytest.raises(Refusal) as refusal:
        case_clocks.suspend(file, kind, "依法", most + 1)

    assert (refusal.value.code, refusal.value.params["field"]) == ("suspension.too_long", "planned_days")
    assert case_clocks.suspend(file, kind, "依法", most)


@pytest.mark.parametrize(
    ("notice", "held", "code"),
    [
        ("2026-09-18", "2026-09-29", None),
        # Sunday 20 September is a working day; 25 to 27 are off: seven working days, eleven of the calendar.
        ("2026-09-18", "2026-09-28", "hearing.notice_too_short"),
        ("2026-09-18", "2026-10-01", "hearing.not_held_yet"),
    ],
)
def test_a_hearing_is_held_seven_working_days_after_its_notice(
    world: World, notice: str, held: str, code: str | None
) -> None:
    world.deploy(sequence(), "seq")
    world.item("HEARD", "seq", special_kinds=[{"kind": "hearing", "basis": ""}])
    file = world.at(local(18)).file(world.register("HEARD").case_id)
    case_clocks.suspend(file, "hearing", "邻里有异议", 10)
    file.write()

    file = world.at(local(30)).file(file.case.id)
    inputs = Inputs("resume", {"hearing_notice_on": notice, "hearing_on": held})
    if code is None:
        assert resume(file, inputs)["resumed"]
    else:
        with pytest.raises(Refusal) as refusal:
            resume(file, inputs)
        assert (refusal.value.code, refusal.value.params["field"]) == (code, "hearing_on")


def test_the_notice_of_excluded_time_says_until_when_and_the_row_keeps_the_actual_end(flow: World) -> None:
    case_id = flow.register("AD").case_id
    file = flow.at(local(22, hour=10)).file(case_id)
    case_clocks.suspend(file, "expert_review", "评审", 5)
    file.write()
    file = flow.at(local(24, hour=10)).file(case_id)
    case_clocks.resume(file)
    file.write()

    pause = flow.session.scalars(select(Suspension)).one()
    assert "2026 年 9 月 30 日" in flow.documents(case_id)[-1].html
    assert (pause.planned_end, pause.resumed_at) == (local(30), local(24, hour=10))


def test_the_law_s_limit_is_extended_once_by_ten_days_and_the_promise_stands(flow: World) -> None:
    case_id = flow.register("AD").case_id
    file = flow.file(case_id)
    before = file.clocks.due("statutory")

    case_clocks.extend(file, "statutory", "案情复杂", "李局长")
    file.write()

    with pytest.raises(Refusal) as refusal:
        case_clocks.extend(flow.file(case_id), "statutory", "仍复杂", "李局长")
    notice, row = flow.documents(case_id)[-1], flow.session.scalars(select(Extension)).one()
    assert refusal.value.code == "clock.already_extended"
    assert (notice.kind, row.document_id, row.amount) == ("D07", notice.id, 10)
    assert flow.case(case_id).statutory_due_at > before
    assert flow.case(case_id).promised_due_at == local(8, 10)


def test_after_the_promise_expired_nothing_is_extended(flow: World) -> None:
    case_id = flow.register("AD").case_id

    with pytest.raises(Refusal) as refusal:
        case_clocks.extend(flow.at(local(9, 10)).file(case_id), "statutory", "来不及", "李局长")

    assert refusal.value.code == "clock.extension_too_late"


def test_an_item_that_lets_it_moves_its_promise_but_never_past_the_law(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("MV", "seq", promised_moves=True)
    file = world.at(THURSDAY).file(world.register("MV").case_id)

    case_clocks.extend(file, "statutory", "案情复杂", "李局长")

    assert file.clocks.running("promised").extension == 10
    assert file.clocks.due("promised") <= file.clocks.due("statutory")


@pytest.fixture
def flow_in_units(world: World) -> World:
    """Items whose limits of the law are counted in each unit."""
    world.ship("p_promised")
    for unit, amount in (("working_day", 20), ("calendar_day", 30), ("month", 1)):
        world.item(unit, "p_promised", statutory_unit=unit, statutory_amount=amount)
    return world.at(THURSDAY)


@pytest.mark.parametrize("amount", [11, 500, 10**7, 0, -3])
@pytest.mark.parametrize("unit", ["working_day", "calendar_day", "month"])
def test_more_than_the_law_allows_is_not_granted_in_any_unit_and_less_is(
    flow_in_units: World, unit: str, amount: int
) -> None:
    file = flow_in_units.file(flow_in_units.register(unit).case_id)

    with pytest.raises(Refusal) as refusal:
        case_clocks.extend(file, "statutory", "案情复杂", "李局长", amount)

    assert refusal.value.code == "extension.out_of_range"
    assert refusal.value.params == {"field": "amount", "amount": amount, "most": 10}
    case_clocks.extend(file, "statutory", "案情复杂", "李局长", 4)
    assert file.clocks.running("statutory").extension == 4


@pytest.mark.parametrize(
    ("unit", "before", "after"),
    [("calendar_day", local(19, 10), local(2, 11)), ("month", local(19, 10), local(2, 11))],
)
def test_what_the_leader_agrees_to_adds_ten_working_days_to_a_limit_in_days_or_months(
    flow_in_units: World, unit: str, before: datetime, after: datetime
) -> None:
    case_id = flow_in_units.register(unit).case_id
    assert flow_in_units.case(case_id).statutory_due_at == before
    flow_in_units.complete("handler", flow_in_units.task(case_id, "handle").id, "extend")
    asked = {"extension_reason": "等待协查", "extension_approver": "李局长"}
    flow_in_units.complete("handler", flow_in_units.task(case_id, "request_extension").id, data=asked)

    flow_in_units.complete("leader", flow_in_units.task(case_id, "approve_extension").id, "agreed")

    notice = flow_in_units.documents(case_id)[-1]
    assert flow_in_units.case(case_id).statutory_due_at == after
    assert notice.kind == "D07"
    assert "法定时限延长 10 个工作日" in notice.html and f"2026 年 {after.month} 月 {after.day} 日" in notice.html


def test_a_promise_that_is_extended_itself_stays_within_the_law(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("MV", "seq", promised_moves=True, promised_amount=15)
    file = world.at(THURSDAY).file(world.register("MV").case_id)

    with pytest.raises(Refusal) as refusal:
        case_clocks.extend(file, "promised", "案情复杂", "李局长", 6)

    assert refusal.value.code == "extension.past_the_law"
    file = world.file(file.case.id)
    case_clocks.extend(file, "promised", "案情复杂", "李局长", 5)
    assert file.clocks.due("promised") == file.clocks.due("statutory")


def test_a_joint_item_is_extended_by_fifteen(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("JO", "seq", base_type="joint", statutory_amount=45, member_departments=["ZJ", "GH"])
    file = world.file(world.register("JO").case_id)

    case_clocks.extend(file, "statutory", "案情复杂", "王市长")

    assert file.clocks.running("statutory").extension == 15


def test_the_green_channel_halves_the_promise_and_rounds_up(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("GR", "seq", promised_amount=5)

    case_id = world.register("GR", case_type="special").case_id

    assert world.clocks(case_id)["promised"].amount == 3
    assert world.clocks(case_id)["statutory"].amount == 20


def test_the_decision_stops_the_clocks_and_starts_the_delivery(flow: World) -> None:
    file = flow.file(flow.register("AD").case_id)

    file.now += timedelta(days=1)
    decide(file, "approved")
    file.write()

    clocks = flow.clocks(file.case.id)
    assert {kind: clocks[kind].stopped_at for kind in ("promised", "statutory")} == {
        "promised": file.now, "statutory": file.now,
    }  # fmt: skip
    assert clocks["delivery"].stopped_at is None
    with pytest.raises(Conflict):
        decide(file, "denied")


LONG_PROMISE = {"concluded_at_decision": False}


@pytest.fixture
def beyond(world: World) -> CaseFile:
    """An approved case whose promise covers making the certificate."""
    world.deploy(sequence(), "seq")
    world.item("LP", "seq", **LONG_PROMISE)
    file = world.at(THURSDAY).file(world.register("LP").case_id)
    file.now += timedelta(days=1)
    decide(file, "approved")
    return file


def test_a_promise_that_covers_the_certificate_runs_past_the_decision_until_it_lies_ready(beyond: CaseFile) -> None:
    decided, clocks = beyond.now, beyond.clocks
    assert (clocks.running("statutory"), beyond.case.concluded_at) == (None, None)
    assert status_of(beyond.case) == "decided"
    assert clocks.due("promised") == local(8, 10)

    beyond.now += timedelta(days=3)
    issue(beyond, "许可证", "准予")

    assert clocks.latest("statutory").stopped_at == decided
    assert clocks.latest("promised").stopped_at == beyond.case.concluded_at == beyond.now
    assert clocks.latest("delivery").stopped_at == beyond.now, "whenever the applicant comes"


def test_a_denial_concludes_whatever_the_promise_covers_and_its_delivery_is_met_when_it_is_told(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("LP", "seq", **LONG_PROMISE)
    file = world.file(world.register("LP").case_id)

    deny(file, Inputs("deny", {"reasons": ["不符合条件"]}))
    file.write()

    clocks, (_, notice) = world.clocks(file.case.id), world.session.scalars(select(OutgoingNotice)).all()
    assert {kind: clocks[kind].stopped_at for kind in ("statutory", "promised", "delivery")} == dict.fromkeys(
        ("statutory", "promised", "delivery"), world.now
    )
    assert "不予行政许可决定书" in notice.text
    assert world.case(file.case.id).delivered_at is None
