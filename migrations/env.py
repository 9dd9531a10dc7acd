"""What alembic runs around each step: the connection comes from `migrations.upgrade`, never from a file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from casework.tables import metadata
from casework.types import Json, UTCDateTime


def render_type(kind: str, column_type: Any, autogen: Any) -> str | Literal[False]:
    """Steps hold plain column types: what ours mean may change later, what a step made may not."""
    if kind == "type" and isinstance(column_type, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(column_type, Json):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
