"""What was filled in is read back in the words of the form, in its order."""

from typing import Any

from forms.answers import Answer, read_answers
from forms.definition import Form
from tests.forms.builders import a_field, a_form


def told(form: Form, **data: Any) -> dict[str, tuple[str, str]]:
    return {one.label: one.text for one in read_answers(form, data, lambda value: "110105********002X")}


def test_options_are_told_by_their_labels() -> None:
    kinds = [{"value": "wall", "label": "墙面"}, {"value": "roof", "label": "楼顶"}]
    form = a_form(
        a_field("select", "kind", label="类型", values=kinds), a_field("checklist", "all", label="全部", values=kinds)
    )

    said = told(form, kind="wall", all=["wall", "roof"])

    assert said == {"类型": ("墙面", "墙面"), "全部": ("墙面、楼顶", "墙面, 楼顶")}


def test_options_that_the_case_knows_are_told_by_their_labels_too() -> None:
    form = a_form(a_field("select", "who", label="代理人", values=None, valuesKey="colleagues"))
    offered = {"colleagues": [{"value": "lijianping", "label": "李建平"}]}

    (said,) = read_answers(form, {"who": "lijianping"}, str, offered)

    assert said.text == ("李建平", "李建平")


def test_ticks_numbers_money_and_days_are_told_as_people_write_them() -> None:
    form = a_form(
        a_field("checkbox", "lit", label="亮化"),
        a_field("number", "width", label="宽（米）"),
        a_field("number", "price", label="价款", properties={"banjian:type": "money"}),
        a_field("datetime", "until", label="至", subtype="date"),
    )

    said = told(form, lit=False, width=3.9, price=1234.5, until="2026-12-09")

    assert said == {
        "亮化": ("否", "No"), "宽（米）": ("3.9", "3.9"), "价款": ("¥1,234.50", "¥1,234.50"),
        "至": ("2026年12月9日", "2026-12-09"),
    }  # fmt: skip


def test_each_row_of_a_list_is_one_line() -> None:
    rows = {"type": "dynamiclist", "path": "partners", "label": "股东", "components": [
        a_field("textfield", "name", label="姓名"), a_field("number", "share", label="出资"),
    ]}  # fmt: skip

    said = told(a_form(rows), partners=[{"name": "张三", "share": 60}, {"name": "李四", "share": 40}])

    assert said["股东 2"] == ("姓名 李四；出资 40", "姓名 李四; 出资 40")


def test_what_was_left_empty_and_what_was_only_shown_are_no_answers() -> None:
    shown = a_field(key="c", label="丙", readonly=True)
    form = a_form(a_field(key="a", label="甲"), a_field(key="b", label="乙"), shown)

    assert read_answers(form, {"a": "", "b": "写了", "c": "看的"}, str) == [Answer("乙", ("写了", "写了"))]


def test_a_personal_value_is_told_masked() -> None:
    form = a_form(a_field(key="id", label="证件号", properties={"banjian:type": "id_number"}))

    assert told(form, id={"ref": "personal:1"})["证件号"][0] == "110105********002X"
