"""Bytes in, our own model out: BPMN with its vendors' dialects, DMN and forms; whatever cannot run is a finding."""

from engine.reading.bundle import Reading, read_bundle
from engine.reading.census import Census

__all__ = ["Census", "Reading", "read_bundle"]
