"""Runs a folder of the DMN Technology Compatibility Kit: `python -m tests.conformance.dmn_tck DIR [--json OUT]`.

Every `*-test-*.xml` under DIR is run against the model it names, one result node at a time; a case passes when all its
result nodes give what the kit expects. Ends with `N passed, M failed`; the exit code is 1 when anything failed.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.decisions import DecisionModel, decide
from engine.errors import EngineError
from engine.expressions import Budget
from engine.expressions.feel import temporal
from engine.reading.dmn import read_decisions

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
Element = etree._Element
TOLERANCE = Decimal("1e-8")
"""The kit's numbers are written with as many digits as some Java engine printed; its own runners round like this."""


@dataclass(frozen=True)
class Outcome:
    """What became of one test case."""

    file: str
    case: str
    passed: bool
    reason: str = ""


def run_folder(folder: Path) -> list[Outcome]:
    """The outcome of every test case under the folder, in order of the files' names."""
    return [outcome for file in sorted(folder.rglob("*-test-*.xml")) for outcome in run_file(file)]


def run_file(file: Path) -> Iterator[Outcome]:
    root = etree.fromstring(file.read_bytes())
    name = root.findtext("{*}modelName") or ""
    model = read_decisions((file.parent / name).read_bytes(), source=name, problems=[])
    for case in root.iterfind("{*}testCase"):
        reason = failure_of(model, case)
        yield Outcome(str(file.name), case.get("id") or "", not reason, reason)


def failure_of(model: DecisionModel, case: Element) -> str:
    """What is wrong with the case's results, empty when nothing is."""
    scope = {str(node.get("name")): value_of(node) for node in case.iterfind("{*}inputNode")}
    wrong: list[str] = []
    for node in case.iterfind("{*}resultNode"):
        name = str(node.get("name"))
        expected = value_of(node.find("{*}expected"))
        found = result_of(model, case, name, scope)
        if not alike(expected, found):
            wrong.append(f"{name}: expected {expected!r}, found {found!r}")
    return "; ".join(wrong)


def result_of(model: DecisionModel, case: Element, name: str, scope: dict[str, Any]) -> Any:
    """The answer; a refusal is the null that the standard asks for, and is told apart by its text in the report."""
    try:
        if case.get("type") == "decisionService":
            return call_service(model, case.get("invocableName") or name, name, scope)
        return decide(model, name, scope, Budget(10_000_000, 100_000_000))
    except EngineError:
        return None


def call_service(model: DecisionModel, service: str, result: str, scope: dict[str, Any]) -> Any:
    """What the service gives under the name of the result node."""
    answer = decide(model, service, scope)
    several = sum(len(one.outputs) > 1 for one in model.services.values() if service in (one.key, one.name))
    return answer.get(result, answer) if several and isinstance(answer, dict) else answer


def value_of(node: Element | None) -> Any:
    """An input or expected value of the kit as a FEEL value."""
    if node is None:
        return None
    if node.get(f"{XSI}nil") == "true":
        return None
    components = node.findall("{*}component")
    if components:
        return {str(one.get("name")): value_of(one) for one in components}
    listed = node.find("{*}list")
    if listed is not None:
        return None if listed.get(f"{XSI}nil") == "true" else [value_of(item) for item in listed.iterfind("{*}item")]
    value = node.find("{*}value")
    return None if value is None or value.get(f"{XSI}nil") == "true" else simple(value)


def simple(value: Element) -> Any:
    kind, text = (value.get(f"{XSI}type") or "xsd:string").rpartition(":")[2], value.text or ""
    match kind:
        case "decimal" | "double" | "integer" | "float" | "int" | "long":
            return Decimal(text.strip())
        case "boolean":
            return text.strip() == "true"
        case "date":
            return temporal.to_date(text.strip())
        case "time":
            return temporal.to_time(text.strip())
        case "dateTime":
            return temporal.to_date_time(text.strip())
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return temporal.to_duration(text.strip())
        case _:
            return text


def alike(expected: Any, found: Any) -> bool:
    """Equal, numbers within the tolerance of the kit."""
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        return abs(expected - found) <= TOLERANCE * max(1, abs(expected))
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(alike, expected, found))
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(alike(expected[key], found[key]) for key in expected)
    return type(expected) is type(found) and bool(expected == found)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.conformance.dmn_tck")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="write all outcomes to this file")
    options = parser.parse_args(arguments)
    outcomes = run_folder(options.folder)
    for outcome in outcomes:
        if not outcome.passed:
            print(f"{outcome.file} {outcome.case}: {outcome.reason}")
    if options.json:
        options.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False, indent=1))
    passed = sum(outcome.passed for outcome in outcomes)
    print(f"{passed} passed, {len(outcomes) - passed} failed")
    return 0 if outcomes and passed == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
