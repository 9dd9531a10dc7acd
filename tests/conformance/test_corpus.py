"""Real diagrams of other people are read without a loss: accepted, or refused with an element and a reason."""

import json
import os
import time
from pathlib import Path

import pytest

from engine.checking import Finding
from engine.reading import read_bundle
from tests.conformance import corpus
from tests.conformance.corpus import diagrams, judge, judge_all, main
from tests.samples import FOREIGN

AS_THEY_ARE = [
    "AOT-Technologies__one-step-approval",
    "FlowSquad__cancelable_user_task",
    "valtimo-platform__bezwaar",
    "UKHomeOffice__FOI_ALLOCATION",
]
FILES = diagrams(FOREIGN) if FOREIGN.is_dir() else []


def test_the_shared_diagrams_are_there():
    if not FILES and os.environ.get("CI") != "true":
        pytest.skip("the shared diagrams are not next to this checkout")

    assert len(FILES) >= 47


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_of_a_real_diagram_gets_lost(path):
    verdict = judge(path)

    assert (verdict.failure, verdict.unaccounted) == ("", [])
    assert verdict.flow_nodes > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_diagram_reads_the_same_every_time(path):
    files = {path.name: path.read_bytes()}

    assert read_bundle(files) == read_bundle(files)


@pytest.mark.parametrize("name", AS_THEY_ARE if FILES else [])
def test_these_are_accepted_as_they_are(name):
    assert judge(FOREIGN / f"{name}.bpmn").outcome == "accepted"


def test_broken_files_are_refused_and_do_not_stop_the_run(tmp_path):
    (tmp_path / "a.bpmn").write_bytes(b"<a><b></a>")
    (tmp_path / "b.xml").write_bytes(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')

    verdicts = list(judge_all(diagrams(tmp_path)))

    assert [(verdict.outcome, verdict.failure) for verdict in verdicts] == [("refused", "")] * 2


def test_the_run_ends_with_a_count_and_writes_its_report(tmp_path, capsys):
    (tmp_path / "a.bpmn").write_bytes(b"<a><b></a>")

    status = main([str(tmp_path), "--json", str(tmp_path / "out.json")])

    assert status == 0
    assert capsys.readouterr().out.strip().endswith("1 passed, 0 failed")
    assert json.loads((tmp_path / "out.json").read_text())["passed"] == 1


def test_any_folder_may_be_given(tmp_path, capsys):
    (tmp_path / "里面" / "deeper").mkdir(parents=True)
    (tmp_path / "里面" / "deeper" / "A.BPMN").write_bytes(b"<a/>")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xc4\xe3.bpmn")).write_bytes(b"<a/>")
    (tmp_path / "page.xml").write_bytes(b"<html/>")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "nowhere.bpmn").symlink_to(tmp_path / "missing")
    (tmp_path / "folder.bpmn").mkdir()

    status = main([str(tmp_path), "--json", str(tmp_path / "out.json")])

    assert (status, capsys.readouterr().out.splitlines()[-1]) == (0, "3 passed, 0 failed")
    assert len(json.loads((tmp_path / "out.json").read_text())["files"]) == 3


def test_a_folder_without_diagrams_is_wrong_use_and_told_as_a_missing_one_is(tmp_path, capsys):
    (tmp_path / "notes.txt").touch()

    assert main([str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert told.out == "0 passed, 0 failed\n" and f"no diagram below {tmp_path}" in told.err
    assert main([str(tmp_path / "missing")]) == 2 and "no such folder" in capsys.readouterr().err


def test_a_file_that_hangs_is_killed_and_left_to_the_guard(tmp_path, monkeypatch):
    (tmp_path / "a.bpmn").write_bytes(b"<a/>")
    monkeypatch.setattr(corpus, "judge", hang)
    monkeypatch.setattr(corpus, "SECONDS", 0.1)

    (verdict,) = judge_all(diagrams(tmp_path))

    assert (verdict.outcome, verdict.failure, verdict.findings[0]["rule"]) == ("refused", "", "bundle.not_bpmn")


def hang(path):
    time.sleep(60)


def test_a_crash_is_a_failure_and_no_refusal():
    crash = Finding("error", "reading.failed", None, None, {"problem": "KeyError: 'x'"})

    assert corpus._failure([], [crash], accepted=False) == "crashed: KeyError: 'x'"
