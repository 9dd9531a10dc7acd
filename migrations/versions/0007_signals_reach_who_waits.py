"""A thrown signal is written down for each that waits at that moment; a message that broke names its next try.

Signals of before that nobody had got are forgotten: whom they were for is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (
    sa.Column("path", sa.String(length=400), nullable=True),
    sa.Column("element", sa.String(length=128), nullable=True),
    sa.Column("run", sa.Integer(), nullable=True),
    sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("inbox_message", column._copy())
    op.execute("DELETE FROM inbox_message WHERE kind = 'signal' AND delivered_at IS NULL")
