"""Addresses of built front-end files: content-hashed names, cached for a year."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).resolve().parent.parent / "static"


class AssetsMissing(RuntimeError):
    """The front end has not been built: run `make setup`."""


class Assets:
    """Logical name -> hashed file name, read once from the build's manifest."""

    def __init__(self, folder: Path = STATIC) -> None:
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            raise AssetsMissing("web/static/manifest.json is missing; run `make setup` to build the front end")
        self._names: dict[str, str] = json.loads(manifest.read_text("utf-8"))

    def address(self, name: str) -> str:
        return url_for("static", filename=self._names.get(name, name))


def register_assets(app: Flask) -> None:
    assets = Assets()
    app.jinja_env.globals["asset"] = assets.address

    @app.after_request
    def cache_static_files(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
