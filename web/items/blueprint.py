"""Where the pages of the catalogue hang."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("items", __name__, template_folder="templates")
