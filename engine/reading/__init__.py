"""Bytes in, our own model out: BPMN with its vendors' dialects, DMN and forms; whatever cannot run is a finding."""

from engine.reading.bundle import Reading, read_bundle
from engine.reading.census import Census
from engine.reading.guarded import read_bundle_guarded

__all__ = ["Census", "Reading", "read_bundle", "read_bundle_guarded"]
