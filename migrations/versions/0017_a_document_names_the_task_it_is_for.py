"""A document that was drawn up for a task names it: branches side by side need one each."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("official_document") as batch:
        batch.add_column(sa.Column("task_id", KEY, nullable=True))
        batch.create_foreign_key(op.f("fk_official_document_task_id"), "task", ["task_id"], ["id"])
