"""A delegation that stands still for a leave says for which, so that an early return gives it back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("delegation") as batch:
        batch.add_column(sa.Column("interrupted_by_id", KEY, nullable=True))
        batch.create_foreign_key(op.f("fk_delegation_interrupted_by_id"), "delegation", ["interrupted_by_id"], ["id"])
        batch.create_index(op.f("ix_delegation_interrupted_by_id"), ["interrupted_by_id"])
