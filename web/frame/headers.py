"""What every answer tells the browser: run nothing foreign, guess nothing, keep nothing."""

from __future__ import annotations

from flask import Flask, Response

HEADERS = {
    # Pages that need more (the designer's canvas) add to it themselves; nothing here is ever loosened for all.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
PRODUCTION_HEADERS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def register_headers(app: Flask, *, is_production: bool) -> None:
    """Every answer gets the headers that it has not set itself."""
    headers = {**HEADERS, **(PRODUCTION_HEADERS if is_production else {})}

    @app.after_request
    def secure(response: Response) -> Response:
        own = set(response.headers.keys(lower=True))
        response.headers.extend([(name, value) for name, value in headers.items() if name.lower() not in own])
        return response
