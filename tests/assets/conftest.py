"""A page with our strict policy that loads the built front end, as the web pages do."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

STATIC = Path(__file__).resolve().parents[2] / "web" / "static"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8"}


@dataclass
class Site:
    """What the little server answers; `posted` collects the bodies of submitted forms."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    leads_to: dict[str, str] = field(default_factory=dict)
    """Where a form that is sent to an address leads; the others are answered with nothing."""


@pytest.fixture(scope="session")
def manifest() -> dict[str, str]:
    return json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def site(manifest: dict[str, str]) -> Iterator[Site]:
    site = Site(files={f"/static/{name}": (STATIC / file).read_bytes() for name, file in manifest.items()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(site))
    site.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def _answering(site: Site) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.files.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", TYPES.get(Path(self.path).suffix, "application/xml"))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body or b"")

        def do_POST(self) -> None:
            site.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(303 if self.path in site.leads_to else 204)
            if self.path in site.leads_to:
                self.send_header("Location", site.leads_to[self.path])
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Answer


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[[str, str], Page]]:
    """Open a page with the body given, all scripts and sheets loaded; violations of the policy fail the test."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in message.location["url"]:
            complaints.append(message.text)

    def open_with(body: str, language: str = "zh-Hans") -> Page:
        loads = "".join(f'<link rel="stylesheet" href="/static/{name}.css">' for name in ("app", "viewer", "form"))
        loads += "".join(f'<script src="/static/{name}.js" defer></script>' for name in ("app", "viewer", "form"))
        html = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>办件</title>{loads}<body>{body}'
        site.files["/page.html"] = html.encode()
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(f"{site.address}/page.html")
        return page

    yield open_with
    context.close()
    assert complaints == []
