"""Working on a task: claim, draft, hand in; who comes late is told what changed and keeps what was typed."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.clocks.case_clock import CaseClock
from casework.definitions.definitions import publish, store_draft
from casework.tasks.task import Task
from tests.casework.flows.world import process
from tests.casework.people import LONG_AGO, NOW
from tests.web.clerk.desk import FLOW, HANDLER, REVIEWER, WINDOW, field
from tests.web.site import words


def test_the_flow_goes_from_desk_to_desk(desk):
    case_no = desk.register()

    assert desk.complete(HANDLER, case_no, "submit", opinion="拟同意").status_code == 302
    text = desk.page(REVIEWER, f"/tasks/{desk.waiting(case_no)}")

    assert "拟同意" in text
    assert "提交审核" in text


LOOP = """<bpmn:startEvent id="start"/><bpmn:userTask id="handle" name="承办" camunda:candidateGroups="handler"/>
<bpmn:exclusiveGateway id="fits"/><bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="handle"/>
<bpmn:sequenceFlow id="f2" sourceRef="handle" targetRef="fits"/>
<bpmn:sequenceFlow id="f3" name="重来" sourceRef="fits" targetRef="handle"/>
<bpmn:sequenceFlow id="f4" name="通过" sourceRef="fits" targetRef="end"/>"""


def test_a_step_to_which_the_case_came_back_says_how_often_and_how_long_it_took_in_all(desk):
    with desk.site.office.database.transaction() as session:
        files = {f"{FLOW}.bpmn": process(FLOW, LOOP).decode()}
        publish(session, SYSTEM, store_draft(session, SYSTEM, files, "", LONG_AGO).id, LONG_AGO)
    case_no = desk.register()
    assert "次到这一步" not in desk.page(HANDLER, f"/tasks/{desk.waiting(case_no)}")

    # Friday, Saturday (a make-up day) and, over the Sunday, Monday.
    desk.site.office.clock.travel_to(NOW + timedelta(days=1))
    desk.complete(HANDLER, case_no, "重来")
    desk.site.office.clock.travel_to(NOW + timedelta(days=3))
    page = f"/tasks/{desk.waiting(case_no)}"

    assert "第 2 次到这一步，先后共用 2 个工作日" in desk.page(HANDLER, page)
    assert "round 2 of this step, 2 working days in all" in desk.as_(HANDLER, "en").get(page).text


def test_the_second_to_claim_is_told_who_was_first(desk):
    task = desk.waiting(desk.register())
    desk.as_(HANDLER).post(f"/tasks/{task}/claim")

    text = words(desk.as_(WINDOW).post(f"/tasks/{task}/claim"), 409)

    assert "李建平" in text
    assert "变了什么" in text


def test_a_stale_page_tells_only_what_happened_since_it_was_made(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    page = desk.page(HANDLER, f"/tasks/{task}")
    seen = {name: field(page, name) for name in ("revision", "read_to")}
    desk.as_(REVIEWER).post(f"/cases/{case_no}/comments", data={"text": "注意核实"})
    desk.as_("zhoumin").post(f"/cases/{case_no}/correct", data={"entry_title": "更正过的标题", "reason": "笔误"})

    told = changes_in(words(desk.complete(HANDLER, case_no, "submit", **seen), 409))
    desk.as_(HANDLER).post(f"/tasks/{task}/claim")
    lost = words(desk.as_(WINDOW).post(f"/tasks/{task}/claim", data={"read_to": seen["read_to"]}), 409)

    assert told[0].startswith("更正") and "周敏" in told[0] and "留言" in told[1] and len(told) == 2
    assert changes_in(lost)[0].startswith("认领") and "可以复制" not in lost


def test_a_stale_page_is_answered_with_what_changed_and_with_what_was_typed(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    revision = field(desk.page(HANDLER, f"/tasks/{task}"), "revision")
    desk.as_("zhoumin").post(f"/cases/{case_no}/correct", data={"entry_title": "更正过的标题", "reason": "笔误"})

    answer = desk.complete(HANDLER, case_no, "submit", opinion="我写了很久的意见", revision=revision)

    text = words(answer, 409)
    assert "周敏" in text
    assert "我写了很久的意见</textarea>" in text
    assert field(text, "revision") != revision


@pytest.mark.parametrize("revision", ["", "x", "²"])
def test_a_page_that_does_not_say_what_it_was_made_from_is_not_handed_in_and_keeps_the_text(desk, revision):
    case_no = desk.register()
    task = desk.waiting(case_no)

    text = words(desk.complete(HANDLER, case_no, "submit", opinion="写了很久", revision=revision), 409)

    assert "写了很久</textarea>" in text
    assert field(text, "revision") == str(desk.revision(case_no))
    assert desk.waiting(case_no) == task


def test_what_was_typed_into_a_task_that_is_gone_is_listed_to_be_copied(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    desk.complete(WINDOW, case_no, "submit")

    data = {"outcome": '"submit"', "opinion": "迟到的意见", "revision": "0"}
    text = words(desk.as_(HANDLER).post(f"/tasks/{task}/complete", data=data), 409)

    assert "您填的内容还在" in text
    assert "迟到的意见" in text


FORM = {
    "type": "default",
    "id": "checks",
    "components": [
        {"type": "checklist", "key": "facts", "label": "已核实", "values": [{"value": "size", "label": "尺寸符合标准"},
                                                                       {"value": "owner", "label": "产权人同意"}]},
        {"type": "number", "key": "area", "label": "面积"},
    ],
}  # fmt: skip


def test_what_was_typed_into_a_form_that_is_gone_is_listed_in_its_words(desk):
    drawn = LOOP.replace('name="承办"', 'name="承办" camunda:formKey="checks"')
    with desk.site.office.database.transaction() as session:
        files = {f"{FLOW}.bpmn": process(FLOW, drawn).decode(), "checks.form": json.dumps(FORM, ensure_ascii=False)}
        publish(session, SYSTEM, store_draft(session, SYSTEM, files, "", LONG_AGO).id, LONG_AGO)
    case_no = desk.register()
    task = desk.waiting(case_no)
    desk.complete(WINDOW, case_no, "通过")

    data = {"data": json.dumps({"facts": ["size", "owner"], "area": 12.5}), "outcome": '"通过"', "revision": "0"}
    text = words(desk.as_(HANDLER).post(f"/tasks/{task}/complete", data=data), 409)

    listed = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", text[text.index("您填的内容还在") :], re.S))
    assert (listed["已核实"], listed["面积"]) == ("尺寸符合标准、产权人同意", "12.5")


def test_an_outcome_must_be_chosen_and_the_opinion_stays(desk):
    case_no = desk.register()

    text = words(desk.complete(HANDLER, case_no, opinion="拟同意"), 422)

    assert "提交审核" in text
    assert "拟同意</textarea>" in text


def test_a_draft_comes_back_with_its_time(desk):
    task = desk.waiting(desk.register())
    client = desk.as_(HANDLER)
    client.post(f"/tasks/{task}/claim")

    assert client.post(f"/tasks/{task}/draft", data={"opinion": "写了一半", "data": "{}"}).status_code == 204

    text = words(client.get(f"/tasks/{task}"))
    assert "写了一半</textarea>" in text
    assert "草稿已保存" in text


def test_the_same_form_sent_twice_counts_once(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    data = {"outcome": json.dumps("submit"), "once_key": "k" * 20, "revision": "0"}
    client = desk.as_(HANDLER)

    first, second = (client.post(f"/tasks/{task}/complete", data=data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)


def test_own_sentences_are_kept_for_the_next_task(desk):
    task = desk.waiting(desk.register())
    client = desk.as_(HANDLER)

    assert client.post("/phrases", data={"text": "请补充现场照片。"}).status_code == 204

    assert "请补充现场照片。" in words(client.get(f"/tasks/{task}"))


def test_an_action_that_is_not_allowed_stays_visible_with_its_reason(desk):
    text = desk.page(HANDLER, f"/tasks/{desk.waiting(desk.register())}")

    assert 'aria-disabled="true"' in text
    assert "派件和改派" in text


def test_the_record_of_the_case_unfolds_on_the_task_page(desk):
    case_no = desk.register()
    desk.complete(HANDLER, case_no, "submit", opinion="现场与图纸一致")

    text = desk.page(REVIEWER, f"/tasks/{desk.waiting(case_no)}")

    record = text.split('id="record"')[1].split("</section>")[0]
    assert "<details" in record and f"/cases/{case_no}?record=all#record" in record
    assert "收件" in record and "现场与图纸一致" in record


def test_the_materials_stand_as_the_counter_found_them_until_the_supplement_is_in(desk):
    case_no = desk.register("supplement", material_HT="unfit", material_M02="missing")

    asked = _materials(desk.page(WINDOW, f"/cases/{case_no}"))
    desk.as_(WINDOW).post(f"/cases/{case_no}/supplement")
    supplied = _materials(desk.page(HANDLER, f"/tasks/{desk.waiting(case_no)}"))

    assert "不符合要求" in asked and ">缺<" in asked
    assert supplied.count("补正已收") == 2


def test_a_material_that_was_handed_in_is_told_so_on_both_pages(desk):
    case_no = desk.register()

    for address in (f"/cases/{case_no}", f"/tasks/{desk.waiting(case_no)}"):
        assert _materials(desk.page(HANDLER, address)).count("已收") == 2


def test_a_number_is_shown_in_full_on_the_task_page_to_those_who_may(desk):
    case_no = desk.register()
    client, address = desk.as_(HANDLER), f"/tasks/{desk.waiting(case_no)}"
    reference = field(words(client.get(address)), "ref")

    shown = client.post(f"{address}/unmask", data={"ref": reference})

    assert "11010519491231002X" in words(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "11010519491231002X" not in words(client.get(address))
    assert "查看完整身份信息" in words(client.get(f"/cases/{case_no}?record=all"))
    assert desk.as_("zhuting").post(f"{address}/unmask", data={"ref": reference}).status_code == 404


def _materials(text):
    return text.split('id="materials"')[1].split("</section>")[0]


def test_who_only_looks_at_a_colleagues_task_is_told_who_does_it_and_who_did_it(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    desk.as_(HANDLER).post(f"/tasks/{task}/claim")

    held = desk.page(WINDOW, f"/tasks/{task}")
    desk.complete(HANDLER, case_no, "submit")
    finished = desk.page(WINDOW, f"/tasks/{task}")

    assert "李建平 正在办这一步（今天 10:00 认领）。需要由您办，请对方转办给您。" in held
    assert "您填的还在" not in held
    assert "李建平 于 今天 10:00 办完了这一步。" in finished
    assert "办了什么" in finished


def test_a_refused_form_leads_back_to_its_page_when_the_language_changes(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)

    refused = words(desk.as_(HANDLER).post(f"/tasks/{task}/complete", data={"opinion": "写了一半"}), 409)

    assert f'name="next" value="/tasks/{task}"' in refused


def test_the_page_of_a_task_shows_the_same_clock_as_its_line_in_the_list(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    with desk.site.office.database.transaction() as session:
        session.execute(update(Task).where(Task.id == task).values(due_at=NOW + timedelta(days=1)))

    line = badge_in(desk.page(HANDLER, "/workbench?tab=offered"))
    page = desk.page(HANDLER, f"/tasks/{task}")

    assert "本环节" in line
    assert badge_in(page) == line
    assert "本环节时限" in page


def badge_in(page):
    """The first badge of time on a page, in words."""
    return re.sub(r"<[^>]+>", "", re.search(r'class="bj-t bj-t-.*?</b>[^<]*', page, re.S)[0].split(">", 1)[1]).split()


def test_where_no_promise_runs_the_page_of_a_task_tells_the_next_duty_by_its_name_as_the_list_does(desk):
    task = desk.waiting(desk.register())
    with desk.site.office.database.transaction() as session:
        session.execute(update(CaseClock).where(CaseClock.kind == "promised").values(kind="contact"))
        session.execute(update(Case).values(promised_due_at=None))

    line = badge_in(desk.page(HANDLER, "/workbench?tab=offered"))
    page = badge_in(desk.page(HANDLER, f"/tasks/{task}"))

    assert page == [*line, "联系时限"]


def test_the_day_of_a_step_in_a_published_year_is_certain_though_another_clock_of_the_case_is_not(desk):
    task = desk.waiting(desk.register())
    with desk.site.office.database.transaction() as session:
        session.execute(update(Task).where(Task.id == task).values(due_at=NOW + timedelta(days=1)))
        session.execute(update(Case).values(is_provisional=True))

    pages = [desk.page(HANDLER, address) for address in ("/workbench?tab=offered", f"/tasks/{task}")]

    assert all("10月10日" in page and "10月10日 周六（调休上班）（暂定）" not in page for page in pages)


def changes_in(page):
    """The lines under what changed."""
    listed = page.split("变了什么</dt>")[1].split("</dd>")[0]
    return [text for line in listed.split("<br>") if (text := " ".join(re.sub(r"<[^>]+>", " ", line).split()))]
