"""Making cases findable, and finding them, by number, applicant, item and title."""

from __future__ import annotations

from sqlalchemy import ColumnElement, column, false, text

from casework.cases.case import Case
from casework.cases.case_file import CaseFile
from casework.search.words import fts5_query, number_words, split_words, tsquery
from casework.types import KEY_TYPE


def make_findable(file: CaseFile) -> None:
    """Let the case be found by its words as they are now, in place of those before; written with the file."""
    case, around = file.case, file.around
    words = split_words(number_words(case.case_no), around.applicant_name, around.item_name, case.title)
    file.add("case_search", words=words)


def found_by(dialect: str, query: str) -> ColumnElement[bool]:
    """Condition on `Case`: its words hold every part of the query. A query without any word finds nothing."""
    words = fts5_query(query) if dialect == "sqlite" else tsquery(query)
    if not words:
        return false()
    if dialect == "sqlite":
        matches = text("select rowid from case_search where case_search match :words")
    else:
        matches = text("select case_id from case_search where words @@ to_tsquery('simple', :words)")
    return Case.id.in_(matches.bindparams(words=words).columns(column("id", KEY_TYPE)))
