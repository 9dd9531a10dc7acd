"""Compliance level 2 of the DMN Technology Compatibility Kit is passed whole, and the runner tells failures."""

import json

from tests.conformance import dmn_tck


def test_level_2_passes_whole(shared):
    outcomes = dmn_tck.run_folder(shared / "dmn-tck")

    assert len(outcomes) >= 116
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_a_wrong_expectation_is_reported(shared, tmp_path, capsys):
    source = shared / "dmn-tck" / "compliance-level-2" / "0001-input-data-string"
    for file in source.glob("*.dmn"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for file in source.glob("*.xml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8").replace("Hello", "Goodbye"), "utf-8")

    code = dmn_tck.main([str(tmp_path), "--json", str(tmp_path / "out.json")])

    assert code == 1
    assert capsys.readouterr().out.rstrip().endswith("0 passed, 1 failed")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))[0]["passed"] is False
