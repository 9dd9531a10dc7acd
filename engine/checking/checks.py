"""All rules in the order in which people read their findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.checking.casework import (
    start_from_outside,
    too_long_name,
    too_long_path,
    unfit_id,
    unknown_clock,
    unknown_document,
    unknown_milestone,
    unknown_operation,
    unreadable_limit,
)
from engine.checking.choices import compared_list, dead_branch, loose_outcome
from engine.checking.constants import impossible_constant, no_condition
from engine.checking.data import contested_variable, held_input, lost_result, unknown_name, unreadable_name
from engine.checking.finding import Finding
from engine.checking.paths import divided_join, endless_circle, starving_join, uncaught_error
from engine.checking.people import separation_from_nothing, task_without_people
from engine.checking.subject import Subject
from engine.checking.tables import listed_values
from engine.model import Definition

RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    endless_circle,
    starving_join,
    divided_join,
    uncaught_error,
    unknown_operation,
    unknown_milestone,
    unknown_clock,
    unknown_document,
    unreadable_limit,
    impossible_constant,
    no_condition,
    start_from_outside,
    too_long_name,
    too_long_path,
    unfit_id,
    separation_from_nothing,
    task_without_people,
    loose_outcome,
    dead_branch,
    compared_list,
    contested_variable,
    lost_result,
    held_input,
    unknown_name,
    unreadable_name,
    listed_values,
)


def check(
    definition: Definition,
    *,
    operations: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
    known_variables: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """What is to be said about a definition that could be read.

    `operations` and `documents` are the casework operations and kinds of documents that exist (None: not checked);
    `known_variables` are written outside the bundle: fields of item forms, data a case begins with.
    """
    subject = Subject(definition, _names(operations), _names(documents), frozenset(known_variables))
    return tuple(finding for rule in RULES for finding in rule(subject))


def _names(names: Iterable[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)
