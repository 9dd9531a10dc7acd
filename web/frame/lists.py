"""The lists somebody comes from: the way back finds them with their filters and at their page."""

from __future__ import annotations

from flask import request, session

_LISTS = "lists"
_LONGEST = 600
"""Characters of a query that the cookie has room for."""


def remember_list() -> None:
    """The list that is shown now is the one to go back to, as it is narrowed."""
    known = session.get(_LISTS, {})
    query = request.query_string.decode()
    if known.get(request.path, "") != query and len(query) <= _LONGEST:
        session[_LISTS] = {**known, request.path: query}


def list_address(path: str) -> str:
    """The list at this path as it was seen last."""
    query = session.get(_LISTS, {}).get(path)
    return f"{path}?{query}" if query else path


def forget_lists() -> None:
    session.pop(_LISTS, None)
