"""A case tells since when nothing happened that concerns every open task, a task at which revision it opened."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("all_revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("task", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    # Nobody knows any more what the steps before were about: pages made before the last one are stale.
    op.execute('UPDATE "case" SET all_revision = revision')
