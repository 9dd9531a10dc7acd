"""What the rules look at: a definition, and what the installation knows."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model import Definition


@dataclass(frozen=True, slots=True)
class Subject:
    """`operations` and `documents` are the casework operations and kinds of documents that exist, None when unknown;
    `known_variables` come from outside."""

    definition: Definition
    operations: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    known_variables: frozenset[str] = frozenset()
