"""A file from anywhere: no DOCTYPE, no entities, no odd encodings, bounded size, depth and number of elements."""

import pytest

from engine.reading import read_bundle
from engine.reading.xml import MAX_BYTES, MAX_DEPTH, MAX_NODES, NotReadable, parse_xml


def refusal(data: bytes) -> NotReadable:
    with pytest.raises(NotReadable) as refused:
        parse_xml(data)
    return refused.value


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
FILES = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (LAUGHS, "xml.doctype"),
        (FILES, "xml.doctype"),
        (b"<!-- x --><?p i?>\n<!DOCTYPE a><a/>", "xml.doctype"),
        (LAUGHS.decode().encode("utf-16"), "xml.doctype"),
        (LAUGHS.decode().encode("utf-16-be"), "xml.doctype"),
        (b"", "xml.empty"),
        (b" \n\t", "xml.empty"),
        (b"PK\x03\x04zip", "xml.not_xml"),
        (b"\x00\x01\x02", "xml.not_xml"),
        (b"<a><b></a>", "xml.not_well_formed"),
        (b"<a>\x00</a>", "xml.not_well_formed"),
        (b"<a>&unknown;</a>", "xml.not_well_formed"),
        (b"<!-- never closed", "xml.not_well_formed"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "xml.encoding_unknown"),
        (b'<?xml version="1.0" encoding="cp037"?><a/>', "xml.encoding_unknown"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "xml.encoding_unknown"),
        ("<a>件</a>".encode("gbk"), "xml.encoding_wrong"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "xml.too_big"),
        (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "xml.too_deep"),
        (b"<a>" * 10_000 + b"</a>" * 10_000, "xml.too_deep"),
        (b"<a>" + b"<b/>" * MAX_NODES + b"</a>", "xml.too_many_nodes"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_safe_or_not_xml_is_refused(data, rule):
    assert refusal(data).rule == rule


def test_not_well_formed_xml_is_refused_with_its_line():
    assert refusal(b'<?xml version="1.0"\n encoding="utf-8"?>\n<a>\n<b></a>').line == 4


def test_what_is_wrong_with_the_xml_is_told_in_both_languages():
    (finding,) = read_bundle({"p.bpmn": b"<a><b></a>"}).findings

    assert finding.in_language("zh").sentence == "文件“p.bpmn”不是正确的 XML：开始标签与结束标签不配对。"
    assert "Opening and ending tag mismatch" in finding.in_language("en").sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_common_encodings_are_read(encoding):
    declared = encoding if encoding.startswith("gb") else "utf-8"
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<a n="行政许可"/>'

    root = parse_xml(text.encode(encoding))

    assert (root.get("n"), root.sourceline) == ("行政许可", 2)


def test_the_word_doctype_in_a_text_is_harmless():
    assert parse_xml(b"<a><![CDATA[<!DOCTYPE html>]]></a>").text == "<!DOCTYPE html>"


def test_a_refused_file_becomes_a_finding():
    (finding,) = read_bundle({"a.bpmn": FILES}).findings

    assert (finding.rule, finding.line, finding.level) == ("xml.doctype", 2, "error")
    assert "a.bpmn" in finding.in_language("zh").sentence


def test_bpmn_in_a_namespace_of_its_own_is_refused_naming_the_namespace():
    (finding,) = read_bundle({"p.bpmn": b'<definitions xmlns="urn:old"/>'}).findings

    assert finding.rule == "bundle.not_bpmn" and "urn:old" in finding.in_language("zh").sentence


@pytest.mark.parametrize("root", [b'<decisions xmlns="urn:old"/>', b'<definitions xmlns="urn:old"/>', b"<decisions/>"])
def test_a_decision_file_with_a_wrong_root_is_told_as_no_dmn_with_what_was_found_and_what_is_expected(root):
    (finding,) = read_bundle({"t.DMN": root}).findings

    assert (finding.rule, finding.level, finding.line) == ("bundle.not_dmn", "error", 1)
    for language in ("zh", "en"):
        sentence, _, remedy = finding.in_language(language)
        assert f"“{finding.params['root']}”" in sentence and "DMN" in remedy and "BPMN" not in sentence + remedy
        assert "“definitions”" in sentence and "https://www.omg.org/spec/DMN/" in sentence
