"""Searching cases and looking at one: clocks explained, record, documents, diagram."""
