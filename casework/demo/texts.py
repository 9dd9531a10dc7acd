"""The words of making the demo centre."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "demo.needs_travelling_clock": (
        "演示数据发生在过去，只有会走的时钟（TravellingClock）才能生成。请用 banjian init --demo。",
        "The demo's cases lie in the past; only a travelling clock can make them. Use banjian init --demo.",
    ),
}
