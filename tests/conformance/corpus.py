"""Every diagram under a folder is accepted, or refused with an element and a reason; nothing in it gets lost.

`python -m tests.conformance.corpus DIR [--json OUT]`. A file passes when none of its flow nodes and flows is
unaccounted for, reading it neither crashes nor hangs, and it is accepted or refused by named elements. Files with
several processes that could run are tried with each of them. What asks for more time or memory than a diagram may have
is given to the guard that uploads go through, and its refusal counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from engine import Compiled, compile_bundle
from engine.checking import Finding
from engine.guarded import compile_bundle_guarded

SECONDS = 10
MEGABYTES = 1000
"""A file that takes more than these is judged by the guard; that it starts a process of its own would slow the rest."""
ENDINGS = (".bpmn", ".bpmn2", ".xml")
_OF_THE_FILE = ("xml.", "bundle.", "reading.", "process.none")
"""Refusals of a whole file, which has no element that could be named."""


@dataclass
class Verdict:
    """What became of one file; `failure` is empty when it passed."""

    file: str
    outcome: str = "crashed"
    process: str | None = None
    flow_nodes: int = 0
    flows: int = 0
    unaccounted: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    failure: str = ""


def diagrams(folder: Path) -> list[Path]:
    """All diagram files below the folder, in order; links to folders are not followed."""
    found = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return sorted(path for path in found if path.name.lower().endswith(ENDINGS) and path.is_file())


def judge(path: Path) -> Verdict:
    """Compile one file: read, check, print, and load on trial."""
    return _judge(path, compile_bundle)


def judge_guarded(path: Path) -> Verdict:
    """As `judge`, under the guard: whatever the file asks for, it gets seconds and megabytes."""
    return _judge(path, compile_bundle_guarded)


def _judge(path: Path, compile_it: Callable[..., Compiled]) -> Verdict:
    files = {_readable(path.name): path.read_bytes()}
    compiled, key = compile_it(files), None
    for candidate in _candidates(compiled.findings):
        tried = compile_it(files, key=candidate)
        if tried.definition is not None:
            compiled, key = tried, candidate
            break
    findings = list(compiled.findings)
    if compiled.definition is not None:
        key = compiled.definition.key
    refusals = [finding for finding in findings if finding.level == "error"]
    return Verdict(
        file=_readable(path),
        outcome="refused" if refusals or compiled.definition is None else "accepted",
        process=key,
        flow_nodes=compiled.census.flow_nodes,
        flows=compiled.census.flows,
        unaccounted=list(compiled.census.unaccounted),
        findings=[_shown(finding) for finding in findings],
        failure=_failure(compiled.census.unaccounted, refusals, accepted=compiled.definition is not None),
    )


def _candidates(findings: Iterable[Finding]) -> list[str]:
    return [key for finding in findings if finding.rule == "process.several" for key in finding.params["keys"]]


def _failure(unaccounted: Iterable[str], refusals: list[Finding], *, accepted: bool) -> str:
    if lost := list(unaccounted):
        return f"not accounted for: {'; '.join(lost[:5])}"
    if not accepted and not refusals:
        return "refused without a reason"
    for finding in refusals:
        if finding.rule == "reading.failed":
            return f"crashed: {finding.params['problem']}"
        named = finding.element is not None or finding.rule.startswith(_OF_THE_FILE)
        if not named or not all(finding.in_language("zh")) or not all(finding.in_language("en")):
            return f"refused without element or reason: {finding.rule}"
    return ""


def _readable(path: str | Path) -> str:
    """A path as text that can be printed, though its bytes be no UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def _shown(finding: Finding) -> dict[str, Any]:
    texts = {language: finding.in_language(language)._asdict() for language in ("zh", "en")}
    return {"level": finding.level, "rule": finding.rule, "element": finding.element, "line": finding.line, **texts}


def judge_all(paths: Iterable[Path]) -> Iterator[Verdict]:
    """Each file in a process that is killed when it hangs, so that the others still get their turn."""
    pool = _pool()
    for path in paths:
        started = time.perf_counter()
        try:
            verdict = pool.submit(judge, path).result(timeout=SECONDS)
        except (TookTooLong, BrokenProcessPool, MemoryError):
            pool = _fresh(pool)
            verdict = judge_guarded(path)
        except Exception as problem:
            verdict = Verdict(_readable(path), failure=f"{type(problem).__name__}: {problem}")
        verdict.seconds = round(time.perf_counter() - started, 3)
        yield verdict
    pool.shutdown(cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, initializer=_limit_memory)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1_000_000, MEGABYTES * 1_000_000))


def _fresh(pool: ProcessPoolExecutor) -> ProcessPoolExecutor:
    for worker in list((pool._processes or {}).values()):
        worker.kill()
    pool.shutdown(wait=False, cancel_futures=True)
    return _pool()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="write every verdict with its findings to this file")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"no such folder: {options.folder}", file=sys.stderr)
        return 2
    verdicts = []
    for verdict in judge_all(diagrams(options.folder)):
        verdicts.append(verdict)
        print(_line(verdict), flush=True)
    failed = sum(bool(verdict.failure) for verdict in verdicts)
    if options.json:
        report = {"passed": len(verdicts) - failed, "failed": failed, "files": [asdict(one) for one in verdicts]}
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    if not verdicts:
        print(f"no diagram below {options.folder}: no file ends in {', '.join(ENDINGS)}", file=sys.stderr)
    print(f"{len(verdicts) - failed} passed, {failed} failed")
    return 1 if failed else 0 if verdicts else 2


def _line(verdict: Verdict) -> str:
    rules = sorted({finding["rule"] for finding in verdict.findings if finding["level"] == "error"})
    why = f" ({', '.join(rules)})" if rules else ""
    mark = f"FAILED: {verdict.failure}" if verdict.failure else "ok"
    count = f"{verdict.flow_nodes} nodes, {verdict.flows} flows"
    return f"{mark:6} {verdict.outcome:8} {Path(verdict.file).name}: {count}{why}"


if __name__ == "__main__":
    raise SystemExit(main())
