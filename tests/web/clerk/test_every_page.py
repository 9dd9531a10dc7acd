"""Every page of a clerk answers in both languages, to those who may open it, with at most twelve statements,
however long the list or the case is.
"""

import pytest

from tests.web.clerk.desk import CHIEF, HANDLER, ITEM, MOST_STATEMENTS, WINDOW
from tests.web.site import words

PAGES = (
    "/workbench", "/workbench?tab=offered", "/workbench?tab=done", "/workbench?tab=cases", "/workbench?tab=delegated",
    "/workbench?tab=received", "/workbench?tab=due", "/registration", f"/registration/{ITEM}", "/matters", "/cases",
    "/cases?q=王小明", "/cases/live?q=王", "/delegations", "/notices", "/password",
)  # fmt: skip


@pytest.mark.parametrize("language", ("zh", "en"))
def test_every_page_answers_in_both_languages(desk, language):
    case_no = desk.register()
    client = desk.as_(WINDOW, language)

    for address in (*PAGES, f"/cases/{case_no}", f"/cases/{case_no}?record=all", f"/tasks/{desk.waiting(case_no)}"):
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert 'lang="zh-Hans"' in words(answer)[:200] or language == "en" or "live" in address, address


@pytest.mark.parametrize("language", ("zh", "en"))
def test_the_chief_sees_the_department(desk, language):
    desk.register()

    text = words(desk.as_(CHIEF, language).get("/department"))

    assert "王小明" in text
    assert "李建平" in text


def test_who_leads_nobody_does_not_see_the_department(desk):
    text = desk.page(HANDLER, "/department", 403)

    assert "查看部门办件" in text
    assert "首席代表" in text


def test_a_case_of_another_department_is_not_given_away(desk):
    case_no = desk.register()

    assert "没有找到" in desk.page("zhuting", f"/cases/{case_no}", 404)
    assert "没有找到" in desk.page("zhuting", f"/tasks/{desk.waiting(case_no)}", 404)


@pytest.mark.parametrize("page", (*PAGES, "/department", "case", "task"))
def test_a_page_costs_at_most_twelve_statements(desk, page):
    case_no = desk.register()
    address = {"case": f"/cases/{case_no}", "task": f"/tasks/{desk.waiting(case_no)}"}.get(page, page)
    who = CHIEF if page == "/department" else WINDOW if page.startswith("/registration") else HANDLER
    client = desk.as_(who)
    client.get(address)

    with desk.counting() as statements:
        words(client.get(address))

    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)


def test_a_longer_list_costs_no_more_statements(desk):
    client, costs = desk.as_(HANDLER), []

    for _ in range(2):
        desk.register()
        desk.register()
        with desk.counting() as statements:
            words(client.get("/workbench?tab=offered"))
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_pages_that_list_documents_by_title_do_not_read_their_text(desk):
    case_no = desk.register()
    client = desk.as_(HANDLER)

    for address in (f"/cases/{case_no}", f"/tasks/{desk.waiting(case_no)}"):
        with desk.counting() as statements:
            words(client.get(address))

        listing = [one for one in statements if "FROM official_document" in one]
        assert listing
        assert not any("official_document.html" in one or "official_document.body" in one for one in listing)
