"""An instant item says what it promises to a case that is converted to a promised one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item_version", sa.Column("converted_amount", sa.Integer(), nullable=True))
    op.add_column("item_version", sa.Column("converted_unit", sa.String(length=20), nullable=True))
