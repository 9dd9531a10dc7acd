"""A table of SQLite made anew, which is the only way to give one that stands another constraint."""

from __future__ import annotations

import re
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op


def make_anew(name: str, checks: Mapping[str, str], without: str | None = None) -> None:
    """The same table is made again and takes its place with all its rows.

    With these checks (name: condition) too, and without the unique constraint of that name.
    """
    connection = op.get_bind()
    of_table = f"FROM sqlite_master WHERE tbl_name = '{name}' AND sql IS NOT NULL"
    (table,) = connection.execute(sa.text(f"SELECT sql {of_table} AND type = 'table'")).one()
    others = connection.execute(sa.text(f"SELECT sql {of_table} AND type <> 'table'")).scalars().all()
    more = "".join(f", CONSTRAINT ck_{name}_{check} CHECK ({condition})" for check, condition in checks.items())
    body = table[table.index("(") : table.rindex(")")]
    if without is not None:
        body = re.sub(rf",\s*CONSTRAINT {without} UNIQUE \([^)]*\)", "", body)
    op.execute(f"CREATE TABLE {name}_next {body}{more})")
    op.execute(f"INSERT INTO {name}_next SELECT * FROM {name}")
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE {name}_next RENAME TO {name}")
    for one in others:
        op.execute(one)
