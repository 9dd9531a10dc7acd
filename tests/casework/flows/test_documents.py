"""Documents are numbered without gaps per kind, year and centre; their text is frozen; steps cannot do without them."""

from datetime import timedelta

import pytest

from casework.documents.documents import count_print, find_document, is_intact
from casework.documents.drawing import draw_up
from casework.errors import Refusal
from casework.tasks.task_documents import draw_up_for_task
from tests.casework.flows.world import COMPANY, World, sequence


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


def test_a_new_year_begins_a_new_series(flow: World) -> None:
    flow.register("A-1")

    next_year = flow.at(flow.now + timedelta(days=90)).register("A-1")

    assert flow.documents(next_year.case_id)[0].number == "住建局受字〔2027〕第 1 号"


def test_a_document_is_found_by_its_number_and_shows_that_it_was_changed(flow: World) -> None:
    document = flow.documents(flow.register("A-1", applicant=COMPANY).case_id)[0]

    found = find_document(flow.session, document.number)
    before = is_intact(found)
    found.html = found.html.replace("10 个工作日", "12 个工作日")

    assert (before, is_intact(found)) == (True, False)
    assert "云川星河传媒有限公司" in document.html
    assert "你单位于" in document.html


def test_what_people_typed_is_escaped(flow: World) -> None:
    case_id = flow.register("A-1", title="<script>").case_id
    file = flow.file(case_id, flow.chief)
    file.around.item_name = "<b>广告</b>"

    fields = {"certificates": ["证"], "way": "窗口领取", "receiver": "<i>王</i>", "delivered": "今日"}
    document = draw_up(file, "D12", fields)

    assert "<b>广告" not in document["html"]
    assert "&lt;i&gt;王" in document["html"]


def test_a_task_that_needs_a_document_cannot_be_completed_without_it(world: World) -> None:
    world.deploy(sequence("doc", ('slip:handler:banjian:document="D06"',)), "doc")
    world.item("D", "doc")
    case_id = world.register("D").case_id
    task = world.task(case_id, "slip")

    with pytest.raises(Refusal) as refusal:
        world.complete("handler", task.id)
    fields = {"reason": "核对位置", "officers": ["张三", "李四"], "planned_date": "10 月 12 日"}
    draw_up_for_task(world.session, world.centre.office, world.handler, task.id, fields, world.now)
    world.complete("handler", task.id)

    assert refusal.value.code == "task.document_missing"
    assert world.case(case_id).status == "concluded"


def test_every_print_after_the_first_is_a_reprint_on_record(flow: World) -> None:
    case_id = flow.register("A-1").case_id
    document = flow.documents(case_id)[0]

    for _ in range(2):
        count_print(flow.session, flow.centre.office, flow.window, document.id, flow.now)

    assert flow.kinds(case_id).count("document.reprinted") == 1
