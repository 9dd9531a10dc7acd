"""What the checks say: rule -> sentence, reason, remedy, each in Chinese and English."""

CHECKS: dict[str, tuple[str, str, str, str, str, str]] = {}
