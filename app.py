"""The web door: `create_app(settings)` and the `banjian` command line. Wiring only; rules live in casework."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from flask import Flask
from waitress.server import create_server
from werkzeug.middleware.proxy_fix import ProxyFix

from casework.actor import SYSTEM
from casework.canonical import write_json
from casework.catalogue.items import bind_item
from casework.clock import TravellingClock
from casework.clocks.importing import load_notice, loaded_words
from casework.database import named_failures
from casework.definitions.bundles import BundleRefused, decode_files
from casework.definitions.checking import Checked, check_files, write_findings
from casework.definitions.definitions import publish, store_draft
from casework.demo.people import DEMO_LOGINS, DEMO_PASSWORD
from casework.demo.run import FOUNDED_AT, fill_demo
from casework.errors import StorageUnavailable, WordedError, Words
from casework.history.verifying import verify_record
from casework.logs import set_up_logging
from casework.office import Office, open_office
from casework.organisation.api_tokens import create_token
from casework.organisation.founding import found_centre, is_founded
from casework.texts import TEXTS
from engine.checking.finding import Finding
from engine.errors import Language, sentence
from migrations.upgrade import is_newest, is_there, upgrade
from settings import Settings
from web import register
from web.command_line import REFUSED, Commands, ExistingFile, Misuse, no_file
from web.frame.headers import register_headers
from web.frame.turns import PatientFlask
from worker import run_forever, start_embedded

ROOT = Path(__file__).resolve().parent
# A file that `init --demo` leaves beside the database, so that `serve` shows the demo logins.
DEMO_MARK = ".demo-ready"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FORM_BYTES = 4 * 1024 * 1024


def create_app(settings: Settings, office: Office | None = None) -> Flask:
    """The web application over an office; without one it is opened from the settings."""
    app = PatientFlask("banjian", root_path=str(ROOT), static_folder="web/static", template_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_bytes + FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        SESSION_COOKIE_NAME="banjian_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        # As long as a sign-in lives: a form left open over lunch must still be accepted.
        WTF_CSRF_TIME_LIMIT=int(settings.session_lifetime.total_seconds()),
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    register(app, office or open_office(settings))
    if settings.demo:
        app.jinja_env.globals.update(demo_logins=DEMO_LOGINS, demo_password=DEMO_PASSWORD)
    register_headers(app, is_production=settings.is_production)
    return app


# The command line


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Banjian 办件: cases of an administrative service centre, driven by BPMN diagrams.

    Exit codes: 0 done, 1 refused (the findings say why), 2 wrong use. Settings come from BANJIAN_* variables.
    """
    settings = Settings.from_environment(os.environ)
    if not settings.is_production and (settings.var_dir / DEMO_MARK).exists():
        settings = replace(settings, demo=True)
    set_up_logging(as_json=settings.is_production, level=settings.log_level)
    context.obj = settings


@main.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the pages and the API; on SQLite the worker runs inside."""
    office = open_office(settings)
    check_prepared(settings, office)
    app = create_app(settings, office)
    try:
        server = listen(settings, app)
    except OSError as failure:
        code = "command.port_busy" if failure.errno == errno.EADDRINUSE else "command.cannot_listen"
        params = {"host": settings.host, "port": settings.port, "other": settings.port + 1, "reason": failure.strerror}
        click.echo(say(settings, code, **params), err=True)
        sys.exit(REFUSED)
    stop_on_terminate()
    scheduler = start_embedded(office) if settings.embedded_worker else None
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    click.echo(say(settings, "command.serving", address=address))
    if settings.demo:
        tell_logins(settings)
    try:
        server.run()
    finally:
        if scheduler is not None:
            scheduler.shutdown(wait=True)
        server.close()
        office.database.dispose()


@main.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Fire timers, run jobs and expire messages until interrupted; any number of workers may run."""
    stop_on_terminate()
    with opened(settings) as office:
        click.echo(say(settings, "command.working"))
        with suppress(KeyboardInterrupt, SystemExit):
            run_forever(office)
        click.echo(say(settings, "command.stopped"))


@main.command()
@click.option("--demo", is_flag=True, help="Fill an empty database with the demo centre.")
@click.pass_obj
def init(settings: Settings, demo: bool) -> None:
    """Bring the tables to the newest shape; in an empty database also make a centre and its first administrator."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    office = open_office(settings, TravellingClock(FOUNDED_AT) if demo else None)
    try:
        with named_failures():
            upgrade(office.database.engine)
        if demo:
            try:
                fill_demo(office, tell=lambda line: click.echo(f"  {line}"))
            except BaseException as failure:
                if not isinstance(failure, WordedError):
                    click.echo(say(settings, "command.demo_incomplete", database=settings.database_url), err=True)
                raise
            (settings.var_dir / DEMO_MARK).touch()
            click.echo(say(settings, "command.demo_ready"))
            return
        with office.database.transaction() as session:
            founded = None if is_founded(session) else found_centre(session, office, office.clock.now())
        if founded is None:
            click.echo(say(settings, "command.upgraded"))
        else:
            click.echo(say(settings, "command.founded", username=founded.username, password=founded.password))
    finally:
        office.database.dispose()


@main.command()
@click.argument("files", nargs=-1, required=True, type=ExistingFile())
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def check(settings: Settings, files: tuple[Path, ...], as_json: bool) -> None:
    """Say everything there is to say about a diagram and the files that belong to it, without storing them.

    Called processes are looked for among the published ones too, where there is a database.
    """
    try:
        content = read_files(settings, files)
    except BundleRefused as refused:
        checked = not_checked(refused.params.get("name"), refused.words)
    except OSError as failure:
        told = {language: sentence(TEXTS, "command.no_file", language, no_file(failure)) for language in LANGUAGES}
        checked = not_checked(Path(failure.filename or "").name, Words(**told))
    else:
        checked = checked_files(settings, content)
    tell_findings(settings, checked, as_json)
    sys.exit(REFUSED if checked.errors else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=ExistingFile())
@click.option("--item", "item_code", help="Bind this item to the diagram, from today or tomorrow on.")
@click.option("--note", default="", help="What is new in this version.")
@click.pass_obj
def deploy(settings: Settings, files: tuple[Path, ...], item_code: str | None, note: str) -> None:
    """Check, store and publish a diagram: new cases begin with it, running ones keep theirs."""
    content = read_files(settings, files)
    with opened(settings) as office:
        now = office.clock.now()
        with office.database.reading() as session:
            checked = check_files(content, session=session)
        tell_findings(settings, checked, as_json=False)
        with office.database.transaction() as session:
            draft = store_draft(session, SYSTEM, content, note, now, checked=checked)
        with office.database.transaction() as session:
            version = publish(session, SYSTEM, draft.id, now, checked=checked)
            bound = None if item_code is None else bind_item(session, SYSTEM, item_code, checked.key or "", now)
        click.echo(say(settings, "command.deployed", key=checked.key, number=version.number))
        if bound is not None:
            click.echo(say(settings, "command.bound", item=item_code, day=bound.valid_from.isoformat()))


@main.group()
def token() -> None:
    """Tokens with which programs use the API."""


@token.command("create")
@click.argument("user")
@click.option("--name", default="command line", help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True)
@click.pass_obj
def token_create(settings: Settings, user: str, name: str, days: int) -> None:
    """Print a new token that acts as USER; it is shown only now."""
    with opened(settings) as office, office.database.transaction() as session:
        click.echo(create_token(session, SYSTEM, user, name, office.clock.now(), timedelta(days=days)))


@main.group()
def audit() -> None:
    """The record of what happened."""


@audit.command("verify")
@click.pass_obj
def audit_verify(settings: Settings) -> None:
    """Recompute every case's hash chain, the digests of its papers and its row; name each line that holds no more."""
    found = 0
    with opened(settings) as office, office.database.reading() as session:
        for broken in verify_record(session, office.files):
            found += 1
            click.echo(broken.in_language(settings.language))
    click.echo(say(settings, "command.verified_broken" if found else "command.verified", count=found))
    sys.exit(REFUSED if found else 0)


@main.group()
def calendar() -> None:
    """Working calendars."""


@calendar.command("import")
@click.argument("file", type=ExistingFile())
@click.option("--calendar", "code", help="Code of the calendar; default: all of them.")
@click.pass_obj
def calendar_import(settings: Settings, file: Path, code: str | None) -> None:
    """Load a year's holidays: the State Council's notice as text, JSON, or CSV (date,kind,label)."""
    (text,) = read_files(settings, (file,)).values()
    with opened(settings) as office:
        loaded = load_notice(office, SYSTEM, text.removeprefix("\ufeff"), file.name, office.clock.now(), code)
    if not loaded:
        raise Misuse(say(settings, "command.no_such_calendar", calendar=code or ""))
    for one in loaded:
        for line in loaded_words(one, "en" if settings.language == "en" else "zh"):
            click.echo(line)


# What the commands share


def listen(settings: Settings, app: Flask) -> Any:
    """The HTTP server, which holds its port already. Raises `OSError` when it cannot have it."""
    socket.getaddrinfo(settings.host, settings.port)
    return create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        # Cleared headers would leave `ProxyFix` nothing to count, and sign-ins behind TLS would lose their Secure mark.
        clear_untrusted_proxy_headers=not settings.proxies,
    )


def say(settings: Settings, code: str, **params: Any) -> str:
    return sentence(TEXTS, code, "en" if settings.language == "en" else "zh", params)


@contextmanager
def opened(settings: Settings) -> Iterator[Office]:
    office = open_office(settings)
    try:
        check_prepared(settings, office)
        yield office
    finally:
        office.database.dispose()


@contextmanager
def opened_if_prepared(settings: Settings) -> Iterator[Office | None]:
    """The office, or None without a database in the shape of this release; none is made, and a dead one is none."""
    office = open_office(settings)
    try:
        is_ready = False
        with suppress(StorageUnavailable), named_failures():
            is_ready = is_there(office.database.engine) and is_newest(office.database.engine)
        yield office if is_ready else None
    finally:
        office.database.dispose()


def check_prepared(settings: Settings, office: Office) -> None:
    """End with what to do unless the database has the tables of this release; none is made."""
    with named_failures():
        is_ready = is_there(office.database.engine) and is_newest(office.database.engine)
    if not is_ready:
        click.echo(say(settings, "command.run_init"), err=True)
        sys.exit(REFUSED)


def read_files(settings: Settings, files: tuple[Path, ...]) -> dict[str, str]:
    """The files by name, decoded; of one that is too large no more is read than shows it."""
    names = [path.name for path in files]
    for name in {name for name in names if names.count(name) > 1}:
        raise Misuse(say(settings, "command.same_name", name=name))
    content = {}
    for path in files:
        if path.suffix.lower() == ".zip":
            raise Misuse(say(settings, "command.no_zip", name=path.name))
        try:
            with path.open("rb") as file:
                content[path.name] = file.read(settings.diagram_bytes + 1)
        except OSError as failure:
            # Opening names the file, reading does not.
            failure.filename = str(path)
            raise
    return decode_files(content, settings.diagram_bytes)


def checked_files(settings: Settings, content: dict[str, str]) -> Checked:
    with opened_if_prepared(settings) as office:
        if office is None:
            return check_files(content)
        with office.database.reading() as session:
            return check_files(content, session=session)


def not_checked(file: str | None, problem: Words) -> Checked:
    """What is to be said of files that could not even be read."""
    params = {"file": file or "", "problem_zh": problem.zh, "problem_en": problem.en}
    return Checked({}, (Finding("error", "bundle.unread", None, None, params),), None, None, "")


def tell_findings(settings: Settings, checked: Checked, as_json: bool) -> None:
    """Print findings, errors first: place, what, why, what to do."""
    language: Language = "en" if settings.language == "en" else "zh"
    if as_json:
        click.echo(json.dumps(list(findings_as_json(checked)), ensure_ascii=False, indent=2))
        return
    order = {"error": 0, "warning": 1, "hint": 2, "note": 3}
    for finding in sorted(checked.findings, key=lambda one: order[one.level]):
        said = finding.in_language(language)
        place = ":".join(str(part) for part in (finding.params.get("file"), finding.line, finding.element) if part)
        click.echo(f"{say(settings, f'command.level.{finding.level}')} {place} {said.sentence}")
        click.echo(f"    {said.reason} {said.remedy}".rstrip())
    errors, warnings = (sum(one.level == level for one in checked.findings) for level in ("error", "warning"))
    code = "command.found" if checked.findings else "command.no_findings"
    click.echo(say(settings, code, errors=errors, warnings=warnings, count=len(checked.findings)))


def findings_as_json(checked: Checked) -> Iterator[dict[str, Any]]:
    for finding, stored in zip(checked.findings, write_findings(checked.findings), strict=True):
        texts = {language: finding.in_language(language)._asdict() for language in LANGUAGES}
        yield {**stored, "params": json.loads(write_json(stored["params"])), "texts": texts}


def tell_logins(settings: Settings) -> None:
    click.echo(say(settings, "command.logins", password=DEMO_PASSWORD))
    for login in DEMO_LOGINS:
        role, does = (getattr(said, settings.language) for said in (login.role, login.does))
        click.echo(f"  {login.username:<14}{role}: {does}")


def stop_on_terminate() -> None:
    """SIGTERM, which supervisors send, ends the process as Ctrl+C does: what is being written is finished first."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))


if __name__ == "__main__":
    main()
