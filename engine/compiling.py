"""From files to a definition that cases can run: read, judged, printed, and parsed once by the library on trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.checking.checks import check
from engine.checking.finding import Finding, has_errors
from engine.model import Definition
from engine.reading import Census, read_bundle
from engine.running.parsing import trial
from engine.running.printing import print_bpmn


@dataclass(frozen=True, slots=True)
class Compiled:
    """`definition` is None when a finding has level error; `census` counts what the files contain.

    `key` and `name` are those of the process that runs, or would if there were no error.
    """

    definition: Definition | None
    findings: tuple[Finding, ...]
    census: Census
    key: str | None = None
    name: str = ""


def compile_bundle(
    files: Mapping[str, bytes],
    *,
    key: str | None = None,
    known_variables: Iterable[str] = (),
    operations: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
) -> Compiled:
    """Make a definition of the files, ready for `advance`; never raises for bad input.

    `key` and `known_variables` are those of `read_bundle`, `operations` and `documents` those of `check`. A definition
    that runs must be compiled with the known variables it was published with, because they decide which branches are
    buttons. What the library itself refuses in the end is a finding too.
    """
    known = tuple(known_variables)
    reading = read_bundle(files, key=key, known_variables=known)
    if reading.definition is None:
        return Compiled(None, reading.findings, reading.census, reading.key, reading.name)
    definition = replace(reading.definition, printed=print_bpmn(reading.definition.processes, reading.definition.key))
    said = check(definition, operations=operations, documents=documents, known_variables=known)
    findings = (*reading.findings, *said)
    problem = trial(definition)
    if problem is not None:
        refused = Finding("error", "library.refused", None, None, {"process": definition.name, "problem": problem})
        findings = (*findings, refused)
    usable = None if has_errors(findings) else definition
    return Compiled(usable, findings, reading.census, definition.key, definition.name)
