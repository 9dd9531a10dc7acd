"""Processes and pools: each is read, one runs, and what is said of the others names them."""

import pytest

from engine.reading import read_bundle
from tests.engine.reading.builders import chain, definitions, diagram, finding_of, flow, line, process_of, read, rules


def process(identity: str, attributes: str = "", body: str = "") -> str:
    start, end = f"{identity}-s", f"{identity}-e"
    steps = f'<startEvent id="{start}"/>{body}<endEvent id="{end}"/>{chain(start, end)}'
    return f'<process id="{identity}" {attributes}>{steps}</process>'


def test_a_process_is_read_whole():
    file = diagram(
        "<documentation>说明</documentation>" + line('<userTask id="x"/>'),
        attributes='name="许可" camunda:versionTag="2" banjian:caseTypes="promised"',
    )

    found = process_of(read_bundle({"permit.bpmn": file}))

    assert (found.name, found.documentation, found.version_tag) == ("许可", "说明", "2")
    assert (found.is_executable, found.source) == (True, "permit.bpmn")
    assert found.properties == {"caseTypes": "promised"}
    assert [node.line for node in found.body.nodes.values()] == [3, 3, 3]


def test_the_only_executable_process_runs():
    reading = read_bundle(
        {"f.bpmn": definitions(process("p", 'isExecutable="false"') + process("q", 'isExecutable="true"'))}
    )

    assert reading.definition.key == "q"
    told = finding_of(reading, "process.not_run")
    assert (told.element, told.params["chosen"]) == ("p", "q")


def test_the_one_that_nobody_calls_runs():
    call = '<callActivity id="c" calledElement="q"/>'
    body = f'<startEvent id="s"/>{call}<endEvent id="e"/>' + chain("s", "c", "e")

    reading = read_bundle({"f.bpmn": definitions(process("q") + f'<process id="p">{body}</process>')})

    assert (reading.definition.key, sorted(reading.definition.processes)) == ("p", ["p", "q"])


def test_of_several_the_caller_has_to_choose():
    files = {"f.bpmn": definitions(process("p") + process("q"))}

    asked = finding_of(read_bundle(files), "process.several")

    assert asked.params["keys"] == ["p", "q"]
    assert read_bundle(files, key="q").definition.key == "q"


def test_a_fault_in_a_process_that_does_not_run_keeps_nobody_from_publishing():
    broken = process("q", body='<complexGateway id="g"/>')

    reading = read_bundle({"f.bpmn": definitions(process("p") + broken)}, key="p")

    assert reading.definition is not None
    assert finding_of(reading, "element.refused").level == "note"
    assert reading.census.unaccounted == ()


def test_an_unknown_key_is_told_with_the_known_ones():
    unknown = finding_of(read_bundle({"f.bpmn": definitions(process("p"))}, key="z"), "process.key_unknown")

    assert unknown.params["known"] == ["p"]


def test_what_a_file_that_cannot_be_read_would_draw_is_not_missed_besides():
    reading = read_bundle({"f.bpmn": definitions(process("p")), "z.bpmn": b"<!DOCTYPE a><a/>"}, key="z")

    assert [finding.rule for finding in reading.findings] == ["xml.doctype"]


def test_a_process_without_a_step_is_refused_though_it_is_the_one_asked_for():
    reading = read_bundle({"f.bpmn": definitions('<process id="p" isExecutable="true"/>')}, key="p")

    assert reading.definition is None
    assert finding_of(reading, "process.none").level == "error"


def test_a_pool_names_its_process():
    pool = '<collaboration id="c"><participant id="a" name="许可办理" processRef="p"/></collaboration>'

    assert process_of(read_bundle({"f.bpmn": definitions(pool + process("p"))})).name == "许可办理"


def test_a_pool_without_a_process_is_told_as_a_black_box():
    pool = '<collaboration id="c"><participant id="a" name="申请人"/></collaboration>'

    reading = read_bundle({"f.bpmn": definitions(pool + process("p"))})

    assert finding_of(reading, "pool.black_box").element == "a"


def test_a_drawing_runs_with_a_warning():
    reading = read_bundle({"f.bpmn": definitions(process("p", 'isExecutable="false"'))})

    assert rules(reading, "warning") == ["process.not_executable"]


def test_two_processes_with_one_id_are_refused():
    reading = read_bundle({"a.bpmn": definitions(process("p")), "b.bpmn": definitions(process("p"))})

    assert "process.twice" in rules(reading, "error")


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({}, "bundle.no_diagram"),
        ({"a.bpmn": b""}, "xml.empty"),
        ({"a.bpmn": b"<html/>"}, "bundle.not_bpmn"),
        ({"a.bpmn": definitions("")}, "process.none"),
        ({"a.form": b"{]"}, "form.unreadable"),
        ({"a.bpmn": definitions(process("p")), "a.form": b"[]"}, "form.unreadable"),
    ],
)
def test_files_that_hold_no_diagram_give_findings(files, rule):
    reading = read_bundle(files)

    assert reading.definition is None
    assert rule in rules(reading, "error")


def test_a_form_that_is_missing_is_a_warning():
    reading = read(line('<userTask id="x" camunda:formKey="opinion"/>'))

    assert finding_of(reading, "form.missing").params["form"] == "opinion"


def test_an_item_form_is_not_missing():
    assert rules(read(line('<userTask id="x" camunda:formKey="item:review"/>'))) == []


def test_equal_bundles_have_equal_hashes_whatever_their_order():
    files = {"a.bpmn": definitions(process("p")), "b.form": b'{"id": "b", "components": []}'}

    first, second = (read_bundle(dict(order)).definition for order in (files.items(), reversed(files.items())))

    assert first.content_hash == second.content_hash
    assert first.content_hash != read_bundle({"a.bpmn": files["a.bpmn"]}).definition.content_hash


def test_sub_processes_too_deep_inside_one_another_are_refused_by_name():
    opening = "".join(f'<startEvent id="s{n}"/>{flow(f"s{n}", f"u{n}")}<subProcess id="u{n}">' for n in range(90))
    reading = read(f'{opening}<startEvent id="s90"/>{"</subProcess>" * 90}')

    finding = finding_of(reading, "subprocess.too_deep")

    assert (finding.element, reading.census.unaccounted) == ("u30", ())


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (b'{"components": [}', "第 1 行第 17 列不是正确的 JSON"),
        (b'{"components": [{"key": "a", "defaultValue": NaN}]}', "NaN 不是 JSON 的数"),
        (b'{"components": [{"key": "a", "validate": {"max": 1e999}}]}', "含有过大或过长的数"),
        ('{"components": [], "title": "申请"}'.encode("gbk"), "不是 UTF-8 编码"),
        (b'{"components": [{"label": "\\ud800"}]}', "含有不成对的代理字符"),
        (b'{"components": ' + b"[" * 5000 + b"]" * 5000 + b"}", "嵌套太深"),
        (b'{"id": "f"}', "没有 components 列表"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_with_the_reason_in_both_languages(form, reason):
    refusal = finding_of(read(line('<userTask id="x"/>'), files={"f.form": form}), "form.unreadable")

    assert refusal.in_language("zh").sentence.endswith("：" + reason)
    assert reason not in refusal.in_language("en").sentence
