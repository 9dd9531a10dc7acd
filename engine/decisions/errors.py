"""How a decision is refused.

DecisionError (EngineError)
├─ DecisionRefused   found while reading the file, at publishing
├─ DecisionUnknown   nobody defined it
└─ DecisionFailed    the rules contradict their hit policy, or the result has not the asked shape
"""

from engine.decisions.texts import TEXTS
from engine.errors import EngineError


class DecisionError(EngineError):
    """Base of what decisions refuse."""

    texts = TEXTS


class DecisionRefused(DecisionError):
    """The file or one of its decisions cannot be used; names the element and the line."""


class DecisionUnknown(DecisionError):
    """The model has no such decision."""


class DecisionFailed(DecisionError):
    """The table gave no usable answer; `rules` are the numbers of the rules that matched, counted from 1."""
