"""A request that the database undid only because it met another one is done once more, and nobody hears of it."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from flask import Flask, request
from flask.typing import ResponseReturnValue

from casework.errors import Undone
from web.frame.current import has_committed

TURNS = 3


class PatientFlask(Flask):
    """Flask that begins a request anew after `Undone`, as long as nothing of it has been kept."""

    def dispatch_request(self) -> ResponseReturnValue:
        for _ in range(TURNS - 1):
            try:
                return super().dispatch_request()
            except Undone:
                if has_committed():
                    raise
                for file in request.files.values():
                    cast(BytesIO, file.stream).seek(0)
        return super().dispatch_request()
