"""A comment or file that a deputy adds names the person in whose name it was added (甲代乙)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("comment", "attachment")


def upgrade() -> None:
    for table in TABLES:
        # SQLite adds no constraint to a table that stands: there it is made anew.
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("acting_for_id", KEY, nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_acting_for_id"), "person", ["acting_for_id"], ["id"])
