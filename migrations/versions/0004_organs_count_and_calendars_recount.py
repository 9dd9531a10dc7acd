"""Each organ numbers its documents; calendars are recounted, cases archived, deceivers barred."""

import re
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
# The words of the kinds in a number, as they were printed until now: 住建局受字〔2026〕第 1 号.
WORDS = {
    "D01": "受", "D02": "不受", "D03": "补", "D05": "抄", "D06": "勘", "D07": "延", "D08": "准", "D09": "不准",
    "D11": "缴", "D12": "送", "D24": "特", "D25": "报",
}  # fmt: skip
CERTIFICATE = re.compile(r"(.+)-(\d{4})-(\d{6})")


def upgrade() -> None:
    _number_by_organ()
    op.create_index(
        "ix_case_to_archive",
        "case",
        ["ended_at"],
        postgresql_where=sa.text("archived_at is null and ended_at is not null"),
        sqlite_where=sa.text("archived_at is null and ended_at is not null"),
    )
    _recounts()
    _bars()


def _recounts() -> None:
    op.create_table(
        "calendar_recount",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("calendar_id", KEY, nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("after_case_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("taken_until", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_calendar_recount_calendar_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_calendar_recount_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_recount")),
    )
    op.create_index(
        "ix_calendar_recount_open",
        "calendar_recount",
        ["id"],
        postgresql_where=sa.text("finished_at is null"),
        sqlite_where=sa.text("finished_at is null"),
    )
    op.create_table(
        "recounted_clock",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("recount_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("before", INSTANT, nullable=True),
        sa.Column("after", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["recount_id"], ["calendar_recount.id"], name=op.f("fk_recounted_clock_recount_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_recounted_clock_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recounted_clock")),
    )
    op.create_index("ix_recounted_clock_recount", "recounted_clock", ["recount_id"])


def _bars() -> None:
    op.create_table(
        "bar",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("applicant_id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", KEY, nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("lifted_by", KEY, nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("ground IN ('false_application', 'deceit')", name=op.f("ck_bar_ground")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_bar_period")),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicant.id"], name=op.f("fk_bar_applicant_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_bar_item_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_bar_entered_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_bar_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bar")),
    )
    op.create_index("ix_bar_applicant", "bar", ["applicant_id", "item_id"])


def _number_by_organ() -> None:
    """A series per organ instead of one per centre; each goes on after the highest number its organ has printed."""
    for table in ("official_document", "document_series"):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN point_code TO organ")
    connection = op.get_bind()
    last: dict[tuple[str, int, str], int] = defaultdict(int)
    for row in connection.execute(sa.text("SELECT kind, number, year, serial FROM official_document")):
        organ = row.number.partition("字〔")[0].removesuffix(WORDS[row.kind])
        last[row.kind, row.year, organ] = max(last[row.kind, row.year, organ], row.serial)
    for row in connection.execute(sa.text("SELECT number FROM certificate")):
        if drawn := CERTIFICATE.fullmatch(row.number):
            series = ("CERT", int(drawn[2]), drawn[1])
            last[series] = max(last[series], int(drawn[3]))
    connection.execute(sa.text("DELETE FROM document_series"))
    for (kind, year, organ), serial in last.items():
        connection.execute(
            sa.text("INSERT INTO document_series (kind, year, organ, last) VALUES (:kind, :year, :organ, :last)"),
            {"kind": kind, "year": year, "organ": organ, "last": serial},
        )
