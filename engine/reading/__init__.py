"""Bytes in, our own model out: BPMN with its vendors' dialects, DMN and forms; whatever cannot run is a finding."""

from engine.reading.bundle import Reading, read_bundle
from engine.reading.census import Census
from engine.reading.xml import NotReadable, decoded

__all__ = ["Census", "NotReadable", "Reading", "decoded", "read_bundle"]
