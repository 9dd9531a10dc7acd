"""A bundle of files becomes one definition: `read_bundle` is the door of this package."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from engine.checking.calls import given_by_callers, written_with_calls
from engine.checking.finding import Finding, has_errors
from engine.checking.remarks import remark
from engine.checking.variables import all_nodes
from engine.decisions import DecisionModel, DecisionRefused, can_give, merged
from engine.model import Definition, Kind, Node, Process, Trigger
from engine.reading import support
from engine.reading.census import Census, count
from engine.reading.collaboration import choose, contents, pool_names, process_name, tell_others
from engine.reading.data import tell_rewritten
from engine.reading.dmn import is_dmn, read_tree
from engine.reading.forms import read_forms
from engine.reading.names import CHOREOGRAPHY, Element, bpmn_name, line_of, local, namespace, tag
from engine.reading.outcomes import with_outcomes
from engine.reading.process import ProcessReading, read_process
from engine.reading.sheet import Sheet, name_anonymous
from engine.reading.unread import refuse_foreign_steps, refuse_misplaced, tell_ours, tell_unknown, tell_vendor_parts
from engine.reading.xml import NotReadable, parse_xml

MAX_FILES = 100
MAX_BUNDLE_BYTES = 20_000_000
MAX_CALL_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """`definition` is None when a finding has level error; `key` and `name` are those of the process that would run."""

    definition: Definition | None
    findings: tuple[Finding, ...]
    census: Census
    key: str | None = None
    name: str = ""


def read_bundle(files: Mapping[str, bytes], *, key: str | None = None, known_variables: Iterable[str] = ()) -> Reading:
    """Read diagrams, decisions and forms into one definition; bad input gives findings, never an exception.

    `key` is the process a case runs; None: the only executable one, else the only one that nobody calls.
    `known_variables` are written outside the bundle (item forms, the applicant's data): a branch on one of them is
    decided by the data, not by an outcome button.
    """
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BUNDLE_BYTES:
        finding = Finding("error", "bundle.too_big", None, None, {"files": MAX_FILES, "limit": MAX_BUNDLE_BYTES})
        return Reading(None, (finding,), Census())
    bundle = _Bundle(files, frozenset(known_variables))
    definition = bundle.definition(key)
    findings = tuple(bundle.findings())
    roots = ((sheet.file, root) for sheet, root in bundle.counted)
    census = count(roots, bundle.modelled(), findings)
    if definition is None:
        return Reading(None, findings, census)
    return Reading(None if has_errors(findings) else definition, findings, census, definition.key, definition.name)


class _Bundle:
    def __init__(self, files: Mapping[str, bytes], known_variables: frozenset[str]) -> None:
        self.files = files
        self.known_variables = known_variables
        self.sheets: list[Sheet] = []
        self.counted: list[tuple[Sheet, Element]] = []
        self.readings: list[ProcessReading] = []
        self.remarks: list[Finding] = []
        self.has_unread = False
        """Whether a file could not be read at all, so that nobody knows which processes it draws."""
        self.decisions = DecisionModel()
        self.used: frozenset[str] | None = None
        """Ids of the processes that run; None until one is chosen."""
        self._sort()

    def _sort(self) -> None:
        """Tell diagrams, decisions and forms apart by what they contain; forms are read first."""
        forms: dict[str, bytes] = {}
        others: dict[str, bytes] = {}
        for file, data in self.files.items():
            is_form = data.lstrip()[:1] == b"{" or PurePosixPath(file).suffix in (".form", ".json")
            (forms if is_form else others)[file] = data
        self.forms = read_forms(forms)
        self.remarks += self.forms.findings
        for file, data in others.items():
            self._read_xml(file, data)

    def _read_xml(self, file: str, data: bytes) -> None:
        try:
            root = parse_xml(data)
        except NotReadable as problem:
            self.remarks.append(Finding("error", problem.rule, None, problem.line, {"file": file, **problem.params}))
            self.has_unread = True
            return
        if bpmn_name(root) == "definitions":
            self._read_diagram(file, root, parse_xml(data))
        elif is_dmn(root):
            self._read_decisions(file, root)
        else:
            rule = "bundle.not_dmn" if PurePosixPath(file).suffix.lower() == ".dmn" else "bundle.not_bpmn"
            params = {"file": file, "root": local(root), "namespace": namespace(root) or "-"}
            self.remarks.append(Finding("error", rule, None, line_of(root), params))

    def _read_decisions(self, file: str, root: Element) -> None:
        problems: list[DecisionRefused] = []
        model = read_tree(root, source=file, problems=problems)
        for key in sorted(self.decisions.decisions.keys() & model.decisions.keys()):
            twice, other = model.decisions[key], self.decisions.decisions[key].source
            params = {"file": file, "decision": key, "other": other}
            self.remarks.append(Finding("error", "decision.twice", key, twice.line, params))
        self.decisions = merged((self.decisions, model))
        for problem in problems:
            texts = {"problem_zh": problem.in_language("zh"), "problem_en": problem.in_language("en")}
            element, line = problem.params.get("element"), problem.params.get("line")
            self.remarks.append(Finding("error", "decision.wrong", element, line, {"file": file, **texts}))

    def _read_diagram(self, file: str, root: Element, raw: Element) -> None:
        sheet = Sheet(file, root, self.forms.by_file | {key: key for key in self.forms.forms})
        self.sheets.append(sheet)
        name_anonymous(raw)
        self.counted.append((sheet, raw))
        pools = pool_names(sheet)
        for element in root.iter(tag("process")):
            self.readings.append(read_process(sheet, element, name=process_name(element, pools)))
        for element in root.iter(*map(tag, CHOREOGRAPHY)):
            support.refuse(sheet, element, "choreographyActivity")
        refuse_misplaced(sheet)
        refuse_foreign_steps(sheet)
        tell_unknown(sheet)
        tell_ours(sheet)
        tell_rewritten(sheet)
        tell_vendor_parts(sheet)

    def definition(self, key: str | None) -> Definition | None:
        """The definition as far as it could be read; whether it may be used is for the findings to say."""
        if not self.sheets:
            if not self.remarks:
                self.remarks.append(Finding("error", "bundle.no_diagram"))
            return None
        processes = self._processes()
        if self.has_unread and key is not None and key not in processes:
            return None
        chosen = choose(self.sheets[0], self.readings, key)
        if chosen is None:
            return None
        used = self._used(processes, chosen)
        self.used = frozenset(used)
        tell_others(self.sheets[0], self.readings, set(used), chosen)
        forms = self.forms.forms | {name: form for reading in self.readings for name, form in reading.forms.items()}
        answered = self._answered(used, forms, self.decisions)
        self._check_references(answered, forms, self.decisions)
        return Definition(
            key=chosen.id,
            name=chosen.name,
            processes=answered,
            decisions=self.decisions,
            forms=forms,
            printed={},
            content_hash=content_hash(self.files, self.known_variables),
        )

    def _processes(self) -> dict[str, Process]:
        processes: dict[str, Process] = {}
        for reading in self.readings:
            if reading.process.id in processes:
                reading.sheet.report("error", "process.twice", reading.element)
            processes.setdefault(reading.process.id, reading.process)
        return processes

    def _used(self, processes: Mapping[str, Process], chosen: Process) -> dict[str, Process]:
        """The chosen process and all it calls; a missing one or a circle of calls is an error finding."""
        used: dict[str, Process] = {}
        self._follow(processes, chosen, [], used)
        return used

    def _follow(
        self, processes: Mapping[str, Process], process: Process, path: list[str], used: dict[str, Process]
    ) -> None:
        used[process.id] = process
        for node in all_nodes(process.body):
            if node.kind is not Kind.CALL or node.called is None:
                continue
            called = processes.get(node.called)
            if len(path) >= MAX_CALL_DEPTH:
                self.remarks.append(remark("error", "call.too_deep", node, process.source, limit=MAX_CALL_DEPTH))
                return
            if called is None:
                self.remarks.append(remark("error", "call.missing", node, process.source, called=node.called))
            elif called.id in [*path, process.id]:
                circle = " → ".join([*path, process.id, called.id])
                self.remarks.append(remark("error", "call.recursive", node, process.source, circle=circle))
            elif called.id not in used:
                self._check_start(called, node, process)
                self._follow(processes, called, [*path, process.id], used)

    def _check_start(self, called: Process, call: Node, caller: Process) -> None:
        plain = [start for start in called.body.starts() if start.event is None or start.event.trigger is Trigger.NONE]
        if len(plain) != 1:
            self.remarks.append(remark("error", "call.starts", call, caller.source, called=called.id, count=len(plain)))

    def _answered(
        self, used: Mapping[str, Process], forms: Mapping[str, Mapping[str, Any]], decisions: DecisionModel
    ) -> dict[str, Process]:
        written = written_with_calls(used, forms, decisions)
        given = given_by_callers(used, written)
        answered: dict[str, Process] = {}
        for process in used.values():
            known = self.known_variables | given[process.id]
            answered[process.id], findings = with_outcomes(
                process, forms, decisions=decisions, given=known, called=written
            )
            self.remarks += findings
        return answered

    def _check_references(
        self, used: Mapping[str, Process], forms: Mapping[str, Any], decisions: DecisionModel
    ) -> None:
        for process in used.values():
            for node in all_nodes(process.body):
                if node.decision is not None:
                    self._check_decision(node, process, decisions)
                if node.form_key and not node.form_key.startswith("item:") and node.form_key not in forms:
                    self.remarks.append(remark("warning", "form.missing", node, process.source, form=node.form_key))

    def _check_decision(self, node: Node, process: Process, decisions: DecisionModel) -> None:
        """The decision must be there, and able to give its result in the shape that the task wants."""
        decision = decisions.find(str(node.decision))
        if decision is None:
            known = sorted(decisions.decisions)
            self.remarks.append(
                remark("error", "decision.missing", node, process.source, decision=node.decision, known=known)
            )
        elif not can_give(decision, node.map_result):
            told: dict[str, Any] = {"decision": node.decision, "shape": node.map_result, "count": len(decision.outputs)}
            self.remarks.append(remark("error", "decision.shape", node, process.source, **told))

    def findings(self) -> list[Finding]:
        """Everything said about the bundle, file by file, what concerns all of it last.

        What is wrong in a process that does not run keeps nobody from publishing the one that does.
        """
        found: list[Finding] = []
        for sheet in self.sheets:
            for finding in sheet.findings:
                process = sheet.process_of(finding.element) if finding.level == "error" else None
                idle = self.used is not None and process is not None and process not in self.used
                found.append(replace(finding, level="note") if idle else finding)
        return found + self.remarks

    def modelled(self) -> set[tuple[str, str]]:
        """File and id of all nodes and flows that were read into the model, generated ones included."""
        found: set[tuple[str, str]] = set()
        for reading in self.readings:
            nodes, flows = contents(reading.process.body)
            found.update((reading.sheet.file, identity) for identity in (*nodes, *flows))
        return found


def content_hash(files: Mapping[str, bytes], known_variables: Iterable[str] = ()) -> str:
    """SHA-256 over names and contents, independent of their order.

    Known variables count too, because they decide which branches are outcome buttons.
    """
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{len(file.encode())}:{file}{len(files[file])}:".encode())
        digest.update(files[file])
    for name in sorted(known_variables):
        digest.update(f"?{name}".encode())
    return digest.hexdigest()
