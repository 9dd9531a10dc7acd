"""What was compiled, as bytes between our own two processes: only frozen classes and plain values come out of them.

Compiled code does not travel: an expression is sent as its parsed tree and compiled again on arrival.
"""

from __future__ import annotations

import io
import pickle
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from importlib import import_module
from typing import Any

from engine.compiling import Compiled
from engine.expressions import Expression, UnaryTests
from engine.expressions.feel.compiling import code_of
from engine.expressions.feel.tree import Node, Tests
from engine.expressions.juel.compiling import code_of as juel_code_of

_PLAIN = {kind.__name__: kind for kind in (Decimal, date, datetime, time, timedelta, timezone)}


class NotCompiled(Exception):
    """The bytes hold something that no compiled bundle contains."""


def pack(compiled: Compiled) -> bytes:
    buffer = io.BytesIO()
    _Packing(buffer, protocol=5).dump(compiled)
    return buffer.getvalue()


def unpack(data: bytes) -> Compiled:
    """What was packed; raises `NotCompiled` for anything else."""
    try:
        compiled = _Unpacking(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError, IndexError, KeyError) as problem:
        raise NotCompiled(str(problem)) from None
    if not isinstance(compiled, Compiled):
        raise NotCompiled(type(compiled).__name__)
    return compiled


def expression_again(
    text: str, language: str, where: str | None, tree: Node, names: frozenset[str], item_names: frozenset[str]
) -> Expression:
    code = juel_code_of(tree) if language == "juel" else code_of(tree)
    return Expression(text, language, where, tree, names, item_names, code)


def tests_again(text: str, tree: Tests, names: frozenset[str]) -> UnaryTests:
    return UnaryTests(text, tree, names, code_of(tree))


class _Packing(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, Expression):
            parts = (thing.text, thing.language, thing.where, thing.tree, thing.names, thing.item_names)
            return expression_again, parts
        if isinstance(thing, UnaryTests):
            return tests_again, (thing.text, thing.tree, thing.names)
        if isinstance(thing, Enum):
            # Left to itself, Python 3.11.0 to 3.11.3 writes `getattr(class, name)`, which must never come out.
            return type(thing), (thing.value,)
        return NotImplemented


class _Unpacking(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only classes that our engine defines, a few value types, and the two functions above."""
        if module in ("datetime", "decimal") and name in _PLAIN:
            return _PLAIN[name]
        if module == __name__ and name in ("expression_again", "tests_again"):
            return globals()[name]
        if module.startswith("engine.") and name.isidentifier():
            found = getattr(import_module(module), name, None)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
