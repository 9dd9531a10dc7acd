"""The shipped processes as bundles, and a walk through one with operations that only answer what a scenario says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from engine import (
    Command,
    Complete,
    Definition,
    Deliver,
    Key,
    ServiceDone,
    Start,
    Step,
    Surroundings,
    TimePassed,
    advance,
    compile_bundle,
)
from engine.contract import Incident, OpenedTask
from engine.model import Kind

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "processes"
LIBRARY = ROOT / "forms" / "library"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

CALLED = re.compile(r'calledElement="(\w+)"')
FORM_KEY = re.compile(r'camunda:formKey="(\w+)"')

FACTS: dict[str, Any] = {
    "case": {"number": "20261123-0001", "type": "promised", "channel": "counter", "priority": 50},
    "item": {"code": "T-1", "name": "测试事项", "base_type": "promised", "has_fee": False},
    "applicant": {"name": "测试人", "kind": "person"},
}
ANSWERS: dict[str, dict[str, Any]] = {
    "compute_fee": {"fee_amount": 3000, "fee_due": True, "basis": "收费标准"},
    "open_payment": {"order_id": 1},
    "issue_certificate": {"certificate_no": "证-1"},
    "plan_branches": {"departments": ["GH", "HB", "XF"]},
    "request_supplement": {"half_time_days": 15},
    "count_leave": {"days": 1, "is_chief": False, "ends_at": "2026-11-24T18:00:00+08:00"},
    "substitute_fits": {"substitute_fits": True},
    "submit_upward": {"superior_due": "2026-12-22T18:00:00+08:00"},
    "resume_superior": {"superior_due": "2026-12-28T18:00:00+08:00"},
}


def process_keys() -> list[str]:
    return sorted(path.parent.name for path in PROCESSES.glob("*/*.bpmn") if path.stem == path.parent.name)


@cache
def bundle(key: str) -> Mapping[str, bytes]:
    """The diagram with its decisions, all processes it calls, and the forms of the library they name."""
    files: dict[str, bytes] = {}
    wanted = [key]
    while wanted:
        name = wanted.pop()
        if f"{name}.bpmn" not in files:
            own = (path for path in sorted((PROCESSES / name).iterdir()) if path.suffix in (".bpmn", ".dmn"))
            files |= {path.name: path.read_bytes() for path in own}
            wanted += CALLED.findall(files[f"{name}.bpmn"].decode())
    keys = {form for text in tuple(files.values()) for form in FORM_KEY.findall(text.decode())}
    return files | {f"{form}.form": (LIBRARY / f"{form}.form").read_bytes() for form in sorted(keys)}


@cache
def compiled(key: str) -> Definition:
    found = compile_bundle(bundle(key), key=key)
    assert found.definition is not None, found.findings
    return found.definition


def end_events(key: str) -> set[str]:
    return {node.id for node in compiled(key).entry.body.nodes.values() if node.kind is Kind.END}


def scenarios() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Process, file name and content of every scenario."""
    for path in sorted(PROCESSES.glob("*/scenarios/*.json")):
        yield path.parents[1].name, path.stem, json.loads(path.read_text("utf-8"))


@dataclass
class Walk:
    """A case that goes where the scenario says; operations answer at once."""

    definition: Definition
    facts: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]]
    snapshot: Mapping[str, Any] | None = None
    document: Any = field(default_factory=dict)
    tasks: dict[Key, OpenedTask] = field(default_factory=dict)
    others: dict[Key, Any] = field(default_factory=dict)
    milestones: list[str] = field(default_factory=list)
    operations: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    ended: bool = False

    def do(self, command: Command) -> None:
        step = self._one(command)
        waiting = [request for request in step.requested if request.kind == "operation"]
        while waiting:
            request = waiting.pop(0)
            self.operations.append((request.name, request.inputs))
            answer = self.answers.get(request.key.element) or self.answers.get(request.name) or {}
            if request.name == "request_supplement":
                answer = {"missing": request.inputs["missing"], **answer}
            step = self._one(ServiceDone(request.key, answer))
            waiting += [found for found in step.requested if found.kind == "operation"]

    def _one(self, command: Command) -> Step:
        around = Surroundings(
            self.document, NOW, self.facts, lambda clock: NOW, lambda start, days: start + timedelta(days)
        )
        step = advance(self.definition, self.snapshot, command, around)
        self.snapshot = json.loads(json.dumps(step.snapshot))
        self.document = json.loads(json.dumps(step.document))
        for gone in (*step.completed, *step.cancelled, *step.disarmed, *step.no_longer_awaited):
            self.tasks.pop(gone, None)
            self.others.pop(gone, None)
        self.tasks |= {task.key: task for task in step.opened}
        self.others |= {timer.key: timer for timer in step.armed}
        self.others |= {wait.key: wait for wait in step.awaited}
        self.milestones += step.milestones
        self.incidents += step.incidents
        self.ended = self.ended or step.ended is not None
        self._note_ends(step)
        return step

    def _note_ends(self, step: Step) -> None:
        nodes = self.definition.entry.body.nodes
        for happened in step.happened:
            node = nodes.get(happened.key.element)
            if happened.kind == "entered" and not happened.key.path and node is not None and node.kind is Kind.END:
                self.ends.append(node.id)

    def step(self, drawn: Mapping[str, Any]) -> None:
        """One step of a scenario: a task completed, a timer due, or a message come."""
        if "task" in drawn:
            self.do(Complete(self._task(drawn), drawn.get("data", {}), drawn.get("outcome")))
        elif "timer" in drawn:
            self.do(TimePassed((self._other(drawn["timer"]),)))
        else:
            self.do(Deliver(self._other(drawn["message"]), drawn.get("payload", {})))

    def _task(self, drawn: Mapping[str, Any]) -> Key:
        wanted = drawn.get("department")
        found = [
            key for key, task in self.tasks.items()
            if key.element == drawn["task"] and (wanted is None or task.department == wanted)
        ]  # fmt: skip
        assert found, f"{drawn['task']} is not open; open are {[key.element for key in self.tasks]}"
        return found[0]

    def _other(self, element: str) -> Key:
        found = [key for key in self.others if key.element == element]
        assert found, f"{element} does not wait; waiting are {[key.element for key in self.others]}"
        return found[0]


def walked(process: str, scenario: Mapping[str, Any]) -> Walk:
    """The walk after the last step of the scenario."""
    facts = {name: {**FACTS.get(name, {}), **own} for name, own in {**FACTS, **scenario.get("facts", {})}.items()}
    answers = ANSWERS | {name: ANSWERS.get(name, {}) | own for name, own in scenario.get("operations", {}).items()}
    walk = Walk(compiled(process), facts, answers)
    walk.do(Start(None, scenario.get("variables", {})))
    for drawn in scenario["steps"]:
        walk.step(drawn)
    return walk
