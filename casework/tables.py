"""Importing this module makes every table known to `Base.metadata`.

A test finds a table module that is missing here.
"""

from __future__ import annotations

from casework import personal_value, stored_file
from casework.cases import applicant, case, case_series
from casework.catalogue import item, item_form, item_material
from casework.certificates import certificate
from casework.clocks import calendar_tables, case_clock, recount
from casework.database import metadata
from casework.definitions import definition_version
from casework.delegation import delegation
from casework.documents import official_document
from casework.fees import payment_order
from casework.history import append_only, happening
from casework.incidents import incident
from casework.intake import bar
from casework.jobs import job
from casework.leaves import leave
from casework.messages import message
from casework.notices import outgoing_notice
from casework.organisation import api_token, department, person, post, service_point, sign_in, window
from casework.repeats import answered_request
from casework.search import search_table
from casework.tasks import draft, offers, remark, task
from casework.timers import timer

MODULES = (
    answered_request,
    api_token,
    append_only,
    applicant,
    bar,
    calendar_tables,
    case,
    case_clock,
    case_series,
    certificate,
    definition_version,
    delegation,
    department,
    draft,
    happening,
    incident,
    item,
    item_form,
    item_material,
    job,
    leave,
    message,
    offers,
    official_document,
    outgoing_notice,
    payment_order,
    person,
    personal_value,
    post,
    recount,
    remark,
    search_table,
    service_point,
    sign_in,
    stored_file,
    task,
    timer,
    window,
)

__all__ = ["MODULES", "metadata"]
