"""The blueprint of the case pages, shared by its modules."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("cases", __name__, template_folder="templates")
