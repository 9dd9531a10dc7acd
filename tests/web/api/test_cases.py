"""Cases are found page by page and read with clocks, history and documents; numbers of people stay masked."""

import pytest

from casework.history.histories import verify
from tests.web.api.program import WANG, got, open_case, problem, program, wrong_fields

PARTS = ("", "/clocks", "/history", "/tasks", "/documents")


def test_a_case_tells_where_it_stands(site):
    case_no = open_case(site, title="解放路工地")

    answer = program(site, "wulei").get(f"/cases/{case_no}")

    case = got(answer)
    assert (case["status"], case["title"], case["item"]) == ("accepted", "解放路工地", "ZJ-decides")
    assert case["definition"] == {"key": "decides", "name": "decides", "number": 1}
    assert [task["element"] for task in case["waiting"]] == ["handle"]
    assert answer.headers["ETag"] == f'"{case["revision"]}"'


def test_identifiers_are_masked_everywhere(site):
    case_no = open_case(site, agent_name="李代办", agent_phone="13800138000")
    clerk = program(site, "zhangchen")

    texts = [clerk.get(f"/cases/{case_no}{part}").get_data(as_text=True) for part in PARTS]

    for number in (WANG["id_number"], WANG["phone"], "13800138000"):
        assert not any(number in text for text in texts)
    assert got(clerk.get(f"/cases/{case_no}"))["applicant"]["id_number"] == "1101**********002X"


def test_a_list_goes_on_where_it_was_though_new_cases_come(site):
    clerk = program(site, "zhangchen")
    old = [open_case(site) for _ in range(3)]
    first = got(clerk.get("/cases", limit=2))
    open_case(site)

    second = got(clerk.get("/cases", limit=2, cursor=first["next_cursor"]))

    assert [case["case_no"] for case in first["items"] + second["items"]] == old[::-1]
    assert second["next_cursor"] is None


def test_filters_narrow_the_list(site):
    clerk = program(site, "zhangchen")
    decides, works = open_case(site), open_case(site, "works")

    def found(**query):
        return [case["case_no"] for case in got(clerk.get("/cases", **query))["items"]]

    assert found(item="ZJ-works") == [works]
    assert found(q=decides) == [decides]
    assert found(state="over") == found(status="refused") == found(received_before="2020-01-01T00:00:00Z") == []
    assert found(state="open", mine="true", case_type="promised") == [works, decides]


def test_clocks_explain_every_day_in_both_languages(site):
    case_no = open_case(site)

    clocks = got(program(site, "wulei").get(f"/cases/{case_no}/clocks"))["items"]

    promised = clocks[0]
    assert (promised["kind"], promised["amount"], promised["is_running"]) == ("promised", 10, True)
    assert sum(day["counted"] for day in promised["days"]) == 10
    assert promised["days"][0]["words"]["en"] != promised["days"][0]["words"]["zh"]
    assert promised["name"] == {"zh": "承诺时限", "en": "promised limit"}


def test_the_history_comes_with_its_hashes_page_by_page(site):
    case_no = open_case(site)
    clerk = program(site, "wulei")

    first = got(clerk.get(f"/cases/{case_no}/history", limit=1))
    rest = got(clerk.get(f"/cases/{case_no}/history", cursor=first["next_cursor"]))

    lines = first["items"] + rest["items"]
    assert [line["seq"] for line in lines] == list(range(1, first["count"] + 1))
    assert lines[0]["kind"] == "case.received"
    assert lines[-1]["hash"] == first["head_hash"]
    with site.office.database.reading() as session:
        assert not list(verify(session))


def test_documents_are_listed_and_read_as_issued(site):
    case_no = open_case(site)
    clerk = program(site, "wulei")

    (line,) = got(clerk.get(f"/cases/{case_no}/documents"))["items"]
    whole = got(clerk.get(f"/cases/{case_no}/documents/{line['id']}"))

    assert (line["kind"], whole["is_intact"]) == ("D01", True)
    assert "王小明" in whole["html"]
    assert whole["fields"]["case_no"] == case_no


def test_a_document_is_read_through_its_own_case_only(site):
    first, second = open_case(site), open_case(site)
    clerk = program(site, "wulei")
    (line,) = got(clerk.get(f"/cases/{first}/documents"))["items"]

    problem(clerk.get(f"/cases/{second}/documents/{line['id']}"), 404, "document.unknown")


@pytest.mark.parametrize("part", [*PARTS, "/documents/1"])
def test_cases_of_other_departments_are_not_given_away(site, part):
    case_no = open_case(site)

    problem(program(site, "zhuting").get(f"/cases/{case_no}{part}"), 404, "case.unknown")
    problem(program(site, None).get(f"/cases/{case_no}{part}"), 401)
    assert got(program(site, "zhuting").get("/cases"))["items"] == []


def test_wrong_filters_are_named(site):
    clerk = program(site, "wulei")
    queries = ({"status": "nice"}, {"received_from": "2026-01-01"}, {"limit": 0}, {"cursor": "WyJ4Iiwx"}, {"qq": "王"})

    named = [wrong_fields(clerk.get("/cases", **query)) for query in queries]

    assert named == [["status"], ["received_from"], ["limit"], ["cursor"], ["qq"]]
    assert wrong_fields(clerk.get("/cases", cursor="WyJ4IiwxXQ")) == ["cursor"]
