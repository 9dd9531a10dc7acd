"""How the demo's paths are written: words, each an act or a wait, read into acts.

    accept +1 handle:submit +1 review:agreed ~decide

    +2               two working days later; without it some minutes of office time later
    handle           complete this task; handle:submit with this button; request_special=hearing with these fields
    opine:agree@GH   the task of this department; @* of every department that has one
    ~handle          only claim it; ~handle=heyutong by this person
    ?pay:paid        if the task is open at all (items with and without a fee share a path)
    !comment         something beside the flow; !transfer=handle names the task or the message it is about;
                     !branches answers for all departments of a joint case, !branches:disagree@XF with one against

The first word opens the case: accept, tolerant, supplement, prereview, refuse, instant (all at once), internal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

EVERY_DEPARTMENT = "*"
_ACT = re.compile(
    r"(?P<mark>[~?!]?)(?P<name>[a-z_0-9.]+)(?::(?P<outcome>[a-z_]+))?(?:=(?P<about>[a-z_0-9.]+))?(?:@(?P<at>[A-Z*]+))?"
)


class Mark(StrEnum):
    COMPLETE = ""
    CLAIM = "~"
    IF_OPEN = "?"
    BESIDE = "!"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody does in a case; `after` counts working days since the act before."""

    name: str
    mark: Mark = Mark.COMPLETE
    outcome: str | None = None
    about: str | None = None
    department: str | None = None
    after: int = 0


@cache
def read_path(path: str) -> tuple[Act, ...]:
    """The acts of a path. Raises `ValueError` naming the word that is none."""
    acts, days = [], 0
    for word in path.split():
        if word.startswith("+"):
            days += int(word[1:])
            continue
        found = _ACT.fullmatch(word)
        if found is None:
            raise ValueError(f"{word!r} is no act of a path")
        acts.append(Act(found["name"], Mark(found["mark"]), found["outcome"], found["about"], found["at"], after=days))
        days = 0
    return tuple(acts)
