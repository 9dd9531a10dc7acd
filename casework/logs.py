"""How the process tells what it does: one line per event on standard error."""

from __future__ import annotations

import logging
from typing import Any

import structlog


def set_up_logging(*, as_json: bool, level: str) -> None:
    """One line per event on standard error: JSON in production, words elsewhere."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    steps: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=steps,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    output = logging.StreamHandler()
    output.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[output], force=True)
    # Every round of every sweep is no news.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # It warns of every request that waits for a thread, if only for a millisecond.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
