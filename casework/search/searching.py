"""Writing a case's words and finding cases by number, applicant and item."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, column, false, text

from casework.cases.case import Case
from casework.search.words import fts5_query, split_words, tsquery
from casework.types import KEY_TYPE

_WRITE_SQLITE = text("insert or replace into case_search (rowid, words) values (:case_id, :words)")
_WRITE_POSTGRES = text(
    "insert into case_search (case_id, words) values (:case_id, to_tsvector('simple', :words)) "
    "on conflict (case_id) do update set words = excluded.words"
)


def index_case(connection: Connection, case_id: int, *texts: str | None) -> None:
    """Make the case findable by these texts (number, applicant, item, title); replaces what was written before."""
    statement = _WRITE_SQLITE if connection.dialect.name == "sqlite" else _WRITE_POSTGRES
    connection.execute(statement, {"case_id": case_id, "words": split_words(*texts)})


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
