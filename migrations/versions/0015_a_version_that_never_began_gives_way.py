"""A version of an item that was taken back before its day leaves the day to another."""

import sqlalchemy as sa
from alembic import op

from migrations.anew import make_anew

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OLD, NEW = "uq_item_version_item_id_valid_from", "uq_item_version_day"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        make_anew("item_version", {}, without=OLD)
    else:
        op.drop_constraint(OLD, "item_version", type_="unique")
    published = sa.text("status = 'published'")
    op.create_index(
        NEW, "item_version", ["item_id", "valid_from"], unique=True,
        sqlite_where=published, postgresql_where=published,
    )  # fmt: skip
