"""The folder of samples by other people beside the checkout: foreign diagrams, calendars, the DMN kit, benchmarks."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("BANJIAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
FOREIGN = SHARED / "bpmn"
