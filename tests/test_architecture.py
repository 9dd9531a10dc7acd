"""The house rules that a reader can rely on: which folder may know which, where time and commits come from, how long
things may be, and what they may not be called.
"""

import ast
import re
from collections.abc import Iterator

from tests.source_tree import REPOSITORY, Source, length, product_sources, proving_sources

# Folder -> our folders that it may not know. Imports go one way: app, worker -> web -> casework -> engine.
FORBIDDEN_IMPORTS = {
    "engine": {"app", "worker", "settings", "web", "casework", "forms", "processes", "migrations", "tests"},
    "forms": {"app", "worker", "settings", "web", "casework", "engine", "processes", "migrations", "tests"},
    "processes": {"app", "worker", "settings", "web", "casework", "engine", "forms", "migrations", "tests"},
    "casework": {"app", "worker", "web", "tests"},
    "migrations": {"app", "worker", "web", "tests"},
    "web": {"app", "worker", "migrations", "tests"},
    "settings": {"app", "worker", "web", "casework", "engine", "forms", "processes", "migrations", "tests"},
}
# Library -> the only places that may import it.
HOMES = {
    "SpiffWorkflow": ("engine/running/", "engine/reading/"),
    "lxml": ("engine/reading/",),
    "sqlalchemy": ("casework/", "migrations/"),
    "alembic": ("casework/database.py", "migrations/", "app.py"),
    "flask": ("web/", "app.py"),
    "flask_smorest": ("web/", "app.py"),
    "flask_wtf": ("web/", "app.py"),
    "werkzeug": ("web/", "app.py"),
    "apscheduler": ("worker.py",),
}
WALL_CLOCK = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")
RUNS_TEXT_AS_CODE = {"eval", "exec", "compile", "__import__"}
# A name that ends like this says nothing about the thing it names.
EMPTY_LAST_WORDS = {"service", "services", "manager", "handler", "processor", "info"}
EMPTY_WORDS = {"helper", "helpers", "util", "utils", "common"}

LONGEST_FUNCTION, LONGEST_TEST, LONGEST_CLASS, LONGEST_MODULE, LONGEST_LINE = 60, 25, 200, 400, 140
# "place::name" -> why splitting it would make it worse. Keep it short.
LONGER_ON_PURPOSE = {
    "migrations/versions/0001_the_first_tables.py": "one table after another; a released step is never edited again",
    "migrations/versions/0001_the_first_tables.py::upgrade": "as above",
    "tests/engine/oracle.py::Oracle": "the token rules of BPMN, read beside the standard from top to bottom",
}


def top(name: str) -> str:
    return name.partition(".")[0]


def test_imports_go_one_way():
    wrong = [
        f"{source.place}:{line} imports {name}"
        for source in product_sources()
        for line, name in source.imports
        if top(name) in FORBIDDEN_IMPORTS.get(top(source.module), set())
    ]

    assert wrong == []


def test_each_library_stays_in_its_home():
    wrong = [
        f"{source.place}:{line} imports {name}"
        for source in product_sources()
        for line, name in source.imports
        if top(name) in HOMES and not source.place.startswith(HOMES[top(name)])
    ]

    assert wrong == []


def test_imports_stand_at_the_top_of_the_module():
    wrong = [
        f"{source.place}:{node.lineno} in {function.name}"
        for source in product_sources()
        for function in source.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert wrong == []


def test_modules_do_not_import_each_other_in_a_circle():
    assert list(circles(import_graph())) == []


def test_the_wall_clock_is_read_in_one_module():
    wrong = [
        f"{source.place}:{line} calls {name}"
        for source in product_sources()
        if source.place != "casework/clock.py"
        for line, name in source.calls
        if WALL_CLOCK.search(name)
    ]

    assert wrong == []


def test_only_the_making_of_the_demo_travels_in_time():
    makers = [
        source.place for source in product_sources() for _, name in source.calls if name.endswith("TravellingClock")
    ]

    assert makers == ["app.py"]


def test_commits_happen_in_one_module():
    wrong = [
        f"{source.place}:{line}"
        for source in product_sources()
        if source.place != "casework/database.py"
        for line, name in source.calls
        if name.endswith(".commit")
    ]

    assert wrong == []


def test_no_text_is_ever_run_as_code():
    wrong = [
        f"{source.place}:{line} calls {name}"
        for source in product_sources()
        for line, name in source.calls
        if name.removeprefix("builtins.") in RUNS_TEXT_AS_CODE
    ]

    assert wrong == []


def test_functions_classes_and_modules_stay_short():
    assert [line for line in too_long(product_sources(), LONGEST_FUNCTION) if not is_excused(line)] == []


def test_lines_of_templates_and_style_sheets_can_be_read_without_scrolling_sideways():
    wrong = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in (*REPOSITORY.glob("web/*/templates/**/*.html"), *REPOSITORY.glob("web/assets/*.css"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]

    assert wrong == []


def test_tests_stay_short():
    assert [line for line in too_long(proving_sources(), LONGEST_TEST) if not is_excused(line)] == []


def test_every_excuse_for_a_long_one_is_still_needed():
    long = {line.partition(" ")[0] for line in too_long((*product_sources(), *proving_sources()), LONGEST_TEST)}

    assert set(LONGER_ON_PURPOSE) <= long


def test_names_say_what_the_thing_is():
    wrong = [f"{source.place}: {name}" for source in product_sources() for name in empty_names(source)]

    assert wrong == []


def test_nothing_is_left_for_later():
    left = re.compile(r"\b(TODO|FIXME|XXX)\b(?!.*#\d)|raise NotImplementedError")
    wrong = [
        f"{source.place}:{number}"
        for source in product_sources()
        for number, line in enumerate(source.text.splitlines(), 1)
        if left.search(line)
    ]

    assert wrong == []


def too_long(sources: tuple[Source, ...], longest_function: int) -> Iterator[str]:
    for source in sources:
        lines = source.text.count("\n")
        if lines > LONGEST_MODULE:
            yield f"{source.place} has {lines} lines"
        for function in source.functions:
            is_test = function.name.startswith("test_")
            limit = longest_function if is_test else LONGEST_FUNCTION
            if length(function) > limit:
                yield f"{source.place}::{function.name} has {length(function)} lines"
        for cls in source.classes:
            if length(cls) > LONGEST_CLASS:
                yield f"{source.place}::{cls.name} has {length(cls)} lines"


def is_excused(line: str) -> bool:
    return line.partition(" ")[0] in LONGER_ON_PURPOSE


def empty_names(source: Source) -> Iterator[str]:
    things = [source.module.rpartition(".")[2], *(cls.name for cls in source.classes)]
    yield from (name for name in things if set(words_of(name)[-1:]) & EMPTY_LAST_WORDS)
    names = [*things, *(function.name for function in source.functions)]
    yield from (name for name in names if EMPTY_WORDS & set(words_of(name)))


def words_of(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]


def import_graph() -> dict[str, set[str]]:
    modules = {source.module for source in product_sources()}
    graph: dict[str, set[str]] = {}
    for source in product_sources():
        # `from a.b import c` means the module a.b.c if there is one, else the module a.b.
        targets = (name if name in modules else name.rpartition(".")[0] for name in source.imported_while_running)
        graph[source.module] = {target for target in targets if target in modules and target != source.module}
    return graph


def circles(graph: dict[str, set[str]]) -> Iterator[str]:
    """Every way back to a module, written as a -> b -> a, once per starting point."""
    finished: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> Iterator[str]:
        if module in trail:
            yield " -> ".join((*trail[trail.index(module) :], module))
        elif module not in finished:
            for target in sorted(graph.get(module, ())):
                yield from visit(target, (*trail, module))
            finished.add(module)

    for module in sorted(graph):
        yield from visit(module, ())
