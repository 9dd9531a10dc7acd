"""Hangs the API into the application and describes it in OpenAPI 3.1."""

from __future__ import annotations

import http
from typing import Any

from flask import Flask
from flask_smorest import Api
from flask_smorest.utils import prepare_response

from web.api import (
    case_acts,
    cases,
    definitions,
    delegations,
    hand_overs,
    incidents,
    items,
    jobs,
    messages,
    papers,
    registrations,
    surroundings,
    tasks,
)
from web.api.schemas import ProblemSchema
from web.api.texts import TEXTS
from web.frame.i18n import add_texts
from web.problems import MEDIA_TYPE

VERSION = "1.0"
BLUEPRINTS = (
    surroundings.open_blueprint, surroundings.blueprint, definitions.blueprint, items.blueprint,
    registrations.blueprint, cases.blueprint, case_acts.blueprint, tasks.blueprint, hand_overs.blueprint,
    papers.blueprint, delegations.blueprint, messages.blueprint, jobs.blueprint, incidents.blueprint,
)  # fmt: skip
DESCRIPTION = (
    "Banjian 办件 for programs. Every operation acts in the name of the person whose token is sent, with that person's "
    "permissions. Refusals are `application/problem+json`, in Chinese or, with `Accept-Language: en`, in English. "
    "Identity and telephone numbers are always masked. Instants are ISO 8601 with a time zone."
)


class OurApi(Api):
    """flask-smorest with our problems: `web/errors.py` answers all errors, so it registers none itself."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Nothing: see the class."""

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            if status >= 400:
                self._problem_response(status.name, status.phrase)
        self._problem_response("DEFAULT_ERROR", "A refusal or an error.")

    def _problem_response(self, name: str, description: str) -> None:
        response: dict[str, Any] = {"description": description, "schema": self.ERROR_SCHEMA}
        prepare_response(response, self.spec, MEDIA_TYPE)
        self.spec.components.response(name, response, lazy=True)


def register_api(app: Flask) -> None:
    """All of `/api/v1`. Its forms need no CSRF token: cookies are never looked at, only bearer tokens."""
    add_texts(TEXTS)
    app.config.update(
        API_TITLE="Banjian 办件",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION},
            "servers": [{"url": "/", "description": "This site."}],
            "security": [{"bearer": []}],
        },
    )
    api = OurApi(app)
    scheme = {"type": "http", "scheme": "bearer", "description": "Made with `banjian token create USER`."}
    api.spec.components.security_scheme("bearer", scheme)
    for blueprint in BLUEPRINTS:
        app.extensions["csrf"].exempt(blueprint)
        api.register_blueprint(blueprint)
