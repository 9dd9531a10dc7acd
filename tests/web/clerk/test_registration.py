"""Registration at the counter: accept, supplement, refuse; whatever is refused comes back with everything typed."""

import re

from casework.catalogue.item import Item, ItemVersion
from casework.catalogue.items import ItemRow
from casework.intake.often import often_registered
from tests.web.clerk.desk import ITEM, WINDOW
from tests.web.site import words
from web.registration.choosing import by_department, often_used

ITEMS = (("CG-HWGG", 1, "城管局"), ("CG-JZLJ", 1, "城管局"), ("SW-QS", 2, "税务局"))


def test_an_accepted_case_shows_its_notice_and_the_next_step(desk):
    case_no = desk.register()

    text = desk.page(WINDOW, f"/cases/{case_no}")

    assert "受理通知书" in text
    assert "handle" in text
    assert "已受理" in text


def test_a_wrong_number_is_told_at_the_field_and_nothing_typed_is_lost(desk):
    answer = desk.post_registration(id_number="110105194912310021", address="和平路 1 号")

    text = words(answer, 422)
    assert 'value="110105194912310021"' in text
    assert 'value="和平路 1 号"' in text
    assert 'aria-invalid="true"' in text


def test_missing_papers_are_asked_for_once_and_written_into_the_notice(desk):
    case_no = desk.register("supplement", material_HT="missing", missing="法定代表人授权书")

    assert "待补正" in desk.page(WINDOW, f"/cases/{case_no}")
    paper = desk.page(WINDOW, "/documents/1")
    assert "施工合同" in paper
    assert "法定代表人授权书" in paper


def test_the_completed_supplement_starts_the_flow(desk):
    case_no = desk.register("supplement", material_HT="missing")

    answer = desk.as_(WINDOW).post(f"/cases/{case_no}/supplement")

    assert answer.status_code == 302
    assert "已受理" in desk.page(WINDOW, f"/cases/{case_no}")


def test_a_refusal_without_the_competent_body_opens_its_dialog_again(desk):
    answer = desk.post_registration("refuse", ground="not_competent", reason="属于公路用地")

    text = words(answer, 422)
    assert "data-opens-now" in text
    assert "属于公路用地" in text


def test_a_refused_application_gets_its_written_notice_and_no_flow(desk):
    case_no = desk.register("refuse", ground="not_competent", right_body="市交通运输局", reason="属于公路用地")

    text = desk.page(WINDOW, f"/cases/{case_no}")
    assert "不予受理" in text
    assert "市交通运输局" in desk.page(WINDOW, "/documents/1")


def test_what_needs_no_permit_is_told_at_once_with_the_article(desk):
    case_no = desk.register("refuse", ground="not_needed")

    paper = desk.page(WINDOW, "/documents/1")
    assert "不予受理" in desk.page(WINDOW, f"/cases/{case_no}")
    assert "第三十二条第一款第（一）项" in paper and "依法不需要取得行政许可" in paper


def test_what_was_put_right_on_the_spot_is_in_the_record_of_the_case(desk):
    case_no = desk.register(corrections="申请表漏填电话，当场补填")

    text = desk.page(WINDOW, f"/cases/{case_no}?record=all")
    assert "当场更正" in text and "申请表漏填电话，当场补填" in text


def test_a_known_applicant_is_recognised_and_a_second_application_is_pointed_out(desk):
    case_no = desk.register()

    answer = desk.as_(WINDOW).post(f"/registration/{ITEM}/applicant", data={"id_number": "11010519491231002X"})

    text = words(answer)
    assert "王小明" in text
    assert case_no in text


def test_a_number_that_cannot_be_is_told_when_it_is_typed_and_not_taken_for_a_new_applicant(desk):
    client, numbers = desk.as_(WINDOW), ("110105194912310021", "11010519491231002X")

    told, new = (
        words(client.post(f"/registration/{ITEM}/applicant", data={"id_type": "id_card", "id_number": number}))
        for number in numbers
    )

    assert "身份证号不对" in told and "第一次来办" not in told
    assert "第一次来办" in new


def test_the_preview_tells_the_date_and_keeps_nothing(desk):
    data = {"id_number": "11010519491231002X", "name": "王小明", "phone": "13912340268"}
    data |= {"material_HT": "ok", "material_M02": "ok"}

    text = words(desk.as_(WINDOW).post(f"/registration/{ITEM}/preview", data=data))

    assert "10月22日" in text
    assert "还没有办件" in desk.page(WINDOW, "/cases")


def test_the_counter_sees_the_items_of_its_own_department_first():
    rows = [ItemRow(Item(code=code, department_id=number), ItemVersion(), name) for code, number, name in ITEMS]

    assert [group.name for group in by_department(rows, own=2)] == ["税务局", "城管局"]


def test_what_one_registers_most_is_not_said_twice_when_it_stands_at_the_top_anyway():
    rows = [ItemRow(Item(code=code, department_id=number), ItemVersion(), name) for code, number, name in ITEMS]
    groups = by_department(rows, own=2)

    assert often_used(groups, ["SW-QS"]) == []
    assert [row.item.code for row in often_used(groups, ["CG-HWGG", "SW-QS"])] == ["CG-HWGG", "SW-QS"]


def test_one_character_finds_an_item_and_is_marked_in_it(desk):
    text = desk.page(WINDOW, "/registration?q=告")

    assert "户外广<mark>告</mark>设置审批" in text


def test_what_a_clerk_registers_most_comes_first(desk):
    desk.register()

    with desk.site.office.database.reading() as session:
        assert often_registered(session, desk.site.actor(WINDOW)) == [ITEM]


def test_who_applies_after_a_question_finds_what_the_question_told(desk):
    task = desk.register(case_type="consultation", address="和平路 1 号")
    (case_no,) = set(re.findall(r"/cases/([A-Z]+-\d+-\d+)", desk.page(WINDOW, f"/tasks/{task}")))

    link = f"/registration/{ITEM}?after={case_no}"
    page = desk.page(WINDOW, link)

    assert f'href="{link}"' in desk.page(WINDOW, f"/cases/{case_no}")
    assert f'name="after" value="{case_no}"' in page
    assert 'value="和平路 1 号"' in page
    assert page.count(f"&amp;after={case_no}") == page.count(f"/registration/{ITEM}?type=")
    assert case_no in desk.page(WINDOW, f"/cases/{desk.register(after=case_no)}")


def test_a_case_that_is_no_question_offers_no_application(desk):
    assert "?after=" not in desk.page(WINDOW, f"/cases/{desk.register()}")


def test_the_page_begins_with_whom_the_item_serves_and_marks_who_is_not(desk, monkeypatch):
    monkeypatch.setattr("casework.intake.registrations.kinds_served", lambda version: ("organisation",))

    page = desk.as_(WINDOW).get(f"/registration/{ITEM}").text

    assert re.findall(r'name="kind" value="(\w+)"[^>]*\schecked', page) == ["organisation"]
    assert "个人 （不是服务对象，只能不予受理）" in page and re.search(r'value="credit_code"\s+selected', page)
