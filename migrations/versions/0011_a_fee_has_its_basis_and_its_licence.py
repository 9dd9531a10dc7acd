"""A fee has its basis, which the database keeps, and names its licence."""

import sqlalchemy as sa
from alembic import op

from migrations.anew import make_anew

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECKS = {"fee_has_basis": "fee_rule IS NULL OR fee_basis <> ''"}


def upgrade() -> None:
    # An empty rule said the same as none.
    op.execute("UPDATE item_version SET fee_rule = NULL WHERE fee_rule IN ('{}', 'null', '[]', '\"\"')")
    op.add_column("item_version", sa.Column("fee_licence", sa.String(length=200), server_default="", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        make_anew("item_version", CHECKS)
        return
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_item_version_{name}"), "item_version", condition)
