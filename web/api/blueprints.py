"""What every part of the API shares: its blueprint, bearer tokens, and which refusals it documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import current_app, g, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, missing
from webargs.flaskparser import FlaskParser
from werkzeug.wrappers import Response

from casework.organisation.sign_ins import recognise_program
from web.frame.current import now, office
from web.frame.i18n import t
from web.frame.storable import check_storable
from web.problems import problem

PREFIX = "/api/v1"
LONGEST_TOKEN = 200
ID = "int(max=9007199254740991)"
"""Converter of keys in addresses."""
UNREADABLE = json.JSONDecodeError("no JSON, too deep, half a character, NUL, or a number without end", "body", 0)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Parser(FlaskParser):
    # A filter with a slip in its name must not silently filter nothing.
    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}

    def _raw_load_json(self, req: Any) -> Any:
        """The body, or the error for invalid JSON also where only a database would notice that something is wrong."""
        try:
            body = super()._raw_load_json(req)
            if body is not missing:
                check_storable(body)
        except (ValueError, RecursionError):
            raise UNREADABLE from None
        return body


class ApiBlueprint(Blueprint):
    ARGUMENTS_PARSER = Parser()


def api_blueprint(name: str, description: str, *, is_open: bool = False) -> ApiBlueprint:
    """A blueprint under `/api/v1` whose views have `actor()`; an open one needs no token."""
    blueprint = ApiBlueprint(f"api_{name}", f"web.api.{name}", url_prefix=PREFIX, description=description)
    if not is_open:
        blueprint.before_request(_need_token)
    blueprint.before_request(_need_no_body)
    return blueprint


def refuses(blueprint: ApiBlueprint, *statuses: HTTPStatus | int) -> Decorator:
    """Document that the operation may answer with these statuses, each with a problem."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        for status in sorted({401, *statuses}):
            view = blueprint.alt_response(int(status), HTTPStatus(status).name)(view)
        return view

    return decorate


def _need_token() -> Response | None:
    """Find the person in whose name the program acts; cookies are never looked at."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not token:
        return _unauthorised("api.token_missing", 'Bearer realm="banjian"')
    if len(token) <= LONGEST_TOKEN:
        g.actor = recognise_program(office(), token, now())
    if g.actor is None:
        return _unauthorised("api.token_unknown", 'Bearer realm="banjian", error="invalid_token"')
    return None


def _need_no_body() -> None:
    """What is sent to an operation that takes no body would be lost in silence: it is refused field by field."""
    documented = getattr(current_app.view_functions[request.endpoint or ""], "_apidoc", {})
    places = [one["in"] for one in documented.get("arguments", {}).get("parameters", ())]
    takes_one = "json" in places or "requestBody" in documented.get("manual_doc", {})
    if request.method in ("POST", "PUT") and not takes_one:
        ApiBlueprint.ARGUMENTS_PARSER.parse(Schema(), request, location="json")


def _unauthorised(code: str, challenge: str) -> Response:
    answer = problem(401, t("error.http_401"), code=code, detail=t(code))
    answer.headers["WWW-Authenticate"] = challenge
    return answer
