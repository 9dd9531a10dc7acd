"""Delegation, the chief's view and the outbox, through their pages."""

import html
import re
from datetime import timedelta

from sqlalchemy import update

from casework.cases.case import Case
from casework.delegation.delegation import Delegation
from tests.casework.people import NOW
from tests.web.api.program import program
from tests.web.clerk.desk import APPLICANT, CHIEF, HANDLER, MOST_STATEMENTS, REVIEWER, WINDOW, field
from tests.web.sheets import rows_of
from tests.web.site import a_file, words

PERIOD = {"starts_day": "2026-10-09", "starts_time": "08:00", "ends_day": "2026-10-16", "ends_time": "18:00"}


def delegate(desk, deputy=REVIEWER, who=HANDLER, **changes):
    data = {**PERIOD, "deputy": deputy, "scope": "all", "reason": "年休假", **changes}
    return desk.as_(who).post("/delegations", data=data)


def test_a_deputy_does_the_work_in_the_principals_name(desk):
    case_no = desk.register()
    delegate(desk)
    task, principal = desk.waiting(case_no), desk.person(HANDLER)

    assert "李建平" in desk.page(REVIEWER, "/workbench?tab=received")
    data = {"for": principal, "outcome": '"submit"', "revision": desk.revision(case_no)}
    assert desk.as_(REVIEWER).post(f"/tasks/{task}/complete", data=data).status_code == 302

    assert "赵启文代李建平" in desk.page(HANDLER, f"/cases/{case_no}?record=all")


def test_what_is_offered_to_the_principal_is_listed_for_whom_and_can_be_claimed_from_wherever_one_comes(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)
    delegate(desk, deputy="wulei")
    client = desk.as_("wulei")

    listed = words(client.get("/workbench?tab=received"))
    linked = words(client.get(re.search(rf'href="(/tasks/{task}[^"]*)"', listed)[1]))
    found = words(client.get(f"/tasks/{task}"))
    client.post(f"/tasks/{task}/claim", data={"for": field(found, "for")})

    assert "可代 李建平 认领" in listed
    assert all(f'action="/tasks/{task}/claim"' in page and "代 李建平" in page for page in (linked, found))
    assert "代 李建平" in words(client.get("/workbench?tab=received"))
    assert rows_of(client.get("/workbench?tab=received&format=xlsx").data)[1][8] == "李建平"
    assert task == desk.waiting(case_no)


def test_acting_for_several_costs_the_lists_no_more_statements(desk):
    desk.register()
    client, costs = desk.as_(REVIEWER), []

    for who in (HANDLER, WINDOW, CHIEF):
        delegate(desk, who=who)
        with desk.counting() as statements:
            words(client.get("/workbench?tab=received"))
        costs.append(len(statements))

    assert costs[0] == costs[2] <= MOST_STATEMENTS


def test_a_deputy_of_another_department_comments_and_attaches_in_the_principals_name(desk):
    case_no = desk.register()
    delegate(desk, deputy="wulei")
    client, principal = desk.as_("wulei"), desk.person(HANDLER)
    address = f"/tasks/{desk.waiting(case_no)}"
    whom = {"for": field(words(client.get(f"{address}?for={principal}")), "for")}

    said = client.post(f"{address}/comments", data={**whom, "text": "已电话核实"})
    client.post(f"{address}/attachments", data={**whom, "files": a_file("现场.txt", "照片说明")})

    assert said.headers["Location"] == f"{address}?for={principal}#talk"
    assert words(client.get(said.headers["Location"])).count("代 李建平") >= 2
    assert desk.page(HANDLER, f"/cases/{case_no}?record=all").count("吴磊代李建平") == 2


def test_a_deputy_of_another_department_sees_before_claiming_all_that_the_page_of_the_task_leads_to(desk):
    case_no = desk.register("supplement", material_HT="missing", missing="法定代表人授权书")
    desk.as_(WINDOW).post(f"/cases/{case_no}/supplement")
    handler, task = desk.as_(HANDLER), desk.waiting(case_no)
    handler.post(f"/tasks/{task}/attachments", data={"files": a_file("现场.txt", "照片说明")})
    delegate(desk, deputy="wulei")
    client, address = desk.as_("wulei"), f"/tasks/{task}?for={desk.person(HANDLER)}"

    text = words(client.get(address))
    seen = client.post(re.search(r'action="(/tasks/[^"]*/unmask[^"]*)', text)[1], data={"ref": field(text, "ref")})

    assert all(words(client.get(link)) for link in set(re.findall(r'href="(/cases/[^"]+)"', text)))
    assert words(client.get(re.search(r'href="(/documents/\d+)"', text)[1]))
    assert client.get(re.search(r'href="(/attachments/\d+)"', text)[1]).status_code == 200
    assert APPLICANT["id_number"] in words(seen)
    assert "吴磊代李建平" in desk.page(HANDLER, f"/cases/{case_no}?record=all")
    handler.post("/delegations/1/revoke")
    assert client.get(f"/cases/{case_no}").status_code == 404


def test_a_delegation_stands_still_for_a_leave_as_long_as_it_could_go_on(desk):
    delegate(desk)
    delegate(desk, ends_day="2026-10-20", starts_day="2026-10-17")
    office, told = desk.site.office, program(desk.site, HANDLER)
    with office.database.transaction() as session:
        still = session.get_one(Delegation, 1)
        still.revoked_at, still.interrupted_by_id = NOW, 2

    listed = told.get("/delegations").get_json()["items"]
    assert "请假期间中止" in desk.page(HANDLER, "/delegations")
    assert [one["is_interrupted"] for one in listed if one["id"] == 1] == [True]

    office.clock.travel_to(still.ends_at)
    listed = told.get("/delegations").get_json()["items"]
    assert "请假期间中止" not in desk.page(HANDLER, "/delegations")
    assert [one["is_interrupted"] for one in listed if one["id"] == 1] == [False]


def test_a_delegation_is_listed_and_taken_back(desk):
    delegate(desk)
    client = desk.as_(HANDLER)

    assert "进行中" in words(client.get("/delegations"))
    client.post("/delegations/1/revoke")

    assert "已收回" in words(client.get("/delegations"))
    assert "李建平" in words(desk.as_(REVIEWER).get("/delegations"))


def test_a_refused_delegation_comes_back_with_everything_typed(desk):
    text = words(delegate(desk, ends_day="2026-10-01"), 422)

    assert 'value="2026-10-01"' in text
    assert 'value="年休假"' in text
    assert "委托期限不对" in text


def test_a_delegation_by_item_needs_an_item(desk):
    text = words(delegate(desk, scope="items"), 422)

    assert "至少选一项" in text


def test_a_chief_delegates_for_a_colleague_and_others_may_not(desk):
    colleague = str(desk.person(HANDLER))

    assert delegate(desk, who=CHIEF, principal=HANDLER).status_code == 302
    assert "李建平" in desk.page(CHIEF, f"/delegations?of={colleague}")
    assert delegate(desk, who=WINDOW, principal=HANDLER).status_code == 403


def test_the_chief_assigns_what_nobody_has_taken(desk):
    case_no = desk.register()
    task = desk.waiting(case_no)

    data = {"person": desk.person(HANDLER), "next": "/department"}
    answer = desk.as_(CHIEF).post(f"/tasks/{task}/assign", data=data)

    assert answer.headers["Location"] == "/department"
    assert "都有人在办" in desk.page(CHIEF, "/department")
    assert case_no in desk.page(HANDLER, "/workbench")


def test_every_number_of_the_department_leads_to_a_list_of_as_many(desk):
    numbers = [f"1391234026{last}" for last in range(5)]
    late, today, *_ = cases = [desk.register(phone=phone) for phone in numbers]
    with desk.site.office.database.transaction() as session:
        for case_no, due in ((late, NOW - timedelta(hours=1)), (today, NOW + timedelta(hours=1))):
            session.execute(update(Case).where(Case.case_no == case_no).values(promised_due_at=due))
        for case_no, at in ((cases[2], NOW), (cases[3], NOW - timedelta(days=40))):
            over = {"concluded_at": at, "ended_at": at, "outcome": "normal", "status": "archived"}
            session.execute(update(Case).where(Case.case_no == case_no).values(over))
    page = desk.page(CHIEF, "/department")

    told = re.findall(r'class="bj-kpi" href="([^"]+)">.*?<div class="v[^"]*">\s*(\d+)', page, re.S)
    listed = [len(set(re.findall(r"YC-\d{8}-\d{4}", desk.page(CHIEF, html.unescape(link))))) for link, _ in told]

    assert [int(count) for _, count in told] == listed == [1, 1, 3, 0, 1]


def test_the_director_sees_all_departments_but_assigns_nothing(desk):
    desk.register()

    text = desk.page("fangmingyuan", "/department")

    assert "全部部门" in text
    assert "只有这个部门的首席代表可以派件" in text


def test_a_message_waits_honestly_and_is_found_by_its_case(desk):
    case_no = desk.register()
    desk.as_(CHIEF).post(f"/cases/{case_no}/return", data={"reason": "材料作假"})

    text = desk.page(WINDOW, f"/notices?q={case_no}")

    assert "等待发送" in text
    assert "材料作假" in text
    assert rows_of(desk.as_(WINDOW).get("/export/notices.xlsx").data)[1][5] == "等待发送"


def test_delegations_and_the_department_are_saved_as_spreadsheets(desk):
    case_no = desk.register()
    delegate(desk)

    assert rows_of(desk.as_(HANDLER).get("/export/delegations.xlsx").data)[1][:2] == ["李建平", "赵启文"]
    assert rows_of(desk.as_(CHIEF).get("/export/department.xlsx").data)[1][0] == case_no


def test_the_department_has_every_dated_task_in_its_spreadsheet_and_says_what_the_page_leaves_out(desk, monkeypatch):
    numbers = [desk.register(), desk.register(id_number="110105194912310038", name="李明", duplicate="yes")]
    for module in ("casework.tasks.department_work", "web.department.views"):
        monkeypatch.setattr(f"{module}.ROWS", 1)

    assert [row[0] for row in rows_of(desk.as_(CHIEF).get("/export/department.xlsx").data)[1:]] == numbers
    assert "只列最急的 1 条" in desk.page(CHIEF, "/department")
