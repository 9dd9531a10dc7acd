"""An item may have a shorter notice by a law of its own; the database keeps the limits of conversion and of notice."""

import sqlalchemy as sa
from alembic import op

from migrations.anew import make_anew

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNITS = "IN ('working_day', 'calendar_day', 'month', 'hour')"
CHECKS = {
    "converted_unit": f"converted_unit IS NULL OR converted_unit {UNITS}",
    "converted_complete": "(converted_amount IS NULL) = (converted_unit IS NULL)"
    " AND (converted_amount IS NULL OR (base_type = 'instant' AND converted_amount >= 0))",
    "converted_within_statutory": "converted_amount IS NULL OR statutory_amount IS NULL"
    " OR converted_unit <> statutory_unit OR converted_amount <= statutory_amount",
    "notice_within_art_32": "(notice_amount IS NULL) = (notice_unit IS NULL) AND (notice_amount IS NULL"
    " OR (notice_amount BETWEEN 1 AND 5 AND notice_unit IN ('working_day', 'calendar_day')))",
}


def upgrade() -> None:
    op.add_column("item_version", sa.Column("notice_amount", sa.Integer(), nullable=True))
    op.add_column("item_version", sa.Column("notice_unit", sa.String(length=20), nullable=True))
    op.add_column(
        "item_version", sa.Column("notice_source", sa.String(length=200), server_default="", nullable=False)
    )
    if op.get_bind().dialect.name == "sqlite":
        make_anew("item_version", CHECKS)
        return
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_item_version_{name}"), "item_version", condition)
