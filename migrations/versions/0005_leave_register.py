"""The leave register (请假台账)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "leave",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("department_id", KEY, nullable=True),
        sa.Column("substitute_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("from_noon", sa.Boolean(), nullable=False),
        sa.Column("until_noon", sa.Boolean(), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("is_over_month", sa.Boolean(), nullable=False),
        sa.Column("is_over_year", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delegation_id", KEY, nullable=True),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_leave_period")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_leave_case_id")),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_leave_delegation_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_leave_department_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name=op.f("fk_leave_substitute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sa.UniqueConstraint("case_id", name=op.f("uq_leave_case_id")),
    )
    op.create_index(op.f("ix_leave_department_id_first_day"), "leave", ["department_id", "first_day"], unique=False)
    op.create_index(op.f("ix_leave_person_id_first_day"), "leave", ["person_id", "first_day"], unique=False)
