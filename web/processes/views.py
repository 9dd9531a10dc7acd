"""Pages of diagrams: list and upload, a diagram with its versions, a version with its drawing and findings."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for

from casework.catalogue.items import bind_item, item_choices
from casework.database import Session
from casework.definitions.bundles import PINNED, own_files, process_keys
from casework.definitions.checking import check_files, read_findings
from casework.definitions.definition_lists import (
    definition_of,
    files_beside,
    get_definition,
    items_bound,
    list_diagrams,
    names_of_people,
    note_version,
)
from casework.definitions.definition_version import DefinitionVersion
from casework.definitions.definitions import (
    DiagramHasErrors,
    DiagramUnreadable,
    get_version,
    make_current,
    publish,
    retire,
    running_cases_of,
    store_draft,
    versions_of,
)
from casework.errors import NotFound, Refusal
from casework.permissions import Permission, is_permitted, who_may
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import choose, language, t
from web.frame.moments import day_text, today
from web.frame.notes import note
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import FieldRefused, Typed, refused, typed_form
from web.processes.findings import Shown, counts, pins, shown
from web.processes.uploads import bundles_of, left_out, unpack

blueprint = Blueprint("processes", __name__, template_folder="templates")

LISTS = ("all", "current", "unpublished", "found")


@dataclass(frozen=True)
class Outcome:
    """What became of one uploaded file: stored as a version, or refused with a sentence or findings."""

    file: str
    version: DefinitionVersion | None
    key: str
    findings: list[Shown]
    refusal: str = ""
    kept: tuple[str, ...] = ()
    """Tables and forms taken over from the version before, because the upload lacked them."""

    @property
    def colour(self) -> str:
        if self.version is None or counts(self.findings).get("error"):
            return "bad"
        return "warn" if counts(self.findings).get("warning") else "ok"


@blueprint.get("/processes")
@needs(Permission.SEE_DEFINITIONS)
def processes() -> Any:
    return _list_page()


@blueprint.post("/processes")
@needs(Permission.UPLOAD_DEFINITIONS)
def upload() -> Any:
    """Check and store every diagram of the upload; the answer says for each file what was found."""
    most = office().settings.diagram_bytes
    sent = [(one.filename or "", one.read(most + 1)) for one in request.files.getlist("files") if one.filename]
    found = unpack(sent, most)
    outcomes = [Outcome(name, None, "", [], error.in_language(language())) for name, error in found.refused.items()]
    with reading() as session:
        published = {line.line.key for line in list_diagrams(session, today()) if line.line.current_id}
    bundles = bundles_of(found.files, published)
    outcomes += [_stored(name, bundle) for name, bundle in bundles.items()]
    if not bundles:
        nothing = "processes.no_diagram" if found.files else "processes.nothing" if not outcomes else ""
        outcomes += [Outcome(name, None, "", [], t("processes.no_diagram")) for name in found.files]
        if nothing == "processes.nothing":
            return _list_page(refusal=t(nothing)), 422
    stored = [one for one in outcomes if one.version is not None]
    if len(outcomes) == 1 and stored:
        if stored[0].kept:
            note(t("processes.kept", files=t("frame.comma").join(stored[0].kept)))
        return redirect(url_for("processes.version", version_id=stored[0].version.id))  # type: ignore[union-attr]
    return _list_page(outcomes=outcomes), 200 if stored else 422


@blueprint.get("/export/processes.xlsx")
@needs(Permission.SEE_DEFINITIONS)
def processes_sheet() -> Any:
    with reading() as session:
        lines = list_diagrams(session, today())
    rows = (
        (one.line.name, one.line.key, one.newest_number, one.line.current_number, one.line.running_cases, one.items,
         one.findings.get("error", 0), one.findings.get("warning", 0), one.by, one.at)
        for one in lines
    )  # fmt: skip
    titles = ("name", "key", "newest", "current", "running", "items", "errors", "warnings", "by", "at")
    return spreadsheet([t(f"processes.column_{title}") for title in titles], rows, t("processes.title"))


@blueprint.get("/export/processes/<key>.xlsx")
@needs(Permission.SEE_DEFINITIONS)
def versions_sheet(key: str) -> Any:
    """Every version of the diagram, the newest first."""
    with reading() as session:
        versions = versions_of(session, key)
        people = {one for line in versions for one in (line.version.created_by, line.version.published_by)}
        names = names_of_people(session, people)
    rows = (
        (one.number, t(f"processes.state_{_state(one)}"), found.get("error", 0), found.get("warning", 0), one.note,
         line.running_cases, names.get(one.created_by or 0, t("processes.system")), one.created_at,
         names.get(one.published_by or 0, t("processes.system")) if one.published_at else None, one.published_at)
        for line in versions
        for one in (line.version,)
        for found in (counts(shown(read_findings(one.findings))),)
    )  # fmt: skip
    titles = ("version", "state", "errors", "warnings", "note", "running", "uploaded_by", "uploaded_at",
              "published_by", "published_at")  # fmt: skip
    return spreadsheet([t(f"processes.column_{title}") for title in titles], rows, f"{key} {t('processes.versions')}")


@blueprint.get("/processes/<key>")
@needs(Permission.SEE_DEFINITIONS)
def process(key: str) -> Any:
    return _process_page(key)


@blueprint.post("/processes/<key>/items")
@needs(Permission.MANAGE_ITEMS)
def bind(key: str) -> Any:
    """Let an item run on this diagram from its next version on."""
    form = typed_form()
    code = form.get("item", "").rpartition("（")[2].removesuffix("）").strip()
    try:
        if not code:
            raise FieldRefused("processes.which_item", field="item")
        with transaction() as session:
            version = bind_item(session, actor(), code, key, now())
    except Refusal as error:
        return _process_page(key, refused(error)), 422
    note(t("processes.bound", item=version.name, day=day_text(version.valid_from, today=today())))
    return redirect(url_for("processes.process", key=key))


@blueprint.get("/processes/versions/<int:version_id>")
@needs(Permission.SEE_DEFINITIONS)
def version(version_id: int) -> Any:
    return _version_page(version_id)


@blueprint.post("/processes/versions/<int:version_id>/publish")
@needs(Permission.PUBLISH_DEFINITIONS)
def publish_version(version_id: int) -> Any:
    """Publish with what was noted about it. The check runs before the transaction, so nobody waits for it."""
    words = request.form.get("note", "")
    try:
        with reading() as session:
            draft = get_version(session, version_id)
            row = definition_of(session, draft)
            checked = check_files(draft.files, row.key, session)
        with transaction() as session:
            note_version(session, actor(), version_id, words)
            published = publish(session, actor(), version_id, now(), checked=checked)
    except DiagramHasErrors as error:
        return _version_page(version_id, refusal=error.in_language(language()), findings=shown(error.findings)), 422
    except Refusal as error:
        if isinstance(error, NotFound):
            raise
        return _version_page(version_id, refusal=error.in_language(language())), 409
    note(t("processes.published_now", name=row.name, number=published.number))
    return redirect(url_for("processes.process", key=row.key))


@blueprint.post("/processes/versions/<int:version_id>/current")
@needs(Permission.PUBLISH_DEFINITIONS)
def choose_version(version_id: int) -> Any:
    """Let new cases begin with this version, for instance the previous one."""
    with transaction() as session:
        chosen = make_current(session, actor(), version_id)
        row = definition_of(session, chosen)
    note(t("processes.current_now", name=row.name, number=chosen.number))
    return redirect(url_for("processes.process", key=row.key))


@blueprint.post("/processes/versions/<int:version_id>/retire")
@needs(Permission.PUBLISH_DEFINITIONS)
def retire_version(version_id: int) -> Any:
    with transaction() as session:
        retired = retire(session, actor(), version_id)
        row = definition_of(session, retired)
    note(t("processes.retired_now", number=retired.number))
    return redirect(url_for("processes.process", key=row.key))


@blueprint.get("/processes/versions/<int:version_id>/files/<path:name>")
@needs(Permission.SEE_DEFINITIONS)
def file(version_id: int, name: str) -> Any:
    """A file exactly as the designer uploaded it; `?show` gives it to the viewer as plain text."""
    with reading() as session:
        files = get_version(session, version_id).files
    if name not in files:
        raise NotFound("definition.not_found", version=version_id)
    if "show" in request.args:
        return Response(files[name], mimetype="text/plain")
    return _download(files[name].encode(), name.rpartition("/")[2], "application/octet-stream")


@blueprint.get("/processes/versions/<int:version_id>/files.zip")
@needs(Permission.SEE_DEFINITIONS)
def all_files(version_id: int) -> Any:
    """All files of the designer in one archive."""
    with reading() as session:
        row = get_version(session, version_id)
        key = definition_of(session, row).key
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in own_files(row.files).items():
            archive.writestr(name, text)
    return _download(content.getvalue(), f"{key}-{row.number}.zip", "application/zip")


def _stored(name: str, bundle: dict[str, str]) -> Outcome:
    """Check one bundle outside the transaction and keep it as a draft."""
    own = process_keys({name: bundle[name]})
    key = own[0] if len(own) == 1 else None
    words = request.form.get("note", "").strip()
    try:
        with reading() as session:
            missing = {} if key is None else left_out(bundle, files_beside(session, key))
            bundle = {**missing, **bundle}
            checked = check_files(bundle, key, session)
        with transaction() as session:
            draft = store_draft(session, actor(), bundle, words, now(), key=key, checked=checked)
        return Outcome(name, draft, checked.key or "", shown(checked.findings), kept=tuple(missing))
    except DiagramUnreadable as error:
        return Outcome(name, None, "", shown(error.findings), error.in_language(language()))


def _state(version: DefinitionVersion) -> str:
    return "earlier" if version.status == "published" and not version.is_current else version.status


def _list_page(outcomes: list[Outcome] | None = None, refusal: str = "") -> str:
    with reading() as session:
        lines = list_diagrams(session, today())
    kinds = {
        "all": lines,
        "current": [one for one in lines if one.line.current_id],
        "unpublished": [one for one in lines if one.line.newest_status in ("draft", "checked")],
        "found": [one for one in lines if set(one.findings) & {"error", "warning"}],
    }
    kind = request.args.get("list", "all")
    text = request.args.get("q", "").strip().lower()
    rows = [one for one in kinds.get(kind, lines) if not text or text in f"{one.line.name} {one.line.key}".lower()]
    return render_template(
        "processes/list.html", rows=rows, kinds={name: len(kinds[name]) for name in LISTS}, kind=kind,
        running=sum(one.line.running_cases for one in lines), outcomes=outcomes or [], refusal=refusal,
        counts=counts, most=office().settings.diagram_bytes // 1024 // 1024,
    )  # fmt: skip


def _process_page(key: str, typed: Typed | None = None) -> str:
    with reading() as session:
        row = get_definition(session, key)
        versions = versions_of(session, key)
        people = {one for line in versions for one in (line.version.created_by, line.version.published_by)}
        current = next((line for line in versions if line.version.is_current), None)
        return render_template(
            "processes/process.html", row=row, versions=versions, names=names_of_people(session, people),
            current=current, drawn=None if current is None else _drawn_in(own_files(current.version.files), key),
            who_publishes=choose(who_may(Permission.PUBLISH_DEFINITIONS)), items=items_bound(session, key, today()),
            others=_items_elsewhere(session, key), typed=typed or Typed(),
            level_counts=lambda version: counts(shown(read_findings(version.findings))),
            may_publish=is_permitted(actor(), Permission.PUBLISH_DEFINITIONS),
            may_bind=is_permitted(actor(), Permission.MANAGE_ITEMS), who_binds=choose(who_may(Permission.MANAGE_ITEMS)),
        )  # fmt: skip


def _items_elsewhere(session: Session, key: str) -> list[str]:
    return [f"{one.name}（{one.code}）" for one in item_choices(session, today()) if one.definition_key != key]


def _version_page(version_id: int, refusal: str = "", findings: list[Shown] | None = None) -> str:
    with reading() as session:
        row = get_version(session, version_id)
        definition = definition_of(session, row)
        versions = versions_of(session, definition.key)
        names = names_of_people(session, {row.created_by, row.published_by})
        running = running_cases_of(session, version_id)
    own = own_files(row.files)
    diagrams = [name for name in own if name.endswith((".bpmn", ".xml"))]
    drawn = _drawn_in(own, definition.key)
    asked = request.args.get("file", "")
    open_file = asked if asked in diagrams else drawn or (diagrams[0] if diagrams else "")
    lines = findings if findings is not None else shown(read_findings(row.findings))
    return render_template(
        "processes/version.html", version=row, definition=definition, names=names, running=running, findings=lines,
        counts=counts(lines), pins=pins(lines, open_file), diagrams=diagrams, open_file=open_file, own=own,
        called=sorted({name.split("/")[1] for name in row.files if name.startswith(PINNED)}),
        has_drawing="BPMNShape" in own.get(open_file, ""), is_xml=not any(one.rule.startswith("xml.") for one in lines),
        refusal=refusal,
        current=next((line for line in versions if line.version.is_current), None),
        may_publish=is_permitted(actor(), Permission.PUBLISH_DEFINITIONS),
        who_publishes=choose(who_may(Permission.PUBLISH_DEFINITIONS)), wanted=request.args.get("level", ""),
    )  # fmt: skip


def _drawn_in(files: dict[str, str], key: str) -> str | None:
    """The file that draws the process."""
    return next((name for name, text in files.items() if key in process_keys({name: text})), None)


def _download(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
