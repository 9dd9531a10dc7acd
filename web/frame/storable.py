"""What every database can keep of what was sent: nothing nested too deep, no half character, no NUL, no NaN."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound

from web.frame.typed import FieldRefused

NUL = "\0"
NUL_IN_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""As it is written in JSON, where a backslash that stands for itself is doubled."""


def read_storable(text: str) -> Any:
    """The value of a JSON text. Raises `ValueError` as well where only a database would notice what is wrong."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None
    check_storable(value)
    return value


def check_storable(value: Any) -> None:
    """Raise `ValueError` for a value that JSON allows and a database does not keep."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
        written.encode()
    except RecursionError:
        raise ValueError("too deep") from None
    if NUL_IN_JSON.search(written):
        raise ValueError("NUL")


def check_posted() -> None:
    """Before a page looks at it: a NUL, which no keyboard makes, is refused by the name of its field."""
    if NUL in request.path:
        raise NotFound
    for name, text in (*request.args.items(multi=True), *request.form.items(multi=True)):
        if NUL in name or NUL in text:
            raise FieldRefused("form.nul", field=name.replace(NUL, ""))
