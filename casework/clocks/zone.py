"""The clock on the wall of every hall (design §6: instants are UTC in the database, this for people)."""

from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
