"""What one step costs: `python -m benchmarks.step seq3|seq30|seq50|mi20 [--db URL] [--http] [--cases N] [--json]`.

A step is the completion of one user task with about 100 bytes of form data: who acts, permission, engine, case, task,
clock and record rows, one commit; each in a request and transaction of its own. A start opens the case. On a busy
machine read CPU instead of the wall's clock: `last_over_first` compares CPU, and the best tenth of all steps was
disturbed least. After each case SpiffWorkflow runs the same one alone: `case_over_raw` compares whole cases, their
starts included. With `--viewflow PYTHON` django-viewflow does so too, for sequences (`benchmarks/viewflow_peer.py`
says how to install it): `viewflow_over_ours` compares its transactions with ours, case by case.
"""

from __future__ import annotations

import argparse
import json
import re
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import event, func, select, text
from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from benchmarks.centre import PASSWORD, USERNAME, Bench, a_bench
from benchmarks.diagrams import NAMES, SEQUENCES
from benchmarks.raw import Raw
from casework.cases.case import Case
from casework.intake.internal_cases import open_internal_case
from casework.organisation.sign_ins import actor_for_person
from casework.tasks.completions import complete_task
from casework.tasks.task import WAITING, Task
from web.frame.session import COOKIE

WARM_UP = 3


@dataclass
class Meter:
    """Milliseconds, CPU milliseconds, statements and commits of every act of one kind."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)


class Counter:
    """Counts what reaches the database."""

    def __init__(self, engine: Any) -> None:
        self.statements = self.commits = 0
        event.listen(engine, "before_cursor_execute", self._executed)
        event.listen(engine, "commit", self._committed)

    def _executed(self, connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if not statement.upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            self.statements += 1

    def _committed(self, connection: Any) -> None:
        self.commits += 1


def measured(counter: Counter, meter: Meter, act: Callable[[], Any]) -> Any:
    """Run the act and note what it cost."""
    counter.statements = counter.commits = 0
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    meter.cpu.append((time.process_time() - cpu) * 1000)
    meter.wall.append((time.perf_counter() - wall) * 1000)
    meter.statements.append(counter.statements)
    meter.commits.append(counter.commits)
    return result


class ByCall:
    """Acts at the level of casework."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.office = bench, bench.office

    def start(self) -> int:
        now = self.office.clock.now()
        with self.office.database.transaction() as session:
            actor = actor_for_person(session, self.bench.person_id, now)
            assert actor is not None
            return open_internal_case(session, self.office, actor, self.bench.item, now).case_id

    def completion(self, task_id: int, data: dict[str, Any]) -> Callable[[], None]:
        """The act of handing this task in, ready to be measured."""
        return partial(self._complete, task_id, data)

    def _complete(self, task_id: int, data: dict[str, Any]) -> None:
        now = self.office.clock.now()
        with self.office.database.transaction() as session:
            actor = actor_for_person(session, self.bench.person_id, now)
            assert actor is not None
            complete_task(session, self.office, actor, task_id, now, data=data)


class ByHttp(ByCall):
    """Acts through the browser's door, signed in: what the server does with one request, its client not counted.

    The cookies stay those of a browser that has seen the last page: a client that follows no redirect would carry
    every message it has not shown in its session, longer with each request.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.app = create_app(bench.office.settings, bench.office)
        client = self.app.test_client()
        page = client.get("/sign-in").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        self.token = found.group(1) if found else ""
        client.post("/sign-in", data={"csrf_token": self.token, "username": USERNAME, "password": PASSWORD})
        cookies = [client.get_cookie(name) for name in (self.app.config["SESSION_COOKIE_NAME"], COOKIE)]
        self.cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies if cookie is not None)

    def completion(self, task_id: int, data: dict[str, Any]) -> Callable[[], None]:
        with self.bench.office.database.reading() as session:
            of_task = select(Case.revision).join(Task, Task.case_id == Case.id).where(Task.id == task_id)
            seen = str(session.scalars(of_task).one())
        address = f"/tasks/{task_id}/complete"
        fields = {"data": json.dumps(data), "opinion": "", "revision": seen, "once_key": secrets.token_urlsafe(18)}
        environ = create_environ(
            address, method="POST", data={"csrf_token": self.token, **fields}, headers={"Cookie": self.cookies}
        )
        return partial(self._serve, environ)

    def _serve(self, environ: Any) -> None:
        body, status, _ = run_wsgi_app(self.app, environ)
        if not status.startswith("302"):
            sys.exit(f"{environ['PATH_INFO']} answered {status}: {b''.join(body).decode()[:400]}")


class Viewflow:
    """django-viewflow in a process of its own, which stays: one case when it is asked for one."""

    def __init__(self, python: str, count: int) -> None:
        command = [python, "-m", "benchmarks.viewflow_peer", str(count)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run_case(self) -> list[list[float]]:
        """Wall and CPU milliseconds, statements and commits of the start and of each step."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None and answered is not None
        print(file=asked, flush=True)
        line = answered.readline()
        if not line:
            sys.exit("django-viewflow does not run there; benchmarks/viewflow_peer.py says how to install it")
        found: list[list[float]] = json.loads(line)
        return found

    def close(self) -> None:
        self._process.communicate()


def waiting(bench: Bench, case_id: int) -> int | None:
    """The next waiting task of the case; not part of what is measured."""
    with bench.office.database.reading() as session:
        query = select(func.min(Task.id)).where(Task.case_id == case_id, Task.status.in_(WAITING))
        return session.scalar(query)


def one_case(acts: ByCall, counter: Counter, starts: Meter, steps: list[Meter], number: int) -> None:
    case_id = measured(counter, starts, acts.start)
    place = 0
    while (task_id := waiting(acts.bench, case_id)) is not None:
        if place == len(steps):
            steps.append(Meter())
        data = {"note": f"case {number} step {place} ".ljust(80, "x"), "amount": number * 100 + place}
        measured(counter, steps[place], acts.completion(task_id, data))
        place += 1


def database_bytes(bench: Bench) -> int:
    """All tables and indexes."""
    engine = bench.office.database.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            free = connection.execute(text("pragma freelist_count")).scalar_one()
            pages = connection.execute(text("pragma page_count")).scalar_one()
            return int((pages - free) * connection.execute(text("pragma page_size")).scalar_one())
        return int(connection.execute(text("select pg_database_size(current_database())")).scalar_one())


def together(steps: list[Meter]) -> Meter:
    """All steps of all cases as one series."""
    every = Meter()
    for step in steps:
        every.wall += step.wall
        every.cpu += step.cpu
        every.statements += step.statements
        every.commits += step.commits
    return every


def run(name: str, url: str | None, cases: int, *, http: bool, viewflow: str | None = None) -> dict[str, Any]:
    """The figures of one diagram: medians over all cases but the first few."""
    bench = a_bench(name, url)
    acts = ByHttp(bench) if http else ByCall(bench)
    counter = Counter(bench.office.database.engine)
    for number in range(WARM_UP):
        one_case(acts, counter, Meter(), [], number)
    before = database_bytes(bench)
    raw, raws = Raw(name), Meter()
    peer = Viewflow(viewflow, SEQUENCES[name]) if viewflow else None
    theirs: list[list[list[float]]] = []
    if peer is not None:
        for _ in range(WARM_UP):
            peer.run_case()
    starts, steps = Meter(), list[Meter]()
    for number in range(cases):
        one_case(acts, counter, starts, steps, number)
        measured(counter, raws, partial(raw.run_case, {"note": "x" * 80, "amount": number}))
        if peer is not None:
            theirs.append(peer.run_case())
    if peer is not None:
        peer.close()
    size = (database_bytes(bench) - before) / cases
    every = together(steps)
    whole = [sum(walls) for walls in zip(starts.wall, *(step.wall for step in steps), strict=True)]
    return {
        "diagram": name,
        "database": bench.office.database.engine.dialect.name,
        "door": "http" if http else "call",
        "cases": cases,
        "steps_per_case": len(steps),
        "start_ms": round(statistics.median(starts.wall), 2),
        "step_ms": round(statistics.median(every.wall), 2),
        "step_cpu_ms": round(statistics.median(every.cpu), 2),
        "step_cpu_best_tenth_ms": round(statistics.quantiles(every.cpu, n=10)[0], 2),
        "case_over_raw": round(statistics.median(one / bare for one, bare in zip(whole, raws.wall, strict=True)), 1),
        "raw_step_ms": round(statistics.median(raws.wall) / len(steps), 2),
        "start_statements": max(starts.statements),
        "step_statements": max(every.statements),
        "start_commits": max(starts.commits),
        "step_commits": max(every.commits),
        "bytes_per_case": round(size),
        "last_over_first": round(statistics.median(steps[-1].cpu) / statistics.median(steps[0].cpu), 2),
        **beside_viewflow(whole, statistics.median(every.cpu), theirs),
    }


def beside_viewflow(whole: list[float], own_cpu: float, theirs: list[list[list[float]]]) -> dict[str, Any]:
    """What django-viewflow needed in the same run; empty when it was not asked."""
    if not theirs:
        return {}
    steps = [step for case in theirs for step in case[1:]]
    ratios = [sum(act[0] for act in case) / own for case, own in zip(theirs, whole, strict=True)]
    return {
        "viewflow_step_ms": round(statistics.median(step[0] for step in steps), 2),
        "viewflow_step_cpu_ms": round(statistics.median(step[1] for step in steps), 2),
        "viewflow_step_statements": f"{min(step[2] for step in steps)}-{max(step[2] for step in steps)}",
        "viewflow_cpu_over_ours": round(statistics.median(step[1] for step in steps) / own_cpu, 1),
        "viewflow_over_ours": round(statistics.median(ratios), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.step", description=__doc__)
    parser.add_argument("diagram", choices=NAMES)
    parser.add_argument("--db", help="database URL; its tables are dropped. Default: a temporary SQLite file")
    parser.add_argument("--http", action="store_true", help="through the pages, signed in")
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--viewflow", metavar="PYTHON", help="a Python with django-viewflow, measured beside ours")
    wanted = parser.parse_args()
    if wanted.viewflow and wanted.diagram not in SEQUENCES:
        parser.error("django-viewflow is measured on sequences only")
    figures = run(wanted.diagram, wanted.db, wanted.cases, http=wanted.http, viewflow=wanted.viewflow)
    if wanted.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
