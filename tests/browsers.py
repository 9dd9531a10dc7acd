"""The Chromium of the machine for browser tests; its start options keep it quiet on a machine without network."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

# Milliseconds. A second is enough on a quiet machine; a busy one must not fail a page that works.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
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


DESK, TABLET, PHONE = 1280, 800, 390
SCREENS = (("zh", DESK, "light"), ("en", PHONE, "dark"))
"""Language, width and theme in which every page is looked at; how wide it is, at every width each time."""
AXE = Path(__file__).resolve().parent.parent / "web/assets/node_modules/axe-core/axe.min.js"


def faults_on(page: Page) -> list[str]:
    """What is seriously wrong with the page on the screen once its forms and diagrams are drawn, with its address."""
    for unfinished in ('[data-form]:not([data-state="ready"])', "[data-bpmn-viewer]:not([data-state])"):
        expect(page.locator(unfinished)).to_have_count(0)
    # Tabler's buttons change their colours for a tenth of a second.
    page.wait_for_timeout(150)
    found = serious_faults(page)
    present = page.viewport_size
    for width in (DESK, TABLET, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{wider} px wider than a screen of {width}"] if wider > 1 else []
    if present is not None:
        page.set_viewport_size(present)
    return [f"{page.url}: {fault}" for fault in found]


def serious_faults(page: Page) -> list[str]:
    """What axe finds serious or critical on the page, one sentence each with the place; empty when there is nothing.

    The scanner goes in through the debugger, so the page's own content policy stays as it is.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without `preload` it does not fetch our style sheets again; the rules that need them are not among those we ask.
    result = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
    return [
        f"{fault['impact']} {fault['id']}: {fault['help']} at {' '.join(map(str, node['target']))}"
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
