"""Most rules here are not about the guard: they compile in this process, which saves a second per upload."""

from __future__ import annotations

import pytest

from casework.definitions import checking
from engine import compile_bundle


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    monkeypatch.setattr(checking, "compile_bundle_guarded", compile_bundle)
