"""Items are read as they are in force on a day."""

from tests.web.api.program import got, problem, program, wrong_fields


def test_items_in_force_are_listed_page_by_page(site):
    clerk = program(site, "wulei")

    first = got(clerk.get("/items", limit=3, base_type="promised"))
    second = got(clerk.get("/items", limit=3, base_type="promised", cursor=first["next_cursor"]))

    codes = [item["code"] for item in first["items"] + second["items"]]
    assert sorted(codes) == ["ZJ-car", "ZJ-decides", "ZJ-waits", "ZJ-works"]
    assert (first["total"], second["next_cursor"]) == (4, None)


def test_filters_narrow_the_list(site):
    clerk = program(site, "wulei")

    inside = got(clerk.get("/items", is_internal="true"))["items"]
    found = got(clerk.get("/items", q="waits"))["items"]

    assert [item["code"] for item in inside] == ["ZJ-car"]
    assert [item["definition_key"] for item in found] == ["waits"]


def test_one_item_comes_with_materials_and_limits(site):
    item = got(program(site, "wulei").get("/items/ZJ-decides", on="2026-10-09"))

    assert [material["code"] for material in item["materials"]] == ["HT"]
    assert (item["promised"]["amount"], item["statutory"]["amount"], item["converted"]) == (10, 20, None)
    assert (item["notice"]["amount"], item["notice"]["unit"], item["notice"]["counted_from"]) == (
        5, "working_day", "received",
    )  # fmt: skip
    assert item["department"] == "云川市住房和城乡建设局"


def test_a_day_before_the_first_version_is_refused(site):
    clerk = program(site, "wulei")

    problem(clerk.get("/items/ZJ-decides", on="2001-01-01"), 422, "item.not_in_force")
    problem(clerk.get("/items/NOTHING"), 404)
    assert got(clerk.get("/items", on="2001-01-01"))["items"] == []


def test_wrong_filters_are_named(site):
    clerk = program(site, "wulei")

    answers = [clerk.get("/items", **query) for query in ({"on": "soon"}, {"limit": 500}, {"basetype": "joint"})]

    assert [wrong_fields(answer) for answer in answers] == [["on"], ["limit"], ["basetype"]]
    assert wrong_fields(clerk.get("/items", cursor="nonsense")) == ["cursor"]


def test_no_token_no_items(site):
    problem(program(site, None).get("/items"), 401)
    problem(program(site, None).get("/items/ZJ-decides"), 401)
