"""Language and theme are a person's own choice or none; a token tells who made it, who ended it, when it was used."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECKS = {
    "language": "language IS NULL OR language IN ('zh', 'en')",
    "theme": "theme IS NULL OR theme IN ('light', 'dark')",
}


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        for name in CHECKS:
            if op.get_bind().dialect.name != "sqlite":
                # There the table is made anew, without the old ones.
                batch.drop_constraint(op.f(f"ck_person_{name}"), type_="check")
            batch.alter_column(name, nullable=True)
    # What stood there before anybody could choose is no choice.
    op.execute("UPDATE person SET language = NULL WHERE language = 'zh'")
    op.execute("UPDATE person SET theme = NULL WHERE theme = 'auto'")
    with op.batch_alter_table("person") as batch:
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_person_{name}"), condition)
    with op.batch_alter_table("api_token") as batch:
        batch.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("created_by", "revoked_by"):
            batch.add_column(sa.Column(name, KEY, nullable=True))
            batch.create_foreign_key(op.f(f"fk_api_token_{name}"), "person", [name], ["id"])
