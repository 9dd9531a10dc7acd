"""The page of a case: record, papers, files, comments, and what ends or corrects it."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from casework.actor import SYSTEM
from casework.cases.case_file import open_file
from casework.catalogue.items import publish_item_version
from casework.clocks.case_clock import Suspension
from casework.clocks.case_clocks import extend, suspend
from casework.documents.drawing import draw_up
from casework.fees.payment_order import CANCELLED, OPEN, PAID, PaymentOrder
from tests.casework.catalogue.builders import item_fields
from tests.casework.people import NOW
from tests.web.clerk.desk import CHIEF, FLOW, HANDLER, ITEM, WINDOW
from tests.web.sheets import rows_of, styles_of
from tests.web.site import a_file, words

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_the_record_is_verified_on_the_page(desk):
    assert "逐条相连" in desk.page(WINDOW, f"/cases/{desk.register()}")


def test_a_changed_record_is_found_out_on_the_page(desk):
    case_no = desk.register()
    with desk.site.office.database.engine.begin() as connection:
        for name in connection.exec_driver_sql("select name from sqlite_master where type='trigger'").scalars():
            connection.exec_driver_sql(f"drop trigger {name}")
        connection.exec_driver_sql("update happening set kind = 'task.claimed' where seq = 1")

    assert "校验未通过" in desk.page(WINDOW, f"/cases/{case_no}")


def test_a_comment_is_kept_and_an_empty_one_is_refused(desk):
    case_no = desk.register()
    client = desk.as_(HANDLER)

    client.post(f"/cases/{case_no}/comments", data={"text": "申请人下周来补照片"})

    assert "申请人下周来补照片" in words(client.get(f"/cases/{case_no}"))
    assert client.post(f"/cases/{case_no}/comments", data={"text": "  "}).status_code == 422


def test_a_number_is_shown_in_full_once_and_the_look_is_recorded(desk):
    case_no = desk.register()
    client = desk.as_(WINDOW)
    page = words(client.get(f"/cases/{case_no}"))
    reference = page.split('name="ref" value="')[1].split('"')[0]

    shown = client.post(f"/cases/{case_no}/unmask", data={"ref": reference})

    assert "11010519491231002X" in words(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "11010519491231002X" not in page
    assert "查看完整身份信息" in words(client.get(f"/cases/{case_no}?record=all"))


@pytest.mark.parametrize(("exit", "word"), (("withdraw", "已撤回"), ("void", "已作废"), ("return", "退回办结")))
def test_a_case_ends_with_a_reason_from_its_menu(desk, exit, word):
    case_no = desk.register()
    client = desk.as_(CHIEF)

    refused = words(client.post(f"/cases/{case_no}/{exit}", data={"reason": " "}), 422)
    client.post(f"/cases/{case_no}/{exit}", data={"reason": "申请人书面申请"})

    assert "data-opens-now" in refused
    assert word in words(client.get(f"/cases/{case_no}"))


def test_an_ended_case_says_why_it_cannot_be_ended_again(desk):
    case_no = desk.register()
    client = desk.as_(CHIEF)
    client.post(f"/cases/{case_no}/void", data={"reason": "重复登记"})

    text = words(client.get(f"/cases/{case_no}"))

    assert 'aria-describedby="why-withdraw"' in text
    assert "已经结束" in text


def test_a_correction_keeps_what_stood_there_before(desk):
    case_no = desk.register()
    client = desk.as_(CHIEF)

    answer = client.post(f"/cases/{case_no}/correct", data={"entry_title": "体育路 12 号广告", "reason": "标题写错"})

    assert answer.status_code == 302
    text = words(client.get(f"/cases/{case_no}?record=all"))
    assert "体育路 12 号广告" in text
    assert "标题写错" in text


def test_a_corrected_answer_fits_its_field_and_the_record_tells_old_and_new(desk):
    width = {"type": "number", "key": "width", "label": "宽度", "validate": {"max": 40}}
    owner = {"type": "textfield", "key": "owner", "label": "业主证件号", "properties": {"banjian:type": "id_number"}}
    form = {"type": "default", "components": [width, owner]}
    fields = item_fields(department="CG", definition_key=FLOW, forms={"intake": form})
    with desk.site.office.database.transaction() as session:
        publish_item_version(session, SYSTEM, ITEM, fields, NOW.date(), NOW)
    case_no = desk.register(data=json.dumps({"width": 3, "owner": "11010519491231002X"}))
    client, address = desk.as_(CHIEF), f"/cases/{case_no}/correct"
    shown = {"entry_width": "3", "entry_owner": "1101**********002X", "reason": "笔误"}

    text = words(client.post(address, data=shown | {"entry_width": "41"}), 422)
    assert "data-opens-now" in text and "“宽度”不能这样更正" in text
    assert re.search(r'id="entry_width"[^>]*value="41"[^>]*aria-invalid="true" autofocus', text)
    assert client.post(address, data=shown | {"entry_width": "4.5"}).status_code == 302
    assert "3 → 4.5" in words(client.get(f"/cases/{case_no}?record=all"))


def test_a_correction_that_changes_nothing_is_told(desk):
    case_no = desk.register()

    text = words(desk.as_(CHIEF).post(f"/cases/{case_no}/correct", data={"reason": "看看"}), 422)

    assert "data-opens-now" in text


def test_a_paper_is_shown_as_issued_and_reprints_are_counted(desk):
    case_no = desk.register()
    client = desk.as_(WINDOW)

    for _ in range(2):
        assert client.post("/documents/1/print").headers["Location"] == "/documents/1?print=1"

    text = words(client.get("/documents/1"))
    assert "bj-paper" in text
    assert "摘要一致" in text
    assert "第 2 次打印（补打）" in text
    assert "补打文书" in words(client.get(f"/cases/{case_no}?record=all"))


def test_the_record_says_which_clock_was_lengthened_and_for_what_it_stands(desk):
    kinds = [{"kind": "expert_review", "basis": "行政许可法第四十五条"}]
    fields = item_fields(department="CG", definition_key=FLOW, special_kinds=kinds)
    with desk.site.office.database.transaction() as session:
        publish_item_version(session, SYSTEM, ITEM, fields, NOW.date(), NOW)
    case_no = desk.register()

    with desk.site.office.database.transaction() as session:
        file = open_file(session, desk.site.office, 1, SYSTEM, NOW)
        extend(file, "statutory", "等待协查", "李局长", 3)
        suspend(file, "expert_review", "深基坑", 5)
        file.write()

    told = words(desk.as_(WINDOW).get(f"/cases/{case_no}?record=all"))
    english = words(desk.as_(WINDOW, "en").get(f"/cases/{case_no}?record=all"))
    assert "法定时限延长 3 个工作日，至" in told and "李局长批准 · 等待协查" in told
    assert "专家评审，预计至 10月15日 · 深基坑" in told
    assert "lengthened by 3 working days to" in english and "expert review, planned until 15 Oct" in english


def test_a_pause_beyond_its_planned_end_says_so_and_no_longer_that_it_ends_as_planned(desk):
    case_no = paused_case(desk)

    planned = words(desk.as_(WINDOW).get(f"/cases/{case_no}"))
    desk.site.office.clock.travel_to(NOW + timedelta(days=14))
    overrun = words(desk.as_(WINDOW).get(f"/cases/{case_no}"))
    english = words(desk.as_(WINDOW, "en").get(f"/cases/{case_no}"))

    assert "日期按计划恢复日预计" in planned and "超过计划恢复日" not in planned
    assert "停表已超过计划恢复日 10月15日" in overrun and "日期按计划恢复日预计" not in overrun
    assert "was to go on by 15 Oct" in english


def test_the_head_of_a_case_leads_to_its_only_paper_or_to_all_of_them(desk):
    case_no = desk.register()
    one = head_of(desk.page(WINDOW, f"/cases/{case_no}"))
    with desk.site.office.database.transaction() as session:
        file = open_file(session, desk.site.office, 1, SYSTEM, NOW)
        draw_up(file, "D06", {"reason": "核对位置", "planned": "2026年10月12日", "officers": [], "basis": ""})
        file.write()

    assert 'href="/documents/1"' in one
    assert 'href="#documents"' in head_of(desk.page(WINDOW, f"/cases/{case_no}"))


def test_a_stopped_clock_tells_its_kind_and_when_it_goes_on_or_should_have_in_lists_and_on_both_pages(desk):
    case_no = paused_case(desk)
    lists = ("/workbench?tab=offered", "/workbench?tab=due")
    pages = (f"/cases/{case_no}", f"/tasks/{desk.waiting(case_no)}", *lists)

    told = [desk.page(HANDLER, page) for page in pages]
    desk.site.office.clock.travel_to(NOW + timedelta(days=14))
    later = [desk.page(HANDLER, page) for page in pages]

    assert all("停表中</b> 专家评审" in page and "预计 10月15日 周四 恢复" in page for page in told)
    assert all("应于 10月15日 周四 恢复，已过" in page for page in later)
    assert told[0].split("<h1>")[1].split("</p>")[0].count("停表中") == 1


def test_a_reprint_says_that_the_case_was_corrected_or_voided_since(desk):
    case_no = desk.register()
    client = desk.as_(CHIEF)
    assert "更正" not in words(client.get("/documents/1"))

    desk.site.office.clock.travel_to(NOW + timedelta(minutes=10))
    client.post(f"/cases/{case_no}/correct", data={"entry_title": "体育路 12 号广告", "reason": "标题写错"})
    corrected = words(client.get("/documents/1"))
    client.post(f"/cases/{case_no}/void", data={"reason": "重复登记"})
    voided = words(client.get("/documents/1"))

    assert "以更正后的记录为准" in corrected and "作废" not in corrected
    assert "本文书不再作为办理依据" in voided and "摘要一致" in voided


def test_a_paper_of_another_department_is_not_given_away(desk):
    desk.register()

    assert desk.as_("zhuting").get("/documents/1").status_code == 404
    assert desk.as_("zhuting").post("/documents/1/print").status_code == 404


def test_a_file_comes_back_as_a_download_that_cannot_act(desk):
    case_no = desk.register()
    client = desk.as_(HANDLER)
    client.post(f"/tasks/{desk.waiting(case_no)}/attachments", data={"files": a_file("现场.pdf", PDF)})

    answer = client.get("/attachments/1")

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert desk.as_("zhuting").get("/attachments/1").status_code == 404


@pytest.mark.parametrize("address", ("/cases?format=xlsx", "/workbench?tab=offered&format=xlsx",
                                     "/workbench?tab=cases&format=xlsx"))  # fmt: skip
def test_a_list_is_saved_as_a_spreadsheet(desk, address):
    case_no = desk.register()

    assert rows_of(desk.as_(WINDOW).get(address).data)[1][0] == case_no


@pytest.mark.parametrize(
    ("asked", "is_found"),
    (("q=王小明", True), ("q=李四", False), ("state=open", True), ("state=over", False), ("type=promised", True),
     ("type=instant", False), ("status=archived", False), ("item=CG-DESK", True), ("item=CG-OTHER", False),
     ("department=CG", True), ("department=GH", False)),
)  # fmt: skip
def test_the_cases_one_registered_are_narrowed_like_all_cases_on_the_page_and_in_the_spreadsheet(desk, asked, is_found):
    case_no = desk.register()

    text = desk.page(WINDOW, f"/workbench?tab=cases&{asked}")
    sheet = rows_of(desk.as_(WINDOW).get(f"/workbench?tab=cases&{asked}&format=xlsx").data)[1:]

    assert (f"/cases/{case_no}" in text) is is_found
    assert ([row[0] for row in sheet] == [case_no]) is is_found


def test_a_date_in_a_year_without_a_published_calendar_is_marked_on_every_page_and_sheet(desk):
    client, sheets = desk.as_(CHIEF), ("/cases?format=xlsx", "/export/department.xlsx")
    desk.register()
    certain = [_is_marked(client.get(address).data) for address in sheets]
    with desk.site.office.database.transaction() as session:
        fields = item_fields(department="CG", definition_key=FLOW, promised_amount=70, statutory_amount=90)
        publish_item_version(session, SYSTEM, ITEM, fields, NOW.date(), NOW)

    case_no = desk.register()

    for user, address in (
        (WINDOW, f"/cases/{case_no}"), (WINDOW, "/cases"), (HANDLER, "/workbench?tab=offered"), (CHIEF, "/department"),
    ):  # fmt: skip
        assert "（暂定）" in desk.page(user, address), address
    assert certain == [False, False]
    assert [_is_marked(client.get(address).data) for address in sheets] == [True, True]
    assert _is_marked(desk.as_(HANDLER).get("/workbench?tab=offered&format=xlsx").data)


def _is_marked(sheet: bytes) -> bool:
    return "（暂定）" in styles_of(sheet)


@pytest.mark.parametrize(
    ("status", "receipt", "told"),
    [(OPEN, None, "待缴"), (CANCELLED, None, "不再收取"), (PAID, "3702112345", "票据号 3702112345")],
)
def test_a_fee_is_owed_or_paid_or_no_longer_due(desk, status, receipt, told):
    order = PaymentOrder(status=status, receipt_no=receipt, amount_fen=123450, basis="发改价格〔2019〕914号")

    with desk.site.app.test_request_context("/"):
        pieces = desk.site.app.jinja_env.get_template("cases/pieces.html").module
        card = pieces.fees_card(SimpleNamespace(payments=[order]))

    assert "¥1,234.50" in card
    assert [one for one in ("待缴", "不再收取", "票据号 3702112345") if one in card] == [told]


def test_a_planned_end_in_a_year_without_published_holidays_is_marked(desk):
    case_no = paused_case(desk)
    with desk.site.office.database.transaction() as session:
        session.execute(update(Suspension).values(planned_end=NOW + timedelta(days=90)))

    for page in (f"/cases/{case_no}", f"/tasks/{desk.waiting(case_no)}"):
        assert "预计 1月7日 周四（暂定） 恢复" in desk.page(HANDLER, page)


def paused_case(desk):
    """A case whose clock stands still for five working days of expert review."""
    kinds = [{"kind": "expert_review", "basis": "行政许可法第四十五条"}]
    fields = item_fields(department="CG", definition_key=FLOW, special_kinds=kinds)
    with desk.site.office.database.transaction() as session:
        publish_item_version(session, SYSTEM, ITEM, fields, NOW.date(), NOW)
    case_no = desk.register()
    with desk.site.office.database.transaction() as session:
        file = open_file(session, desk.site.office, 1, SYSTEM, NOW)
        suspend(file, "expert_review", "深基坑", 5)
        file.write()
    return case_no


def head_of(page):
    """What stands beside the title of a case."""
    return page.split("<h1>")[1].split("</details>")[0]


def test_the_strip_of_days_names_a_month_as_the_rest_of_the_page_does(desk):
    case_no = desk.register()

    chinese = desk.page("lijianping", f"/cases/{case_no}")
    english = words(desk.site.client("lijianping", language="en").get(f"/cases/{case_no}"))

    assert '<b aria-hidden="true">10/9</b>' in chinese
    assert '<b aria-hidden="true">9 Oct</b>' in english
