"""From files to a definition that cases can run: read, judged, printed, and parsed once by the library on trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.checking.finding import Finding
from engine.model import Definition
from engine.reading import Census, read_bundle
from engine.running.parsing import trial
from engine.running.printing import print_bpmn


@dataclass(frozen=True, slots=True)
class Compiled:
    """`definition` is None when a finding has level error; `census` counts what the files contain."""

    definition: Definition | None
    findings: tuple[Finding, ...]
    census: Census


def compile_bundle(
    files: Mapping[str, bytes], *, key: str | None = None, known_variables: Iterable[str] = ()
) -> Compiled:
    """Make a definition of the files, ready for `advance`; never raises for bad input.

    `key` and `known_variables` are those of `read_bundle`. What the library itself refuses in the end is a finding too.
    """
    reading = read_bundle(files, key=key, known_variables=known_variables)
    if reading.definition is None:
        return Compiled(None, reading.findings, reading.census)
    definition = replace(
        reading.definition, printed=print_bpmn(reading.definition.processes, reading.definition.key)
    )
    problem = trial(definition)
    if problem is not None:
        refused = Finding("error", "library.refused", None, None, {"process": definition.name, "problem": problem})
        return Compiled(None, (*reading.findings, refused), reading.census)
    return Compiled(definition, reading.findings, reading.census)
