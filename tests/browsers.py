"""The Chromium of the machine for browser tests; its start options keep it quiet on a machine without network."""

import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
START_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str | None:
    """The path of an installed Chromium, or None."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)
