"""The hard peer: the same sequence of user tasks in django-viewflow, its flow in code, on SQLite WAL, synchronous=FULL.

It is no dependency of ours (AGPL). Who wants the comparison installs it into an environment of its own and names that:

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install django-viewflow==2.4.0
    python -m benchmarks.step seq3 --viewflow /tmp/peer/bin/python

`benchmarks.step` starts this module there as a process that stays: for every line that it reads it runs one case and
answers with a line of JSON, wall and CPU milliseconds, statements and commits of the start and of each step. A step is
one transaction: the user, the task under the flow's lock, the permission, the data of the form, the completion.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

NAME = "benchmarks.viewflow_peer"
UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")


def prepare(folder: Path) -> None:
    """Django with nothing but what viewflow needs, on a fresh database."""
    durable = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "peer.db",
        "OPTIONS": {"init_command": durable, "transaction_mode": "IMMEDIATE"},
    }
    apps = ["django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow", "benchmarks"]
    import_module("django.conf").settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=apps,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)


def a_flow(count: int) -> Any:
    """Start, a function, `count` user tasks for whoever has the right, a gateway, two ends."""
    this, flow = import_module("viewflow").this, import_module("viewflow.workflow.flow")

    def work(self: Any, activation: Any) -> None:
        activation.process.data |= {"total": 100, "customer": {"name": "ACME", "city": "Berlin", "items": [1, 2, 3]}}
        activation.process.save()

    def begin(self: Any, activation: Any) -> Any:
        return activation.process

    nodes: dict[str, Any] = {
        "process_class": import_module("viewflow.workflow.models").Process,
        "start": flow.StartHandle(this.begin).Next(this.script),
        "begin": begin,
        "script": flow.Function(this.work).Next(this.user1),
        "work": work,
        "big": flow.If(lambda activation: activation.process.data["total"] > 50).Then(this.end).Else(this.small),
        "end": flow.End(),
        "small": flow.End(),
    }
    for number in range(1, count + 1):
        following = this.big if number == count else getattr(this, f"user{number + 1}")
        view = flow.View(lambda request: None).Permission("viewflow.change_process")
        nodes[f"user{number}"] = view.Next(following)
    made = type("Sequence", (flow.Flow,), {**nodes, "__module__": NAME})
    # Stored processes name their flow by module and class.
    vars(import_module(NAME))["Sequence"] = made
    return made


class Meter:
    """Counts what reaches the database."""

    def __init__(self) -> None:
        connection = import_module("django.db").connection
        self.statements = self.commits = 0
        connection.execute_wrappers.append(self._executed)
        commit = connection.commit

        def committed() -> None:
            self.commits += 1
            commit()

        connection.commit = committed

    def _executed(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if not sql.upper().startswith(UNCOUNTED):
            self.statements += 1
        return execute(sql, *more)

    def measured(self, act: Callable[[], Any]) -> list[float]:
        self.statements = self.commits = 0
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        cpu_ms, wall_ms = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
        return [wall_ms, cpu_ms, self.statements, self.commits]


def run_case(made: Any, user_id: int, count: int, number: int, meter: Meter) -> list[list[float]]:
    users, transaction = (
        import_module("django.contrib.auth.models").User.objects,
        import_module("django.db").transaction,
    )
    models = import_module("viewflow.workflow.models")

    def start() -> None:
        user = users.get(pk=user_id)
        if not user.has_perm("viewflow.change_process"):
            raise PermissionError
        with transaction.atomic():
            made.start.run()

    def step(place: int, task_id: int) -> None:
        user = users.get(pk=user_id)
        with transaction.atomic():
            task = models.Task.objects.select_related("process").get(pk=task_id)
            with made.lock(task.process_id):
                activation = task.flow_task.activation_class(task)
                if not activation.assign.has_perm(user):
                    raise PermissionError
                activation.assign(user)
                activation.start(None)
                form = {"note": f"case {number} step {place} ".ljust(80, "x"), "amount": number * 100 + place}
                activation.process.data |= form
                activation.process.save()
                activation.execute()

    found = [meter.measured(start)]
    process = models.Process.objects.latest("pk")
    for place in range(count):
        task = models.Task.objects.get(process=process, flow_task_type="HUMAN", finished=None)
        found.append(meter.measured(partial(step, place, task.pk)))
    process.refresh_from_db()
    if process.finished is None:
        raise RuntimeError("the flow did not reach an end")
    return found


def main() -> None:
    count = int(sys.argv[1])
    prepare(Path(tempfile.mkdtemp(prefix="viewflow-peer-")))
    auth = import_module("django.contrib.auth.models")
    user = auth.User.objects.create_user("measurer")
    user.user_permissions.add(
        auth.Permission.objects.get(codename="change_process", content_type__app_label="viewflow")
    )
    made, meter = a_flow(count), Meter()
    for number, _ in enumerate(sys.stdin):
        print(json.dumps(run_case(made, user.pk, count, number, meter)), flush=True)


if __name__ == "__main__":
    main()
