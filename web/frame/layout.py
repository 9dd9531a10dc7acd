"""What the layout needs on every signed-in page, computed only when a page is really rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from casework.cases.status import STATUS_NAMES, TYPE_NAMES
from casework.delegation.delegations import acting_for_now
from casework.documents.kinds import KINDS
from web.frame import moments
from web.frame.badges import (
    bar_colour,
    case_badge,
    clock_amount,
    clock_badge,
    limit_text,
    pressing_badge,
    step_badge,
    task_clock,
)
from web.frame.current import actor, now, own_calendar, own_place, reading
from web.frame.i18n import LOCALES, choose, known_keys, language, t
from web.frame.lists import list_address
from web.frame.menu import bottom_for, menu_for, more_for
from web.frame.paging import same_address
from web.frame.readable import readable
from web.frame.repeats import CSRF_FIELD, ONCE_KEY, fresh_key
from web.frame.spreadsheet import MOST_LINES
from web.frame.template_lines import LayoutLines

NUMBER = re.compile(r"(?<![\w-])[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){1,2}(?![\w-])", re.ASCII)
"""Numbers of cases and errors, codes of items, telephones: 20261201-0007, E-3F9A21, CG-HWGG."""


class Frame:
    """Lazy facts of the layout for the present request."""

    @cached_property
    def menu(self) -> Any:
        return menu_for(actor(), request.path)

    @cached_property
    def more(self) -> Any:
        return more_for(actor(), request.path)

    @cached_property
    def bottom(self) -> Any:
        return bottom_for(actor(), request.path)

    @cached_property
    def _today(self) -> _Today:
        with reading() as session:
            place = own_place(session)
            calendar = own_calendar(session)
            absent = acting_for_now(session, actor(), now())
        today = moments.today()
        hours = "　".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in calendar.hours.on(today))
        acting = tuple(Acting(one.principal_name, moments.moment_text(one.ends_at, today=today)) for one in absent)
        return _Today(place.point_name, place.text, calendar.is_working(today), hours, acting)

    @property
    def centre_name(self) -> str:
        return self._today.centre_name

    @property
    def place_text(self) -> str:
        return self._today.place_text

    @property
    def today_text(self) -> str:
        return moments.day_text(moments.today(), with_weekday=True)

    @property
    def today_kind(self) -> str:
        return t("frame.working_day" if self._today.is_working else "frame.day_off")

    @property
    def hours_text(self) -> str:
        return self._today.hours

    @property
    def acting_for(self) -> tuple[Acting, ...]:
        return self._today.acting


@dataclass(frozen=True)
class Acting:
    name: str
    until: str


@dataclass(frozen=True)
class _Today:
    centre_name: str
    place_text: str
    is_working: bool
    hours: str
    acting: tuple[Acting, ...]


def register_layout(app: Flask) -> None:
    app.jinja_env.add_extension(LayoutLines)

    @app.context_processor
    def layout() -> dict[str, Any]:
        return {"frame": Frame(), "locale": LOCALES[language()], "here": here()}

    app.jinja_env.globals.update(
        t=t, choose=choose, known_text=lambda key: key in known_keys(), same_address=same_address,
        most_lines=MOST_LINES, list_address=list_address,
        csrf=form_keys,
        csrf_value=generate_csrf,
    )  # fmt: skip
    app.jinja_env.filters.update(
        day=moments.day_text, month=moments.month_text, weekday=moments.weekday, moment=moments.moment_text,
        full_moment=moments.full_moment_text, money=moments.money_text, marked=marked, readable=readable,
        unbroken=unbroken,
    )  # fmt: skip
    app.jinja_env.globals.update(now=now, today=moments.today)
    app.jinja_env.globals.update(
        case_badge=case_badge,
        bar_colour=bar_colour,
        document_title=document_title,
        clock_badge=clock_badge,
        pressing_badge=pressing_badge,
        step_badge=step_badge,
        task_clock=task_clock,
        clock_amount=clock_amount,
        limit_words=limit_text,
        type_names=TYPE_NAMES,
        status_names=STATUS_NAMES,
    )


def here() -> str:
    """Where the page is found again: a form that came back refused stands at an address that only takes forms."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    pages, path = current_app.url_map.bind(""), request.path
    while path and not pages.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def form_keys() -> Markup:
    """What every form carries: that it comes from our own page, and a key under which it is done once."""
    fields = ((CSRF_FIELD, generate_csrf()), (ONCE_KEY, fresh_key()))
    return Markup().join(Markup('<input type="hidden" name="{}" value="{}">').format(*field) for field in fields)


def marked(text: str, query: str) -> Markup:
    """The text with every place marked where the query stands in it."""
    if not query:
        return Markup.escape(text)
    parts = re.split(f"({re.escape(query)})", text, flags=re.IGNORECASE)
    mark = Markup("<mark>{}</mark>")
    return Markup().join(mark.format(part) if place % 2 else part for place, part in enumerate(parts))


def unbroken(text: str) -> Markup:
    """The sentence with its numbers held together: a browser breaks them at their hyphen."""
    return Markup(NUMBER.sub(r'<span class="bj-no">\g<0></span>', str(Markup.escape(text))))


def document_title(kind: str) -> str:
    """The name of a kind of official document: D01 is 受理通知书."""
    known = KINDS.get(kind)
    return kind if known is None else choose((known.title, known.english))
