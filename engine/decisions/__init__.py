"""DMN decisions: tables with every hit policy, literal and boxed expressions, requirement graphs, knowledge models.

`engine.reading.dmn.read_decisions` reads a file into a `DecisionModel`; `decide` answers.
"""

from engine.decisions.deciding import by_output, can_give, decide
from engine.decisions.errors import DecisionError, DecisionFailed, DecisionRefused, DecisionUnknown
from engine.decisions.model import (
    CallableDecisions,
    Decision,
    DecisionModel,
    InputData,
    Knowledge,
    Requirements,
    merged,
)
from engine.decisions.table import Aggregation, HitPolicy, Input, Output, Rule, Table

__all__ = [
    "Aggregation",
    "Decision",
    "DecisionError",
    "DecisionFailed",
    "DecisionModel",
    "DecisionRefused",
    "DecisionUnknown",
    "HitPolicy",
    "Input",
    "InputData",
    "Knowledge",
    "Output",
    "Requirements",
    "Rule",
    "CallableDecisions",
    "Table",
    "by_output",
    "can_give",
    "decide",
    "merged",
]
