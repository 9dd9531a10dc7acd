"""`banjian`: exit code 0 = done, 1 = refused and why, 2 = wrong use; nothing is asked, everything is said."""

from __future__ import annotations

import json
import re
import signal
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy import text

from app import main
from benchmarks import step
from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.catalogue.items import list_versions, publish_item_version
from casework.clock import SystemClock
from casework.database import Database, metadata
from casework.demo.organisation import found_demo_organisation
from casework.demo.people import DEMO_LOGINS, DEMO_PASSWORD
from casework.history.append_only import release
from casework.history.histories import flush_history, record
from casework.organisation.department import Department
from casework.organisation.sign_ins import recognise_program
from migrations.upgrade import configuration
from tests.casework.catalogue.builders import item_fields
from tests.casework.definitions.diagrams import a_diagram
from tests.casework.people import NOW, an_office
from tests.ports import a_free_port


class Installation:
    """A folder of its own, and the command line in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            "BANJIAN_VAR_DIR": str(folder),
            "BANJIAN_PASSWORD_MEMORY_KIB": "8",
            "BANJIAN_LANGUAGE": "en",
            "BANJIAN_DATABASE_URL": "",
        }

    def __call__(self, *arguments: str, **env: str) -> Result:
        return CliRunner().invoke(main, list(arguments), env={**self.env, **env}, catch_exceptions=False)

    @property
    def database(self) -> Database:
        return Database(f"sqlite:///{self.folder}/banjian.db")


@pytest.fixture
def banjian(tmp_path: Path) -> Iterator[Installation]:
    before = signal.getsignal(signal.SIGTERM)
    yield Installation(tmp_path)
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def founded(banjian: Installation) -> Installation:
    assert banjian("init").exit_code == 0
    return banjian


@pytest.fixture
def a_recorded_case(founded: Installation) -> str:
    return record_a_case(founded.database)


@pytest.fixture
def prepared(database: Database) -> Iterator[Database]:
    """A database of either brand that the commands take for one they have set up."""
    config = configuration()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.stamp(config, "head")
    yield database
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def record_a_case(database: Database) -> str:
    """A case with three lines of history."""
    with database.transaction() as session:
        case = Case(case_no="A20261009-0001", case_type="promised", status="received", received_at=NOW, changed_at=NOW)
        session.add(case)
        session.flush()
        for number in range(3):
            record(session, case, "noted", SYSTEM, NOW, number=number)
        flush_history(session, case)
    return case.case_no


def a_file(folder: Path, content: str, name: str = "p_test.bpmn") -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_init_makes_a_centre_and_tells_the_first_password_once(banjian):
    first, again = banjian("init"), banjian("init")

    assert first.exit_code == again.exit_code == 0
    assert re.search(r"admin with the password [a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", first.output)
    assert "password" not in again.output


def test_both_databases_are_set_up_by_the_same_command(banjian, database):
    metadata.drop_all(database.engine)

    first = banjian("init", BANJIAN_DATABASE_URL=database.url)
    again = banjian("init", BANJIAN_DATABASE_URL=database.url)

    assert first.exit_code == again.exit_code == 0
    assert banjian("audit", "verify", BANJIAN_DATABASE_URL=database.url).exit_code == 0


def test_the_demo_never_mixes_with_what_is_there(founded):
    result = founded("init", "--demo")

    assert result.exit_code == 1 and "already holds people" in result.output


def test_serving_an_unprepared_database_says_what_to_run(banjian):
    banjian.folder.mkdir(exist_ok=True)

    result = banjian("serve")

    assert result.exit_code == 1 and "banjian init" in result.output


def test_serving_tells_the_address(founded, monkeypatch):
    monkeypatch.setattr("waitress.server.TcpWSGIServer.run", lambda server: None)
    port = a_free_port()
    told = founded("serve", BANJIAN_PORT=str(port)).output
    public = founded("serve", BANJIAN_PORT=str(port), BANJIAN_PUBLIC_URL="https://banjian.example").output

    assert f"http://127.0.0.1:{port}" in told and "https://banjian.example" in public


@pytest.mark.parametrize("place", ["waitress.server.TcpWSGIServer.run", "app.listen"])
def test_who_stops_the_server_reads_nothing_of_it(founded, monkeypatch, place):
    monkeypatch.setattr(place, Mock(side_effect=KeyboardInterrupt))
    stopped = founded("serve", BANJIAN_PORT=str(a_free_port()))
    assert stopped.exit_code in (0, 130) and "Abort" not in stopped.output


def test_a_busy_port_is_named_with_what_to_do(founded):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = founded("serve", BANJIAN_PORT=str(port))

    assert result.exit_code == 1
    assert f"Port {port} is in use" in result.output and f"BANJIAN_PORT={port + 1}" in result.output


def test_checking_prints_findings_with_place_and_remedy_and_exits_1_on_errors(banjian):
    good = banjian("check", a_file(banjian.folder, a_diagram()))
    bad = banjian("check", a_file(banjian.folder, a_diagram(broken=True), "bad.bpmn"))

    assert good.exit_code == 0
    assert bad.exit_code == 1 and "strange" in bad.output and "error" in bad.output


def test_checking_finds_called_processes_among_the_published_ones_as_deploying_does(founded):
    founded("deploy", a_file(founded.folder, a_diagram("p_part"), "part.bpmn"))
    caller = a_file(founded.folder, a_diagram("p_caller", calls="p_part"), "caller.bpmn")

    checked, deployed = founded("check", caller), founded("deploy", caller)

    assert (checked.exit_code, deployed.exit_code) == (0, 0), checked.output


@pytest.mark.parametrize("url", ["", "postgresql+psycopg://nobody@127.0.0.1:9/none"], ids=["none", "a dead one"])
def test_without_a_database_a_check_says_that_it_looked_among_the_files_only(banjian, url):
    caller = a_file(banjian.folder, a_diagram(calls="p_part"))

    checked = banjian("check", caller, BANJIAN_DATABASE_URL=url)

    assert checked.exit_code == 1 and "“p_part”" in checked.output
    assert "only these files were searched" in checked.output and "banjian init" in checked.output
    assert not (banjian.folder / "banjian.db").exists()


def test_findings_as_json_hold_both_languages(banjian):
    result = banjian("check", "--json", a_file(banjian.folder, a_diagram(broken=True)))

    findings = json.loads(result.output)
    assert result.exit_code == 1
    assert {"level", "rule", "element", "line", "params", "texts"} == set(findings[0])
    assert all(one["texts"]["zh"]["sentence"] and one["texts"]["en"]["sentence"] for one in findings)


def test_deploying_publishes_and_a_diagram_with_errors_is_refused_with_its_findings(founded):
    done = founded("deploy", a_file(founded.folder, a_diagram()))
    refused, unread = (founded("deploy", a_file(founded.folder, text)) for text in (a_diagram(broken=True), "<a"))

    assert done.exit_code == 0 and "Version 1 of p_test is published" in done.output
    assert refused.exit_code == 1 and "cannot be published" in refused.output
    assert unread.exit_code == 1 and "is not well-formed XML" in unread.output


def test_after_the_demo_is_made_serving_tells_the_address_and_the_demo_logins(banjian, monkeypatch):
    """The cases of the demo take minutes, so only its people are made."""
    monkeypatch.setattr("app.fill_demo", lambda office, tell: with_the_people_of_the_demo(office))
    monkeypatch.setattr("waitress.server.TcpWSGIServer.run", lambda server: None)

    made, told = banjian("init", "--demo"), banjian("serve", BANJIAN_PORT=str(a_free_port()))

    assert (made.exit_code, told.exit_code) == (0, 0)
    assert "http://127.0.0.1:" in told.output and DEMO_PASSWORD in told.output
    assert all(login.username in told.output for login in DEMO_LOGINS)


def with_the_people_of_the_demo(office):
    with office.database.transaction() as session:
        found_demo_organisation(session, office, office.clock.now())


def test_the_benchmark_of_a_step_tells_its_figures_as_json(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["step", "seq3", "--cases", "1", "--json"])

    step.main()

    figures = json.loads(capsys.readouterr().out)
    assert (figures["cases"], figures["steps_per_case"], figures["step_commits"]) == (1, 3, 1)


def test_deploying_for_an_unknown_item_publishes_nothing(founded):
    result = founded("deploy", "--item", "nothing", a_file(founded.folder, a_diagram()))

    assert result.exit_code == 1 and "no item nothing" in result.output
    with founded.database.reading() as session:
        assert session.execute(text("SELECT status FROM definition_version")).scalar() == "checked"


def test_deploying_for_an_item_binds_it_to_the_diagram_from_today_or_tomorrow_on(founded):
    founded("deploy", a_file(founded.folder, a_diagram("p_former"), "p_former.bpmn"))
    with founded.database.transaction() as session:
        session.add(Department(code="ZJ", name="住建局", short_name="住建局"))
        session.flush()
        publish_item_version(session, SYSTEM, "A-1", item_fields(definition_key="p_former"), date(2026, 1, 1), NOW)

    result = founded("deploy", "--item", "A-1", a_file(founded.folder, a_diagram()))

    with founded.database.reading() as session:
        newest = list_versions(session, "A-1")[0]
    assert result.exit_code == 0 and "A-1" in result.output and newest.valid_from.isoformat() in result.output
    assert (newest.number, newest.definition_key) == (2, "p_test")


def test_a_token_is_printed_and_works(founded):
    result = founded("token", "create", "admin")

    actor = recognise_program(an_office(database=founded.database), result.output.strip(), SystemClock().now())
    assert result.exit_code == 0 and actor.username == "admin"
    assert founded("token", "create", "nobody").exit_code == 1


def test_a_whole_record_verifies_and_a_changed_one_names_case_and_line(founded, a_recorded_case):
    whole = founded("audit", "verify")
    with founded.database.transaction() as session:
        release(session.connection())
        session.execute(text("UPDATE happening SET kind = 'voided' WHERE seq = 2"))

    broken = founded("audit", "verify")

    assert whole.exit_code == 0 and "whole" in whole.output
    assert broken.exit_code == 1 and f"case {a_recorded_case}: line 2 was changed" in broken.output


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE happening SET data = '{}' WHERE seq = 2", "line 2 was changed"),
        ("DELETE FROM happening WHERE seq = 2", "line 2"),
        (
            "INSERT INTO happening (case_id, seq, at, kind, data, previous_hash, hash) "
            "SELECT case_id, 4, at, kind, data, hash, hash FROM happening WHERE seq = 3",
            "line 4",
        ),
        (
            "UPDATE happening SET seq = -1 WHERE seq = 1; UPDATE happening SET seq = 1 WHERE seq = 2; "
            "UPDATE happening SET seq = 2 WHERE seq = -1",
            "line 1",
        ),
        ("DELETE FROM happening WHERE seq = 1", "line 1 was removed"),
        ("DELETE FROM happening WHERE seq = 3", "the lines from 3 on were cut off"),
        ("DELETE FROM happening", "the lines from 1 on were cut off"),
        ("UPDATE \"case\" SET happening_count = 2", "there are more lines (up to 3)"),
        ("UPDATE \"case\" SET head_hash = 'x'", "the last line (3) is not the one"),
        ("DELETE FROM happening WHERE seq = 3; UPDATE \"case\" SET happening_count = 2", "the last line (2)"),
    ],
    ids=[
        "altered", "deleted", "inserted", "swapped", "head cut", "tail cut", "emptied", "count edited", "head edited",
        "tail cut and count edited",
    ],
)  # fmt: skip
def test_whatever_is_done_to_the_record_is_named_by_case_and_line(banjian, prepared, tampering, told):
    case_no = record_a_case(prepared)
    with prepared.transaction() as session:
        release(session.connection())
        for statement in tampering.split("; "):
            session.execute(text(statement))

    broken = banjian("audit", "verify", BANJIAN_DATABASE_URL=prepared.url)

    lines = [line for line in broken.output.splitlines() if f"case {case_no}: " in line]
    assert broken.exit_code == 1
    assert any(told in line for line in lines), broken.output


def test_the_calendar_takes_a_year(founded):
    year = a_file(founded.folder, "2027-01-01,off,元旦\n2027-02-08,off,春节\n2027-10-01,off,国庆节", "2027.csv")

    good = founded("calendar", "import", year)
    some = founded("calendar", "import", a_file(founded.folder, "2027-03-01,off,停电", "some.csv"))
    bad = founded("calendar", "import", a_file(founded.folder, "nonsense", "bad.csv"))

    assert [good.exit_code, some.exit_code, bad.exit_code] == [0, 0, 1]
    assert "2027-02-08 工作日 → 春节" in good.output and "0 open cases were counted anew" in good.output
    assert "not the table of a year" in some.output and "Line 1" in bad.output


def test_a_wrong_setting_is_named(banjian):
    english, chinese = (banjian("init", BANJIAN_PORT="eighty", BANJIAN_LANGUAGE=language) for language in ("en", "zh"))

    assert english.exit_code == chinese.exit_code == 2
    assert "BANJIAN_PORT: must be" in english.output and "BANJIAN_PORT: 应是" in chinese.output


@pytest.mark.parametrize("command", [("worker",), ("audit", "verify"), ("token", "create", "admin"), ("serve",)])
def test_an_unprepared_database_is_named_with_what_to_do(banjian, command):
    refused = banjian(*command)

    assert (refused.exit_code, "banjian init" in refused.output) == (1, True)


@pytest.mark.parametrize("command", [("init",), ("worker",), ("audit", "verify")])
def test_a_dead_database_is_a_sentence_and_no_traceback(banjian, command):
    refused = banjian(*command, BANJIAN_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:9/none")

    assert (refused.exit_code, "cannot be reached" in refused.output) == (1, True)
    assert "Traceback" not in refused.output


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    a_file(tmp_path, "a file, no folder", "var")

    refused = Installation(tmp_path / "var")("init")

    assert (refused.exit_code, "Cannot read or write" in refused.output) == (1, True)


@pytest.mark.parametrize("command", [("serve",), ("worker",), ("audit", "verify"), ("token", "create", "admin")])
def test_who_asks_for_a_database_that_is_not_there_leaves_none_behind(banjian, tmp_path, command):
    """`make run` would take it for one of its own and leave the demo out."""
    missing = tmp_path / "none.db"

    assert banjian(*command, BANJIAN_DATABASE_URL=f"sqlite:///{missing}").exit_code == 1
    assert not missing.exists()


def test_a_calendar_that_is_no_text_is_refused(founded, tmp_path):
    (tmp_path / "year.csv").write_bytes(bytes(range(256)) * 4)

    refused = founded("calendar", "import", str(tmp_path / "year.csv"))

    assert (refused.exit_code, "year.csv" in refused.output) == (1, True)
