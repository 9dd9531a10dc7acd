"""A designer uploads a diagram, reads what is wrong with it, publishes it, and can go back to the version before."""

import io
import zipfile

import pytest

from casework.definitions.definitions import list_definitions, versions_of
from tests.casework.definitions.diagrams import a_diagram
from tests.web.sheets import rows_of
from tests.web.site import a_file, page, words


def upload(client, *files, note=""):
    return client.post("/processes", data={"files": [a_file(*one) for one in files], "note": note})


def versions(site, key="p_test"):
    with site.office.database.reading() as session:
        return versions_of(session, key)


def newest(site, key="p_test"):
    return versions(site, key)[0].version


def names_in_newest(site, key="p_test"):
    """A list of versions reads no texts; they are read while the session lasts."""
    with site.office.database.reading() as session:
        return sorted(versions_of(session, key)[0].version.files)


def test_a_sound_diagram_opens_after_the_upload_and_can_be_published(site):
    answer = upload(site.client("designer"), ("p_test.bpmn", a_diagram()))

    assert answer.status_code == 302
    assert 'data-opens="publish"' in page(site.client("designer").get(answer.location))


def test_who_may_not_see_diagrams_is_told_so_once_with_whom_to_ask(site):
    text = words(site.client("heyutong").get("/processes"), 403)

    assert "您没有“查看流程”的权限" in text
    assert "请找他们办理" in text
    assert "怎么办" not in text


def test_a_wrong_element_is_told_with_element_line_reason_and_remedy(site):
    upload(site.client("designer"), ("p_test.bpmn", a_diagram(broken=True)))

    text = page(site.client("designer").get(f"/processes/versions/{newest(site).id}"))

    assert 'data-shows-element="strange"' in text
    assert "第 1 行" in text
    assert "怎么办：" in text
    assert 'aria-describedby="pubwhy"' in text


def test_findings_read_in_english_too(site):
    upload(site.client("designer"), ("p_test.bpmn", a_diagram(broken=True)))

    text = page(site.client("designer", language="en").get(f"/processes/versions/{newest(site).id}"))

    assert "What to do: " in text
    assert "怎么办" not in text


def test_every_file_of_an_upload_gets_its_own_outcome(site):
    text = page(
        upload(
            site.client("designer"),
            ("one.bpmn", a_diagram("p_one")),
            ("two.bpmn", a_diagram("p_two", broken=True)),
            ("old_flow.xml", "<workflow/>"),
            ("picture.png", b"\x89PNG"),
        )
    )

    assert "没有问题，可以发布" in text
    assert "已存为草稿，还不能发布" in text
    assert text.count("old_flow.xml") >= 1
    assert "“picture.png”不是流程文件" in text


def test_a_file_that_is_no_diagram_is_refused_with_the_reason_and_nothing_is_stored(site):
    answer = upload(site.client("designer"), ("old_flow.xml", "<workflow/>"))

    assert "没有保存" in words(answer, 422)
    with site.office.database.reading() as session:
        assert list_definitions(session) == []


@pytest.mark.parametrize(
    "content", ["", "not xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "\x00\x01", "<a>" * 20000]
)
def test_broken_and_hostile_files_are_answered_with_findings(site, content):
    answer = upload(site.client("designer"), ("bad.bpmn", content))

    assert answer.status_code == 422
    assert "bad.bpmn" in answer.get_data(as_text=True)


def test_an_upload_without_files_says_what_to_choose(site):
    answer = site.client("designer").post("/processes", data={"note": ""})

    assert "没有选文件" in words(answer, 422)


def test_a_zip_is_unpacked_and_a_broken_one_is_named(site):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/p_zip.bpmn", a_diagram("p_zip"))

    text = page(upload(site.client("designer"), ("all.zip", packed.getvalue()), ("torn.zip", b"PK\x03\x04rest")))

    assert "p_zip.bpmn" in text
    assert "“torn.zip”打不开" in text


def test_of_two_files_that_differ_by_their_folder_alone_the_second_is_refused_by_name(site):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("old/p_twice.bpmn", a_diagram("p_twice"))
        archive.writestr("new/p_twice.bpmn", a_diagram("p_twice", task="另一个"))

    assert "有两个文件都叫“p_twice.bpmn”" in page(upload(site.client("designer"), ("all.zip", packed.getvalue())))


def test_what_is_called_and_uploaded_together_belongs_to_the_bundle(site):
    upload(site.client("designer"), ("a.bpmn", a_diagram("p_a", calls="p_b")), ("b.bpmn", a_diagram("p_b")))

    assert names_in_newest(site, "p_a") == ["a.bpmn", "b.bpmn"]
    assert newest(site, "p_a").status == "checked"


def test_forms_that_did_not_come_along_are_taken_from_the_version_before(site):
    client = site.client("designer")
    diagram = a_diagram().replace("<bpmn:userTask ", '<bpmn:userTask camunda:formKey="check" ')
    form = '{"type": "default", "id": "check", "components": []}'
    upload(client, ("p_test.bpmn", diagram), ("check.form", form))
    client.post(f"/processes/versions/{newest(site).id}/publish", data={"note": ""})

    answer = upload(client, ("p_test.bpmn", diagram.replace("承办", "经办")))

    assert names_in_newest(site) == ["check.form", "p_test.bpmn"]
    assert "check.form 沿用了上一版的" in page(client.get(answer.location))


TABLE = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="n" namespace="x">'
    '<decision name="档" id="tier"><literalExpression id="e"><text>1</text></literalExpression></decision>'
    "</definitions>"
)


def decided_by_table():
    return a_diagram().replace("userTask", "businessRuleTask").replace("candidateGroups=", "decisionRef=", 1).replace(
        '"handler"', '"tier"'
    )  # fmt: skip


def test_a_table_under_a_new_name_takes_the_place_of_the_one_before(site):
    client = site.client("designer")
    upload(client, ("p_test.bpmn", decided_by_table()), ("tier.dmn", TABLE))
    client.post(f"/processes/versions/{newest(site).id}/publish", data={"note": ""})

    upload(client, ("p_test.bpmn", decided_by_table()), ("tier-2027.dmn", TABLE.replace("<text>1", "<text>2")))

    assert names_in_newest(site) == ["p_test.bpmn", "tier-2027.dmn"]
    assert newest(site).status == "checked"


def test_a_stray_table_is_not_carried_from_version_to_version(site):
    client = site.client("designer")
    upload(client, ("p_test.bpmn", a_diagram()), ("table.dmn", TABLE))

    upload(client, ("p_test.bpmn", a_diagram(task="经办")))

    assert names_in_newest(site) == ["p_test.bpmn"]


def test_another_process_under_the_id_of_one_in_use_is_a_warning_in_both_languages(site):
    site.publish_diagram()
    upload(site.client("designer"), ("p_test.bpmn", a_diagram().replace("流程p_test", "另一个流程")))

    address = f"/processes/versions/{newest(site).id}"
    assert "流程编号“p_test”已有在用的流程“流程p_test”，这个文件里的流程叫“另一个流程”" in page(
        site.client("designer").get(address)
    )
    assert "give it another process id" in page(site.client("designer", "en").get(address))
    assert newest(site).status == "checked"


def test_publishing_keeps_the_note_and_makes_the_version_current(site):
    client = site.client("designer")
    upload(client, ("p_test.bpmn", a_diagram()))

    client.post(f"/processes/versions/{newest(site).id}/publish", data={"note": "第一次上线"})

    assert (newest(site).is_current, newest(site).note) == (True, "第一次上线")
    assert "第一次上线" in page(client.get("/processes/p_test"))


def test_a_diagram_with_errors_is_not_published_and_the_findings_are_shown(site):
    client = site.client("designer")
    upload(client, ("p_test.bpmn", a_diagram(broken=True)))

    answer = client.post(f"/processes/versions/{newest(site).id}/publish", data={"note": ""})

    assert "不能发布" in words(answer, 422)
    assert not newest(site).is_current


def test_publishing_twice_is_answered_with_the_reason(site):
    number = site.publish_diagram()

    answer = site.client("designer").post(f"/processes/versions/{number}/publish", data={"note": ""})

    assert "已经发布过" in words(answer, 409)


def test_the_version_before_is_made_current_again(site):
    first = site.publish_diagram()
    site.publish_diagram(task="另一种承办")

    text = page(site.client("designer").post(f"/processes/versions/{first}/current", follow_redirects=True))

    assert "改用第 1 版" in text
    assert [line.version.is_current for line in versions(site)] == [False, True]


def test_the_designers_file_comes_back_byte_for_byte(site):
    number = site.publish_diagram()
    client = site.client("designer")

    alone = client.get(f"/processes/versions/{number}/files/p_test.bpmn")
    packed = client.get(f"/processes/versions/{number}/files.zip")

    assert alone.data == a_diagram().encode()
    assert "attachment" in alone.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(packed.data)).read("p_test.bpmn") == a_diagram().encode()


def test_an_item_is_bound_to_a_diagram_by_a_new_version(site):
    site.publish_diagram()
    site.publish_item()
    site.publish_diagram("p_other")

    text = page(
        site.client("admin").post(
            "/processes/p_other/items", data={"item": "建筑工程施工许可（ZJ-TEST）"}, follow_redirects=True
        )
    )

    assert "起走这个流程" in text
    assert 'href="/items/ZJ-TEST"' in text


def test_an_item_nobody_knows_is_refused_at_its_field(site):
    site.publish_diagram()

    answer = site.client("admin").post("/processes/p_test/items", data={"item": "没有（XX）"})

    assert "没有编码为“XX”的事项" in words(answer, 422)


def test_designers_are_told_who_binds_items(site):
    site.publish_diagram()

    text = page(site.client("designer").get("/processes/p_test"))

    assert "系统管理员 可以做" in text
    assert 'name="item"' not in text


def test_clerks_are_told_who_uploads(site):
    assert "流程设计员" in words(site.client("lijianping").get("/processes"), 403)


def test_an_unknown_diagram_is_a_helpful_404(site):
    assert "没有流程“p_none”" in words(site.client("designer").get("/processes/p_none"), 404)


def test_the_list_is_filtered_and_saved_as_a_spreadsheet(site):
    client = site.client("designer")
    site.publish_diagram()
    upload(client, ("p_bad.bpmn", a_diagram("p_bad", broken=True)))

    assert "流程p_test" not in page(client.get("/processes?list=unpublished"))
    assert [row[1] for row in rows_of(client.get("/export/processes.xlsx").data)[1:]] == ["p_bad", "p_test"]
