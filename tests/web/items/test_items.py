"""Items are read by all; administrators publish a new dated version and see what prevents acceptance."""

import html
import json
import re

import pytest
from werkzeug.datastructures import MultiDict

from casework.catalogue.items import fields_of, list_versions
from tests.web.sheets import rows_of
from tests.web.site import ITEM, a_file, page, words
from web.items.editing import EMPTY_ROWS, fields_typed, material_rows, values_of

TOMORROW = "2026-10-10"


@pytest.fixture
def catalogue(site):
    """A site with one item in force."""
    site.publish_diagram()
    site.publish_item()
    return site


def versions(site, code=ITEM):
    with site.office.database.reading() as session:
        return list_versions(session, code)


def the_form(site, **changes):
    """What the edit page would send when only `changes` were typed."""
    with site.office.database.reading() as session:
        fields = fields_of(session, list_versions(session, ITEM)[0].id)
    form = {name: value for name, value in values_of(fields).items() if value not in (None, "")}
    for place, row in enumerate(material_rows(fields)[:-EMPTY_ROWS]):
        form |= {f"m_{place}_{name}": row[name] for name in ("name", "code", "form", "standard", "originals", "copies")}
        form |= {f"m_{place}_{name}": "yes" for name in ("is_required", "tolerable") if row[name]}
    return {**form, "valid_from": TOMORROW, **changes}


def test_items_are_found_by_one_character_and_by_department(catalogue):
    client = catalogue.client("lijianping")

    assert "建筑工程施工许可" in page(client.get("/items?q=筑"))
    assert "没有找到事项" in page(client.get("/items?q=广"))


def test_the_page_shows_limits_with_their_relation_to_the_law(catalogue):
    text = page(catalogue.client("lijianping").get(f"/items/{ITEM}"))

    assert "20 个工作日" in text
    assert "不超过法定，提速 50%" in text


@pytest.mark.parametrize("tab", ["base", "materials", "basis", "fee", "flow", "versions", "nonsense"])
def test_every_tab_opens(catalogue, tab):
    assert "建筑工程施工许可" in page(catalogue.client("admin").get(f"/items/{ITEM}?tab={tab}"))


def test_what_prevents_acceptance_is_listed(catalogue):
    catalogue.client("admin").post(f"/items/{ITEM}/cancel", data={"last_day": "2026-10-08", "note": "下放到区"})

    text = page(catalogue.client("admin").get(f"/items/{ITEM}"))

    assert "这一版今天不生效，不能受理" in text
    assert "这些材料没有审查标准：施工合同、用地批准" in text


@pytest.mark.parametrize(
    ("key", "told"), [("note", "承办表单没有“不踏勘的理由”"), ("survey_waiver", "承办表单要写理由")]
)
def test_a_handlers_form_that_lets_a_needed_survey_go_without_a_word_is_told(catalogue, key, told):
    field = {"type": "textarea", "key": key, "label": "说明"}
    form = {"type": "default", "components": [field]}
    catalogue.publish_item("ZJ-survey", needs_survey=True, forms={"handle": form})

    assert told in page(catalogue.client("admin").get("/items/ZJ-survey"))


def test_an_edit_is_a_new_version_from_its_day_on(catalogue):
    answer = catalogue.client("admin").post(f"/items/{ITEM}/edit", data=the_form(catalogue, promised_amount="7"))

    new, old = versions(catalogue)
    assert answer.status_code == 302
    assert (new.number, new.promised_amount, new.valid_from.isoformat()) == (2, 7, TOMORROW)
    assert (old.promised_amount, old.valid_to.isoformat()) == (10, "2026-10-09")


def test_an_instant_item_states_the_limit_of_a_converted_case_and_its_page_shows_it(catalogue):
    client = catalogue.client("admin")
    typed = {"base_type": "instant", "promised_amount": "0", "converted_amount": "5", "converted_unit": "working_day"}
    client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, **typed, valid_from="2026-10-09"))

    new = versions(catalogue)[0]
    shown = page(client.get(f"/items/{ITEM}"))
    assert (new.promised_for("instant").amount, new.promised_for("promised").amount) == (0, 5)
    assert "转承诺件时限" in shown and "5 个工作日" in shown


@pytest.mark.parametrize(
    ("kinds", "amount", "shown", "green"),
    [
        ("promised", 10, None, None),
        ("special", 10, "5 working days from acceptance", None),
        ("special", 0, "the day of acceptance, by closing time", "the same day, by closing time from acceptance"),
    ],
)
def test_the_green_channel_is_told_of_items_that_may_take_it(site, kinds, amount, shown, green):
    site.publish_diagram()
    site.publish_item(promised_amount=amount, points={"case_types": [kinds]})

    text = " ".join(page(site.client("lijianping", language="en").get(f"/items/{ITEM}")).split())

    assert ("Green channel" in text) == (shown is not None)
    assert shown is None or shown in text
    assert green is None or green not in text


def test_a_shorter_notice_is_stated_with_its_law_and_the_page_shows_both(catalogue):
    client = catalogue.client("admin")
    typed = {"notice_amount": "3", "notice_unit": "calendar_day", "notice_source": "《排污许可管理条例》第九条"}
    client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, **typed, valid_from="2026-10-09"))

    shown = page(client.get(f"/items/{ITEM}"))
    assert (versions(catalogue)[0].notice_amount, versions(catalogue)[1].notice_amount) == (3, None)
    assert "3 日（自然日）内，只告知一次（《排污许可管理条例》第九条）" in shown


def test_what_was_not_touched_stays_as_it_was(catalogue):
    catalogue.client("admin").post(f"/items/{ITEM}/edit", data=the_form(catalogue, change_note="只改说明"))

    new, old = versions(catalogue)
    with catalogue.office.database.reading() as session:
        before, after = fields_of(session, old.id), fields_of(session, new.id)
    differing = {name for name in after if after[name] != before[name]}
    assert differing == {"change_note"}


def test_what_may_stop_the_clock_keeps_its_order(catalogue):
    kinds = [{"kind": "expert_review", "basis": "乙"}, {"kind": "hearing", "basis": "甲"}]
    form = {name: str(value) for name, value in the_form(catalogue).items()}
    typed = MultiDict({**form, **{f"special_{one['kind']}": "yes" for one in kinds}})
    typed.update({f"special_{one['kind']}_basis": one["basis"] for one in kinds})

    assert fields_typed(typed, {"special_kinds": kinds}, MultiDict())["special_kinds"] == kinds


def test_the_versions_tell_what_changed(catalogue):
    client = catalogue.client("admin")
    client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, promised_amount="7"))

    text = page(client.get(f"/items/{ITEM}?tab=versions"))

    assert "10 个工作日" in text
    assert "7 个工作日" in text


def test_from_when_a_limit_counts_is_told_where_that_has_changed(catalogue):
    client = catalogue.client("admin")
    client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, promised_from="documents_complete"))

    text = page(client.get(f"/items/{ITEM}?tab=versions"))

    assert "10 个工作日 自受理之日起" in text
    assert "10 个工作日 自材料齐全之日起" in text


def test_the_guide_is_written_in_fields_of_its_own_and_its_changes_are_told(site):
    site.publish_diagram()
    site.publish_item(points={"phone": "0999-12345", "place": "体育路 1 号", "case_types": ["reply"]})
    client = site.client("admin")
    form = page(client.get(f"/items/{ITEM}/edit"))
    client.post(f"/items/{ITEM}/edit", data=the_form(site, guide_phone="0999-54321", guide_place=""))

    assert 'name="guide_phone"' in form and "0999-12345" in form
    assert versions(site)[0].points == {"phone": "0999-54321", "case_types": ["reply"]}
    told = " ".join(re.sub(r"<[^>]*>", " ", page(client.get(f"/items/{ITEM}?tab=versions"))).split())
    assert "咨询电话： 0999-12345 → 0999-54321" in told
    assert "办理地点： 体育路 1 号" in told
    assert "case_types" not in told


def test_kinds_days_and_departments_of_an_item_are_fields_and_what_they_cannot_hold_stays(site):
    site.publish_diagram()
    own = {"remedies": {"D09": "乙"}, "branch_days": "two"}
    ordinary = {"case_types": ["reply", "promised"], "green_days": 3, "superior": "省发展和改革委员会"}
    site.publish_item(points={**ordinary, **own, "decided_by": "leader"})
    client = site.client("admin")
    form = page(client.get(f"/items/{ITEM}/edit"))
    typed = the_form(site, kind_special="yes", green_days="4", superior_days="20", decided_by="", branch_days="")
    client.post(f"/items/{ITEM}/edit", data=typed)

    shown = html.unescape(re.search(r'name="points"[^>]*>([^<]*)<', form)[1])
    assert json.loads(shown) == own
    kinds = ["reply", "promised", "special"]
    changed = {"case_types": kinds, "green_days": 4, "superior_days": 20}
    assert versions(site)[0].points == {**ordinary, **own, **changed}
    told = " ".join(re.sub(r"<[^>]*>", " ", page(client.get(f"/items/{ITEM}?tab=versions"))).split())
    assert "可以登记为： 答复件、承诺件 → 答复件、承诺件、特办件" in told
    assert "绿色通道（工作日）： 3 → 4" in told
    assert "由分管领导批准： 是 → 没有写" in told
    assert "remedies" not in told
    shown = re.sub(r"<[^>]*>", " ", page(client.get(f"/items/{ITEM}?version=2")))
    assert "承诺件、答复件、特办件" in shown and "省发展和改革委员会" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_beside_the_parameters_is_what_may_be_written_there(catalogue, language):
    form = html.unescape(page(catalogue.client("admin", language).get(f"/items/{ITEM}/edit")))

    example = re.search(r'\{"remedies": \{"D09": "[^"]+"\}\}+', form)

    assert example is not None and json.loads(example[0])


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kind_joint": "yes"}, "case_types", "不能按联办件登记"),
        ({"green_days": "61"}, "green_days", "应为 1 到 60 的整数"),
        ({"superior_days": "-1"}, "superior_days", "-1"),
    ],
)
def test_a_kind_or_a_number_that_cannot_be_is_refused_beside_its_field(catalogue, typed, field, said):
    answer = catalogue.client("admin").post(f"/items/{ITEM}/edit", data=the_form(catalogue, **typed))

    text = words(answer, 422)
    assert said in text and f'id="{field}-wrong"' in text


def test_a_promise_longer_than_the_law_is_refused_and_nothing_typed_is_lost(catalogue):
    form = the_form(catalogue, promised_amount="30", conditions="条件写了很久")

    answer = catalogue.client("admin").post(f"/items/{ITEM}/edit", data=form)

    text = words(answer, 422)
    assert "承诺时限（30 个工作日）比法定时限（20 个工作日）长" in text
    assert 'id="promised_amount-wrong"' in text
    assert "条件写了很久" in text
    assert "施工合同" in text


def test_a_missing_field_is_named_by_its_label(catalogue):
    answer = catalogue.client("admin").post(f"/items/{ITEM}/edit", data=the_form(catalogue, name=""))

    assert "没有填“事项名称”" in words(answer, 422)


def test_the_past_cannot_be_changed(catalogue):
    answer = catalogue.client("admin").post(f"/items/{ITEM}/edit", data=the_form(catalogue, valid_from="2026-01-01"))

    assert "太早" in words(answer, 422)


def test_a_fee_is_told_in_yuan_and_needs_its_basis_and_licence(catalogue):
    client = catalogue.client("admin")
    fee = {"fee_kind": "fixed", "fee_yuan": "120.50"}

    refused = client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, **fee))
    fee |= {"fee_basis": "发改价格〔2019〕914号"}
    unlicensed = client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, **fee))
    client.post(f"/items/{ITEM}/edit", data=the_form(catalogue, **fee, fee_licence="云费证 0012 号"))

    assert "收费依据" in words(refused, 422) and "收费许可证" in words(unlicensed, 422)
    assert versions(catalogue)[0].fee_rule == {"kind": "fixed", "amount_fen": 12050}
    assert "云费证 0012 号" in page(client.get(f"/items/{ITEM}?tab=fee&version=2"))


def test_an_amount_that_is_no_money_is_quoted(catalogue):
    form = the_form(catalogue, fee_kind="fixed", fee_yuan="约五十", fee_basis="文件")

    assert "“约五十”不是金额" in words(catalogue.client("admin").post(f"/items/{ITEM}/edit", data=form), 422)


def test_a_material_is_dropped_by_clearing_its_name_and_added_on_an_empty_line(catalogue):
    changes = {"m_0_name": "", "m_9_name": "消防意见", "m_9_form": "paper", "m_9_originals": "2"}

    catalogue.client("admin").post(f"/items/{ITEM}/edit", data=the_form(catalogue, **changes))

    with catalogue.office.database.reading() as session:
        materials = fields_of(session, versions(catalogue)[0].id)["materials"]
    assert [(one["name"], one["originals"]) for one in materials] == [("用地批准", 1), ("消防意见", 2)]


def test_a_form_for_a_role_is_uploaded_and_a_broken_one_is_refused(catalogue):
    client = catalogue.client("admin")
    good = {"type": "default", "components": [{"type": "textfield", "key": "area", "label": "面积"}]}

    for text, status in ((json.dumps(good), 302), ("{", 422)):
        form = the_form(catalogue, new_form=a_file("intake.form", text), new_form_role="intake")
        assert client.post(f"/items/{ITEM}/edit", data=form).status_code == status

    assert "面积" in page(client.get(f"/items/{ITEM}?tab=flow&version=2"))


def test_a_new_item_is_published_with_its_first_version(catalogue):
    form = the_form(catalogue, code="ZJ-NEW", department="ZJ", valid_from="2026-10-09", name="夜间施工许可")

    answer = catalogue.client("admin").post("/items/new", data=form, follow_redirects=True)

    assert "夜间施工许可" in page(answer)


def test_a_code_in_use_does_not_make_a_second_item(catalogue):
    form = the_form(catalogue, code=ITEM, department="ZJ")

    assert "已经用过" in words(catalogue.client("admin").post("/items/new", data=form), 422)


def test_clerks_read_items_and_are_told_who_changes_them(catalogue):
    client = catalogue.client("lijianping")

    assert "只有系统管理员可以改事项" in page(client.get(f"/items/{ITEM}"))
    assert "系统管理员" in words(client.get(f"/items/{ITEM}/edit"), 403)


def test_the_list_is_saved_as_a_spreadsheet(catalogue):
    rows = rows_of(catalogue.client("lijianping").get("/export/items.xlsx").data)

    assert rows[1][:2] == [ITEM, "建筑工程施工许可"]
