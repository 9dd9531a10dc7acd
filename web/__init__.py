"""The browser pages and the JSON API. See README.md for what may not live here."""

from __future__ import annotations

from types import ModuleType

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from casework.office import Office
from web.api.wiring import register_api
from web.calendar import texts as calendar_texts
from web.calendar import views as calendar_views
from web.cases import texts as cases_texts
from web.cases import views as cases_views
from web.delegations import texts as delegations_texts
from web.delegations import views as delegations_views
from web.department import texts as department_texts
from web.department import views as department_views
from web.errors import register_errors
from web.frame import texts as frame_texts
from web.frame import views as frame_views
from web.frame.addresses import Number
from web.frame.assets import register_assets
from web.frame.current import OFFICE
from web.frame.i18n import add_texts
from web.frame.json_texts import ExactJson
from web.frame.layout import register_layout
from web.frame.session import register_session
from web.frame.storable import check_posted
from web.incidents import texts as incidents_texts
from web.incidents import views as incidents_views
from web.items import texts as items_texts
from web.items import views as items_views
from web.leaves import texts as leaves_texts
from web.leaves import views as leaves_views
from web.notices import texts as notices_texts
from web.notices import views as notices_views
from web.organisation import texts as organisation_texts
from web.organisation import views as organisation_views
from web.processes import texts as processes_texts
from web.processes import views as processes_views
from web.registration import texts as registration_texts
from web.registration import views as registration_views
from web.sign_in import texts as sign_in_texts
from web.sign_in import views as sign_in_views
from web.tasks import texts as tasks_texts
from web.tasks import views as tasks_views
from web.workbench import texts as workbench_texts
from web.workbench import views as workbench_views

GROUPS: tuple[tuple[ModuleType, ModuleType], ...] = (
    (calendar_views, calendar_texts),
    (frame_views, frame_texts),
    (workbench_views, workbench_texts),
    (cases_views, cases_texts),
    (tasks_views, tasks_texts),
    (delegations_views, delegations_texts),
    (department_views, department_texts),
    (incidents_views, incidents_texts),
    (items_views, items_texts),
    (leaves_views, leaves_texts),
    (notices_views, notices_texts),
    (organisation_views, organisation_texts),
    (processes_views, processes_texts),
    (registration_views, registration_texts),
    (sign_in_views, sign_in_texts),
)
"""Page groups: (views, texts)."""


def register(app: Flask, office: Office) -> None:
    """Hang all pages into the application."""
    app.extensions[OFFICE] = office
    app.json = ExactJson(app)
    app.url_map.converters["int"] = Number
    # Who is signed in is found first: a form whose token has run out is then shown again instead of the sign-in page.
    register_session(app)
    app.before_request(check_posted)
    CSRFProtect(app)
    register_errors(app)
    register_assets(app)
    register_layout(app)
    for views, texts in GROUPS:
        add_texts(texts.TEXTS)
        app.register_blueprint(views.blueprint)
    register_api(app)
