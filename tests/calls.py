"""How much work an act is, told without a clock: the function calls it makes are the same on a busy machine."""

import sys
from collections.abc import Callable
from typing import Any


def calls_of(act: Callable[[], Any]) -> int:
    """The Python functions entered while `act` runs."""
    entered = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal entered
        entered += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return entered
