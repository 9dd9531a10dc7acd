"""Documents are numbered without gaps per kind, year and centre; their text is frozen; steps cannot do without them."""

from datetime import timedelta

import pytest

from casework.cases.grounds import Ground
from casework.certificates.certificates import Handed, hand_over, issue
from casework.clocks.calendar import SHANGHAI
from casework.clocks.case_clocks import extend, suspend
from casework.documents.documents import count_print, is_intact
from casework.documents.drawing import TEMPLATES, draw_up, draw_up_each
from casework.documents.kinds import KINDS
from casework.errors import Refusal
from casework.intake.registration import CounterDecision, Decision
from casework.operations.deciding import deny
from casework.operations.operation import Inputs
from casework.operations.telling import copy_notice
from casework.operations.timing import suspend as suspend_at_work
from casework.tasks.task_documents import draw_up_for_task
from casework.tasks.task_views import task_view
from tests.casework.flows.world import COMPANY, World, process, sequence


@pytest.fixture
def flow(world: World) -> World:
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq")
    return world


def test_numbers_follow_one_another_and_a_refused_registration_leaves_no_gap(flow: World) -> None:
    first = flow.register("A-1")
    with pytest.raises(Refusal), flow.session.begin_nested():
        flow.register("A-1", case_type="joint")

    second = flow.register("A-1")

    serials = [flow.documents(one.case_id)[0].serial for one in (first, second)]
    assert serials == [1, 2]
    assert flow.documents(second.case_id)[0].number == "住建局受字〔2026〕第 2 号"


def test_every_organ_counts_for_itself_without_gaps(flow: World) -> None:
    flow.item("B-1", "seq", department="GH")

    codes = ("A-1", "B-1", "A-1", "B-1")
    numbers = [flow.documents(flow.register(code).case_id)[0].number for code in codes]

    assert numbers == [
        "住建局受字〔2026〕第 1 号", "规划局受字〔2026〕第 1 号",
        "住建局受字〔2026〕第 2 号", "规划局受字〔2026〕第 2 号",
    ]  # fmt: skip


WITH_GROUND = "所申请的事项依法不属于本机关职权范围：公路设施由交通部门审批"


@pytest.mark.parametrize("typed", ["公路设施由交通部门审批。", WITH_GROUND])
def test_a_reason_of_ones_own_stands_behind_the_ground_and_not_in_its_place(flow: World, typed: str) -> None:
    decided = CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT, reason=typed, right_body="市交通运输局")

    case_id = flow.register("A-1", decided).case_id

    (notice,) = flow.documents(case_id)
    assert typed == WITH_GROUND or "competence of this body: 公路" in flow.history(case_id)[-1].data["reason"]["en"]
    said = f"{WITH_GROUND}。依据《中华人民共和国行政许可法》第三十二条第一款第（二）项"
    needed = (said, "市交通运输局", "行政复议", "行政诉讼", notice.number, "审批专用章", "2026 年")
    assert all(words in notice.html for words in needed)


def test_every_kind_counts_for_itself_and_papers_drawn_at_once_follow_one_another(flow: World) -> None:
    file = flow.file(flow.register("A-1").case_id)
    refused = flow.register("A-1", CounterDecision(Decision.REFUSE, Ground.NOT_COMPETENT, right_body="规划局"))

    told = draw_up_each(file, "D02", [({"reason": "x", "right_body": "", "law": ""}, name) for name in ("甲", "乙")])
    alone = draw_up(file, "D02", {"reason": "x", "right_body": "", "law": ""})

    assert [paper.serial for paper in flow.documents(refused.case_id)] == [1]
    assert [paper["serial"] for paper in (*told, alone)] == [2, 3, 4]
    assert [paper.serial for paper in flow.documents(file.case.id)] == [1]


def test_a_new_year_begins_a_new_series(flow: World) -> None:
    flow.register("A-1")

    next_year = flow.at(flow.now + timedelta(days=90)).register("A-1")

    assert flow.documents(next_year.case_id)[0].number == "住建局受字〔2027〕第 1 号"


def test_a_document_shows_that_it_was_changed(flow: World) -> None:
    document = flow.documents(flow.register("A-1", applicant=COMPANY).case_id)[0]

    before = is_intact(document)
    document.html = document.html.replace("10 个工作日", "12 个工作日")

    assert (before, is_intact(document)) == (True, False)
    assert "云川星河传媒有限公司" in document.html
    assert "你单位于" in document.html


def test_a_date_in_a_year_that_is_not_published_is_said_to_be_provisional_on_every_paper(flow: World) -> None:
    flow.item("A-2", "seq", special_kinds=[{"kind": "expert_review", "basis": ""}])
    flow.at(flow.now + timedelta(days=70))
    case_id = flow.register("A-2").case_id
    asked = flow.register("A-1", CounterDecision(Decision.SUPPLEMENT, missing=["照片"])).case_id
    file = flow.file(case_id)
    extend(file, "statutory", "案情复杂", "李局长")
    suspend(file, "expert_review", "评审", 20)
    file.write()

    papers = [*flow.documents(case_id), *flow.documents(asked)]

    assert [paper.kind for paper in papers] == ["D01", "D07", "D24", "D03"]
    assert [paper.html.count("放假安排尚未公布") for paper in papers] == [1] * 4
    assert "承诺办结日所在年度" in papers[0].html
    settled = flow.at(flow.now - timedelta(days=70)).register("A-2").case_id
    file = flow.file(settled)
    suspend(file, "expert_review", "评审", 20)
    file.write()
    assert [(paper.kind, "放假安排尚未公布" in paper.html) for paper in flow.documents(settled)] == [
        ("D01", False), ("D24", False)
    ]  # fmt: skip


def test_a_reason_that_ends_its_sentence_does_not_end_it_twice(flow: World) -> None:
    decided = CounterDecision(Decision.REFUSE, Ground.FORBIDDEN, reason="申请人处于行业禁入期内。")

    notice = flow.documents(flow.register("A-1", decided).case_id)[0]

    assert "经审查，申请人处于行业禁入期内。决定不予受理" in notice.html


def test_the_remedies_of_a_kind_are_those_the_item_states_else_those_that_hold_for_all(flow: World) -> None:
    own = "如不服本决定，应当先自收到之日起六十日内向云川市人民政府申请行政复议；对复议决定不服的，再提起行政诉讼。"
    flow.item("FIRST", "seq", points={"remedies": {"D02": own}})
    decided = CounterDecision(Decision.REFUSE, Ground.NOT_NEEDED)

    special, usual = (flow.documents(flow.register(code, decided).case_id)[0] for code in ("FIRST", "A-1"))

    assert own in special.html
    assert all(words in usual.html for words in ("六十日内", "六个月内", "应当先申请行政复议的，从其规定"))
    assert "行政诉讼" not in flow.documents(flow.register("FIRST").case_id)[0].html


def test_who_is_refused_is_told_which_body_reconsiders(flow: World) -> None:
    refused = flow.register("A-1", CounterDecision(Decision.REFUSE, Ground.NOT_NEEDED))

    (notice,) = flow.documents(refused.case_id)

    bodies = ("向本机关所属的人民政府提出", "向上一级主管部门提出", "有管辖权的人民法院")
    assert all(body in notice.html for body in bodies)


def test_every_document_has_a_line_for_who_receives_it(flow: World) -> None:
    lines = {name: (TEMPLATES / name).read_text("utf-8") for name in {kind.template for kind in KINDS.values()}}
    frame = (TEMPLATES / "frame.html").read_text("utf-8")

    own = {name for name, text in lines.items() if "{% block receipt %}" in text}
    assert own == {"copy_notice.html", "delivery.html", "upward.html"}
    assert "申请人签收" in frame
    assert all("签" in lines[name].split("{% block receipt %}")[1] for name in own)


def test_what_people_typed_is_escaped(flow: World) -> None:
    case_id = flow.register("A-1", title="<script>").case_id
    file = flow.file(case_id, flow.chief)
    file.around.item_name = "<b>广告</b>"

    fields = {"certificates": ["证"], "way": "窗口领取", "receiver": "<i>王</i>", "delivered": "今日"}
    document = draw_up(file, "D12", fields)

    assert "<b>广告" not in document["html"]
    assert "&lt;i&gt;王" in document["html"]


def test_what_a_document_still_lacks_is_named_in_both_languages(world: World) -> None:
    world.deploy(sequence("one", ('handle:handler:banjian:document="D07"',)), "one")
    world.item("AD", "one")
    task = world.task(world.register("AD").case_id, "handle")

    with pytest.raises(Refusal) as refusal:
        draw_up_for_task(world.session, world.centre.office, world.handler, task.id, {"reason": "需协查"}, world.now)

    assert "延期办理通知书缺少内容“" in refusal.value.in_language("zh")
    assert "Notice of extension lacks " in refusal.value.in_language("en")
    assert "undefined" not in str(refusal.value)


def draw_slip(world: World, task_id: int) -> None:
    fields = {"reason": "核对位置", "officers": ["张三", "李四"], "planned_date": "10 月 12 日"}
    draw_up_for_task(world.session, world.centre.office, world.handler, task_id, fields, world.now)


def check_its_own_slip_is_needed(world: World, task_id: int, outcome: str | None = None) -> None:
    """The task is refused until a slip is drawn up for it."""
    world.now += timedelta(hours=1)
    with pytest.raises(Refusal) as refusal:
        world.complete("handler", task_id, outcome)
    assert refusal.value.code == "task.document_missing"
    assert task_view(world.session, world.centre.office, world.handler, task_id, world.now).document_missing
    draw_slip(world, task_id)
    assert not task_view(world.session, world.centre.office, world.handler, task_id, world.now).document_missing
    world.now += timedelta(minutes=1)
    world.complete("handler", task_id, outcome)


def test_a_task_that_needs_a_document_cannot_be_completed_without_it(world: World) -> None:
    world.deploy(sequence("doc", ('slip:handler:banjian:document="D06"',)), "doc")
    world.item("D", "doc")
    case_id = world.register("D").case_id

    check_its_own_slip_is_needed(world, world.task(case_id, "slip").id)

    assert world.case(case_id).status == "concluded"


def test_a_second_task_that_needs_the_same_kind_of_document_needs_its_own(world: World) -> None:
    steps = ('slip:handler:banjian:document="D06"', 'again:handler:banjian:document="D06"')
    world.deploy(sequence("doc", steps), "doc")
    world.item("D", "doc")
    case_id = world.register("D").case_id

    for element in ("slip", "again"):
        check_its_own_slip_is_needed(world, world.task(case_id, element).id)

    assert [document.kind for document in world.documents(case_id)].count("D06") == 2


def test_a_second_round_of_a_task_needs_its_own_document(world: World) -> None:
    body = """<bpmn:startEvent id="start"/><bpmn:userTask id="slip" name="踏勘" camunda:candidateGroups="handler"
 banjian:document="D06"/><bpmn:exclusiveGateway id="fits"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="slip"/>
<bpmn:sequenceFlow id="f2" sourceRef="slip" targetRef="fits"/>
<bpmn:sequenceFlow id="f3" name="再踏勘" sourceRef="fits" targetRef="slip"/>
<bpmn:sequenceFlow id="f4" name="通过" sourceRef="fits" targetRef="end"/>"""
    world.deploy({"doc.bpmn": process("doc", body)}, "doc")
    world.item("D", "doc")
    case_id = world.register("D").case_id

    for outcome in ("再踏勘", "再踏勘", "通过"):
        check_its_own_slip_is_needed(world, world.task(case_id, "slip").id, outcome)

    assert world.case(case_id).status == "concluded"


def test_each_branch_that_needs_a_document_needs_its_own(world: World) -> None:
    body = """<bpmn:startEvent id="start"/><bpmn:userTask id="slip" name="踏勘" camunda:candidateGroups="handler"
 banjian:document="D06"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>
</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="slip"/>
<bpmn:sequenceFlow id="f2" sourceRef="slip" targetRef="end"/>"""
    world.deploy({"doc.bpmn": process("doc", body)}, "doc")
    world.item("D", "doc")
    case_id = world.register("D").case_id
    first, second = world.waiting(case_id)

    check_its_own_slip_is_needed(world, first.id)
    check_its_own_slip_is_needed(world, second.id)

    assert world.case(case_id).status == "concluded"


def test_a_notice_that_a_case_has_once_serves_every_task_that_needs_it(world: World) -> None:
    steps = ('file:handler:banjian:document="D01"', 'again:handler:banjian:document="D01"')
    world.deploy(sequence("doc", steps), "doc")
    world.item("D", "doc")
    case_id = world.register("D").case_id

    for element in ("file", "again"):
        world.now += timedelta(hours=1)
        world.complete("handler", world.task(case_id, element).id)

    assert [document.kind for document in world.documents(case_id)] == ["D01"]


def test_a_survey_slip_says_the_day_in_words_and_whether_its_time_counts(world: World) -> None:
    world.deploy(sequence(), "seq")
    world.item("MEASURED", "seq")
    world.item("CITED", "seq", special_kinds=[{"kind": "survey", "basis": "《某某条例》第九条"}])
    asked = {"kind": "survey", "reason": "核对位置", "planned_days": 3, "planned_date": "2026-10-12"}
    slips = {}

    for item in ("MEASURED", "CITED"):
        file = world.file(world.register(item).case_id)
        suspend_at_work(file, Inputs("suspend", asked))
        file.write()
        slips[item] = {one.kind: one.html for one in world.documents(file.case.id)}

    assert "D24" in slips["CITED"] and "D24" not in slips["MEASURED"]
    assert all("2026 年 10 月 12 日" in told["D06"] for told in slips.values())
    assert "计入办理时限" in slips["MEASURED"]["D06"]
    assert "依据《某某条例》第九条，踏勘所用时间不计入办理时限" in slips["CITED"]["D06"]


def test_a_copy_notice_names_the_day_to_sign_by_and_a_denial_its_basis_apart_from_the_reasons(flow: World) -> None:
    file = flow.file(flow.register("A-1").case_id)

    copy_notice(file, Inputs("copy_notice", {"departments": ["GH"]}))
    deny(file, Inputs("deny", {"reasons": ["面积不符"], "basis": "《某某条例》第九条"}))
    file.write()

    told = {one.kind: one.html for one in flow.documents(file.case.id)}
    tomorrow = file.calendar.add_working_days(file.today, 1)
    assert f"{tomorrow.month} 月 {tomorrow.day} 日" in told["D05"]
    assert "<p>1．面积不符</p>" in told["D09"] and "<p>依据：《某某条例》第九条</p>" in told["D09"]


def test_every_print_after_the_first_is_a_reprint_on_record(flow: World) -> None:
    case_id = flow.register("A-1").case_id
    document = flow.documents(case_id)[0]

    for _ in range(2):
        count_print(flow.session, flow.centre.office, flow.window, document.id, flow.now)

    assert flow.kinds(case_id).count("document.reprinted") == 1


def test_the_proof_of_delivery_says_the_day_it_was_sent_and_the_courier_s_number(flow: World) -> None:
    file = flow.file(flow.register("A-1").case_id, flow.window)
    today = flow.now.astimezone(SHANGHAI).date()

    sent = hand_over(file, "王小明", Handed("courier", today - timedelta(days=1), "YT9900"))
    with pytest.raises(Refusal) as refusal:
        hand_over(file, "王小明", Handed("window", today + timedelta(days=1)))

    assert f"{today.year} 年 {today.month} 月 {today.day - 1} 日" in sent["body"]["delivered"]
    assert "邮寄送达（单号 YT9900）" in sent["html"]
    assert refusal.value.params["field"] == "delivered_on"


def test_the_proof_of_delivery_of_a_part_names_the_denial_of_the_rest_too(flow: World) -> None:
    file = flow.file(flow.register("A-1").case_id, flow.window)
    file.case.decision = "approved"
    issue(file, "施工许可证", "规划部分准予")
    said = {"reasons": ["疏散通道不足"], "basis": "《消防法》第十五条", "partial": "规划部分准予"}
    denial = draw_up(file, "D09", said)

    proof = hand_over(file, "王小明", Handed("window"))

    assert "施工许可证" in proof["html"] and denial["number"] in proof["html"]
