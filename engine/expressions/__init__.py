"""FEEL and JUEL: read at publishing, evaluated in bounded time and memory, never reaching a Python object.

`parse` reads an expression, `Expression.evaluate` gives its value, `Expression.holds` its truth as a condition,
`parse_unary_tests` a decision table cell, `assignments` a script; `to_json` stores a value.
"""

from engine.expressions.budget import Budget
from engine.expressions.errors import (
    ExpressionError,
    ExpressionFailed,
    ExpressionNotSupported,
    ExpressionSyntax,
    ExpressionTooExpensive,
)
from engine.expressions.expression import Assignment, Expression, UnaryTests, parse, parse_unary_tests, truth
from engine.expressions.feel.values import to_json, to_python
from engine.expressions.scripts import assignments

__all__ = [
    "Assignment",
    "Budget",
    "Expression",
    "ExpressionError",
    "ExpressionFailed",
    "ExpressionNotSupported",
    "ExpressionSyntax",
    "ExpressionTooExpensive",
    "UnaryTests",
    "assignments",
    "parse",
    "parse_unary_tests",
    "to_json",
    "to_python",
    "truth",
]
