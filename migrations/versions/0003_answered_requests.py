"""Answers of requests that may be sent twice, in place of the messages' own keys; kept messages know their sender."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "answered_request",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("once_key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answered_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered_request")),
        sa.UniqueConstraint("person_id", "once_key", name=op.f("uq_answered_request_person_id_once_key")),
    )
    op.create_index("ix_answered_request_at", "answered_request", ["at"], unique=False)
    op.drop_index("uq_inbox_message_once", table_name="inbox_message")
    with op.batch_alter_table("inbox_message") as batch:
        batch.drop_column("once_key")
        batch.add_column(sa.Column("sender_id", KEY, nullable=True))
        batch.create_foreign_key(op.f("fk_inbox_message_sender_id"), "person", ["sender_id"], ["id"])
