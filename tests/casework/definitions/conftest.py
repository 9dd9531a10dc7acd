"""Most rules here are not about the guard: they read in this process, which saves a second per upload."""

from __future__ import annotations

import pytest

from casework.definitions import checking
from engine.reading import read_bundle


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    monkeypatch.setattr(checking, "read_bundle_guarded", read_bundle)
